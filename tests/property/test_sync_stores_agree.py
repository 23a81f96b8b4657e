"""The encrypted store and the one in memory make the same dossiers of the same feed, whatever it says."""

from __future__ import annotations

import itertools
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counter_app.domain.entries import DossierCancelled, SlipPrinted, StatusChanged
from counter_app.domain.journal import Entry
from counter_app.domain.office import Station
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.services.sync_ports import FeedItem, FeedPage
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore
from tests.fakes.sync_store import MemorySyncStore
from tests.fixtures.dossiers import MORNING, Scribe, reception

OWN = "station-a"
verdicts = st.sampled_from(
    [
        Verdict(VerdictState.ACCEPTED),
        Verdict(VerdictState.CONFLICT, "code_taken"),
        Verdict(VerdictState.CONFLICT, "entry_unreadable"),
        Verdict(VerdictState.HELD, "waits_for_reception"),
        Verdict(VerdictState.REFUSED, "status_does_not_follow"),
    ]
)
bodies = st.lists(
    st.sampled_from(
        [
            StatusChanged(4),
            StatusChanged(9),
            StatusChanged(10),
            DossierCancelled("nhầm", "Trần Văn Mẫu"),
            SlipPrinted("mau-01", 0, 2, "HP", "printed", "0" * 64),
        ]
    ),
    min_size=1,
    max_size=4,
)
steps = st.lists(st.tuples(st.integers(0, 5), st.booleans(), verdicts), min_size=1, max_size=10)
"""Which entry the feed names, whether it brings it, and what it says of it."""

_examples = itertools.count()


@pytest.fixture(scope="module")
def encrypted() -> Iterator[StationStore]:
    with tempfile.TemporaryDirectory() as folder:
        station = Station(OWN, 1, "03", "Quầy 3")
        keys = FolderKeys(Path(folder) / "keys")
        store = create_station(Path(folder) / "data", keys, station=station, enrolled_at=MORNING)
        yield store
        store.close()


def entries_of(bodies: list[object], example: int) -> list[Entry]:
    """A reception and what followed, each written by another station."""
    subject = f"dossier-{example}"
    written = [reception(example % 9000), *bodies]
    return [
        Scribe(f"station-{example}-{number}").write(subject, body)  # type: ignore[arg-type]
        for number, body in enumerate(written)
    ]


@settings(max_examples=60)
@given(bodies=bodies, steps=steps, new_life=st.integers(1, 10))
def test_both_stores_make_the_same_dossier(
    encrypted: StationStore, bodies: list[object], steps: list[tuple[int, bool, Verdict]], new_life: int
) -> None:
    example = next(_examples)
    entries = entries_of(bodies, example)
    memory = MemorySyncStore(OWN)
    epoch = f"life-{example}"
    for store in (memory, encrypted.sync):
        store.restart_feed(epoch)
    no = 0
    for count, (which, brings, verdict) in enumerate(steps, start=1):
        if count == new_life:
            no, epoch = 0, f"life-{example}-again"
            for store in (memory, encrypted.sync):
                store.restart_feed(epoch)
        entry = entries[which % len(entries)]
        no += 1
        page = FeedPage([FeedItem(no, entry.id, entry if brings else None, verdict)], no, epoch)
        for store in (memory, encrypted.sync):
            store.take_page(page)
        with encrypted.database.read() as reads:
            assert reads.dossier(entry.subject) == memory.dossier(entry.subject)
