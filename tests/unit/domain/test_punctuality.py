"""Before, on or after the due time, by the day and by the minute; an outage is a cause and no excuse."""

from __future__ import annotations

import pytest

from counter_app.domain.punctuality import Outage, Punctuality, timeliness
from tests.fixtures.calendars import at

RECEIVED, DUE = at("2026-11-20T09:00"), at("2026-11-25T09:00")
EARLY, ON_TIME, LATE = Punctuality.EARLY, Punctuality.ON_TIME, Punctuality.LATE


@pytest.mark.parametrize(
    ("done", "by_day", "by_minute"),
    [
        ("2026-11-24T17:00", EARLY, EARLY),
        ("2026-11-25T08:59:59", ON_TIME, EARLY),
        ("2026-11-25T09:00:30", ON_TIME, ON_TIME),
        ("2026-11-25T09:01", ON_TIME, LATE),
        ("2026-11-26T07:30", LATE, LATE),
    ],
)
def test_both_ways_of_counting_are_kept(done: str, by_day: Punctuality, by_minute: Punctuality) -> None:
    found = timeliness(RECEIVED, DUE, at(done))
    assert (found.by_day, found.by_minute) == (by_day, by_minute)


@pytest.mark.requirement("N-81", "O7")
def test_an_outage_is_named_as_a_cause_and_changes_nothing() -> None:
    outages = [
        Outage("before", at("2026-11-18T09:00"), at("2026-11-19T09:00")),
        Outage("within", at("2026-11-21T09:00"), at("2026-11-25T08:00")),
        Outage("lasting", at("2026-11-25T08:30")),
        Outage("after", at("2026-11-27T08:30")),
    ]
    done = at("2026-11-26T09:00")
    late = timeliness(RECEIVED, DUE, done, outages)
    assert late.causes == ("within", "lasting")
    assert (late.by_day, late.by_minute) == (LATE, LATE)
    assert timeliness(RECEIVED, DUE, at("2026-11-25T08:45"), outages).causes == ()
