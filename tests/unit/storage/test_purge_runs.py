"""What is safe at the centre for long enough, and a whole run of erasing."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from counter_app.services.care_settings import CareSettings, CareSettingsService
from counter_app.services.purging import Purging, Watermark
from counter_app.services.store_ports import StoredDraft
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.storage.open import StationStore
from counter_app.storage.purge import StationPurge
from tests.fakes.clock import SetClock
from tests.fakes.line import EMPTY, SetLine
from tests.fixtures.dossiers import MORNING, Scribe
from tests.unit.storage.books import found, receive
from tests.unit.storage.old_dossiers import bodies, close, confirm


@pytest.fixture
def purge(store: StationStore) -> StationPurge:
    return store.purge


# --- the durable watermark -------------------------------------------------------------------------


def test_the_watermark_is_what_was_read_the_safety_period_before_the_last_contact(
    store: StationStore, purge: StationPurge
) -> None:
    days = timedelta(days=1)
    scribe = Scribe()
    for number in range(1, 60):
        receive(store, scribe, number)
        confirm(store)
        purge.note_contact(MORNING + number * days, 40 * days)
    mark = purge.watermark(40 * days)
    assert mark is not None
    assert (mark.feed_no, mark.at) == (19, MORNING + 19 * days)
    assert purge.watermark(90 * days) is None


def test_time_without_contact_makes_nothing_safer(store: StationStore, purge: StationPurge) -> None:
    receive(store, Scribe(), 1)
    confirm(store)
    purge.note_contact(MORNING, timedelta(days=40))
    assert purge.watermark(timedelta(days=40)) is None
    purge.note_contact(MORNING + timedelta(days=39), timedelta(days=40))
    assert purge.watermark(timedelta(days=40)) is None
    purge.note_contact(MORNING + timedelta(days=40), timedelta(days=40))
    assert purge.watermark(timedelta(days=40)) == Watermark(0, 1, MORNING)


def test_a_new_life_of_the_centre_counts_from_its_beginning(store: StationStore, purge: StationPurge) -> None:
    receive(store, Scribe(), 1)
    confirm(store)
    for days in (0, 50):
        purge.note_contact(MORNING + timedelta(days=days), timedelta(days=40))
    assert purge.watermark(timedelta(days=40)) is not None
    store.sync.restart_feed("life-2")
    assert purge.watermark(timedelta(days=40)) is None


# --- a whole run -----------------------------------------------------------------------------------


@pytest.fixture
def line() -> SetLine:
    return SetLine()


@pytest.fixture
def clock() -> SetClock:
    return SetClock(MORNING)


@pytest.fixture
def purging(store: StationStore, line: SetLine, clock: SetClock) -> Purging:
    settings = CareSettingsService(store.database)
    settings.save(CareSettings(closed_days=100, safety_days=30, drafts_days=60))
    return Purging(store.database, store.purge, settings, line, clock)


def contact(purging: Purging, line: SetLine, clock: SetClock, at: datetime) -> None:
    """The day's contact with the centre, and the day's run."""
    clock.set(at)
    line.tell(SyncStatus(LineState.ONLINE, at, EMPTY, last_contact_at=at))
    for _ in range(10_000):
        if not purging.step():
            return
    raise AssertionError


def test_a_run_erases_what_is_old_and_says_what_it_freed(
    store: StationStore, purging: Purging, line: SetLine, clock: SetClock
) -> None:
    scribe = Scribe()
    old = [close(store, scribe, number) for number in range(1, 200)]
    receive(store, scribe, 500)
    confirm(store)
    with store.database.begin() as work:
        work.drafts.save(StoredDraft("old", "clerk-1", MORNING, "{}"))
        work.drafts.save(StoredDraft("new", "clerk-1", MORNING + timedelta(days=140), "{}"))
    contact(purging, line, clock, MORNING + timedelta(days=1))
    first = purging.last_report()
    assert first is not None
    assert (first.dossiers, first.drafts) == (0, 0)
    contact(purging, line, clock, MORNING + timedelta(days=150))
    report = purging.last_report()
    assert report is not None
    assert (report.dossiers, report.entries, report.drafts) == (len(old), 3 * len(old), 1)
    assert report.ended_at is not None
    assert report.freed_bytes > 50_000
    assert bodies(store) == 1
    assert found(store, "mau") == ["dossier-station-a-0500"]
    with store.database.begin() as work:
        assert [draft.id for draft in work.drafts.of_clerk("clerk-1")] == ["new"]


def test_a_counter_without_a_line_erases_nothing(
    store: StationStore, purging: Purging, line: SetLine, clock: SetClock
) -> None:
    close(store, Scribe(), 1)
    confirm(store)
    contact(purging, line, clock, MORNING + timedelta(days=1))
    clock.set(MORNING + timedelta(days=400))
    line.tell(SyncStatus(LineState.OFFLINE, clock.now(), EMPTY, last_contact_at=MORNING))
    while purging.step():
        pass
    assert bodies(store) == 3


def test_a_clock_that_ran_ahead_erases_nothing(
    store: StationStore, purging: Purging, line: SetLine, clock: SetClock
) -> None:
    close(store, Scribe(), 1)
    confirm(store)
    contact(purging, line, clock, MORNING + timedelta(days=1))
    ahead = timedelta(days=400)
    clock.set(MORNING + ahead)
    offset = -round(ahead / timedelta(milliseconds=1)) + 1000
    line.tell(
        SyncStatus(LineState.ONLINE, clock.now(), EMPTY, last_contact_at=clock.now(), clock_offset_ms=offset)
    )
    while purging.step():
        pass
    assert bodies(store) == 3


def test_a_run_goes_on_where_the_program_ended(
    store: StationStore, purging: Purging, line: SetLine, clock: SetClock
) -> None:
    scribe = Scribe()
    for number in range(1, 9):
        close(store, scribe, number)
    confirm(store)
    contact(purging, line, clock, MORNING + timedelta(days=1))
    clock.set(MORNING + timedelta(days=150))
    line.tell(SyncStatus(LineState.ONLINE, clock.now(), EMPTY, last_contact_at=clock.now()))
    for _ in range(5):
        assert purging.step()
    assert 0 < bodies(store) < 24
    settings = CareSettingsService(store.database)
    restarted = Purging(store.database, store.purge, settings, line, clock)
    while restarted.step():
        pass
    assert bodies(store) == 0


def test_it_is_off_when_the_office_sets_no_retention(
    store: StationStore, line: SetLine, clock: SetClock
) -> None:
    settings = CareSettingsService(store.database)
    settings.save(CareSettings(closed_days=0, look_up_days=0))
    close(store, Scribe(), 1)
    confirm(store)
    purging = Purging(store.database, store.purge, settings, line, clock)
    for days in (1, 5000):
        contact(purging, line, clock, MORNING + timedelta(days=days))
    assert (bodies(store), purging.last_report()) == (3, None)


def asked(store: StationStore, at: datetime, dossier: str) -> None:
    with store.database.begin() as work:
        number = work.look_ups.begin(at, "clerk-1", dossier, automatic=False)
        work.look_ups.end(number, "verified", "t-1")


def look_ups(store: StationStore) -> list[str]:
    with store.database.read() as reads:
        return [one.dossier for one in reads.look_ups(limit=2_000)]


def test_old_look_ups_are_dropped_but_those_about_a_dossier_with_unsent_work(
    store: StationStore, line: SetLine, clock: SetClock
) -> None:
    scribe = Scribe()
    sent = receive(store, scribe, 1)
    confirm(store)
    unsent = receive(store, scribe, 2)
    for _ in range(1_100):
        asked(store, MORNING, sent)
    asked(store, MORNING, unsent)
    asked(store, MORNING, "never-received")
    asked(store, MORNING + timedelta(days=10), sent)
    settings = CareSettingsService(store.database)
    settings.save(CareSettings(closed_days=0))
    purging = Purging(store.database, store.purge, settings, line, clock)
    contact(purging, line, clock, MORNING + timedelta(days=730))
    assert len(look_ups(store)) == 1_103
    contact(purging, line, clock, MORNING + timedelta(days=731))
    assert look_ups(store) == [sent, unsent]
    confirm(store)
    contact(purging, line, clock, MORNING + timedelta(days=741))
    assert look_ups(store) == []


def test_look_ups_stay_for_ever_where_the_office_says_so(
    store: StationStore, line: SetLine, clock: SetClock
) -> None:
    asked(store, MORNING, "dossier-1")
    settings = CareSettingsService(store.database)
    settings.save(CareSettings(look_up_days=0))
    purging = Purging(store.database, store.purge, settings, line, clock)
    contact(purging, line, clock, MORNING + timedelta(days=9_000))
    assert look_ups(store) == ["dossier-1"]
