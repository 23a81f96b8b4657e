"""The kinds of entry with which a dossier changes hands between the counter and the departments.

Each is a line of the control sheet (phiếu kiểm soát quá trình giải quyết hồ sơ; TT 01/2018/TT-VPCP, Mẫu 05):
who gave it, who took it, when, whether in time, and a note. It happened on paper, so it is a fact; when it
truly happened stands in the entry's ``occurred_at``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from counter_app.domain.bodies import BodyReader, Nature
from counter_app.domain.journal import EntryId
from counter_app.domain.supplement_entries import instant_or_none, read_instant


@dataclass(frozen=True, slots=True)
class DossierHandedOver:
    """It went from ``giver`` to the department ``taker``, mostly from the counter (NĐ 61/2018 Đ18 k2).

    ``due_at`` is until when it had to go, ``result`` a ``Punctuality`` value against it; ``None`` and empty
    where the law sets no time. ``back_due_at`` is until when the department is to be done with it.
    ``list_number`` is of the handover list that both sides signed, if there is one.
    """

    KIND: ClassVar[str] = "dossier.handed_over"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    giver: str
    given_by: str
    taker: str
    taken_by: str
    due_at: datetime | None
    result: str
    back_due_at: datetime | None
    clerk_name: str
    list_number: str = ""
    note: str = ""

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "giver": self.giver,
            "given_by": self.given_by,
            "taker": self.taker,
            "taken_by": self.taken_by,
            "due_at": instant_or_none(self.due_at),
            "result": self.result,
            "back_due_at": instant_or_none(self.back_due_at),
            "clerk_name": self.clerk_name,
            "list_number": self.list_number,
            "note": self.note,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return cls(
            giver=read.text("giver"),
            given_by=read.text("given_by", ""),
            taker=read.text("taker"),
            taken_by=read.text("taken_by", ""),
            due_at=read_instant(read, body, cls.KIND, "due_at"),
            result=read.text("result", ""),
            back_due_at=read_instant(read, body, cls.KIND, "back_due_at"),
            clerk_name=read.text("clerk_name"),
            list_number=read.text("list_number", ""),
            note=read.text("note", ""),
        )


@dataclass(frozen=True, slots=True)
class DossierHandedBack:
    """It came back from the department ``giver`` to the counter ``taker``.

    ``settled``: its result came with it; else it comes back to be supplemented, refused or handed on.
    ``due_at`` is until when the department was to be done, ``result`` a ``Punctuality`` value against it.
    """

    KIND: ClassVar[str] = "dossier.handed_back"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    giver: str
    given_by: str
    taker: str
    taken_by: str
    due_at: datetime | None
    result: str
    settled: bool
    clerk_name: str
    list_number: str = ""
    note: str = ""

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "giver": self.giver,
            "given_by": self.given_by,
            "taker": self.taker,
            "taken_by": self.taken_by,
            "due_at": instant_or_none(self.due_at),
            "result": self.result,
            "settled": self.settled,
            "clerk_name": self.clerk_name,
            "list_number": self.list_number,
            "note": self.note,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return cls(
            giver=read.text("giver"),
            given_by=read.text("given_by", ""),
            taker=read.text("taker"),
            taken_by=read.text("taken_by", ""),
            due_at=read_instant(read, body, cls.KIND, "due_at"),
            result=read.text("result", ""),
            settled=body.get("settled") is True,
            clerk_name=read.text("clerk_name"),
            list_number=read.text("list_number", ""),
            note=read.text("note", ""),
        )


@dataclass(frozen=True, slots=True)
class HandoverStruck:
    """A line was written down by mistake: it does not count any more, and stays struck through with why."""

    KIND: ClassVar[str] = "handover.struck"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.FACT

    station: str
    incarnation: int
    seq: int
    reason: str
    clerk_name: str

    @property
    def entry_id(self) -> EntryId:
        """The entry that is struck through."""
        return EntryId(self.station, self.incarnation, self.seq)

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "station": self.station,
            "incarnation": self.incarnation,
            "seq": self.seq,
            "reason": self.reason,
            "clerk_name": self.clerk_name,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return cls(
            read.text("station"),
            read.number("incarnation"),
            read.number("seq"),
            read.text("reason"),
            read.text("clerk_name"),
        )
