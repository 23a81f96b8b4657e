"""The office as the documents say it; a bad document never keeps the counter shut."""

from __future__ import annotations

import json
from datetime import date
from typing import Any

import pytest

from counter_app.bootstrap.shipped import shipped_data
from counter_app.domain.errors import DomainError
from counter_app.domain.time_rules import TimeRules
from counter_app.paths import resources
from counter_app.services.office_context import CALENDAR, CATALOGUE, DIRECTORY, LEASE, load_context
from tests.builders import BIRTH, STATION, Counter, counter, directory_document, put_document
from tests.fakes.database import MemoryDatabase

SPOILT: list[bytes] = [b"", b"{", b"[]", b"null", b"\xff", b"[" * 50_000, b'{"version": 7}']


def catalogue(version: str = "2027.1") -> dict[str, Any]:
    shipped = json.loads((resources() / "catalogues" / "procedures.json").read_text("utf-8"))
    (row,) = [row for row in shipped["procedures"] if row["code"] == BIRTH]
    return {"kind": "procedures", "version": version, "procedures": [row]}


def calendar(version: str = "2027.1") -> dict[str, Any]:
    return {"kind": "holidays", "version": version, "days": []}


def test_before_enrolment_there_is_no_office() -> None:
    with pytest.raises(DomainError, match=r"directory\.missing"):
        load_context(MemoryDatabase(), STATION, shipped_data())


def test_what_the_central_system_did_not_send_the_program_brings_along(station: Counter) -> None:
    context = station.office.current()
    shipped = shipped_data()
    assert context.catalogue.by_code[BIRTH] == shipped.catalogue.by_code[BIRTH]
    assert len(context.catalogue.procedures) > len(shipped.catalogue.procedures)
    assert not context.calendar.is_working_day(date(2026, 11, 24))
    assert context.calendar.version == "2026.11.1/1"
    assert (context.station, context.faults) == (STATION, {})


def test_documents_of_the_central_system_replace_what_is_shipped(station: Counter) -> None:
    put_document(station.database, CATALOGUE, catalogue())
    put_document(station.database, CALENDAR, calendar())
    put_document(station.database, DIRECTORY, directory_document(name="UBND phường Mẫu"), 5)
    context = station.office.refresh()
    assert context is station.office.current()
    assert context.catalogue.version.startswith("2027.1")
    assert context.calendar.is_working_day(date(2026, 11, 24))
    assert context.directory.office.name == "UBND phường Mẫu"
    assert (context.directory.version, context.calendar.version) == (5, "2027.1/5")


@pytest.mark.parametrize("spoilt", SPOILT)
@pytest.mark.parametrize("name", [CATALOGUE, CALENDAR, LEASE])
def test_a_counter_opens_with_a_bad_document_and_names_it(
    name: str, spoilt: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    station = counter()
    put_document(station.database, name, spoilt)
    station.restart()
    context = station.office.current()
    assert set(context.faults) == {name}
    assert f"the document {name} cannot be used" in caplog.text
    assert BIRTH in context.catalogue.by_code
    assert not context.calendar.is_working_day(date(2026, 11, 24))
    assert (context.lease is None) == (name == LEASE)
    assert station.accept().ledger_line == 1


@pytest.mark.parametrize("spoilt", SPOILT)
def test_a_bad_document_that_arrives_leaves_what_was_there(station: Counter, spoilt: bytes) -> None:
    put_document(station.database, CATALOGUE, catalogue())
    put_document(station.database, CALENDAR, calendar())
    good = station.office.refresh()
    put_document(station.database, CATALOGUE, spoilt, 2)
    put_document(station.database, CALENDAR, spoilt, 2)
    context = station.office.refresh()
    assert set(context.faults) == {CATALOGUE, CALENDAR}
    assert (context.catalogue, context.calendar) == (good.catalogue, good.calendar)


@pytest.mark.parametrize("spoilt", [*SPOILT, json.dumps({"office": {}, "clerks": []}).encode()])
def test_a_bad_directory_leaves_the_whole_office_as_it_was(station: Counter, spoilt: bytes) -> None:
    before = station.office.current()
    put_document(station.database, DIRECTORY, spoilt, 2)
    with pytest.raises(DomainError, match=r"directory\.bad_document"):
        station.office.refresh()
    assert station.office.current() is before


def test_hours_that_make_no_sense_leave_the_office_as_it_was(station: Counter) -> None:
    before = station.office.current()
    put_document(station.database, DIRECTORY, directory_document(hours={"versions": []}), 2)
    with pytest.raises(DomainError, match=r"working_time\.bad_hours"):
        station.office.refresh()
    assert station.office.current() is before


def test_the_measured_offset_of_the_clock_outlives_new_documents(station: Counter) -> None:
    station.office.set_clock_offset(400)
    put_document(station.database, CATALOGUE, catalogue())
    assert station.office.refresh().clock_offset_ms == 400
    before = station.office.current()
    station.office.set_clock_offset(400)
    assert station.office.current() is before
    station.office.set_clock_offset(None)
    assert station.office.current().clock_offset_ms is None


def test_the_offices_regulation_comes_with_its_profile_and_its_own_differences() -> None:
    own = {"regulation": "QĐ 7", "online_decision_working_hours": 4}
    station = counter(directory=directory_document(profile="lai-chau", time_rules=own))
    rules = station.office.current().time_rules
    assert (rules.profile, rules.regulation, rules.online_decision_hours) == ("lai-chau", "QĐ 7", 4)


def test_an_office_of_an_unknown_profile_works_by_the_national_rules(
    caplog: pytest.LogCaptureFixture,
) -> None:
    station = counter(directory=directory_document(profile="moon"))
    assert station.office.current().time_rules == TimeRules()
    assert "national rules stand in" in caplog.text
    assert station.accept().ledger_line == 1


def test_a_withdrawn_lease_takes_effect_at_once(station: Counter) -> None:
    lease = station.office.current().lease
    assert lease is not None
    put_document(station.database, LEASE, lease.to_plain() | {"withdrawn": True}, 2)
    station.office.refresh()
    assert station.accept().provisional
