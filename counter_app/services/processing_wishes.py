"""What a clerk asks for when a dossier does not simply go its way; nothing is decided or checked yet."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from counter_app.domain.entries import AskedItem
from counter_app.domain.office import Clerk

OTHER: Final = "other"
"""The coded reason that says nothing by itself: the text beside it does."""
REFUSAL_REASONS: Final = ("not_eligible", "wrong_agency", "not_completed", "false_papers", OTHER)
STOP_REASONS: Final = ("asked_by_applicant", "no_supplement", "dispute", "moved_to_other", OTHER)
APOLOGY_REASONS: Final = ("consulting", "inspection", "complicated", "overload", "system_failure", OTHER)


@dataclass(frozen=True, slots=True)
class Approval:
    """A supervisor's word that something out of the ordinary may be done, and why."""

    supervisor: Clerk
    reason: str


@dataclass(frozen=True, slots=True)
class SupplementWish:
    """Everything that is missing, at once; ``approval`` is needed for a second supplement (NA-16)."""

    items: tuple[AskedItem, ...]
    reason: str
    due_at: datetime | None = None
    approval: Approval | None = None


@dataclass(frozen=True, slots=True)
class EndWish:
    """A refusal or a stop: a coded reason, the reason in words, the clause, and the papers that go back.

    ``document`` is the number of the notice that the agency wrote itself, where no form of today is one.
    """

    reason_code: str
    reason: str
    ground: str = ""
    returned_papers: str = ""
    document: str = ""


@dataclass(frozen=True, slots=True)
class StopForm:
    """Whether the form package of the day (by its key) has a notice of stopping."""

    package: str
    there: bool


@dataclass(frozen=True, slots=True)
class ReappointWish:
    """A later due time: ``document`` is the number of what the deciding body wrote."""

    due_at: datetime
    reason_code: str
    reason: str
    document: str
    agency: str = ""
    head_name: str = ""
