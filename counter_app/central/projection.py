"""The dossiers of an office as its feed makes them: folded by the same functions as at every counter."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import Connection, and_, bindparam, delete, select

from counter_app.central.database import to_json
from counter_app.central.mapping import HEADER_COLUMNS, entry_of, verdict_of
from counter_app.central.tables import dossiers, entries, feed
from counter_app.domain.dossier import FOLD_VERSION, Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId, instant_text
from counter_app.services.projection import UNREADABLE, refold
from counter_app.services.store_ports import Recorded, Verdict, VerdictState

EFFECTIVE: Final = frozenset({VerdictState.ACCEPTED, VerdictState.CONFLICT})


@dataclass(frozen=True, slots=True)
class Told:
    """An entry that an office was told of, with its verdict now; kept under the office ``home``.

    ``place`` in the feed is where it first took effect: as long as it is held, its place moves with it.
    """

    home: str
    entry: Entry
    verdict: Verdict
    place: int


_HISTORY: Final = (
    select(
        *HEADER_COLUMNS,
        entries.c.state,
        entries.c.code,
        entries.c.params,
        feed.c.no,
        feed.c.home,
        feed.c.state.label("told"),
    )
    .join_from(
        feed,
        entries,
        and_(
            entries.c.office == feed.c.home,
            entries.c.station == feed.c.station,
            entries.c.incarnation == feed.c.incarnation,
            entries.c.seq == feed.c.seq,
        ),
    )
    .where(feed.c.office == bindparam("of_office"), feed.c.subject == bindparam("of_subject"))
    .order_by(feed.c.no)
)


def history(connection: Connection, office: str, subject: str) -> dict[EntryId, Told]:
    """The entries about ``subject`` that an office was told of."""
    rows = connection.execute(_HISTORY, {"of_office": office, "of_subject": subject})
    told: dict[EntryId, Told] = {}
    settled: set[EntryId] = set()
    for row in rows:
        entry = entry_of(row)
        if entry.id not in settled:
            told[entry.id] = Told(row.home, entry, verdict_of(row), row.no)
        if VerdictState(row.told) in EFFECTIVE:
            settled.add(entry.id)
    return told


def fold_told(told: Iterable[Told]) -> Dossier | None:
    """The dossier that these entries make, in the order of their places; unreadable ones are left out."""
    return refold(
        [
            Recorded(known.entry, known.verdict, known.place, own=False)
            for known in told
            if known.verdict.code != UNREADABLE
        ]
    )


def fold_settled(told: Mapping[EntryId, Told]) -> Dossier | None:
    """The dossier without what is held: what a new entry is judged by."""
    return fold_told(known for known in told.values() if known.verdict.state is not VerdictState.HELD)


def dossier_of(connection: Connection, office: str, subject: str) -> Dossier | None:
    """One dossier as an office knows it."""
    return fold_told(history(connection, office, subject).values())


_FORGET: Final = delete(dossiers).where(
    dossiers.c.office == bindparam("of_office"), dossiers.c.dossier == bindparam("of_dossier")
)


def project(
    connection: Connection, office: str, subject: str, told: Mapping[EntryId, Told] | None = None
) -> None:
    """Fold a dossier anew and keep what people ask for; ``told`` is its history, if that is at hand."""
    known = history(connection, office, subject) if told is None else told
    dossier = fold_told(known.values())
    connection.execute(_FORGET, {"of_office": office, "of_dossier": subject})
    if dossier is None:
        return
    try:
        due_at = dossier.due_at
    except DomainError:  # a due time that cannot be read; the entry keeps it as it was written
        due_at = None
    connection.execute(
        dossiers.insert(),
        {
            "office": office,
            "dossier": subject,
            "code": dossier.code,
            "code_kind": dossier.code_kind.value,
            "aliases": to_json({"codes": list(dossier.aliases)}),
            "owner_name": dossier.owner.full_name,
            "procedure_code": str(dossier.procedure.get("code", "")),
            "procedure_name": str(dossier.procedure.get("name", "")),
            "status": int(dossier.status),
            "cancelled": dossier.cancelled,
            "received_at": instant_text(dossier.received_at),
            "due_at": None if due_at is None else instant_text(due_at),
            "conflicts": len(dossier.conflicts),
            "entry_count": dossier.entry_count,
            "fold_version": FOLD_VERSION,
        },
    )
