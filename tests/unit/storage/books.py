"""Short ways to write dossiers into a store, as the services do."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

from counter_app.domain.dossier import Dossier, fold
from counter_app.domain.entries import StatusChanged
from counter_app.domain.journal import Entry
from counter_app.domain.statuses import Status
from counter_app.services.store_ports import DossierQuery, UnitOfWork, Verdict, VerdictState
from counter_app.services.sync_ports import FeedItem, FeedPage
from counter_app.storage.open import StationStore
from tests.fixtures.dossiers import Scribe, reception

ACCEPTED = Verdict(VerdictState.ACCEPTED)


def record(store: StationStore, entries: Iterable[Entry]) -> None:
    """Append own entries and fold what they are about, in one unit of work."""
    with store.database.begin() as work:
        for entry in entries:
            work.journal.append(entry)
            told = work.journal.of_subject(entry.subject)
            dossier = fold(recorded.entry for recorded in told)
            if dossier is not None:
                work.dossiers.put(dossier, pending=len(told))


def receive(store: StationStore, scribe: Scribe, number: int = 1, **about: Any) -> str:
    """Receive a dossier at this station; returns its id."""
    subject = f"dossier-{scribe.station}-{number:04d}"
    record(store, [scribe.write(subject, reception(number, **about))])
    return subject


def fold_and_append(work: UnitOfWork, scribe: Scribe, number: int, *, note: str = "") -> str:
    """Receive a dossier in a unit of work that is open; returns its id."""
    subject = f"dossier-{scribe.station}-{number:06d}"
    entry = scribe.write(subject, replace(reception(number, name=f"Mẫu {word(number % 676)}"), note=note))
    dossier = fold([entry])
    assert dossier is not None
    work.journal.append(entry)
    work.dossiers.put(dossier, pending=1)
    return subject


def receive_many(store: StationStore, scribe: Scribe, count: int, first: int = 1) -> list[str]:
    """Receive dossiers with names, numbers and phones of their own, newest last."""
    return [
        receive(
            store,
            scribe,
            number,
            name=f"Lê Văn Mẫu {word(number)}",
            owner_number=f"09219{number:07d}",
            phone=f"0908{number:06d}",
        )
        for number in range(first, first + count)
    ]


def word(number: int) -> str:
    """A made-up given name for each number."""
    first, second = divmod(number, 26)
    return "Q" + chr(97 + first % 26) + chr(97 + second) + "o"


def found(store: StationStore, text: str = "", limit: int = 50, **query: Any) -> list[str]:
    """The ids that a search finds, in order."""
    with store.database.read() as reads:
        return [row.id for row in reads.find(DossierQuery(text=text, **query), limit=limit)]


def dossier_of(store: StationStore, subject: str) -> Dossier | None:
    """The dossier as the store knows it."""
    with store.database.read() as reads:
        return reads.dossier(subject)


def status(scribe: Scribe, subject: str, to: Status) -> Entry:
    """An entry by which a dossier comes to another status."""
    return scribe.write(subject, StatusChanged(int(to)))


def told(no: int, entry: Entry, verdict: Verdict = ACCEPTED) -> FeedItem:
    """A place of the feed that brings an entry."""
    return FeedItem(no, entry.id, entry, verdict)


def judged(no: int, entry: Entry, verdict: Verdict) -> FeedItem:
    """A place of the feed that brings a later verdict only."""
    return FeedItem(no, entry.id, None, verdict)


def page(*items: FeedItem, epoch: str = "life-1") -> FeedPage:
    """A page of the feed with these items."""
    return FeedPage(items, items[-1].no if items else 0, epoch)


def later(moment: datetime, **parts: float) -> datetime:
    """A moment after another."""
    return moment + timedelta(**parts)
