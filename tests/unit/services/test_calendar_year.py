"""A year of special days: runs of equal neighbours, each with who decided it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from counter_app.services.calendar_year import DayOrigin, year_of
from tests.builders import office_context

CALENDAR = office_context().calendar


@given(st.integers(2024, 2028), st.sets(st.dates(date(2026, 1, 1), date(2026, 12, 31)), max_size=20))
def test_every_special_day_of_the_year_is_in_exactly_one_run(year: int, centre: set[date]) -> None:
    runs = year_of(CALENDAR, year, centre=centre, counters=set(), unsent=set())
    days = [
        date.fromordinal(number)
        for run in runs
        for number in range(run.first.toordinal(), run.last.toordinal() + 1)
    ]
    assert days == CALENDAR.holidays.between(date(year, 1, 1), date(year, 12, 31))
    for run in runs:
        assert (run.origin is DayOrigin.CENTRE) == (run.first in centre)


def test_the_centres_word_on_a_day_is_named_before_the_stations() -> None:
    day = date(2026, 9, 2)
    runs = year_of(CALENDAR, 2026, centre={day}, counters={day}, unsent={day})
    (run,) = [one for one in runs if one.first <= day <= one.last]
    assert (run.first, run.last, run.origin) == (day, day, DayOrigin.CENTRE)
