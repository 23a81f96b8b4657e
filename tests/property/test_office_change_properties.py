"""Changes of an office's days give the same calendar in whatever order, and however often, they come."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.domain.office_changes import DaysDecided, next_instant, stamp_of
from counter_app.domain.office_days import OfficeDays
from counter_app.domain.special_days import DayEffect, SpecialDay

FIRST = date(2026, 12, 1)
START = datetime(2026, 11, 23, 1, tzinfo=UTC)

spans = st.tuples(st.integers(0, 9), st.integers(0, 4)).map(
    lambda place: (FIRST + timedelta(place[0]), FIRST + timedelta(sum(place)))
)
overrides = st.builds(
    lambda span, effect, no: CalendarOverride(span[0], span[1], effect, f"{no}/QĐ", "Mẫu"),
    spans,
    st.sampled_from(DayEffect),
    st.integers(1, 3),
)


@st.composite
def changes(draw: st.DrawFn) -> list[tuple[DaysDecided, str]]:
    """Each with its station; no station has two at one instant."""
    written = []
    for n in range(draw(st.integers(0, 6))):
        added = draw(st.lists(overrides, max_size=1))
        first, last = draw(spans)
        said = {day for one in added for day in one.dates}
        back = [first + timedelta(i) for i in range((last - first).days + 1)]
        at = instant_text(START + timedelta(seconds=draw(st.integers(0, 3)), microseconds=n))
        gone = tuple(day for day in back if day not in said)
        written.append((DaysDecided(at, "Trần Văn Mẫu", tuple(added), gone), draw(st.sampled_from("ab"))))
    return written


def by_day(days: OfficeDays) -> Mapping[date, SpecialDay]:
    return {special.day: special for one in days.table for special in one.special_days}


def folded(base: OfficeDays, written: list[tuple[DaysDecided, str]]) -> OfficeDays:
    for change, station in written:
        base = base.after(change, station).days
    return base


@given(st.data())
def test_the_order_and_the_number_of_times_make_no_difference(data: st.DataObject) -> None:
    written = data.draw(changes())
    base = OfficeDays().decided_by_centre(tuple(data.draw(st.lists(overrides, max_size=1))))
    one = folded(base, written)
    other = folded(base, data.draw(st.permutations(written + written)))
    assert (by_day(other), other.stamps) == (by_day(one), one.stamps)
    assert len(by_day(one)) == sum(1 for override in one.table for _ in override.dates)
    assert one.by_centre == base.by_centre


@given(changes(), st.integers(0, 6))
def test_a_counter_with_the_centres_calendar_and_all_changes_agrees_with_the_centre(
    written: list[tuple[DaysDecided, str]], known: int
) -> None:
    centre = folded(OfficeDays(), written[:known])
    there = OfficeDays.from_plain({"days": [], **centre.to_plain()})
    assert (by_day(there), there.stamps) == (by_day(centre), centre.stamps)
    assert by_day(folded(there, written)) == by_day(folded(OfficeDays(), written))


@given(st.integers(-5, 5), st.integers(0, 5))
def test_an_answer_is_later_than_what_it_answers_whatever_the_clocks_say(mine: int, theirs: int) -> None:
    known = {"2026-12-01": stamp_of(instant_text(START + timedelta(seconds=theirs)), "b")}
    at = next_instant(START + timedelta(seconds=mine), known)
    assert stamp_of(at, "a") > known["2026-12-01"]
    assert parse_instant(at) >= START + timedelta(seconds=mine)


@given(overrides)
def test_a_change_survives_being_written_and_read(override: CalendarOverride) -> None:
    change = DaysDecided(
        instant_text(START),
        "Trần Văn Mẫu",
        (replace(override, name_en="Model"),),
        (date(2027, 1, 2),),
        {"x": "y"},
    )
    assert DaysDecided.from_body(change.to_body()) == change
