"""A database that turns out to be an older copy of its station goes on under another incarnation."""

from __future__ import annotations

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId, Head, verify_chain
from counter_app.services.store_ports import VerdictState
from counter_app.storage.chain_head import read_head
from counter_app.storage.open import StationStore
from tests.fixtures.dossiers import Scribe, reception
from tests.unit.storage.books import ACCEPTED, dossier_of, page, receive, record, told


def head(store: StationStore) -> Head:
    with store.database.snapshot() as connection:
        return read_head(connection)


def waiting(store: StationStore) -> list[Entry]:
    """All own entries without a verdict, of whichever chain."""
    with store.database.read() as reads:
        rows = reads.journal([VerdictState.PENDING])
        held = {one.entry.id: one.entry for row in rows for one in reads.timeline(row.subject)}
    return [held[row.id] for row in rows]


def test_a_store_that_has_all_that_the_centre_knows_goes_on_as_it_is(store: StationStore) -> None:
    receive(store, Scribe(), 1)
    assert not store.sync.begin_anew({})
    assert not store.sync.begin_anew({1: 1})
    assert head(store).incarnation == 1


def test_a_store_that_lacks_entries_of_its_own_begins_another_chain(store: StationStore) -> None:
    receive(store, Scribe(), 1)
    assert store.sync.begin_anew({1: 5, 3: 2})
    assert (head(store).incarnation, head(store).seq) == (4, 0)
    assert [entry.id for entry in waiting(store)] == [EntryId("station-a", 1, 1)]
    assert not store.sync.begin_anew({1: 5, 3: 2})


def test_what_was_not_sent_goes_to_the_new_chain_from_the_fork_on(store: StationStore) -> None:
    scribe = Scribe()
    for number in (1, 2, 3, 4):
        receive(store, scribe, number)
    store.sync.record_verdicts({EntryId("station-a", 1, 1): ACCEPTED})
    before = waiting(store)
    dossiers = [dossier_of(store, entry.subject) for entry in before]

    assert store.sync.begin_anew({1: 7}, EntryId("station-a", 1, 3))
    after = waiting(store)
    assert [entry.id[1:] for entry in after] == [(1, 2), (2, 1), (2, 2)]
    assert verify_chain(Head.start("station-a", 2), after[1:]) is None
    assert [(one.body, one.occurred_at, one.recorded_at, one.subject) for one in after] == [
        (one.body, one.occurred_at, one.recorded_at, one.subject) for one in before
    ]
    assert [dossier_of(store, entry.subject) for entry in after] == dossiers
    later = Scribe(incarnation=2)
    later.head = Head.after(after[-1])
    receive(store, later, 5)
    assert head(store).seq == 3


def test_a_fork_of_an_earlier_chain_leaves_the_running_one_as_it_is(store: StationStore) -> None:
    receive(store, Scribe(), 1)
    assert store.sync.begin_anew({1: 5})
    assert store.sync.begin_anew({1: 5}, EntryId("station-a", 1, 1))
    assert [entry.id for entry in waiting(store)] == [EntryId("station-a", 2, 1)]
    assert head(store).incarnation == 2


def test_what_was_sent_keeps_its_place(store: StationStore) -> None:
    scribe = Scribe()
    for number in (1, 2):
        receive(store, scribe, number)
    store.sync.record_verdicts({EntryId("station-a", 1, seq): ACCEPTED for seq in (1, 2)})
    assert store.sync.begin_anew({1: 2}, EntryId("station-a", 1, 2))
    assert waiting(store) == []


def test_what_an_earlier_life_of_the_centre_had_goes_to_the_new_chain_when_the_place_is_taken(
    store: StationStore,
) -> None:
    scribe = Scribe()
    entries = [scribe.write(f"dossier-{number}", reception(number)) for number in (1, 2, 3)]
    record(store, entries)
    store.sync.record_verdicts({entry.id: ACCEPTED for entry in entries})
    store.sync.take_page(page(told(1, entries[0]), told(2, entries[1])))
    store.sync.restart_feed("life-2")
    lost_self = Scribe()
    known, other = lost_self.write("dossier-1", reception(1)), lost_self.write("dossier-9", reception(9))
    news = page(told(1, known), told(2, other), epoch="life-2")

    with pytest.raises(DomainError) as caught:
        store.sync.take_page(news)
    assert caught.value.code == "journal.fork"
    params = caught.value.params
    fork = EntryId(str(params["station"]), int(str(params["incarnation"])), int(str(params["seq"])))
    assert store.sync.begin_anew({1: 3}, fork)
    store.sync.take_page(news)

    assert [(entry.id[1:], entry.subject) for entry in waiting(store)] == [
        ((2, 1), "dossier-2"),
        ((2, 2), "dossier-3"),
    ]
    assert dossier_of(store, "dossier-9") is not None


def test_another_stations_fork_moves_nothing(store: StationStore) -> None:
    receive(store, Scribe(), 1)
    assert not store.sync.begin_anew({1: 1}, EntryId("station-b", 1, 1))
    assert [entry.id for entry in waiting(store)] == [EntryId("station-a", 1, 1)]
