"""Deadlines without a station: the shipped data, or files that somebody names, wired together."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from counter_app.bootstrap.shipped import shipped_data
from counter_app.domain.due_time import DueTime
from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import Holidays
from counter_app.domain.legal_basis import Basis, basis_of
from counter_app.domain.office_hours import OfficeHours
from counter_app.domain.processing_time import ProcessingTime, Stage
from counter_app.domain.received import Channel
from counter_app.domain.time_rules import TimeRules
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.domain.working_time import transfer_due
from counter_app.services.deadlines import Deadlines, all_deadlines, calendar_reaching

NATIONAL: Final = "default"
"""The profile of an office whose province has no regulation here: the national rules alone."""


@dataclass(frozen=True, slots=True)
class Ask:
    """What is asked: a procedure of the catalogue, a time by itself, or until when papers are handed on."""

    received_at: datetime
    channel: Channel = Channel.DIRECT
    procedure: str = ""
    time: ProcessingTime | None = None
    transfer: bool = False
    profile: str = ""
    office_file: Path | None = None
    calendar_file: Path | None = None


@dataclass(frozen=True, slots=True)
class Answer:
    """The due time that was asked for, the law and data it rests on, and the other times of the dossier."""

    asked: DueTime
    basis: tuple[Basis, ...]
    deadlines: Deadlines
    data: Mapping[str, str]


def answer(ask: Ask) -> Answer:
    """Compute; raises ``DomainError``: ``reception.unknown_procedure``, ``time_rules.*``, ``working_time.*``,
    ``.bad_file``.
    """
    office = {} if ask.office_file is None else _part(_object(ask.office_file), "office")
    profile = ask.profile or str(office.get("profile") or "")
    profile = "" if profile == NATIONAL else profile
    profiles = shipped_data().profiles or {}
    own = _part(office, "time_rules") if "time_rules" in office else {}
    rules, default = TimeRules.of_profile(profiles, profile, own), _part(profiles, "default")
    hours = OfficeHours.from_plain(_part(office if "hours" in office else default, "hours", "office_hours"))
    holidays = shipped_data().holidays if ask.calendar_file is None else _object(ask.calendar_file)
    time, stages, catalogue = _time(ask)
    calendar = WorkCalendar(hours, Holidays.from_plain(holidays), str(holidays.get("version", "")))
    calendar = calendar_reaching(hours, calendar, ask.received_at, time)
    found = all_deadlines(calendar, rules, time, ask.received_at, ask.channel, stages=stages)
    asked, basis = found.due, found.basis
    if ask.transfer:
        asked = transfer_due(calendar, ask.received_at, cutoff=rules.transfer_cutoff)
        basis = basis_of(asked, ask.channel, rules)
    data = {"calendar": calendar.version, "profile": profile, "regulation": rules.regulation}
    data |= {"procedure": ask.procedure, "catalogue": catalogue}
    data["hours"] = "shipped" if ask.office_file is None else str(office.get("id") or "")
    return Answer(asked, basis, found, {name: value for name, value in data.items() if value})


def _time(ask: Ask) -> tuple[ProcessingTime, tuple[Stage, ...], str]:
    if not ask.procedure:
        return ask.time or ProcessingTime(), (), ""
    shipped = shipped_data()
    catalogue = shipped.catalogue.extended_by(shipped.index)
    procedure = catalogue.by_code.get(ask.procedure)
    if procedure is None:
        raise DomainError("reception.unknown_procedure", procedure=ask.procedure)
    return procedure.time, procedure.stages, catalogue.version


def _object(file: Path) -> Mapping[str, object]:
    try:
        plain = json.loads(file.read_text("utf-8-sig"))
    except (OSError, ValueError, RecursionError) as error:
        raise DomainError("working_time.bad_file", file=file.name) from error
    if not isinstance(plain, dict):
        raise DomainError("working_time.bad_file", file=file.name)
    return plain


def _part(plain: Mapping[str, object], *names: str) -> Mapping[str, object]:
    """The mapping under the first of ``names`` that is there."""
    value = next((plain[name] for name in names if name in plain), None)
    if not isinstance(value, Mapping):
        raise DomainError("working_time.bad_file", file=names[0])
    return value
