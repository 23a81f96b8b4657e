"""The office's calendar comes with the feed: a decision at the centre counts at every counter."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest

from counter_app.central import admin
from counter_app.central.office_calendar import import_overrides
from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import Holidays
from counter_app.domain.journal import instant_text
from counter_app.domain.office import Clerk, Role
from counter_app.domain.office_changes import DaysDecided, calendar_subject
from counter_app.domain.special_days import DayEffect
from counter_app.services.office_directory import plain_document
from counter_app.sync.exchange import readable
from tests.fakes.clock import MORNING
from tests.fixtures.central import OFFICE, CentralServer, draft
from tests.integration.sync.conftest import SOON, MakeStation
from tests.integration.sync.station import RunningStation

ADMINISTRATOR = Clerk("quan-tri", "Trần Văn Mẫu", Role.ADMINISTRATOR, "none")
CLOSED = date(2026, 11, 25)
CLOSURE = "from;to;effect;decision;name_vi\n2026-11-25;;off;77/CĐ-UBND;Nghỉ do bão".encode()


def wait_for_calendar(station: RunningStation, version: int) -> Mapping[str, object]:
    with station.store.changed:
        assert station.store.changed.wait_for(
            lambda: station.store.document_version("calendar") == version, 20
        )
    return plain_document(station.store.document("calendar"), DomainError("working_time.bad_holidays"))


@pytest.mark.requirement("N-52")
def test_a_closure_that_the_centre_takes_in_reaches_every_counter(
    running: CentralServer, make_station: MakeStation
) -> None:
    stations = [make_station(running.enrol(number), pace=SOON) for number in ("03", "04")]
    for station in stations:
        assert Holidays.from_plain(wait_for_calendar(station, 1)).get(date(2026, 11, 25)) is None
    with running.database.write() as connection:
        import_overrides(connection, OFFICE, CLOSURE, MORNING)
    for station in stations:
        special = Holidays.from_plain(wait_for_calendar(station, 2)).get(date(2026, 11, 25))
        assert special is not None
        assert (special.effect, special.decision) == ("off", "77/CĐ-UBND")


@pytest.mark.requirement("N-52")
def test_a_closure_that_one_counter_decides_without_a_line_reaches_the_others_when_it_is_back(
    central: CentralServer, make_station: MakeStation
) -> None:
    with central.database.write() as connection:
        admin.put_clerk(connection, OFFICE, ADMINISTRATOR, MORNING)
    central.start()
    here, there = (make_station(central.enrol(number), pace=SOON) for number in ("03", "04"))
    for station in (here, there):
        wait_for_calendar(station, 1)
    central.stop()
    storm = CalendarOverride(CLOSED, CLOSED, DayEffect.OFF, "77/CĐ-UBND", "Nghỉ do bão")
    decided = DaysDecided(instant_text(MORNING), ADMINISTRATOR.name, (storm,))
    here.append(replace(draft(calendar_subject(OFFICE), decided), actor=ADMINISTRATOR.id))
    central.start()
    for station in (here, there):
        special = Holidays.from_plain(wait_for_calendar(station, 2)).get(CLOSED)
        assert special is not None
        assert (special.effect, special.decision) == ("off", "77/CĐ-UBND")
    here.wait_until_sent()


def test_a_calendar_that_cannot_be_read_would_not_replace_one_that_can() -> None:
    good: dict[str, object] = {"version": "1", "days": [], "overrides": []}
    assert readable("calendar", json.dumps(good).encode())
    odd: list[dict[str, object]] = [
        {"overrides": [{"from": "soon"}]},
        {"days": None},
        {"counter_days": {"soon": "x"}},
    ]
    for bad in (good | one for one in odd):
        assert not readable("calendar", json.dumps(bad).encode())
