"""Public holidays as the library ``holidays`` knows them, in the form of our calendar document.

The shipped table is made with it, and years that no table covers can be asked of it. What the library cannot
know, decisions of a year or of an office, stands in the table of overrides (``domain.calendar_overrides``).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Final

from counter_app.domain.holidays import DayEffect, Holidays, SpecialDay

FIRST_YEAR: Final = 2007
"""Giỗ Tổ Hùng Vương is a holiday since then; earlier terms are of no use to anybody."""
LAST_YEAR: Final = 2099
"""As far as the library's lunar calendar reaches."""

_SWAPPED: Final = re.compile(r"thay cho ngày (\d\d)/(\d\d)/(\d{4})")
_SUBSTITUTE: Final = "(nghỉ bù)"


def public_holidays(first_year: int, last_year: int, *, decided_until: int = LAST_YEAR) -> Holidays:
    """The holidays of whole years, with days off in exchange and the Saturdays worked for them.

    Years after ``decided_until`` are provisional: the days of Tết and Quốc khánh are decided year by year.
    Importing the library takes a tenth of a second, so it is done only here.
    """
    import holidays  # noqa: PLC0415

    first, last = max(first_year, FIRST_YEAR), min(last_year, LAST_YEAR)
    years = range(first, last + 1)
    # A Saturday may be worked for a day off of the year before or after.
    known = holidays.country_holidays("VN", years=range(first - 1, last + 2), language="vi")
    english: Mapping[date, str] = holidays.country_holidays("VN", years=years, language="en_US")
    days = [
        SpecialDay(
            day,
            DayEffect.OFF,
            _kind(name),
            name,
            _english(name, english.get(day, name)),
            provisional=day.year > decided_until,
        )
        for day, name in sorted(known.items())
        if first <= day.year <= last
    ]
    swapped = {worked: off for off, name in known.items() if (worked := _worked_for(name)) is not None}
    days += [
        _make_up(worked, swapped[worked], decided_until)
        for worked in sorted(known.weekend_workdays)
        if first <= worked.year <= last and worked in swapped
    ]
    return Holidays(days, known_from=date(first, 1, 1), known_until=date(last, 12, 31))


def covering(holidays: Holidays, first: date, last: date) -> Holidays:
    """``holidays``, extended to whole years from ``first`` to ``last`` where they do not reach.

    What comes after the table is provisional; what came before it is history.
    """
    if holidays.covers(first, last):
        return holidays
    begin, end = holidays.known_from or first, holidays.known_until or last
    years = (min(first.year, begin.year), max(last.year, end.year))
    return holidays.extended_by(public_holidays(*years, decided_until=end.year))


def _kind(name: str) -> str:
    if _worked_for(name) is not None:
        return "swap_off"
    return "observed" if _SUBSTITUTE in name else "holiday"


def _english(name: str, english: str) -> str:
    worked = _worked_for(name)
    return english if worked is None else f"Day off in exchange for {worked:%d/%m/%Y}"


def _worked_for(name: str) -> date | None:
    """The day that is worked for the day off of that name."""
    found = _SWAPPED.search(name)
    return None if found is None else date(int(found[3]), int(found[2]), int(found[1]))


def _make_up(worked: date, off: date, decided_until: int) -> SpecialDay:
    shown = f"{off:%d/%m/%Y}"
    return SpecialDay(
        worked,
        DayEffect.WORK,
        "make_up",
        f"Làm bù cho ngày nghỉ {shown}",
        f"Working day in exchange for {shown}",
        provisional=worked.year > decided_until,
    )
