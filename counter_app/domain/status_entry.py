"""The kind of entry with which a dossier comes to another status."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from counter_app.domain.bodies import BodyReader, Nature


@dataclass(frozen=True, slots=True)
class StatusChanged:
    """A dossier came to another status (TT 22/2019/TT-BTTTT, annex I)."""

    KIND: ClassVar[str] = "dossier.status_changed"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.DECISION

    status: int
    unit: str = ""
    note: str = ""

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {"status": self.status, "unit": self.unit, "note": self.note}

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return read.whole(lambda: cls(read.number("status"), read.text("unit", ""), read.text("note", "")))
