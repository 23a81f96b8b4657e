"""Reading a table of calendar overrides that somebody was sent: CSV as spreadsheets write it, or JSON.

Every row is either taken or rejected with its reason: nothing is guessed and nothing is dropped silently.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.errors import DomainError
from counter_app.domain.vietnamese import fold, nfc
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.services.calendar_remarks import Remark, remarks_on
from counter_app.services.calendar_rows import override_rows

LARGEST: Final = 1024 * 1024
"""Bytes; a year's decisions are a few kilobytes."""


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that cannot be used; ``row`` is its place in the file, ``text`` what stands there."""

    row: int
    reason: DomainError
    text: str


@dataclass(frozen=True, slots=True)
class ImportReport:
    """What a file holds: rows to take, rows that cannot be used, and what a person should look at."""

    accepted: tuple[CalendarOverride, ...]
    rejected: tuple[RejectedRow, ...] = ()
    remarks: tuple[Remark, ...] = ()


def read_override_file(data: bytes, calendar: WorkCalendar | None = None) -> ImportReport:
    """Read a file; with the office's ``calendar`` the report also says what its rows change, or do not.

    Raises ``DomainError`` when it is no such table at all: ``calendar.bad_file``, ``.too_large``,
    ``.no_columns`` (with ``missing``) or ``.no_rows``.
    """
    if len(data) > LARGEST:
        raise DomainError("calendar.too_large", limit=LARGEST // 1024)
    accepted: dict[int, CalendarOverride] = {}
    rejected: list[RejectedRow] = []
    taken: dict[date, int] = {}
    for row, plain in override_rows(data):
        try:
            override = _override(plain, taken)
        except DomainError as error:
            rejected.append(RejectedRow(row, error, _shown(plain)))
            continue
        accepted[row] = override
        taken |= dict.fromkeys(override.dates, row)
    remarks = () if calendar is None else remarks_on(accepted, calendar)
    return ImportReport(tuple(accepted.values()), tuple(rejected), remarks)


def typed_override(plain: Mapping[str, object]) -> CalendarOverride:
    """An override from values as people write them, by the names of ``CalendarOverride.to_plain``.

    Raises ``DomainError("calendar.*")``.
    """
    return CalendarOverride.from_plain({name: _value(name, value) for name, value in plain.items()})


def _override(plain: object, taken: Mapping[date, int]) -> CalendarOverride:
    if not isinstance(plain, Mapping):
        raise DomainError("calendar.bad_row")
    override = typed_override({str(name): value for name, value in plain.items()})
    for day in override.dates:
        if day in taken:
            raise DomainError("calendar.duplicate_day", day=f"{day:%d/%m/%Y}", row=taken[day])
    return override


# --- values ---------------------------------------------------------------------------------------

_DATES: Final = frozenset({"from", "to", "decided_on"})
_FORMATS: Final = ("%Y-%m-%d", "%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M:%S")
_EFFECTS: Final = {
    **dict.fromkeys(("off", "nghi"), "off"),
    **dict.fromkeys(("work", "lam viec", "lam bu", "di lam", "lam"), "work"),
    **dict.fromkeys(("normal", "binh thuong", "nhu thuong"), "normal"),
}
_PERIOD: Final = re.compile(r"(\d{1,2})[:hg](\d{2})\s*[-–]\s*(\d{1,2})[:hg](\d{2})")


def _value(name: str, value: object) -> object:
    if isinstance(value, str):
        value = " ".join(nfc(value).split())
    if name in _DATES:
        return _iso_date(value)
    if name == "effect" and isinstance(value, str):
        return _EFFECTS.get(fold(value), value)
    if name == "hours" and isinstance(value, str):
        return _hours(value)
    return value


def _iso_date(value: object) -> object:
    """As ISO text where it is a date in a usual form; else as it is, to be refused with its text."""
    for form in _FORMATS:
        try:
            # A date has no time zone.
            return datetime.strptime(str(value), form).date().isoformat()  # noqa: DTZ007
        except ValueError:
            continue
    return value


def _hours(text: str) -> list[str]:
    found = [f"{a:0>2}:{b}-{c:0>2}:{d}" for a, b, c, d in _PERIOD.findall(text)]
    rest = re.sub(r"[\s,;/]+", "", _PERIOD.sub("", text))
    return [text] if rest else found


def _shown(plain: object) -> str:
    values = plain.values() if isinstance(plain, Mapping) else [plain]
    return " · ".join(str(value) for value in values if value not in (None, ""))[:200]
