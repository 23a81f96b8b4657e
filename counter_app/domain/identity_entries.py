"""The kinds of entry about who an owner is: checked, guided, settled, revealed. No personal data in them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Final, Self

from counter_app.domain.bodies import BodyReader, Nature
from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import CheckAnswer, GuidanceOutcome, SettlementOutcome
from counter_app.domain.journal import instant_text, parse_instant

OWNER: Final = "owner"
"""Whose account was asked about: always the principal's (LC Đ10 k1a)."""


@dataclass(frozen=True, slots=True)
class IdentityChecked:
    """The e-ID system answered. ``clerk_name`` is empty where the counter asked again by itself."""

    KIND: ClassVar[str] = "identity.checked"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    state: IdentityState
    at: datetime
    transaction: str
    asked: str
    about: str = OWNER
    clerk_name: str = ""

    @property
    def answer(self) -> CheckAnswer:
        """What the dossier keeps of it."""
        return CheckAnswer(self.state, self.at, self.transaction, self.asked)

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "state": self.state.value,
            "at": instant_text(self.at),
            "transaction": self.transaction,
            "asked": self.asked,
            "about": self.about,
            "clerk_name": self.clerk_name,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return read.whole(
            lambda: cls(
                IdentityState(read.text("state")),
                _instant(read, cls.KIND, "at"),
                read.text("transaction", ""),
                read.text("asked"),
                read.text("about", OWNER),
                read.text("clerk_name", ""),
            )
        )


@dataclass(frozen=True, slots=True)
class IdentityGuided:
    """Somebody without an account was helped to one of level 1, or not (LC Đ10 k1a).

    ``steps`` are codes of the steps that were done; ``asked`` tells of whose data, as in ``IdentityChecked``.
    """

    KIND: ClassVar[str] = "identity.guided"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    outcome: GuidanceOutcome
    steps: tuple[str, ...]
    note: str
    asked: str
    clerk_name: str

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "outcome": self.outcome.value,
            "steps": list(self.steps),
            "note": self.note,
            "asked": self.asked,
            "clerk_name": self.clerk_name,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return read.whole(
            lambda: cls(
                GuidanceOutcome(read.text("outcome")),
                tuple(str(step) for step in read.items("steps")),
                read.text("note", ""),
                read.text("asked"),
                read.text("clerk_name"),
            )
        )


@dataclass(frozen=True, slots=True)
class IdentitySettled:
    """A person settled a mismatch: the answer of ``answer_at`` to what was ``asked``."""

    KIND: ClassVar[str] = "identity.settled"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.DECISION

    outcome: SettlementOutcome
    note: str
    asked: str
    answer_at: datetime
    clerk_name: str

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "outcome": self.outcome.value,
            "note": self.note,
            "asked": self.asked,
            "answer_at": instant_text(self.answer_at),
            "clerk_name": self.clerk_name,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return read.whole(
            lambda: cls(
                SettlementOutcome(read.text("outcome")),
                read.text("note", ""),
                read.text("asked"),
                _instant(read, cls.KIND, "answer_at"),
                read.text("clerk_name"),
            )
        )


@dataclass(frozen=True, slots=True)
class IdentityRevealed:
    """Somebody let a masked number be shown. ``whose`` is ``owner`` or ``submitter``, ``view`` where."""

    KIND: ClassVar[str] = "identity.revealed"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    whose: str
    view: str
    reason: str
    clerk_name: str

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "whose": self.whose,
            "view": self.view,
            "reason": self.reason,
            "clerk_name": self.clerk_name,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return read.whole(
            lambda: cls(
                read.text("whose"), read.text("view"), read.text("reason", ""), read.text("clerk_name")
            )
        )


def _instant(read: BodyReader, kind: str, name: str) -> datetime:
    try:
        return parse_instant(read.text(name))
    except DomainError as error:
        raise DomainError("entry.bad_body", kind=kind, field=name) from error
