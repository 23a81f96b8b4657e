"""Dossiers that were closed long ago, for tests of what is erased of them."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final

from counter_app.domain.statuses import Status
from counter_app.services.purging import Watermark
from counter_app.services.store_ports import Verdict
from counter_app.storage.open import StationStore
from tests.fixtures.dossiers import MORNING, Scribe
from tests.unit.storage.books import ACCEPTED, page, receive, record, status, told

LATER: Final = MORNING + timedelta(days=500)


def close(store: StationStore, scribe: Scribe, number: int = 1, **about: Any) -> str:
    """Receive a dossier and bring it to its end; returns its id."""
    subject = receive(store, scribe, number, **about)
    record(store, [status(scribe, subject, to) for to in (Status.DONE, Status.RETURNED)])
    return subject


def confirm(store: StationStore, **verdicts: Verdict) -> None:
    """The feed names everything that is own; ``seq_3=…`` gives that entry another verdict."""
    own = store.sync.next_batch(max_count=10_000, max_bytes=10**9)
    after = store.sync.position().after
    items = [
        told(after + no, entry, verdicts.get(f"seq_{entry.seq}", ACCEPTED))
        for no, entry in enumerate(own, start=1)
    ]
    store.sync.take_page(page(*items))


def all_that_is_read(store: StationStore) -> Watermark:
    return Watermark(0, store.sync.position().after, LATER)


def bodies(store: StationStore) -> int:
    with store.database.snapshot() as connection:
        [[count]] = connection.fetch("SELECT count(*) FROM journal WHERE body IS NOT NULL")
    return int(count)
