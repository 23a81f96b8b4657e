"""What an office's regulation decides about time where it differs from others; every value names its clause.

The national rules stand as defaults; a province's regulation (quy chế một cửa) replaces single values. Where
the clauses pull apart, as in when an online dossier counts as received, it is data and not code.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import time
from enum import StrEnum
from typing import Final, Self

from counter_app.domain.errors import DomainError
from counter_app.domain.plain_reader import PlainReader

AFTERNOON_CUTOFF: Final = time(15, 0)
"""What comes after it counts for the next day (NĐ 23/2015 Đ7; NĐ 61/2018 Đ18 k2); 15:00 is not after."""


class OnlineStart(StrEnum):
    """What makes a dossier that was filed online a received one."""

    SUBMISSION = "submission"
    """Its successful filing (Lai Châu Đ10 k1b)."""
    RECEPTION = "reception"
    """Its reception by the one-stop shop (QĐ 02/2021 Nghệ An Đ14 k2)."""
    VALID_NOTICE = "valid_notice"
    """It is entered in the system and a valid notice was given (QĐ 24/2024 Phú Thọ Đ9 k2c)."""


class SupplementEffect(StrEnum):
    """What asking for a supplement does to the term."""

    RESTART = "restart"
    """It is counted from zero when the dossier is complete (NĐ 61/2018 Đ19 k4)."""
    PAUSE = "pause"
    """It stands still and goes on when the dossier is complete, where a sector's law says so."""


@dataclass(frozen=True, slots=True)
class TimeRules:
    """The rules of one office about time; the defaults are the national ones.

    ``clauses`` names, by the field of a value, the clause that sets it: of the office's own ``regulation``,
    or of the national decree. ``provisional``: not checked against the text in force.
    """

    profile: str = ""
    regulation: str = ""
    online_start: OnlineStart = OnlineStart.SUBMISSION
    online_decision_hours: int | None = None
    """Working hours to accept, refuse or send back an online dossier; ``None``: nothing is said."""
    supplement: SupplementEffect = SupplementEffect.RESTART
    supplement_notice_days: int = 3
    """Working days in which the written notice of a supplement is given (NĐ 61/2018 Đ19 k4)."""
    apology_days_before: int = 1
    max_reappointments: int = 1
    transfer_cutoff: time = AFTERNOON_CUTOFF
    same_day_cutoff: time = AFTERNOON_CUTOFF
    provisional: bool = False
    clauses: Mapping[str, str] = field(default_factory=dict)

    def clause(self, name: str) -> str:
        """The clause of field ``name`` with its document, or nothing."""
        return self.clauses.get(name, "")

    @classmethod
    def of_profile(cls, document: Mapping[str, object], profile: str, *own: Mapping[str, object]) -> Self:
        """The rules of a profile in the ``province_profiles`` document; an empty name takes its defaults.

        ``own`` are the values in which the office differs from its profile, with its own ``regulation`` and
        ``clauses``; of several the last one's count.

        Raises ``DomainError("time_rules.unknown_profile")`` or ``("time_rules.bad_profile")``.
        """
        head = PlainReader(document, _misfit)
        default, profiles = head.mapping("default"), head.mapping("profiles")
        if profile and profile not in profiles:
            raise DomainError("time_rules.unknown_profile", profile=profile, known=", ".join(profiles))
        local = profiles.get(profile, {})
        if not isinstance(local, Mapping):
            raise _misfit(f"profiles.{profile}")
        return cls._read(profile, _layered(default, local, *own))

    @classmethod
    def _read(cls, profile: str, plain: Mapping[str, object]) -> Self:
        read = PlainReader(plain, _misfit)
        clauses = read.mapping("clauses")
        return cls(
            profile=profile,
            regulation=read.text("regulation", ""),
            online_start=read.choice("online_received_time", OnlineStart, OnlineStart.SUBMISSION),
            online_decision_hours=read.optional_count("online_decision_working_hours") or None,
            supplement=read.choice("supplement_effect", SupplementEffect, SupplementEffect.RESTART),
            supplement_notice_days=read.count("supplement_notice_working_days"),
            apology_days_before=_at_least_one(read, "apology_latest_days_before_due"),
            max_reappointments=read.count("max_reappointments"),
            transfer_cutoff=_clock(read, "transfer_cutoff"),
            same_day_cutoff=_clock(read, "same_day_cutoff"),
            provisional=read.flag("provisional"),
            clauses={name: str(clauses[key]) for key, name in _NAMES.items() if key in clauses},
        )


_NAMES: Final = {
    "online_received_time": "online_start",
    "online_decision_working_hours": "online_decision_hours",
    "clock_starts_at_reception": "reception",
    "after_hours_counts_from": "after_hours",
    "supplement_effect": "supplement",
    "supplement_notice_working_days": "supplement_notice_days",
    "apology_latest_days_before_due": "apology_days_before",
    "max_reappointments": "max_reappointments",
    "transfer_cutoff": "transfer_cutoff",
    "same_day_cutoff": "same_day_cutoff",
}
"""The names of values in profiles, and the fields whose clauses they carry."""


def _layered(*layers: Mapping[str, object]) -> dict[str, object]:
    """The values of all layers, the last one's first, each with the clause of the layer that sets it."""
    values: dict[str, object] = {}
    clauses: dict[str, object] = {}
    for layer in layers:
        said = {name: value for name, value in layer.items() if value is not None}
        named = said.get("clauses", {})
        if not isinstance(named, Mapping):
            raise _misfit("clauses")
        kept = {name: clause for name, clause in clauses.items() if name not in said}
        document = said.get("regulation", "")
        clauses = kept | {name: f"{clause} {document}".strip() for name, clause in named.items()}
        values |= said
    return values | {"clauses": clauses}


def _misfit(name: str) -> DomainError:
    return DomainError("time_rules.bad_profile", field=name)


def _clock(read: PlainReader, name: str) -> time:
    try:
        return time.fromisoformat(read.text(name, f"{AFTERNOON_CUTOFF:%H:%M}"))
    except ValueError as error:
        raise read.misfit(name) from error


def _at_least_one(read: PlainReader, name: str) -> int:
    value = read.count(name)
    if value < 1:
        raise read.misfit(name)
    return value
