"""The faults that may strike, how often each did, and how likely each is under a seed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from enum import StrEnum
from random import Random


class Fault(StrEnum):
    """What may go wrong; each is counted when it really struck, not when it was only tried."""

    REQUEST_DROPPED = "request_dropped"
    ANSWER_DROPPED = "answer_dropped"
    REQUEST_DUPLICATED = "request_duplicated"
    LATE_DUPLICATE = "old_duplicate_after_newer"
    ARRIVED_AFTER_TIMEOUT = "arrived_after_timeout"
    OVERTAKEN = "requests_reordered"
    DELAYED = "delayed"
    HALF_OPEN = "half_open"
    PARTITION = "partition"
    CUT = "connection_cut"
    LOGIN_PAGE = "login_page"
    SERVER_ERROR = "server_error"
    RATE_LIMITED = "rate_limited"
    TOO_LARGE = "batch_too_large"
    REJECTED = "entry_rejected"
    CRASH_BEFORE_APPEND = "crash_before_append_commit"
    CRASH_AFTER_APPEND = "crash_after_append_commit"
    CRASH_BEFORE_VERDICTS = "crash_before_verdicts_commit"
    CRASH_AFTER_VERDICTS = "crash_after_verdicts_commit"
    CRASH_BEFORE_PAGE = "crash_before_page_commit"
    CRASH_AFTER_PAGE = "crash_after_page_commit"
    CRASH_ELSEWHERE = "crash_elsewhere"
    NOTE_LOST = "high_water_note_lost_in_crash"
    CENTRE_CRASH_BEFORE = "centre_crash_before_commit"
    CENTRE_CRASH_AFTER = "centre_crash_after_commit"
    CLOCK_FORWARD = "clock_forward"
    CLOCK_BACK = "clock_back"
    DISK_FULL = "disk_full"
    DISK_ERROR = "disk_io_error"
    RESTORED_WITH_NOTE = "station_restored_with_note"
    RESTORED_WITHOUT_NOTE = "station_restored_without_note"
    CLONED = "disk_cloned"
    CENTRE_RESTORED = "centre_restored"
    CENTRE_RESTORED_WHOLE = "centre_restored_with_its_note"
    REVOKED = "station_revoked"
    UNREADABLE = "unreadable_entry"
    UNKNOWN_KIND = "unknown_kind"
    QUARANTINED = "entry_quarantined"
    MENDED = "entry_mended"
    LEASE_EXHAUSTED = "lease_exhausted"
    DOCUMENT_CHANGED = "document_changed"


@dataclass(frozen=True, slots=True)
class Odds:
    """How likely each kind of fault is under one seed; many seeds have only a few kinds."""

    lost: float
    doubled: float
    slow: float
    refused: float
    crash: float
    disk: float
    centre_crash: float

    @classmethod
    def draw(cls, random: Random) -> Odds:
        """Every kind is absent, rare or frequent, independently of the others."""
        rare_or_not = (0.0, 0.05, 0.2)
        return cls(
            lost=random.choice(rare_or_not),
            doubled=random.choice(rare_or_not),
            slow=random.choice(rare_or_not),
            refused=random.choice(rare_or_not),
            crash=random.choice((0.0, 0.01, 0.04)),
            disk=random.choice((0.0, 0.01, 0.05)),
            centre_crash=random.choice(rare_or_not),
        )


@dataclass
class Faults:
    """The dice of one run. After ``heal`` nothing strikes any more."""

    random: Random
    odds: Odds
    counts: Counter[str] = field(default_factory=Counter)
    over: bool = False

    def happens(self, odds: float) -> bool:
        """Whether something of these odds happens now."""
        # Drawn in any case, so that what comes later does not depend on whether all is healed.
        return self.random.random() < odds and not self.over

    def struck(self, fault: Fault) -> None:
        """Count one that really struck."""
        self.counts[fault.value] += 1

    def heal(self) -> None:
        """From now on all is well."""
        self.over = True
