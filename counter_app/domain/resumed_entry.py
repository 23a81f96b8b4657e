"""The kind of entry that says that the work on a stopped dossier goes on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Self

from counter_app.domain.bodies import BodyReader, Nature


@dataclass(frozen=True, slots=True)
class DossierResumed:
    """The work on a stopped dossier goes on, by a supervisor's word (statuses 8 to 4, TT 22/2019 annex I).

    It goes on where it stood: a supplement that was awaited is awaited again. No clause at hand moves a due
    time for a stop, so that it stays what it was. ``document`` is the number of what was written about it.
    """

    KIND: ClassVar[str] = "dossier.resumed"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.DECISION

    reason: str
    approver_name: str
    clerk_name: str
    document: str = ""

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "reason": self.reason,
            "approver_name": self.approver_name,
            "clerk_name": self.clerk_name,
            "document": self.document,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return cls(
            reason=read.text("reason"),
            approver_name=read.text("approver_name"),
            clerk_name=read.text("clerk_name"),
            document=read.text("document", ""),
        )
