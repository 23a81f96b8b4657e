"""When the clock of a dossier starts: by the way of filing and the office's regulation."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from counter_app.domain.clock_start import Filing, clock_start
from counter_app.domain.due_time import Rule
from counter_app.domain.errors import DomainError
from counter_app.domain.plain_reader import PlainReader
from counter_app.domain.processing_term import term_due
from counter_app.domain.processing_time import ProcessingTime, read_time
from counter_app.domain.received import Channel
from counter_app.domain.time_rules import OnlineStart, TimeRules
from tests.fixtures.calendars import at, profile_rules, usual_calendar

FILED, TAKEN_IN, NOTIFIED = at("2026-11-20T08:00"), at("2026-11-20T10:00"), at("2026-11-23T09:00")
THREE_DAYS = ProcessingTime(3, "working_days")


def processing_time(plain: dict[str, object]) -> ProcessingTime:
    return read_time(PlainReader(plain, lambda field: DomainError("catalogue.bad_row", field=field)))


def online(**changes: Any) -> Filing:
    return Filing(
        Channel.ONLINE, **{"came_at": FILED, "taken_in_at": TAKEN_IN, "notified_at": NOTIFIED} | changes
    )


@pytest.mark.requirement("NA-29")
def test_at_the_counter_the_clock_starts_with_the_reception() -> None:
    start = clock_start(Filing(Channel.DIRECT, FILED), TimeRules())
    assert (start.at, start.steps) == (FILED, ())


@pytest.mark.requirement("N-43")
def test_by_post_it_starts_with_the_signing_of_the_handover_minutes_or_the_completed_supplement() -> None:
    signed = clock_start(Filing(Channel.POSTAL, FILED), TimeRules())
    assert (signed.at, [step.code for step in signed.steps]) == (FILED, ["start_handover"])
    supplemented = clock_start(Filing(Channel.POSTAL, FILED, completed_at=NOTIFIED), TimeRules())
    assert (supplemented.at, [step.code for step in supplemented.steps]) == (NOTIFIED, ["start_completed"])


@pytest.mark.requirement("PT-21")
@pytest.mark.parametrize(
    ("profile", "starts"),
    [("lai-chau", FILED), ("nghe-an", TAKEN_IN), ("phu-tho", NOTIFIED), ("ha-tinh", FILED), ("", FILED)],
)
def test_online_it_starts_as_the_provinces_regulation_says(profile: str, starts: datetime) -> None:
    assert clock_start(online(), profile_rules(profile)).at == starts


@pytest.mark.requirement("PT-21")
@pytest.mark.parametrize(
    ("profile", "lacking", "code"),
    [
        ("nghe-an", {"taken_in_at": None, "notified_at": None}, "awaits_reception"),
        ("phu-tho", {"notified_at": None}, "awaits_valid_notice"),
        ("phu-tho", {"taken_in_at": None}, "awaits_valid_notice"),
    ],
)
def test_no_time_runs_before_what_starts_it_has_happened(
    profile: str, lacking: dict[str, Any], code: str
) -> None:
    due = term_due(usual_calendar(), THREE_DAYS, online(**lacking), profile_rules(profile))
    assert (due.due_at, due.rule) == (None, Rule.NOT_STARTED)
    assert [step.code for step in due.steps] == [code]


@pytest.mark.requirement("NA-14", "LC-22", "PT-22")
@pytest.mark.parametrize("profile", ["nghe-an", "lai-chau", "phu-tho"])
def test_what_came_outside_working_hours_counts_from_the_next_working_period(profile: str) -> None:
    saturday = Filing.received(Channel.ONLINE, at("2026-11-21T10:00"))
    due = term_due(usual_calendar(), THREE_DAYS, saturday, profile_rules(profile))
    assert due.due_at == at("2026-11-27T07:30")
    assert {"start_day_off"} < {step.code for step in due.steps}


@pytest.mark.parametrize("late", ["taken_in_at", "notified_at", "completed_at"])
def test_nothing_happens_to_a_dossier_before_it_came(late: str) -> None:
    with pytest.raises(DomainError, match=r"clock_start\.backwards"):
        clock_start(online(**{late: at("2026-11-19T08:00")}), TimeRules(online_start=OnlineStart.RECEPTION))


@pytest.mark.requirement("AG-41")
def test_a_shorter_time_of_the_province_counts_and_is_named() -> None:
    time = processing_time({"value": 5, "unit": "working_days", "local": LOCAL})
    due = term_due(
        usual_calendar(), time, Filing.received(Channel.DIRECT, at("2026-11-25T09:00")), TimeRules()
    )
    assert (due.due_at, due.value) == (at("2026-11-27T09:00"), 2)
    assert due.steps[0].code == "shortened_working_days"
    assert due.steps[0].params == {"value": 5, "decision": "12/2026/QĐ-UBND"}


LOCAL = {"value": 2, "unit": "working_days", "decision": "12/2026/QĐ-UBND"}


@pytest.mark.requirement("AG-41")
@pytest.mark.parametrize(
    "local",
    [
        LOCAL | {"value": 6},
        LOCAL | {"value": 0},
        LOCAL | {"unit": "days"},
        LOCAL | {"unit": "not_set"},
        LOCAL | {"decision": " "},
        {},
    ],
)
def test_a_local_time_is_shorter_and_has_a_decision(local: dict[str, object]) -> None:
    with pytest.raises(DomainError, match=r"catalogue\.bad_row"):
        processing_time({"value": 5, "unit": "working_days", "local": local})


@pytest.mark.requirement("AG-41", "N-53")
def test_days_may_be_shortened_to_the_same_day_with_a_cut_off_of_its_own() -> None:
    time = processing_time(
        {
            "value": 5,
            "unit": "working_days",
            "local": LOCAL | {"unit": "same_day", "value": 0},
            "cutoff": "10:00",
        }
    )
    calendar, rules = usual_calendar(), TimeRules()
    early, late = at("2026-11-25T10:00"), at("2026-11-25T10:01")
    assert term_due(calendar, time, Filing.received(Channel.DIRECT, early), rules).due_at == at(
        "2026-11-25T17:30"
    )
    assert term_due(calendar, time, Filing.received(Channel.DIRECT, late), rules).due_at == at(
        "2026-11-26T17:30"
    )
    assert processing_time(time.to_dict()) == time
