"""Entries about a book of the ledger in a station's store: no dossier comes of them, and they stay."""

from __future__ import annotations

import pytest

from counter_app.domain.ledger_entries import LedgerClosed, fold_series, ledger_subject
from counter_app.services.store_ports import DossierQuery
from counter_app.storage.open import StationStore
from counter_app.storage.rebuild import rebuild_projections
from tests.fixtures.dossiers import Scribe
from tests.unit.storage.books import page, receive, told

CLOSED = LedgerClosed("05/2026", 2026, 1, 298, 298, 1, "Lê Văn Mẫu", "Phạm Thị Trưởng")
SUBJECT = ledger_subject("office-1", "05", 2026)


@pytest.mark.requirement("N-26")
def test_another_counter_s_closing_comes_with_the_feed_and_survives_rebuilding(store: StationStore) -> None:
    here, there = Scribe(), Scribe("station-b")
    receive(store, here, 1)
    store.sync.take_page(page(told(1, there.write(SUBJECT, CLOSED))))
    rebuild_projections(store.database)
    with store.database.read() as reads:
        state = fold_series(recorded.entry for recorded in reads.timeline(SUBJECT))
        assert state.closed["05/2026"].record == CLOSED
        assert reads.dossier(SUBJECT) is None
        assert reads.count(DossierQuery()) == 1


def test_an_own_closing_waits_to_be_sent_like_every_entry(store: StationStore) -> None:
    here = Scribe()
    receive(store, here, 1)
    closing = here.write(SUBJECT, CLOSED)
    with store.database.begin() as work:
        work.journal.append(closing)
    assert store.sync.next_batch(max_count=10, max_bytes=10**6)[-1] == closing
