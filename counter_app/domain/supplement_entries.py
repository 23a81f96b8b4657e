"""The kinds of entry about a supplement: it was asked for on a slip (Mẫu 02), and it came."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from counter_app.domain.bodies import BodyReader, Nature
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant


@dataclass(frozen=True, slots=True)
class AskedItem:
    """A paper that is missing or wrong, and how many of it are wanted; ``note`` says what is wrong."""

    name: str
    originals: int = 0
    certified: int = 0
    copies: int = 0
    note: str = ""


@dataclass(frozen=True, slots=True)
class SupplementRequested:
    """Everything that is missing was asked for at once, with the reason (NĐ 61/2018 Đ17 k1a; Đ19 k4).

    The legal clock stands still from then on. ``due_at`` is until when it is to come, ``notice_due_at`` until
    when the slip had to go out. ``again_reason`` and ``approver_name`` are of a supervisor, for a second one.
    ``package`` is the form package of the slip.
    """

    KIND: ClassVar[str] = "supplement.requested"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    items: tuple[AskedItem, ...]
    reason: str
    due_at: datetime | None
    slip_number: str
    package: str
    clerk_name: str
    notice_due_at: datetime | None = None
    again_reason: str = ""
    approver_name: str = ""

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "items": [
                [item.name, item.originals, item.certified, item.copies, item.note] for item in self.items
            ],
            "reason": self.reason,
            "due_at": instant_or_none(self.due_at),
            "slip_number": self.slip_number,
            "package": self.package,
            "clerk_name": self.clerk_name,
            "notice_due_at": instant_or_none(self.notice_due_at),
            "again_reason": self.again_reason,
            "approver_name": self.approver_name,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return read.whole(
            lambda: cls(
                items=tuple(_item(item) for item in read.items("items")),
                reason=read.text("reason"),
                due_at=read_instant(read, body, cls.KIND, "due_at"),
                slip_number=read.text("slip_number"),
                package=read.text("package"),
                clerk_name=read.text("clerk_name"),
                notice_due_at=read_instant(read, body, cls.KIND, "notice_due_at"),
                again_reason=read.text("again_reason", ""),
                approver_name=read.text("approver_name", ""),
            )
        )


@dataclass(frozen=True, slots=True)
class SupplementReceived:
    """The supplement that slip ``slip_number`` asked for is complete; it occurred when it came.

    ``due`` is the due time from then on with its steps, as ``DueTime`` writes it, decided by ``effect``:
    counted from zero, or gone on (``SupplementEffect``). Folding takes it as it is.
    """

    KIND: ClassVar[str] = "supplement.received"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    slip_number: str
    due: Mapping[str, object] | None
    effect: str
    clerk_name: str
    note: str = ""

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "slip_number": self.slip_number,
            "due": None if self.due is None else dict(self.due),
            "effect": self.effect,
            "clerk_name": self.clerk_name,
            "note": self.note,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return read.whole(
            lambda: cls(
                slip_number=read.text("slip_number"),
                due=read.mapping("due") if body.get("due") is not None else None,
                effect=read.text("effect", ""),
                clerk_name=read.text("clerk_name"),
                note=read.text("note", ""),
            )
        )


def instant_or_none(moment: datetime | None) -> str | None:
    """An instant as it stands in a body."""
    return None if moment is None else instant_text(moment)


def read_instant(read: BodyReader, body: Mapping[str, object], kind: str, name: str) -> datetime | None:
    """The reverse of ``instant_or_none``; raises ``DomainError("entry.bad_body")``."""
    if body.get(name) is None:
        return None
    try:
        return parse_instant(read.text(name))
    except DomainError as error:
        raise DomainError("entry.bad_body", kind=kind, field=name) from error


def _item(row: object) -> AskedItem:
    name, originals, certified, copies, note = list(row)  # type: ignore[call-overload]
    return AskedItem(str(name), int(originals), int(certified), int(copies), str(note))
