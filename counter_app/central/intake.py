"""What a stored entry brings about, inside the transaction that stores it.

Storing is not judging: an entry is kept whatever the verdict. The verdict, the codes, the central system's
own answer and the news for the offices are worked out here.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, select, update

from counter_app.central import codes, feed
from counter_app.central.alarms import raise_alarm
from counter_app.central.heads import head_of, keep_head
from counter_app.central.judgement import ACCEPTED, judge, reception_of
from counter_app.central.life import own_incarnation
from counter_app.central.mapping import entry_values, verdict_values
from counter_app.central.projection import Told, fold_settled, history, project
from counter_app.central.tables import entries, offices
from counter_app.domain.entries import CodeAssigned, DossierReceived
from counter_app.domain.journal import Basis, Entry, EntryDraft, EntryId, Head, chain, encode_body
from counter_app.domain.work_calendar import VIETNAM
from counter_app.services.projection import UNREADABLE
from counter_app.services.store_ports import Verdict, VerdictState

CENTRAL_ACTOR: Final = "central"
_AFTER_ALL: Final = 2**60
"""Where the news of this transaction stand until they are numbered: behind everything told before."""


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
        self._histories: dict[str, dict[EntryId, Told]] = {}

    def take(self, entry: Entry) -> None:
        """Store a new entry with its verdict, and do what follows from it."""
        verdict, event = self._judge(entry)
        self._store(entry, verdict)
        self._after_reception(entry, event, verdict)

    def complete(self, entry: Entry) -> None:
        """Give a stored entry the body that it was sent without."""
        verdict, event = self._judge(entry)
        self._update(self._office, entry.id, {"body": entry.body, **verdict_values(verdict)})
        self._publish(self._office, entry, verdict, with_entry=True)
        self._after_reception(entry, event, verdict)

    def finish(self) -> None:
        """Tell the offices and fold what changed for each of them."""
        feed.tell(self._connection, self._news)
        touched = {(office, item.subject) for item in self._news for office in item.offices}
        for office, subject in sorted(touched):
            told = self._histories[subject] if office == self._office else None
            project(self._connection, office, subject, told)

    # --- steps -----------------------------------------------------------------------------------

    def _judge(self, entry: Entry) -> tuple[Verdict, DossierReceived | None]:
        verdict = judge(fold_settled(self._history(entry.subject)), entry)
        event = None if verdict.code == UNREADABLE else reception_of(entry)
        if event is None:
            return verdict, None
        fault = codes.register(self._connection, self._office, self._agency, entry, event)
        if fault:
            verdict = Verdict(VerdictState.CONFLICT, fault, {"code": event.code})
            self._alarm(entry, fault)
        return verdict, event

    def _after_reception(self, entry: Entry, event: DossierReceived | None, verdict: Verdict) -> None:
        if event is None:
            return
        self._release_held(entry.subject)
        dossier = fold_settled(self._history(entry.subject))
        if dossier is not None and (dossier.provisional or verdict.code == codes.TAKEN):
            self._assign_code(entry)

    def _release_held(self, subject: str) -> None:
        """Judge again what waited for the reception."""
        told = self._history(subject)
        for waiting in [known for known in told.values() if known.verdict.state is VerdictState.HELD]:
            verdict = judge(fold_settled(told), waiting.entry)
            if verdict.state is VerdictState.HELD:
                continue
            self._update(waiting.home, waiting.entry.id, verdict_values(verdict))
            self._publish(waiting.home, waiting.entry, verdict, with_entry=False)

    def _assign_code(self, reception: Entry) -> None:
        """Give the dossier an official code, as an entry of the central system's own chain."""
        incarnation = own_incarnation(self._connection)
        code = codes.assign(
            self._connection, self._office, self._agency, _day_of(reception), reception.subject, incarnation
        )
        if code is None:
            self._alarm(reception, "no_number_left")
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
        self._store(entry, ACCEPTED)

    # --- rows ------------------------------------------------------------------------------------

    def _store(self, entry: Entry, verdict: Verdict) -> None:
        self._connection.execute(entries.insert(), entry_values(self._office, entry, verdict, self._now))
        self._publish(self._office, entry, verdict, with_entry=True)

    def _update(self, home: str, entry_id: EntryId, values: dict[str, object]) -> None:
        self._connection.execute(update(entries).where(*_row(home, entry_id)).values(**values))

    def _publish(self, home: str, entry: Entry, verdict: Verdict, *, with_entry: bool) -> None:
        audience = (self._known_offices & set(entry.audience)) | {home, self._office}
        self._news.append(feed.News(audience, home, entry.id, entry.subject, with_entry, verdict))
        self._history(entry.subject)[entry.id] = Told(home, entry, verdict, _AFTER_ALL + len(self._news))

    def _alarm(self, entry: Entry, alarm: str) -> None:
        raise_alarm(self._connection, self._office, entry.station, alarm, self._now, seq=entry.seq)

    def _history(self, subject: str) -> dict[EntryId, Told]:
        if subject not in self._histories:
            self._histories[subject] = history(self._connection, self._office, subject)
        return self._histories[subject]


def _row(home: str, entry_id: EntryId) -> Sequence[ColumnElement[bool]]:
    return (
        entries.c.office == home,
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
