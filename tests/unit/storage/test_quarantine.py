"""Entries that the centre did not take whole, judged later otherwise, or that a person settled."""

from __future__ import annotations

from counter_app.domain.entries import EntrySettled, StatusChanged
from counter_app.domain.journal import EntryId, erase_body
from counter_app.domain.settling import Outcome
from counter_app.domain.statuses import Status
from counter_app.services.store_ports import DossierQuery, Verdict, VerdictState
from counter_app.storage.open import StationStore
from tests.fixtures.dossiers import MORNING, Scribe, reception
from tests.unit.storage.books import ACCEPTED, dossier_of, found, judged, page, receive, record, status, told

REFUSED = Verdict(VerdictState.REFUSED, "already_cancelled", {"seq": 3})
HELD = Verdict(VerdictState.HELD, "waits_for_reception")
BARE = Verdict(VerdictState.HELD, "body_missing")


def next_ids(store: StationStore) -> list[int]:
    return [entry.seq for entry in store.sync.next_batch(max_count=100, max_bytes=10**7)]


def states(store: StationStore, subject: str) -> list[tuple[int, VerdictState, int | None]]:
    with store.database.read() as reads:
        return [(r.entry.seq, r.verdict.state, r.feed_no) for r in reads.timeline(subject)]


def test_an_entry_that_first_came_without_its_body_counts_once_its_body_comes(store: StationStore) -> None:
    other = Scribe("station-b")
    received = other.write("dossier-b", reception(5))
    moved = other.write("dossier-b", StatusChanged(int(Status.IN_PROCESS)))
    store.sync.take_page(page(told(1, erase_body(received), BARE), told(2, moved, HELD)))
    assert dossier_of(store, "dossier-b") is None
    assert found(store) == []
    touched = store.sync.take_page(page(told(3, received), judged(4, moved, ACCEPTED)))
    assert touched == {"dossier-b"}
    dossier = dossier_of(store, "dossier-b")
    assert dossier is not None
    assert (dossier.status, dossier.conflicts) == (Status.IN_PROCESS, ())
    assert states(store, "dossier-b") == [
        (1, VerdictState.ACCEPTED, 3),
        (2, VerdictState.ACCEPTED, 4),
    ]
    assert found(store, "0005") == ["dossier-b"]


def test_a_verdict_that_changes_later_folds_that_one_dossier_anew(store: StationStore) -> None:
    scribe = Scribe()
    first, second = receive(store, scribe, 1), receive(store, scribe, 2)
    record(store, [status(scribe, first, Status.IN_PROCESS), status(scribe, second, Status.IN_PROCESS)])
    own = store.sync.next_batch(max_count=9, max_bytes=10**6)
    verdicts = [ACCEPTED, ACCEPTED, HELD, ACCEPTED]
    items = zip(own, verdicts, strict=True)
    store.sync.take_page(page(*(told(no, *item) for no, item in enumerate(items, start=1))))
    with store.database.read() as reads:
        assert {row.id: row.pending for row in reads.find(DossierQuery())} == {first: 1, second: 0}
    assert store.sync.take_page(page(judged(5, own[2], REFUSED))) == {first}
    with store.database.read() as reads:
        rows = {row.id: (row.pending, row.refused, row.status) for row in reads.find(DossierQuery())}
    assert rows == {first: (0, 1, Status.RECEIVED), second: (0, 0, Status.IN_PROCESS)}
    assert store.sync.take_page(page(judged(6, own[2], ACCEPTED))) == {first}
    with store.database.read() as reads:
        rows = {row.id: (row.pending, row.refused, row.status) for row in reads.find(DossierQuery())}
    assert rows == {first: (0, 0, Status.IN_PROCESS), second: (0, 0, Status.IN_PROCESS)}


def test_a_quarantined_entry_is_sent_again_alone_and_its_answer_counts(store: StationStore) -> None:
    scribe = Scribe()
    for number in range(1, 4):
        receive(store, scribe, number)
    own = store.sync.next_batch(max_count=9, max_bytes=10**6)
    verdicts = [ACCEPTED, BARE, ACCEPTED]
    items = zip(own, verdicts, strict=True)
    store.sync.take_page(page(*(told(no, *item) for no, item in enumerate(items, start=1))))
    receive(store, scribe, 4)
    assert next_ids(store) == [4]
    assert store.sync.resend(own[1].id)
    assert not store.sync.resend(own[1].id)
    assert not store.sync.resend(own[0].id)
    # Two and four do not follow one another: each goes in a batch of its own.
    assert next_ids(store) == [2]
    assert store.sync.backlog(MORNING).entries == 2
    store.sync.record_verdicts({own[1].id: BARE})
    assert next_ids(store) == [4]
    assert store.sync.resend(own[1].id)
    store.sync.record_verdicts({own[1].id: ACCEPTED})
    # From here on the feed decides again.
    store.sync.record_verdicts({own[1].id: REFUSED})
    assert states(store, own[1].subject)[0][1] is VerdictState.ACCEPTED


def test_what_cannot_be_sent_whole_is_not_sent_again(store: StationStore) -> None:
    other = Scribe("station-b")
    foreign = other.write("dossier-b", reception(5))
    own = Scribe().write("dossier-a", reception(6))
    store.sync.take_page(page(told(1, erase_body(foreign), BARE), told(2, erase_body(own), BARE)))
    for entry_id in (foreign.id, own.id, EntryId("station-a", 9, 9)):
        assert not store.sync.resend(entry_id)


def test_what_a_person_settled_is_counted_and_listed_no_more(store: StationStore) -> None:
    scribe = Scribe()
    subject = receive(store, scribe, 1)
    record(store, [status(scribe, subject, Status.RETURNED), status(scribe, subject, Status.RECEIVED)])
    own = store.sync.next_batch(max_count=9, max_bytes=10**6)
    store.sync.take_page(page(*(told(no, entry, REFUSED) for no, entry in enumerate(own[1:], start=1))))
    assert store.sync.backlog(MORNING).refused == 2
    other = Scribe("station-b")
    settled = EntrySettled("station-a", 1, 2, Outcome.CHECKED, "Đã xem", "Lê Văn Mẫu")
    store.sync.take_page(page(told(3, other.write(subject, settled))))
    backlog = store.sync.backlog(MORNING)
    assert (backlog.refused, backlog.accepted_total) == (1, 0)
    with store.database.read() as reads:
        left = reads.journal((VerdictState.REFUSED, VerdictState.CONFLICT))
        assert [row.id.seq for row in left] == [3]
        assert [row.refused for row in reads.find(DossierQuery())] == [1]
        assert {recorded.entry.seq for recorded in reads.timeline(subject) if recorded.own} == {1, 2, 3}
