"""The station's own overrides: kept, counted at once, and giving way to the central system's word."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import DayEffect
from counter_app.domain.journal import Entry
from counter_app.domain.office import Clerk, Role
from counter_app.domain.office_changes import DaysDecided
from counter_app.domain.work_calendar import VIETNAM
from counter_app.domain.working_time import due_time
from counter_app.services.office_calendar import OfficeCalendar
from counter_app.services.office_context import CALENDAR
from counter_app.services.store_ports import Verdict, VerdictState
from tests.builders import MARRIAGE, Counter, clerk, put_document
from tests.fixtures.calendars import at

ADMINISTRATOR = Clerk("quan-tri", "Trần Văn Mẫu", Role.ADMINISTRATOR, "")
STORM_DAY = date(2026, 11, 25)
STORM = CalendarOverride(STORM_DAY, STORM_DAY, DayEffect.OFF, "77/CĐ-UBND", "Nghỉ do bão")


def spoil(station: Counter, entry: Entry) -> None:
    """Leave nothing of what an entry says but that it is there."""
    recorded = station.database.state.entries[entry.id]
    station.database.learn(replace(recorded, entry=replace(entry, body=b"[]")))


@pytest.fixture
def book(station: Counter) -> OfficeCalendar:
    return station.services.calendar


@pytest.mark.requirement("N-52")
def test_a_closure_counts_from_the_moment_it_is_stored(station: Counter, book: OfficeCalendar) -> None:
    before = station.accept(MARRIAGE).due_at
    context = book.store(ADMINISTRATOR, [STORM])
    assert context is station.office.current()
    assert not context.calendar.is_working_day(STORM_DAY)
    after = station.accept(MARRIAGE)
    assert before is not None
    assert after.due_at == before + timedelta(days=1)
    assert after.due is not None
    assert str(after.due["calendar"]).endswith("+03-1")


def test_the_table_survives_a_restart(station: Counter, book: OfficeCalendar) -> None:
    book.store(ADMINISTRATOR, [STORM])
    station.restart()
    assert station.services.calendar.overrides() == (STORM,)
    assert not station.office.current().calendar.is_working_day(STORM_DAY)


def test_what_was_decided_before_keeps_its_due_time(station: Counter, book: OfficeCalendar) -> None:
    dossier = station.accept(MARRIAGE)
    book.store(ADMINISTRATOR, [STORM])
    assert station.dossiers.detail(dossier.id).dossier.due == dossier.due


def test_days_are_replaced_and_taken_back(station: Counter, book: OfficeCalendar) -> None:
    book.store(ADMINISTRATOR, [replace(STORM, last=date(2026, 11, 27))])
    book.store(
        ADMINISTRATOR, [replace(STORM, first=date(2026, 11, 26), last=date(2026, 11, 26), decision="78")]
    )
    assert [one.decision for one in book.overrides()] == ["77/CĐ-UBND", "77/CĐ-UBND", "78"]
    book.take_back(ADMINISTRATOR, [date(2026, 11, 25), date(2026, 11, 26)])
    assert [one.first for one in book.overrides()] == [date(2026, 11, 27)]
    assert station.office.current().calendar.is_working_day(STORM_DAY)


@pytest.mark.requirement("N-52")
def test_the_central_systems_word_on_a_day_wins(station: Counter, book: OfficeCalendar) -> None:
    book.store(ADMINISTRATOR, [replace(STORM, last=date(2026, 11, 26))])
    theirs = replace(STORM, effect=DayEffect.NORMAL, decision="79/QĐ-UBND").to_plain()
    put_document(
        station.database, CALENDAR, {"kind": "holidays", "version": "9", "days": [], "overrides": [theirs]}
    )
    calendar = station.office.refresh().calendar
    assert calendar.is_working_day(STORM_DAY)
    assert not calendar.is_working_day(date(2026, 11, 26))


def test_only_an_administrator_changes_the_calendar(station: Counter, book: OfficeCalendar) -> None:
    for person in (clerk(), replace(ADMINISTRATOR, active=False)):
        with pytest.raises(DomainError, match=r"calendar\.not_allowed"):
            book.store(person, [STORM])
    assert book.overrides() == ()


def test_nothing_to_store_is_said(book: OfficeCalendar) -> None:
    with pytest.raises(DomainError, match=r"calendar\.nothing_accepted"):
        book.store(ADMINISTRATOR, [])


def test_a_table_that_closes_the_office_for_ever_is_refused(station: Counter, book: OfficeCalendar) -> None:
    closed = [
        replace(STORM, first=first, last=first + timedelta(days=89))
        for first in (date(2027, 1, 1) + timedelta(days=90 * n) for n in range(6))
    ]
    with pytest.raises(DomainError, match=r"calendar\.closes_for_ever"):
        book.store(ADMINISTRATOR, closed)
    assert book.overrides() == ()


def test_a_change_that_nobody_can_read_does_not_keep_the_counter_shut(
    station: Counter, book: OfficeCalendar, caplog: pytest.LogCaptureFixture
) -> None:
    book.store(ADMINISTRATOR, [STORM])
    spoil(station, station.database.chain()[-1])
    station.restart()
    assert station.services.calendar.overrides() == ()
    assert "cannot be read" in caplog.text
    assert station.accept(MARRIAGE).due_at is not None


@pytest.mark.requirement("N-52")
def test_a_change_goes_up_as_an_entry_and_the_sender_is_woken(station: Counter, book: OfficeCalendar) -> None:
    station.recorded.clear()
    book.store(ADMINISTRATOR, [STORM])
    entry = station.database.chain()[-1]
    assert (entry.kind, entry.actor) == (DaysDecided.KIND, ADMINISTRATOR.id)
    assert station.recorded == [""]
    assert book.now().unsent == {STORM_DAY}


def test_once_the_centres_calendar_has_a_change_it_is_counted_once(
    station: Counter, book: OfficeCalendar
) -> None:
    book.store(ADMINISTRATOR, [STORM])
    days = book.now().days
    put_document(
        station.database, CALENDAR, {"kind": "holidays", "version": "9~2", "days": [], **days.to_plain()}
    )
    assert station.office.refresh().calendar.version == "9~2/1"
    assert not station.office.current().calendar.is_working_day(STORM_DAY)
    assert (book.now().unsent, book.overrides()) == (frozenset(), (STORM,))


def test_a_change_that_the_centre_refused_counts_no_more_and_stays_in_the_history(
    station: Counter, book: OfficeCalendar
) -> None:
    book.store(ADMINISTRATOR, [STORM])
    refused = Verdict(VerdictState.REFUSED, "calendar.not_allowed")
    station.database.judge(refused, station.database.chain()[-1].id)
    assert station.office.refresh().calendar.is_working_day(STORM_DAY)
    (told,) = book.now().history
    assert (told.recorded.verdict, told.change.overrides) == (refused, (STORM,))


def test_a_clock_that_runs_behind_does_not_make_an_answer_look_older(
    station: Counter, book: OfficeCalendar
) -> None:
    book.store(ADMINISTRATOR, [STORM])
    station.clock.move(timedelta(seconds=-90))
    book.store(ADMINISTRATOR, [replace(STORM, decision="78")])
    assert [one.decision for one in book.overrides()] == ["78"]


def test_a_long_file_goes_in_entries_that_each_fit(station: Counter, book: OfficeCalendar) -> None:
    days = [date(2027, 1, 4) + timedelta(days=n) for n in range(150)]
    book.store(ADMINISTRATOR, [replace(STORM, first=day, last=day, name_vi="Nghỉ " * 40) for day in days])
    assert len(station.database.chain()) == 3
    assert {day for one in book.overrides() for day in one.dates} == set(days)


def test_a_file_is_read_against_the_offices_own_calendar(book: OfficeCalendar) -> None:
    row = "from;to;effect;decision;name_vi\r\n24/11/2026;;off;1/QĐ;Nghỉ".encode()
    report = book.read_file(row)
    assert [one.code for one in report.remarks] == ["closed_already"]
    assert book.overrides() == ()


@pytest.mark.requirement("N-52", "A26")
def test_a_holiday_and_a_worked_saturday_count_once_they_were_imported(
    station: Counter, book: OfficeCalendar
) -> None:
    put_document(station.database, CALENDAR, {"kind": "holidays", "version": "9", "days": []})
    holiday, saturday = date(2026, 11, 24), date(2026, 8, 22)
    before = station.office.refresh().calendar
    assert (before.is_working_day(holiday), before.is_working_day(saturday)) == (True, False)
    table = (
        "Từ ngày;Hiệu lực;Số quyết định;Nội dung\r\n"
        "24/11/2026;Nghỉ;1/TB;Ngày Văn hóa Việt Nam\r\n"
        "22/8/2026;Làm bù;2/TB;Làm bù cho ngày 31/8\r\n"
    )
    book.store(ADMINISTRATOR, book.read_file(table.encode()).accepted)
    due = station.accept(MARRIAGE).due_at
    assert due is not None
    assert due.astimezone(VIETNAM) == at("2026-11-25T08:30")
    friday = due_time(station.office.current().calendar, at("2026-08-21T09:00"), 1, "working_days")
    assert friday.due_at == at("2026-08-22T09:00")
