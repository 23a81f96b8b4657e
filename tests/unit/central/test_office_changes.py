"""What a counter decides for its whole office: published by the centre, told where two met, or refused."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

import pytest

from counter_app.central import admin
from counter_app.central.documents import newest
from counter_app.central.office_calendar import import_overrides
from counter_app.central.office_catalogue import import_catalogue
from counter_app.domain.bodies import Body
from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.entries import EntrySettled
from counter_app.domain.holidays import Holidays
from counter_app.domain.journal import Entry, EntryDraft, instant_text
from counter_app.domain.office import Clerk, Role
from counter_app.domain.office_changes import DaysDecided, NoteWritten, calendar_subject, notes_subject
from counter_app.domain.office_days import OfficeDays
from counter_app.domain.procedures import parse_catalogue
from counter_app.domain.settling import Outcome
from counter_app.domain.special_days import DayEffect
from counter_app.services.office_notes import read_notes
from tests.fakes.clock import MORNING
from tests.fixtures.central import OFFICE, draft
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre

DAY = date(2026, 11, 30)
STORM = CalendarOverride(DAY, DAY, DayEffect.OFF, "77/CĐ-UBND", "Nghỉ do bão")
OPEN = replace(STORM, effect=DayEffect.WORK, decision="78/CĐ-UBND", name_vi="Làm việc")
LAST_DAY = replace(STORM, first=date.max, last=date.max)
ADMINISTRATOR = Clerk("quan-tri", "Trần Văn Mẫu", Role.ADMINISTRATOR, "none")
DAYS, NOTES = calendar_subject(OFFICE), notes_subject(OFFICE)


@pytest.fixture(autouse=True)
def people(centre: Centre) -> None:
    with centre.database.write() as connection:
        admin.put_clerk(connection, OFFICE, ADMINISTRATOR, MORNING)
        admin.put_clerk(connection, OFFICE, Clerk("can-bo", "Lê Văn Mẫu", Role.CLERK, "none"), MORNING)


def said(subject: str, event: Body, actor: str = ADMINISTRATOR.id) -> EntryDraft:
    return replace(draft(subject, event), actor=actor)


def decided(
    minute: int,
    *overrides: CalendarOverride,
    back: tuple[date, ...] = (),
    seen: Mapping[str, str] | None = None,
) -> DaysDecided:
    at = instant_text(MORNING + timedelta(minutes=minute))
    return DaysDecided(at, ADMINISTRATOR.name, overrides, back, seen or {})


def noted(minute: int, text: str, seen: str = "") -> NoteWritten:
    at = instant_text(MORNING + timedelta(minutes=minute))
    return NoteWritten(at, ADMINISTRATOR.name, "1.001193", text, ("ks",) if text else (), seen)


def push(station: SigningStation, change: EntryDraft) -> tuple[str, str]:
    return station.verdicts(station.append(change))[0]


def document(centre: Centre, name: str) -> tuple[int, dict[str, object]]:
    with centre.database.read() as connection:
        found = newest(connection, OFFICE, name)
    assert found is not None
    plain: dict[str, object] = json.loads(found.content)
    return found.version, plain


def decision(centre: Centre, day: date = DAY) -> str:
    special = Holidays.from_plain(document(centre, "calendar")[1]).get(day)
    return "" if special is None else special.decision


@pytest.mark.requirement("N-52")
def test_a_counters_closure_becomes_the_offices_calendar_and_is_told_to_all(
    centre: Centre, station: SigningStation
) -> None:
    other = centre.station("05")
    assert push(station, said(DAYS, decided(0, STORM))) == ("accepted", "")
    version, plain = document(centre, "calendar")
    assert (version, plain["version"], decision(centre)) == (2, "2026.11~1", "77/CĐ-UBND")
    assert centre.feed(other).documents.calendar == 2
    assert [item.entry_id.station for item in centre.feed(other).items] == [station.id]


def test_what_is_sent_again_makes_no_other_version(centre: Centre, station: SigningStation) -> None:
    entry = station.append(said(DAYS, decided(0, STORM)))
    station.push(entry)
    station.push(entry)
    assert document(centre, "calendar")[0] == 2


@pytest.mark.parametrize("first", [0, 1])
@pytest.mark.requirement("N-52")
def test_of_two_who_did_not_know_of_each_other_the_later_counts_and_it_is_told(
    centre: Centre, station: SigningStation, first: int
) -> None:
    both = [(station, said(DAYS, decided(0, STORM))), (centre.station("05"), said(DAYS, decided(1, OPEN)))]
    if first:
        both.reverse()
    code = "days_decided_later" if first else "days_decided_twice"
    assert [push(*one) for one in both] == [("accepted", ""), ("conflict", code)]
    assert decision(centre) == OPEN.decision
    kept = [item.entry for item in centre.feed(station).items if item.entry is not None]
    assert {entry.kind for entry in kept} == {DaysDecided.KIND}
    assert len(kept) == 2


def test_who_knows_of_a_change_may_answer_it_and_two_may_say_the_same(
    centre: Centre, station: SigningStation
) -> None:
    other = centre.station("05")
    push(station, said(DAYS, decided(0, STORM)))
    assert push(other, said(DAYS, decided(1, STORM))) == ("accepted", "")
    known = OfficeDays.from_plain(document(centre, "calendar")[1])
    answer = decided(2, back=(DAY,), seen=known.seen(frozenset({DAY})))
    assert push(station, said(DAYS, answer)) == ("accepted", "")
    assert decision(centre) == ""


def test_what_the_centre_took_in_goes_before_what_counters_say(
    centre: Centre, station: SigningStation
) -> None:
    push(station, said(DAYS, decided(0, STORM)))
    table = f"from;effect;decision;name_vi\n{DAY};work;1/QĐ;Làm".encode()
    with centre.database.write() as connection:
        import_overrides(connection, OFFICE, table, MORNING)
    assert decision(centre) == "1/QĐ"
    wide = replace(STORM, last=DAY + timedelta(days=1))
    assert push(station, said(DAYS, decided(5, wide))) == ("conflict", "days_of_centre")
    assert (decision(centre), decision(centre, wide.last)) == ("1/QĐ", "77/CĐ-UBND")


@pytest.mark.parametrize(
    ("change", "verdict"),
    [
        (said(DAYS, decided(0, STORM), "can-bo"), ("refused", "calendar.not_allowed")),
        (said(DAYS, decided(0, STORM), "nobody"), ("refused", "calendar.not_allowed")),
        (said(NOTES, noted(0, "x"), "can-bo"), ("refused", "catalogue.not_allowed")),
        (said(NOTES, decided(0, STORM)), ("refused", "entry.bad_body")),
        (said("dossier-1", decided(0, STORM)), ("refused", "entry.bad_body")),
        (said(NOTES, noted(0, "x" * 501)), ("refused", "catalogue.bad_note")),
        (said(NOTES, noted(0, " x ")), ("refused", "entry.bad_body")),
        (
            said(DAYS, decided(0, replace(STORM, first=date.max, last=date.max))),
            ("refused", "entry.bad_body"),
        ),
        (
            said(DAYS, replace(decided(0, STORM), at="soon")),
            ("conflict", "entry.bad_body"),
        ),
    ],
)
def test_what_nobody_may_decide_or_read_changes_nothing_and_stops_nothing(
    centre: Centre, station: SigningStation, change: EntryDraft, verdict: tuple[str, str]
) -> None:
    assert push(station, change) == verdict
    assert document(centre, "calendar")[0] == 1
    assert push(station, said(DAYS, decided(1, STORM))) == ("accepted", "")


def test_an_office_is_not_closed_for_ever(centre: Centre, station: SigningStation) -> None:
    begins = [date(2027, 1, 1) + timedelta(days=90 * n) for n in range(7)]
    closed = tuple(replace(STORM, first=day, last=day + timedelta(days=89)) for day in begins)
    assert push(station, said(DAYS, decided(0, *closed))) == ("refused", "calendar.closes_for_ever")
    assert document(centre, "calendar")[0] == 1


def test_a_body_that_comes_late_takes_effect_when_it_comes(centre: Centre, station: SigningStation) -> None:
    entry = station.append(said(DAYS, decided(0, STORM)))
    station.push(entry, with_bodies=False)
    assert decision(centre) == ""
    station.push(entry)
    assert decision(centre) == "77/CĐ-UBND"


def test_a_conflict_about_the_office_can_be_settled(centre: Centre, station: SigningStation) -> None:
    push(centre.station("05"), said(DAYS, decided(0, STORM)))
    met: Entry = station.append(said(DAYS, decided(1, OPEN)))
    station.push(met)
    word = EntrySettled(met.station, met.incarnation, met.seq, Outcome.CHECKED, "đã hỏi", "Trần Văn Mẫu")
    assert push(station, said(DAYS, word)) == ("accepted", "")


@pytest.mark.parametrize("first", [0, 1])
def test_the_later_of_two_notes_counts_and_it_is_told(
    centre: Centre, station: SigningStation, first: int
) -> None:
    both = [
        (station, said(NOTES, noted(0, "Phòng 2"))),
        (centre.station("05"), said(NOTES, noted(1, "Phòng 5"))),
    ]
    if first:
        both.reverse()
    code = "note_written_later" if first else "note_written_twice"
    assert [push(*one) for one in both] == [("accepted", ""), ("conflict", code)]
    assert read_notes(document(centre, "notes")[1])["1.001193"].note.note == "Phòng 5"


def test_a_file_that_the_centre_takes_in_goes_before_notes_that_were_written_earlier(
    centre: Centre, station: SigningStation
) -> None:
    push(station, said(NOTES, noted(0, "Phòng 2")))
    index = parse_catalogue(
        {"version": "1", "procedures": [{"code": "1.001193", "name": "Khai sinh", "field": "Hộ tịch"}]}
    )
    later = MORNING + timedelta(hours=1)
    table = "code;name_vi;field_vi;office_note\n1.001193;Khai sinh;Hộ tịch;Phòng 9".encode()
    with centre.database.write() as connection:
        told = import_catalogue(connection, OFFICE, table, index, later)
    assert told.published, told.found.rejected
    assert read_notes(document(centre, "notes")[1])["1.001193"].note.note == ""
    assert push(station, said(NOTES, noted(90, "Phòng 3"))) == ("conflict", "note_written_twice")
    assert read_notes(document(centre, "notes")[1])["1.001193"].note.note == "Phòng 3"
