"""What a person says of an entry that the central system did not take as it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import ClassVar, Self

from counter_app.domain.bodies import BodyReader, Nature
from counter_app.domain.journal import EntryId


class Outcome(StrEnum):
    """How an entry was settled."""

    CHECKED = "checked"
    """A person looked: the central system's word stands, nothing is left to do."""
    REPLACED = "replaced"
    """Another entry says the same in its place, so this one does not count any more."""


@dataclass(frozen=True, slots=True)
class EntrySettled:
    """An entry that was refused, contradicted another or was not taken whole is dealt with.

    It says who did it and why; the settled entry stays in the journal as it was. A fact, for it can be said
    of anything at any time and changes no decision.
    """

    KIND: ClassVar[str] = "entry.settled"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    station: str
    incarnation: int
    seq: int
    outcome: Outcome
    reason: str
    clerk_name: str

    @property
    def entry_id(self) -> EntryId:
        """The entry that is settled."""
        return EntryId(self.station, self.incarnation, self.seq)

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "station": self.station,
            "incarnation": self.incarnation,
            "seq": self.seq,
            "outcome": self.outcome.value,
            "reason": self.reason,
            "clerk_name": self.clerk_name,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return read.whole(
            lambda: cls(
                read.text("station"),
                read.number("incarnation"),
                read.number("seq"),
                Outcome(read.text("outcome")),
                read.text("reason"),
                read.text("clerk_name"),
            )
        )
