"""The dossiers of an office as its feed makes them: folded by the same functions as at every counter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from sqlalchemy import Connection, Select, bindparam, delete

from counter_app.central.bulk import insert_rows
from counter_app.central.database import to_json
from counter_app.central.listed import listed, looked_up, one_of
from counter_app.central.mapping import entry_of, verdict_now
from counter_app.central.tables import dossiers, feed
from counter_app.central.told_entries import TOLD, told_rows
from counter_app.central.told_entries import told as told_of
from counter_app.domain.dossier import FOLD_VERSION, Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId, instant_text
from counter_app.services.projection import refold
from counter_app.services.store_ports import Recorded, Verdict, VerdictState

EFFECTIVE: Final = frozenset({VerdictState.ACCEPTED, VerdictState.CONFLICT})
_LONGEST_CODE: Final = 200


@dataclass(frozen=True, slots=True)
class Told:
    """An entry that an office was told of, with its verdict now; kept under the office ``home``.

    ``place`` in the feed is where it first took effect: as long as it is held, its place moves with it.
    """

    home: str
    entry: Entry
    verdict: Verdict
    place: int


History = dict[EntryId, Told]
"""Everything that an office was told about one dossier."""


def _of_list() -> Select[Any]:
    wanted, found = looked_up(feed, "of_office", "subject", "subjects")
    return told_of(found, wanted).order_by(found.c.no)


_OF_LIST: Final = _of_list()


def _of_list_on_sqlite(connection: Connection) -> Select[Any]:
    among = one_of(connection, feed.c.subject, "subjects")
    return TOLD.where(feed.c.office == bindparam("of_office"), among).order_by(feed.c.no)


def histories(connection: Connection, office: str, subjects: Collection[str]) -> dict[str, History]:
    """What an office was told about each of these dossiers; nothing is an empty history."""
    told: dict[str, History] = {subject: {} for subject in subjects}
    settled: set[EntryId] = set()
    if not told:
        return told
    wanted = _OF_LIST if connection.dialect.name == "postgresql" else _of_list_on_sqlite(connection)
    values = {"of_office": office, "subjects": listed(connection, told)}
    for row, kept in told_rows(connection, wanted, values):
        entry = entry_of(kept)
        if entry.id not in settled:
            told[entry.subject][entry.id] = Told(row.home, entry, verdict_now(kept), row.no)
        if VerdictState(row.state) in EFFECTIVE:
            settled.add(entry.id)
    return told


def fold_told(told: Iterable[Told]) -> Dossier | None:
    """The dossier that these entries make, in the order of their places."""
    return refold([Recorded(known.entry, known.verdict, known.place, own=False) for known in told])


def dossier_of(connection: Connection, office: str, subject: str) -> Dossier | None:
    """One dossier as an office knows it."""
    return fold_told(histories(connection, office, [subject])[subject].values())


def keep_dossiers(
    connection: Connection, office: str, folded: Mapping[str, Dossier | None], known: Collection[str]
) -> None:
    """Keep what people ask for of dossiers folded anew; those ``known`` may have been kept before."""
    if known:
        forget = delete(dossiers).where(
            dossiers.c.office == bindparam("of_office"), one_of(connection, dossiers.c.dossier, "ids")
        )
        connection.execute(forget, {"of_office": office, "ids": listed(connection, known)})
    insert_rows(
        connection, dossiers, [_row(office, dossier) for dossier in folded.values() if dossier is not None]
    )


def _row(office: str, dossier: Dossier) -> tuple[object, ...]:
    try:
        due_at = dossier.due_at
    except DomainError:  # a due time that cannot be read; the entry keeps it as it was written
        due_at = None
    return (
        office,
        dossier.id,
        _text(dossier.code)[:_LONGEST_CODE],
        dossier.code_kind.value,
        to_json({"codes": list(dossier.aliases)}),
        _text(dossier.owner.full_name),
        _text(dossier.procedure.get("code", "")),
        _text(dossier.procedure.get("name", "")),
        int(dossier.status),
        dossier.cancelled,
        instant_text(dossier.received_at),
        None if due_at is None else instant_text(due_at),
        len(dossier.conflicts),
        dossier.entry_count,
        FOLD_VERSION,
    )


def _text(value: object) -> str:
    """A text that every database can keep; the entry has it as it was written."""
    return str(value).replace("\0", "")
