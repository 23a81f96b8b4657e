"""The kinds of entry that end the work on a dossier or move its due time: refused, stopped, re-appointed.

Each carries what its slip says and which form package it was made with, so that it can be printed again from
what is stored.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar, Self

from counter_app.domain.bodies import BodyReader, Nature
from counter_app.domain.supplement_entries import instant_or_none, read_instant


@dataclass(frozen=True, slots=True)
class DossierRefused:
    """It was not taken in or not settled, with the reason on the slip (Mẫu 03; NĐ 61/2018 Đ17 k1b, Đ19 k8).

    ``status`` is what it came to: 3 before it was taken in, 9 after its appraisal. ``reason_code`` is one of
    the coded reasons, ``reason`` what stands on the slip, ``ground`` the clause that it rests on.
    """

    KIND: ClassVar[str] = "dossier.refused"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.DECISION

    status: int
    reason_code: str
    reason: str
    ground: str
    slip_number: str
    package: str
    clerk_name: str

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "status": self.status,
            "reason_code": self.reason_code,
            "reason": self.reason,
            "ground": self.ground,
            "slip_number": self.slip_number,
            "package": self.package,
            "clerk_name": self.clerk_name,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return cls(
            status=read.number("status"),
            reason_code=read.text("reason_code"),
            reason=read.text("reason"),
            ground=read.text("ground", ""),
            slip_number=read.text("slip_number"),
            package=read.text("package"),
            clerk_name=read.text("clerk_name"),
        )


@dataclass(frozen=True, slots=True)
class DossierStopped:
    """The work on it ends without a result; ``returned_papers`` go back (TT 03/2025/TT-VPCP, Mẫu 05).

    ``package`` and ``slip_number`` are empty where the package of the day has no form for it (TT 01/2018 has
    none): the agency then writes a notice of its own, whose number is ``document`` once it is known.
    """

    KIND: ClassVar[str] = "dossier.stopped"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.DECISION

    reason_code: str
    reason: str
    ground: str
    returned_papers: str
    slip_number: str
    package: str
    clerk_name: str
    document: str = ""

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "reason_code": self.reason_code,
            "reason": self.reason,
            "ground": self.ground,
            "returned_papers": self.returned_papers,
            "slip_number": self.slip_number,
            "package": self.package,
            "clerk_name": self.clerk_name,
            "document": self.document,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return cls(
            reason_code=read.text("reason_code"),
            reason=read.text("reason"),
            ground=read.text("ground", ""),
            returned_papers=read.text("returned_papers", ""),
            slip_number=read.text("slip_number", ""),
            package=read.text("package", ""),
            clerk_name=read.text("clerk_name"),
            document=read.text("document", ""),
        )


@dataclass(frozen=True, slots=True)
class DueReappointed:
    """The due time moved once, with an apology (Mẫu 04; NĐ 61/2018 Đ19 k9, QĐ 02/2021 Nghệ An Đ15 k8).

    ``due_before`` is the old due time, which is kept; ``due`` the new one with its steps. ``document`` is the
    number of what the deciding body wrote, ``agency`` and ``head_name`` who signs. ``limit`` is how many of
    these the office's regulation allowed when it was decided.
    """

    KIND: ClassVar[str] = "due.reappointed"
    VERSION: ClassVar[int] = 1
    NATURE: ClassVar[Nature] = Nature.DECISION

    due_before: datetime | None
    due: Mapping[str, object]
    reason_code: str
    reason: str
    document: str
    agency: str
    head_name: str
    limit: int
    slip_number: str
    package: str
    clerk_name: str

    def to_body(self) -> dict[str, object]:
        """Plain data."""
        return {
            "due_before": instant_or_none(self.due_before),
            "due": dict(self.due),
            "reason_code": self.reason_code,
            "reason": self.reason,
            "document": self.document,
            "agency": self.agency,
            "head_name": self.head_name,
            "limit": self.limit,
            "slip_number": self.slip_number,
            "package": self.package,
            "clerk_name": self.clerk_name,
        }

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self:
        """The reverse of ``to_body``."""
        read = BodyReader(cls.KIND, body)
        return cls(
            due_before=read_instant(read, body, cls.KIND, "due_before"),
            due=read.mapping("due"),
            reason_code=read.text("reason_code"),
            reason=read.text("reason"),
            document=read.text("document"),
            agency=read.text("agency", ""),
            head_name=read.text("head_name", ""),
            limit=read.number("limit"),
            slip_number=read.text("slip_number"),
            package=read.text("package"),
            clerk_name=read.text("clerk_name"),
        )
