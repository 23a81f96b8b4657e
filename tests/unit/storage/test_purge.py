"""What may be erased at a counter is erased for good; everything else stays readable."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from counter_app.domain.entries import CodeAssigned, CodeKind, EntrySettled, SlipPrinted
from counter_app.domain.journal import Head, verify_chain
from counter_app.domain.settling import Outcome
from counter_app.domain.statuses import Status
from counter_app.services.identity_ports import DueCheck
from counter_app.services.purging import Watermark
from counter_app.services.scan_ports import FileToSend, Lane
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.storage.connection import connect
from counter_app.storage.open import DATABASE_FILE, StationStore
from counter_app.storage.purge import StationPurge
from counter_app.storage.rebuild import rebuild_projections
from counter_app.storage.scan_store import FilesToSend
from tests.fixtures.dossiers import MORNING, Scribe
from tests.unit.storage.books import ACCEPTED, dossier_of, found, page, receive, record, status, told
from tests.unit.storage.old_dossiers import LATER, all_that_is_read, bodies, close, confirm

BEFORE = MORNING + timedelta(days=100)
"""Entries recorded earlier are old enough."""
REFUSED = Verdict(VerdictState.REFUSED, "status_does_not_follow")
CONFLICT = Verdict(VerdictState.CONFLICT, "code_outside_lease")


@pytest.fixture
def purge(store: StationStore) -> StationPurge:
    return store.purge


def test_of_a_closed_dossier_stays_a_line_without_people(store: StationStore, purge: StationPurge) -> None:
    subject = close(store, Scribe(), 7)
    confirm(store)
    erased = purge.erase(subject, all_that_is_read(store), BEFORE)
    assert erased is not None
    assert (erased.entries, bodies(store)) == (3, 0)
    left = dossier_of(store, subject)
    assert left is not None
    assert left.erased
    assert (left.code, left.status, left.ledger_line) == ("H01.15.21-261120-0007", Status.RETURNED, 7)
    assert left.procedure["name"] == "Thủ tục đăng ký khai sinh"
    for person in ("Nguyễn Thị Mẫu", "092190000001", "0909000001", "đường Mẫu", "1990"):
        assert person not in repr(left)


@pytest.mark.requirement("N-70", "AG-30")
def test_nothing_of_a_person_is_left_in_the_database_file(
    store: StationStore, purge: StationPurge, data_dir: Path
) -> None:
    """Looked at with the key: also what the database calls free holds nothing."""
    subject = close(store, Scribe(), 1, name="Trịnh Văn Mẫu")
    confirm(store)
    purge.erase(subject, all_that_is_read(store), BEFORE)
    while purge.shrink():
        pass
    purge.shorten_log()
    assert (data_dir / f"{DATABASE_FILE}-wal").stat().st_size == 0
    plain = data_dir / "plain.db"
    reader = connect(data_dir / DATABASE_FILE, store._key)
    try:
        reader.sql(f"ATTACH DATABASE '{plain}' AS plain KEY ''")
        reader.fetch("SELECT sqlcipher_export('plain')")
        for free in reader.fetch("PRAGMA freelist_count"):
            assert free == (0,)
    finally:
        reader.close()
    content = plain.read_bytes()
    for word in ("Trịnh Văn Mẫu", "trinh", "092190000001", "0909000001"):
        assert word.encode() not in content


def test_the_chain_still_verifies_and_numbers_go_on(store: StationStore, purge: StationPurge) -> None:
    scribe = Scribe()
    subject = close(store, scribe, 1)
    confirm(store)
    purge.erase(subject, all_that_is_read(store), BEFORE)
    receive(store, scribe, 2)
    with store.database.read() as reads:
        entries = [
            recorded.entry for one in (subject, "dossier-station-a-0002") for recorded in reads.timeline(one)
        ]
    assert verify_chain(Head.start("station-a"), sorted(entries, key=lambda entry: entry.seq)) is None


def test_an_erased_dossier_is_found_by_its_codes_and_not_by_its_people(
    store: StationStore, purge: StationPurge
) -> None:
    subject = close(store, Scribe(), 5, name="Trịnh Văn Mẫu")
    confirm(store)
    assert found(store, "trinh") == [subject]
    purge.erase(subject, all_that_is_read(store), BEFORE)
    for text in ("trinh", "092190000001", "0909000001"):
        assert found(store, text) == []
    for text in ("H01.15.21-261120-0005", "0005"):
        assert found(store, text) == [subject]
    with store.database.read() as reads:
        assert reads.id_of_code("h01.15.21-261120-0005") == subject


def test_an_erased_dossier_is_the_same_after_folding_anew(store: StationStore, purge: StationPurge) -> None:
    subject = close(store, Scribe(), 1)
    confirm(store)
    purge.erase(subject, all_that_is_read(store), BEFORE)
    before = dossier_of(store, subject)
    rebuild_projections(store.database)
    assert dossier_of(store, subject) == before
    assert found(store, "mau") == []


def test_what_comes_later_about_an_erased_dossier_counts_once(
    store: StationStore, purge: StationPurge
) -> None:
    subject = close(store, Scribe(), 1, code="TAM-H01.15.21-Q03-261120-0001", code_kind=CodeKind.PROVISIONAL)
    confirm(store)
    purge.erase(subject, all_that_is_read(store), BEFORE)
    centre = Scribe("central-office-1", now=LATER)
    printed = Scribe("station-b", now=LATER)
    for no, entry in (
        (9, centre.write(subject, CodeAssigned("H01.15.21-261120-9001"))),
        (10, printed.write(subject, SlipPrinted("mau-01", 0, 2, "Máy in 1", "printed", "ab" * 32))),
    ):
        store.sync.take_page(page(told(no, entry)))
    for _ in range(2):
        now = dossier_of(store, subject)
        assert now is not None
        assert (now.code, now.prints, now.entry_count) == ("H01.15.21-261120-9001", {"mau-01": 1}, 5)
        assert now.erased
        rebuild_projections(store.database)
    assert found(store, "9001") == [subject]
    assert purge.erase(subject, Watermark(0, 10, LATER), LATER + timedelta(days=1)) is not None
    again = dossier_of(store, subject)
    assert again is not None
    assert (again.code, again.prints, bodies(store)) == ("H01.15.21-261120-9001", {"mau-01": 1}, 0)


# --- what stands against it ------------------------------------------------------------------------


@pytest.mark.requirement("AG-32")
def test_what_is_not_sent_is_never_erased(store: StationStore, purge: StationPurge) -> None:
    subject = close(store, Scribe(), 1)
    assert purge.erase(subject, Watermark(0, 10**6, LATER), LATER) is None
    store.sync.record_verdicts(
        {entry.id: ACCEPTED for entry in store.sync.next_batch(max_count=9, max_bytes=10**6)}
    )
    # An answer to a push alone is not the feed's word.
    assert purge.erase(subject, Watermark(0, 10**6, LATER), LATER) is None
    assert bodies(store) == 3


@pytest.mark.parametrize("verdict", [REFUSED, CONFLICT, Verdict(VerdictState.HELD, "waits_for_reception")])
def test_what_the_centre_did_not_take_as_it_was_is_never_erased(
    store: StationStore, purge: StationPurge, verdict: Verdict
) -> None:
    subject = close(store, Scribe(), 1)
    confirm(store, seq_3=verdict)
    assert purge.erase(subject, all_that_is_read(store), LATER) is None
    assert bodies(store) == 3


def test_what_a_person_settled_does_not_stand_against_it(store: StationStore, purge: StationPurge) -> None:
    scribe = Scribe()
    subject = close(store, scribe, 1)
    record(store, [status(scribe, subject, Status.IN_PROCESS)])
    confirm(store, seq_4=REFUSED)
    assert purge.erase(subject, all_that_is_read(store), LATER) is None
    settled = EntrySettled("station-a", 1, 4, Outcome.CHECKED, "Đã trả kết quả", "Trần Văn Mẫu")
    record(store, [scribe.write(subject, settled)])
    confirm(store)
    assert purge.erase(subject, all_that_is_read(store), LATER) is not None


@pytest.mark.parametrize(
    "last", [Status.DONE, Status.IN_PROCESS, Status.STOPPED], ids=lambda status: status.name
)
def test_an_open_dossier_stays_whole(store: StationStore, purge: StationPurge, last: Status) -> None:
    scribe = Scribe()
    subject = receive(store, scribe, 1)
    record(store, [status(scribe, subject, last)])
    confirm(store)
    assert purge.erase(subject, all_that_is_read(store), LATER) is None


def test_what_is_too_young_or_above_the_watermark_stays(store: StationStore, purge: StationPurge) -> None:
    subject = close(store, Scribe(), 1)
    confirm(store)
    assert purge.erase(subject, all_that_is_read(store), MORNING + timedelta(seconds=2)) is None
    assert purge.erase(subject, Watermark(0, 2, LATER), BEFORE) is None
    assert purge.erase(subject, Watermark(0, 3, LATER), BEFORE) is not None


def test_a_new_life_of_the_centre_has_to_name_an_entry_again_first(
    store: StationStore, purge: StationPurge
) -> None:
    subject = close(store, Scribe(), 1)
    entries = store.sync.next_batch(max_count=9, max_bytes=10**6)
    confirm(store)
    store.sync.restart_feed("life-2")
    assert purge.erase(subject, Watermark(0, 3, LATER), LATER) is None
    assert purge.erase(subject, Watermark(1, 3, LATER), LATER) is None
    again = page(*(told(no, entry) for no, entry in enumerate(entries, start=1)), epoch="life-2")
    store.sync.take_page(again)
    assert purge.erase(subject, Watermark(1, 3, LATER), LATER) is not None


def test_a_feed_that_is_read_again_brings_no_erased_body_back(
    store: StationStore, purge: StationPurge
) -> None:
    subject = close(store, Scribe(), 1)
    entries = store.sync.next_batch(max_count=9, max_bytes=10**6)
    confirm(store)
    purge.erase(subject, all_that_is_read(store), BEFORE)
    before = dossier_of(store, subject)
    store.sync.restart_feed("life-2")
    again = page(*(told(no, entry) for no, entry in enumerate(entries, start=1)), epoch="life-2")
    store.sync.take_page(again)
    assert bodies(store) == 0
    assert dossier_of(store, subject) == before


def test_a_centre_that_lost_more_than_the_safety_period_leaves_the_line_in_the_list(
    store: StationStore, purge: StationPurge
) -> None:
    """It asks for entries whose bodies are gone: they go without, and the projection stays."""
    subject = close(store, Scribe(), 1)
    confirm(store)
    purge.erase(subject, all_that_is_read(store), BEFORE)
    before = dossier_of(store, subject)
    assert store.sync.resend_above({1: 0}) == 3
    bare = store.sync.next_batch(max_count=9, max_bytes=10**6)
    assert [entry.body for entry in bare] == [None, None, None]
    store.sync.record_verdicts({entry.id: Verdict(VerdictState.HELD, "body_missing") for entry in bare})
    assert dossier_of(store, subject) == before
    assert found(store, "0001") == [subject]


# --- files -----------------------------------------------------------------------------------------


def erase_files(purge: StationPurge, now: datetime) -> tuple[int, int]:
    while purge.find_named_files():
        pass
    removed = freed = 0
    while (step := purge.remove_files(now)) is not None:
        removed, freed = removed + step[0], freed + step[1]
    return removed, freed


def printed(store: StationStore, scribe: Scribe, subject: str, content: bytes) -> str:
    name = store.vault.put(content)
    record(store, [scribe.write(subject, SlipPrinted("mau-01", 0, 2, "Máy in 1", "printed", name))])
    return name


def test_files_that_only_erased_dossiers_name_are_removed(store: StationStore, purge: StationPurge) -> None:
    scribe = Scribe()
    first, second = receive(store, scribe, 1), receive(store, scribe, 2)
    own = printed(store, scribe, first, b"receipt of the first")
    shared = printed(store, scribe, first, b"one paper in two dossiers")
    printed(store, scribe, second, b"one paper in two dossiers")
    record(store, [status(scribe, first, to) for to in (Status.DONE, Status.RETURNED)])
    confirm(store)
    assert purge.erase(first, all_that_is_read(store), BEFORE) is not None
    tomorrow = datetime.now(tz=MORNING.tzinfo) + timedelta(days=2)
    removed, freed = erase_files(purge, tomorrow)
    assert removed == 1
    assert freed > len(b"receipt of the first")
    assert not store.vault.has(own)
    assert store.vault.get(shared) == b"one paper in two dossiers"


def test_a_file_that_was_put_again_lately_stays(store: StationStore, purge: StationPurge) -> None:
    scribe = Scribe()
    subject = receive(store, scribe, 1)
    name = printed(store, scribe, subject, b"receipt")
    record(store, [status(scribe, subject, to) for to in (Status.DONE, Status.RETURNED)])
    confirm(store)
    purge.erase(subject, all_that_is_read(store), BEFORE)
    assert erase_files(purge, datetime.now(tz=MORNING.tzinfo)) == (0, 0)
    assert store.vault.has(name)


def test_a_dossier_stays_whole_while_its_file_waits_to_be_sent(
    store: StationStore, purge: StationPurge
) -> None:
    scribe = Scribe()
    subject = receive(store, scribe, 1)
    name = printed(store, scribe, subject, b"a scan")
    record(store, [status(scribe, subject, to) for to in (Status.DONE, Status.RETURNED)])
    confirm(store)
    with store.database.transaction() as connection:
        FilesToSend(connection).add(FileToSend(name, 6, "application/pdf", Lane.SCANS, MORNING))
    assert purge.erase(subject, all_that_is_read(store), BEFORE) is None
    with store.database.transaction() as connection:
        connection.sql("UPDATE waiting_scan SET state = 'sent'")
    assert purge.erase(subject, all_that_is_read(store), BEFORE) is not None


def test_of_an_erased_dossier_no_failed_check_is_remembered(store: StationStore, purge: StationPurge) -> None:
    subject = close(store, Scribe(), 1)
    with store.database.begin() as work:
        work.look_ups.postpone(DueCheck(subject, 3, MORNING))
    confirm(store)
    assert purge.erase(subject, all_that_is_read(store), BEFORE) is not None
    with store.database.snapshot() as connection:
        assert connection.fetch("SELECT count(*) FROM identity_try") == [(0,)]
