"""The dossiers of an office as its feed makes them: folded by the same functions as at every counter."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, and_, delete, select

from counter_app.central.database import to_json
from counter_app.central.judgement import UNREADABLE
from counter_app.central.mapping import HEADER_COLUMNS, entry_of, verdict_of
from counter_app.central.tables import dossiers, entries, feed
from counter_app.domain.dossier import FOLD_VERSION, Dossier, fold
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, instant_text
from counter_app.services.store_ports import Verdict, VerdictState


def history(connection: Connection, office: str, subject: str) -> Sequence[tuple[Entry, Verdict]]:
    """The entries about ``subject`` that an office was told of, in feed order, with their verdicts now."""
    rows = connection.execute(
        select(*HEADER_COLUMNS, entries.c.state, entries.c.code, entries.c.params, feed.c.no)
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
        .where(feed.c.office == office, feed.c.subject == subject, feed.c.with_entry)
        .order_by(feed.c.no)
    )
    # An entry whose body came later is in the feed twice; it keeps its first place.
    told: dict[object, tuple[Entry, Verdict]] = {}
    for row in rows:
        entry = entry_of(row)
        told.setdefault(entry.id, (entry, verdict_of(row)))
    return list(told.values())


def fold_history(told: Iterable[tuple[Entry, Verdict]]) -> Dossier | None:
    """The dossier that these entries make; refused and unreadable ones do not count."""
    return fold(
        entry
        for entry, verdict in told
        if verdict.state is not VerdictState.REFUSED and verdict.code != UNREADABLE
    )


def dossier_of(connection: Connection, office: str, subject: str) -> Dossier | None:
    """One dossier as an office knows it."""
    return fold_history(history(connection, office, subject))


def project(connection: Connection, office: str, subject: str) -> None:
    """Fold a dossier anew and keep what people ask for."""
    dossier = dossier_of(connection, office, subject)
    connection.execute(delete(dossiers).where(dossiers.c.office == office, dossiers.c.dossier == subject))
    if dossier is None:
        return
    try:
        due_at = dossier.due_at
    except DomainError:  # a due time that cannot be read; the entry keeps it as it was written
        due_at = None
    connection.execute(
        dossiers.insert().values(
            office=office,
            dossier=subject,
            code=dossier.code,
            code_kind=dossier.code_kind.value,
            aliases=to_json({"codes": list(dossier.aliases)}),
            owner_name=dossier.owner.full_name,
            procedure_code=str(dossier.procedure.get("code", "")),
            procedure_name=str(dossier.procedure.get("name", "")),
            status=int(dossier.status),
            cancelled=dossier.cancelled,
            received_at=instant_text(dossier.received_at),
            due_at=None if due_at is None else instant_text(due_at),
            conflicts=len(dossier.conflicts),
            entry_count=dossier.entry_count,
            fold_version=FOLD_VERSION,
        )
    )
