"""What a stored entry brings about, inside the transaction that stores it.

Storing is not judging: an entry is kept whatever the verdict. The verdict, the codes, the central system's
own answer and the news for the offices are worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Connection, Row, select, update

from counter_app.central import codes, feed
from counter_app.central.alarms import raise_alarm
from counter_app.central.judgement import UNREADABLE, judge, reception_of
from counter_app.central.life import own_incarnation
from counter_app.central.mapping import entry_values, verdict_values
from counter_app.central.projection import fold_history, history, project
from counter_app.central.tables import chains, entries, offices
from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import CodeAssigned, DossierReceived
from counter_app.domain.journal import Basis, Entry, EntryDraft, EntryId, Head, chain, encode_body
from counter_app.domain.work_calendar import VIETNAM
from counter_app.services.store_ports import Verdict, VerdictState

CENTRAL_ACTOR: Final = "central"


def central_station(office: str) -> str:
    """The station id under which the central system writes its own entries about an office's dossiers."""
    return f"central-{office}"


class Intake:
    """Takes in the entries of one transaction; ``finish`` must come last."""

    def __init__(self, connection: Connection, office: str, now: datetime) -> None:
        self._connection = connection
        self._office = office
        self._now = now
        self._known_offices = frozenset(connection.scalars(select(offices.c.office)))
        self._agency = connection.scalar(select(offices.c.agency).where(offices.c.office == office)) or ""
        self._news: list[feed.News] = []
        self._histories: dict[str, list[tuple[Entry, Verdict]]] = {}

    def take(self, entry: Entry) -> Verdict:
        """Store a new entry with its verdict, and do what follows from it."""
        told = self._history(entry.subject)
        verdict, event = self._judge(fold_history(told), entry)
        self._store(entry, verdict)
        told.append((entry, verdict))
        self._after_reception(entry, event, verdict)
        return verdict

    def complete(self, entry: Entry) -> Verdict:
        """Give a stored entry the body that it was sent without."""
        told = self._history(entry.subject)
        place = next(index for index, (known, _) in enumerate(told) if known.id == entry.id)
        verdict, event = self._judge(fold_history(told[:place] + told[place + 1 :]), entry)
        self._connection.execute(
            update(entries).where(*self._row(entry.id)).values(body=entry.body, **verdict_values(verdict))
        )
        told[place] = (entry, verdict)
        self._publish(entry, verdict, with_entry=True)
        self._after_reception(entry, event, verdict)
        return verdict

    def finish(self) -> None:
        """Tell the offices and fold what changed for each of them."""
        feed.tell(self._connection, self._office, self._news)
        touched = {(office, item.subject) for item in self._news for office in item.offices}
        for office, subject in sorted(touched):
            project(self._connection, office, subject)

    # --- steps -----------------------------------------------------------------------------------

    def _judge(self, dossier: Dossier | None, entry: Entry) -> tuple[Verdict, DossierReceived | None]:
        verdict = judge(dossier, entry)
        event = None if verdict.code == UNREADABLE else reception_of(entry)
        if event is None:
            return verdict, None
        fault = codes.register(self._connection, self._office, self._agency, entry, event)
        if fault:
            verdict = Verdict(VerdictState.CONFLICT, fault, {"code": event.code})
            raise_alarm(
                self._connection,
                self._office,
                entry.station,
                fault,
                self._now,
                seq=entry.seq,
                code=event.code,
            )
        return verdict, event

    def _after_reception(self, entry: Entry, event: DossierReceived | None, verdict: Verdict) -> None:
        if event is None:
            return
        self._release_held(entry.subject)
        dossier = fold_history(self._history(entry.subject))
        if dossier is not None and (dossier.provisional or verdict.code == codes.TAKEN):
            self._assign_code(entry)

    def _release_held(self, subject: str) -> None:
        """Judge again what waited for the reception."""
        told = self._history(subject)
        waiting = [entry for entry, verdict in told if verdict.state is VerdictState.HELD]
        for entry in waiting:
            others = [(known, verdict) for known, verdict in told if known.id != entry.id]
            settled = [item for item in others if item[1].state is not VerdictState.HELD]
            verdict = judge(fold_history(settled), entry)
            if verdict.state is VerdictState.HELD:
                continue
            place = next(index for index, (known, _) in enumerate(told) if known.id == entry.id)
            told[place] = (entry, verdict)
            self._connection.execute(
                update(entries).where(*self._row(entry.id)).values(**verdict_values(verdict))
            )
            self._publish(entry, verdict, with_entry=False)

    def _assign_code(self, reception: Entry) -> None:
        """Give the dossier an official code, as an entry of the central system's own chain."""
        incarnation = own_incarnation(self._connection)
        day = reception.occurred_at.astimezone(VIETNAM).date()
        code = codes.assign(self._connection, self._office, self._agency, day, reception.subject, incarnation)
        if code is None:
            raise_alarm(
                self._connection,
                self._office,
                reception.station,
                "no_number_left",
                self._now,
                seq=reception.seq,
            )
            return
        draft = EntryDraft(
            kind=CodeAssigned.KIND,
            kind_version=CodeAssigned.VERSION,
            subject=reception.subject,
            audience=reception.audience,
            actor=CENTRAL_ACTOR,
            occurred_at=self._now,
            basis=Basis.CENTRAL,
            body=encode_body(CodeAssigned(code).to_body()),
        )
        head = head_of(self._connection, self._office, central_station(self._office), incarnation)
        entry = chain(head, draft, self._now, 0)
        keep_head(self._connection, self._office, Head.after(entry))
        verdict = Verdict(VerdictState.ACCEPTED)
        self._store(entry, verdict)
        self._history(entry.subject).append((entry, verdict))

    # --- rows ------------------------------------------------------------------------------------

    def _store(self, entry: Entry, verdict: Verdict) -> None:
        self._connection.execute(
            entries.insert().values(**entry_values(self._office, entry, verdict, self._now))
        )
        self._publish(entry, verdict, with_entry=True)

    def _publish(self, entry: Entry, verdict: Verdict, *, with_entry: bool) -> None:
        audience = (self._known_offices & set(entry.audience)) | {self._office}
        self._news.append(feed.News(audience, entry.id, entry.subject, with_entry, verdict))

    def _alarm(self, entry: Entry, alarm: str) -> None:
        raise_alarm(self._connection, self._office, entry.station, alarm, self._now, seq=entry.seq)

    def _history(self, subject: str) -> list[tuple[Entry, Verdict]]:
        if subject not in self._histories:
            self._histories[subject] = list(history(self._connection, self._office, subject))
        return self._histories[subject]

    def _row(self, entry_id: EntryId) -> Sequence[Any]:
        return (
            entries.c.office == self._office,
            entries.c.station == entry_id.station,
            entries.c.incarnation == entry_id.incarnation,
            entries.c.seq == entry_id.seq,
        )


def _day_of(entry: Entry) -> date:
    """The day in Vietnam on which it happened; at the end of time, the day in UTC."""
    try:
        return entry.occurred_at.astimezone(VIETNAM).date()
    except OverflowError:
        return entry.occurred_at.date()


def head_of(connection: Connection, office: str, station: str, incarnation: int) -> Head:
    """The end of a chain as it is stored here; its row is locked until the transaction ends."""
    row: Row[Any] | None = connection.execute(
        select(chains)
        .where(chains.c.office == office, chains.c.station == station)
        .where(chains.c.incarnation == incarnation)
        .with_for_update()
    ).first()
    start = Head.start(station, incarnation)
    return start if row is None else replace(start, seq=row.seq, hash=row.hash)


def keep_head(connection: Connection, office: str, head: Head) -> None:
    """Move the end of a chain."""
    key = {"office": office, "station": head.station, "incarnation": head.incarnation}
    changed = connection.execute(
        update(chains)
        .where(*(chains.c[name] == value for name, value in key.items()))
        .values(seq=head.seq, hash=head.hash)
    )
    if changed.rowcount == 0:
        connection.execute(chains.insert().values(**key, seq=head.seq, hash=head.hash))
