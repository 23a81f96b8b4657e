"""An office's calendar at the central system: overrides by decision, which its counters get by the feed."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection

from counter_app.central import documents
from counter_app.central.database import Database
from counter_app.central.offices import lock_offices
from counter_app.central.settings import SystemClock
from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import Holidays
from counter_app.domain.office_days import OfficeDays
from counter_app.domain.office_hours import OfficeHours
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.services.calendar_import import ImportReport, read_override_file
from counter_app.services.office_directory import plain_document

_CHANGES = "~"
"""Stands in a calendar's version between that of its holidays and the count of the office's changes."""


@dataclass(frozen=True, slots=True)
class Published:
    """What an import brought: the report on its rows, and the document's new version if any was taken."""

    report: ImportReport
    version: str


def import_overrides(connection: Connection, office: str, data: bytes, now: datetime) -> Published:
    """Take a file's rows into an office's calendar and publish it; rejected rows are reported, not guessed.

    Raises ``DomainError``: ``central.unknown_office``, ``calendar.*`` when the file is no such table, when no
    row can be used, or when the office would never open again. Nothing is published then.
    """
    lock_offices(connection, {office})
    stored = documents.newest(connection, office, "calendar")
    directory = documents.newest(connection, office, "directory")
    if stored is None or directory is None:
        raise DomainError("central.unknown_office", office=office)
    plain, office_plain = calendar_plain(stored.content), calendar_plain(directory.content)
    calendar = calendar_of(plain, office_plain)
    report = read_override_file(data, calendar)
    if not report.accepted:
        return Published(report, str(plain.get("version", "")))
    days = OfficeDays.from_plain(plain).decided_by_centre(report.accepted)
    changed = next_calendar(plain, days, stored.version)
    check_opens(calendar_of(changed, office_plain), report.accepted)
    documents.publish(connection, office, "calendar", changed, now)
    return Published(report, str(changed["version"]))


def next_calendar(plain: Mapping[str, object], days: OfficeDays, count: int) -> dict[str, object]:
    """The calendar document with other overrides; ``count`` is the number of the document before it."""
    base = str(plain.get("version", "")).partition(_CHANGES)[0]
    return {**plain, "version": f"{base}{_CHANGES}{count}", **days.to_plain()}


def calendar_plain(content: str) -> Mapping[str, object]:
    """A stored document's content; raises ``DomainError("working_time.bad_holidays")``."""
    return plain_document(content.encode(), DomainError("working_time.bad_holidays"))


def calendar_of(plain: Mapping[str, object], directory: Mapping[str, object]) -> WorkCalendar:
    """The office's work calendar from its two documents."""
    office = directory.get("office")
    hours = office.get("hours") if isinstance(office, dict) else None
    return WorkCalendar(
        OfficeHours.from_plain(hours if isinstance(hours, dict) else {}),
        Holidays.from_plain(plain),
        str(plain.get("version", "")),
    )


def check_opens(calendar: WorkCalendar, added: Iterable[CalendarOverride]) -> None:
    """Raise ``DomainError("calendar.closes_for_ever")`` if no working day follows what was added."""
    try:
        for override in added:
            calendar.next_working_day(override.last)
    except DomainError as error:
        raise DomainError("calendar.closes_for_ever") from error


Add = Callable[[str, Callable[[argparse.Namespace, Database], object], str], argparse.ArgumentParser]


def add_calendar(add: Add) -> None:
    """Declare ``import-calendar``."""
    command = add("import-calendar", _import, "take calendar overrides from a CSV or JSON file")
    command.add_argument("file", type=Path)
    command.add_argument("--office", required=True)


def _import(arguments: argparse.Namespace, database: Database) -> object:
    try:
        data = arguments.file.read_bytes()
    except OSError as error:
        raise DomainError("central.bad_file", file=arguments.file.name) from error
    with database.write() as connection:
        published = import_overrides(connection, arguments.office, data, SystemClock().now())
    report = published.report
    return {
        "office": arguments.office,
        "calendar": published.version,
        "accepted": len(report.accepted),
        "rejected": [
            {"row": one.row, "code": one.reason.code, "params": dict(one.reason.params), "text": one.text}
            for one in report.rejected
        ],
        "remarks": [
            {"row": one.row, "code": one.code, "day": one.day.isoformat(), "decision": one.decision}
            for one in report.remarks
        ],
    }
