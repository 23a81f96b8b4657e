"""The store as sync sees it: what waits, what was said of it, and what the feed brings."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from itertools import accumulate

import pytest

from counter_app.domain.entries import CodeAssigned, DossierCancelled, StatusChanged
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import EntryId, Head, erase_body, moved
from counter_app.domain.statuses import Status
from counter_app.services.store_ports import DossierQuery, Verdict, VerdictState
from counter_app.services.sync_ports import Backlog, FeedPosition
from counter_app.storage.dossier_store import Dossiers
from counter_app.storage.open import StationStore
from counter_app.storage.search_index import WAITING
from tests.fixtures.dossiers import MORNING, Scribe, reception
from tests.unit.storage.books import (
    ACCEPTED,
    dossier_of,
    found,
    judged,
    page,
    receive,
    receive_many,
    record,
    status,
    told,
    word,
)

REFUSED = Verdict(VerdictState.REFUSED, "already_cancelled", {"seq": 3})
HELD = Verdict(VerdictState.HELD, "waits_for_reception")
CONFLICT = Verdict(VerdictState.CONFLICT, "code_taken", {"code": "H01"})


def next_ids(store: StationStore, count: int = 100, size: int = 10**7) -> list[int]:
    return [entry.seq for entry in store.sync.next_batch(max_count=count, max_bytes=size)]


def states(store: StationStore, subject: str) -> list[tuple[int, VerdictState, int | None]]:
    with store.database.read() as reads:
        return [(r.entry.seq, r.verdict.state, r.feed_no) for r in reads.timeline(subject)]


def test_a_batch_holds_what_has_no_verdict_in_order_and_within_its_limits(store: StationStore) -> None:
    scribe = Scribe()
    for number in range(1, 6):
        receive(store, scribe, number)
    assert next_ids(store) == [1, 2, 3, 4, 5]
    assert next_ids(store, count=2) == [1, 2]
    assert next_ids(store, size=1) == [1]
    assert next_ids(store, size=4000) == [1, 2]
    store.sync.record_verdicts({EntryId("station-a", 1, seq): ACCEPTED for seq in (1, 3)})
    assert next_ids(store) == [2]
    store.sync.record_verdicts({EntryId("station-a", 1, 2): ACCEPTED})
    assert next_ids(store) == [4, 5]
    assert next_ids(store, count=0) == [4]


def test_a_batch_never_mixes_incarnations(store: StationStore) -> None:
    receive(store, Scribe(), 1)
    station = store.station.get()
    assert station is not None
    store.station.put(replace(station, incarnation=2), MORNING)
    receive(store, Scribe(incarnation=2), 2)
    batch = store.sync.next_batch(max_count=10, max_bytes=10**6)
    assert [entry.id for entry in batch] == [EntryId("station-a", 1, 1)]
    store.sync.record_verdicts({batch[0].id: ACCEPTED})
    batch = store.sync.next_batch(max_count=10, max_bytes=10**6)
    assert [entry.id for entry in batch] == [EntryId("station-a", 2, 1)]


def test_the_backlog_counts_what_waits_and_what_went(store: StationStore) -> None:
    scribe = Scribe(now=MORNING - timedelta(days=1))
    first = receive(store, scribe, 1)
    scribe.now = MORNING
    record(store, [status(scribe, first, Status.IN_PROCESS)])
    for number in range(2, 6):
        receive(store, scribe, number)
    empty = Backlog(6, 5, MORNING - timedelta(days=1), 0, 0, 0, 0, None)
    assert store.sync.backlog(MORNING) == empty
    said = {1: ACCEPTED, 2: CONFLICT, 3: REFUSED, 4: HELD, 5: ACCEPTED}
    store.sync.record_verdicts({EntryId("station-a", 1, seq): verdict for seq, verdict in said.items()})
    assert store.sync.backlog(MORNING) == Backlog(
        entries=1,
        dossiers=1,
        oldest_at=MORNING + timedelta(seconds=4),
        refused=1,
        held=1,
        accepted_today=2,
        accepted_total=3,
        last_accepted_recorded_at=MORNING + timedelta(seconds=3),
    )


def test_the_backlog_of_a_station_that_wrote_nothing_is_empty(store: StationStore) -> None:
    assert store.sync.backlog(MORNING) == Backlog(0, 0, None, 0, 0, 0, 0, None)


def test_a_refused_decision_is_taken_back_and_stays_in_the_journal(store: StationStore) -> None:
    scribe = Scribe()
    subject = receive(store, scribe)
    record(store, [scribe.write(subject, DossierCancelled("nhầm", "Trần Văn Mẫu"))])
    changed = store.sync.record_verdicts(
        {EntryId("station-a", 1, 1): ACCEPTED, EntryId("station-a", 1, 2): REFUSED}
    )
    assert changed == {subject}
    dossier = dossier_of(store, subject)
    assert dossier is not None
    assert not dossier.cancelled
    with store.database.read() as reads:
        [row] = reads.find(DossierQuery())
        assert (row.pending, row.refused, row.cancelled) == (0, 1, False)
        assert [r.verdict for r in reads.timeline(subject)] == [ACCEPTED, REFUSED]


def test_verdicts_of_unknown_entries_are_passed_over(store: StationStore) -> None:
    assert store.sync.record_verdicts({EntryId("station-x", 1, 9): ACCEPTED}) == frozenset()
    unknown = Scribe("station-x").write("dossier-x", reception())
    assert store.sync.take_page(page(judged(4, unknown, ACCEPTED))) == frozenset()
    assert store.sync.position() == FeedPosition(4, "life-1")


def test_the_feed_brings_what_others_received(store: StationStore) -> None:
    other = Scribe("station-b")
    entry = other.write("dossier-b", reception(31, name="Phan Thị Mẫu"))
    assert store.sync.position() == FeedPosition(0, "")
    assert store.sync.take_page(page(told(5, entry))) == {"dossier-b"}
    assert store.sync.position() == FeedPosition(5, "life-1")
    assert found(store, "phan thi") == ["dossier-b"]
    with store.database.read() as reads:
        [recorded] = reads.timeline("dossier-b")
        [row] = reads.find(DossierQuery())
    assert (recorded.entry, recorded.own, recorded.feed_no) == (entry, False, 5)
    assert row.pending == 0
    assert next_ids(store) == []
    assert store.sync.backlog(MORNING).accepted_total == 0


@pytest.mark.parametrize(
    "sizes", [(3,), (WAITING,), (WAITING - 1, 1), (3, WAITING + 2, 1), (2 * WAITING, 5, WAITING, WAITING)]
)
@pytest.mark.parametrize("own", [0, 5, WAITING])
def test_what_pages_of_any_size_bring_is_found_beside_own_work(
    store: StationStore, sizes: tuple[int, ...], own: int
) -> None:
    other = Scribe("station-b")
    ids = receive_many(store, Scribe(), own, first=5000)
    for last in ids[-1:]:
        # Its place in the list is given again, and may be one that the index holds already.
        with store.database.begin() as work:
            work.dossiers.remove(last)
        ids.remove(last)
    numbers = range(1, sum(sizes) + 1)
    brought = [f"dossier-b-{no:04d}" for no in numbers]
    items = [
        told(no, other.write(dossier, reception(no, name=f"Phan {word(no)} Mẫu")))
        for no, dossier in zip(numbers, brought, strict=True)
    ]
    for end in accumulate(sizes):
        store.sync.take_page(page(*items[store.sync.position().after : end]))

    assert found(store, limit=500) == [*ids, *brought][::-1]
    assert found(store, "phan", limit=500) == brought[::-1]
    assert [found(store, f"phan {word(no)} mau") for no in numbers] == [[one] for one in brought]
    with store.database.read() as reads:
        assert [reads.id_of_code(f"H01.15.21-261120-{no:04d}") for no in numbers] == brought


def test_own_entries_take_their_place_when_the_feed_names_them(store: StationStore) -> None:
    here, there = Scribe(), Scribe("station-b")
    subject = receive(store, here)
    mine = status(here, subject, Status.IN_PROCESS)
    record(store, [mine])
    received = store.sync.next_batch(max_count=1, max_bytes=1)[0]
    theirs = status(there, subject, Status.SUPPLEMENT_ASKED)
    store.sync.take_page(page(told(1, received), told(2, theirs)))
    dossier = dossier_of(store, subject)
    assert dossier is not None
    assert dossier.status is Status.IN_PROCESS
    assert states(store, subject) == [
        (1, VerdictState.ACCEPTED, 1),
        (1, VerdictState.ACCEPTED, 2),
        (2, VerdictState.PENDING, None),
    ]
    store.sync.take_page(page(told(3, mine)))
    with store.database.read() as reads:
        assert [row.pending for row in reads.find(DossierQuery())] == [0]


def test_a_page_taken_twice_changes_nothing(store: StationStore) -> None:
    other = Scribe("station-b")
    first = other.write("dossier-b", StatusChanged(int(Status.IN_PROCESS)))
    second = other.write("dossier-b", reception())
    taken = page(told(1, first, HELD), told(2, second), judged(3, first, ACCEPTED))
    assert store.sync.take_page(taken) == {"dossier-b"}
    before = states(store, "dossier-b"), dossier_of(store, "dossier-b")
    assert before[0] == [(2, VerdictState.ACCEPTED, 2), (1, VerdictState.ACCEPTED, 3)]
    assert store.sync.take_page(taken) == frozenset()
    assert (states(store, "dossier-b"), dossier_of(store, "dossier-b")) == before
    assert store.sync.position().after == 3


def test_a_late_answer_does_not_overrule_the_feed(store: StationStore) -> None:
    scribe = Scribe()
    subject = receive(store, scribe)
    [entry] = store.sync.next_batch(max_count=1, max_bytes=1)
    store.sync.take_page(page(told(1, entry, HELD), judged(2, entry, CONFLICT)))
    assert store.sync.record_verdicts({entry.id: HELD}) == frozenset()
    assert states(store, subject) == [(1, VerdictState.CONFLICT, 2)]


@pytest.mark.requirement("AG-14")
def test_the_same_identity_with_another_hash_stops_the_page_whole(store: StationStore) -> None:
    receive(store, Scribe(), 1)
    forged = Scribe().write("dossier-x", reception(2))
    other = Scribe("station-b").write("dossier-b", reception(3))
    with pytest.raises(DomainError) as caught:
        store.sync.take_page(page(told(1, other), told(2, forged)))
    assert caught.value.code == "journal.fork"
    assert dossier_of(store, "dossier-b") is None
    assert store.sync.position() == FeedPosition(0, "")


def test_of_another_stations_entry_the_present_life_of_the_centre_is_believed(store: StationStore) -> None:
    before = Scribe("station-b").write("dossier-b", reception(2))
    store.sync.take_page(page(told(1, before)))
    store.sync.restart_feed("life-2")
    instead = Scribe("station-b").write("dossier-c", reception(3))
    assert store.sync.take_page(page(told(1, instead), epoch="life-2")) == {"dossier-b", "dossier-c"}
    assert dossier_of(store, "dossier-b") is None
    assert dossier_of(store, "dossier-c") is not None


def test_what_another_station_moved_to_a_new_chain_is_not_kept_at_its_old_place(store: StationStore) -> None:
    before = Scribe("station-b").write("dossier-b", reception(2))
    store.sync.take_page(page(told(1, before)))
    store.sync.restart_feed("life-2")
    there = moved(Head.start("station-b", 2), before)
    store.sync.take_page(page(told(1, there), epoch="life-2"))
    dossier = dossier_of(store, "dossier-b")
    assert dossier is not None
    assert (dossier.entry_count, dossier.conflicts) == (1, ())


def test_a_kind_that_is_not_known_yet_is_kept_and_makes_the_dossier_read_only(store: StationStore) -> None:
    other = Scribe("station-b")
    received = other.write("dossier-b", reception())
    newer = other.write("dossier-b", {"what": "mới"}, kind="dossier.blessed", kind_version=3)
    store.sync.take_page(page(told(1, received), told(2, newer)))
    dossier = dossier_of(store, "dossier-b")
    assert dossier is not None
    assert dossier.read_only
    with store.database.read() as reads:
        assert reads.timeline("dossier-b")[1].entry == newer
        assert reads.find(DossierQuery())[0].read_only


def test_a_body_that_comes_later_completes_its_entry(store: StationStore) -> None:
    other = Scribe("station-b")
    received = other.write("dossier-b", reception())
    missing = Verdict(VerdictState.HELD, "body_missing")
    assert store.sync.take_page(page(told(1, erase_body(received), missing))) == {"dossier-b"}
    assert dossier_of(store, "dossier-b") is None
    store.sync.take_page(page(told(2, received)))
    dossier = dossier_of(store, "dossier-b")
    assert dossier is not None
    assert states(store, "dossier-b") == [(1, VerdictState.ACCEPTED, 2)]


def test_an_entry_keeps_the_place_where_it_first_took_effect(store: StationStore) -> None:
    entry = Scribe("station-b").write("dossier-b", reception())
    said = [HELD, HELD, ACCEPTED, CONFLICT, ACCEPTED]
    store.sync.take_page(page(told(1, entry, said[0])))
    places = []
    for no, verdict in enumerate(said[1:], start=2):
        store.sync.take_page(page(judged(no, entry, verdict)))
        places += [place for _, _, place in states(store, "dossier-b")]
    assert places == [2, 3, 3, 3]


def test_an_erased_body_leaves_the_dossier_as_it_was(store: StationStore) -> None:
    scribe = Scribe()
    subject = receive(store, scribe)
    before = dossier_of(store, subject)
    with store.database.transaction() as connection:
        Dossiers(connection).keep_apart(subject)
        connection.sql("UPDATE journal SET body = NULL")
    store.sync.record_verdicts({EntryId("station-a", 1, 1): ACCEPTED})
    assert dossier_of(store, subject) == before
    with store.database.read() as reads:
        assert reads.find(DossierQuery())[0].pending == 0


def test_a_page_of_another_life_is_not_taken(store: StationStore) -> None:
    entry = Scribe("station-b").write("dossier-b", reception())
    store.sync.take_page(page(told(1, entry)))
    with pytest.raises(DomainError) as caught:
        store.sync.take_page(page(told(2, entry), epoch="life-2"))
    assert caught.value.code == "sync.epoch_changed"
    assert store.sync.position() == FeedPosition(1, "life-1")


def test_a_new_life_gives_new_places_and_the_dossiers_stay(store: StationStore) -> None:
    other = Scribe("station-b")
    received = other.write("dossier-b", reception())
    moved = other.write("dossier-b", StatusChanged(int(Status.IN_PROCESS)))
    store.sync.take_page(page(told(1, received), told(2, moved)))
    before = dossier_of(store, "dossier-b")
    store.sync.restart_feed("life-2")
    assert store.sync.position() == FeedPosition(0, "life-2")
    assert dossier_of(store, "dossier-b") == before
    another = other.write("dossier-c", reception(9))
    store.sync.take_page(page(told(1, received), told(2, another), told(3, moved), epoch="life-2"))
    assert dossier_of(store, "dossier-b") == before
    assert [no for _, _, no in states(store, "dossier-b")] == [1, 3]
    assert found(store) == ["dossier-c", "dossier-b"]


def test_what_a_restored_centre_lost_is_sent_again(store: StationStore) -> None:
    scribe = Scribe()
    subjects = [receive(store, scribe, number) for number in range(1, 4)]
    batch = store.sync.next_batch(max_count=10, max_bytes=10**6)
    store.sync.take_page(page(*(told(entry.seq, entry) for entry in batch)))
    assert store.sync.resend_above({1: 3}) == 0
    assert store.sync.resend_above({1: 1}) == 2
    assert next_ids(store) == [2, 3]
    assert states(store, subjects[2]) == [(3, VerdictState.PENDING, None)]
    with store.database.read() as reads:
        assert [row.pending for row in reads.find(DossierQuery())] == [1, 1, 0]
    assert store.sync.resend_above({}) == 1
    assert next_ids(store) == [1, 2, 3]


def test_a_code_from_the_central_system_joins_the_own_dossier(store: StationStore) -> None:
    subject = receive(store, Scribe(), 1)
    centre = Scribe("central-office-1")
    store.sync.take_page(page(told(1, centre.write(subject, CodeAssigned("H01.15.21-261120-9000")))))
    dossier = dossier_of(store, subject)
    assert dossier is not None
    assert dossier.code == "H01.15.21-261120-9000"
    assert found(store, "261120-0001") == found(store, "9000") == [subject]


def test_odd_texts_of_a_faulty_program_do_not_stop_the_feed(store: StationStore) -> None:
    other = Scribe("station-b")
    early = {"due": {"due_at": "0001-01-01T00:00:00+14:00"}}
    odd = reception(1, name="Mẫu \x00\n").to_body() | early
    entry = other.write("dossier-b", odd, kind="dossier.received")
    store.sync.take_page(page(told(1, entry)))
    dossier = dossier_of(store, "dossier-b")
    assert dossier is not None
    assert dossier.owner.full_name == "Mẫu \x00\n"
    assert found(store, "mau") == ["dossier-b"]


def test_documents_and_facts_of_sync_are_kept(store: StationStore) -> None:
    assert store.sync.document_version("directory") == 0
    store.sync.put_document("directory", 4, b"new")
    store.sync.put_document("directory", 5, b"newer")
    assert store.sync.document_version("directory") == 5
    assert store.sync.recall("last_contact") is None
    store.sync.remember("last_contact", "1")
    store.sync.remember("last_contact", "2")
    assert store.sync.recall("last_contact") == "2"
