"""What stored entries bring about, inside the transaction that stores them.

Storing is not judging: an entry is kept whatever the verdict. The verdicts, the codes, the central system's
own answer and the news for the offices are worked out in memory; ``finish`` writes them, many rows at once.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from sqlalchemy import ColumnElement, Connection, update

from counter_app.central import codes, feed
from counter_app.central.alarms import raise_alarm
from counter_app.central.bulk import insert_rows
from counter_app.central.heads import head_of, keep_head
from counter_app.central.judgement import ACCEPTED, OF_THE_OFFICE, SAID_AGAIN, Judged, read
from counter_app.central.life import own_incarnation
from counter_app.central.mapping import entry_row, verdict_values
from counter_app.central.office_changes import OfficeChanges
from counter_app.central.offices import lock_offices
from counter_app.central.own_chain import assignment
from counter_app.central.projection import Told, fold_told, histories, keep_dossiers
from counter_app.central.subject_states import SubjectStates
from counter_app.central.tables import entries
from counter_app.domain.entries import DossierReceived, EntrySettled
from counter_app.domain.journal import Entry, EntryId, Head, central_station
from counter_app.domain.work_calendar import VIETNAM
from counter_app.services.store_ports import Verdict, VerdictState

_AFTER_ALL: Final = 2**60
"""Where the news of this transaction stand until they are numbered: behind everything told before."""


class Intake:
    """Takes in the entries of one transaction; ``finish`` must come last.

    ``batch`` is what may come in. Locks the own office and all that may have to be told.
    """

    def __init__(
        self,
        connection: Connection,
        office: str,
        batch: Sequence[Entry],
        now: datetime,
    ) -> None:
        self._connection = connection
        self._office = office
        self._now = now
        agencies = lock_offices(connection, {office, *(name for entry in batch for name in entry.audience)})
        self._subjects = SubjectStates(connection, office, {entry.subject for entry in batch})
        more = self._subjects.concerned() - agencies.keys()
        others = lock_offices(connection, more) if more else {}
        self._offices = frozenset({*agencies, *others})
        self._changes = OfficeChanges(connection, office, now)
        self._readings = {entry.id: read(entry) for entry in batch}
        self._codes = codes.CodeBook(connection, office, agencies.get(office, ""))
        events = (reading.event for reading in self._readings.values())
        self._codes.look_up(event.code for event in events if isinstance(event, DossierReceived))
        self._audiences: dict[tuple[str, tuple[str, ...]], frozenset[str]] = {}
        self._news: list[feed.News] = []
        self._rows: list[Sequence[object]] = []
        self._own_head: Head | None = None
        self.verdicts: dict[EntryId, Verdict] = {}
        """The verdicts that were given or changed."""

    def take(self, entry: Entry) -> None:
        """Take in a new entry with its verdict, and do what follows from it."""
        judged = self._judge(entry)
        self._store(entry, judged)
        self._after_reception(entry, judged)

    def take_back(self, entry: Entry, code: str) -> None:
        """Take in an entry of the own chain again, which had given its dossier this code."""
        self._codes.claim(code, entry.subject)
        self.take(entry)

    def complete(self, entry: Entry) -> None:
        """Give a stored entry the body that it was sent without."""
        judged = self._judge(entry)
        self._update(self._office, entry.id, {"body": entry.body, **verdict_values(judged.verdict)})
        self._publish(self._office, entry, judged, with_entry=True)
        self._after_reception(entry, judged)

    def finish(self) -> None:
        """Write it all, tell the offices and fold what changed for each of them."""
        self._codes.flush()
        insert_rows(self._connection, entries, self._rows)
        if self._own_head is not None:
            keep_head(self._connection, self._office, self._own_head)
        self._keep_dossiers()
        self._changes.publish()
        # Last of all: whoever reads a number has every smaller one before him.
        feed.tell(self._connection, self._news)
        self._keep_dossiers_elsewhere()

    # --- steps -----------------------------------------------------------------------------------

    def _judge(self, entry: Entry) -> Judged:
        state = self._subjects[entry.subject]
        if state.said_before(entry):
            return Judged(SAID_AGAIN)
        judged = state.judge(entry, self._readings[entry.id])
        if judged.event is OF_THE_OFFICE and judged.verdict is ACCEPTED:
            return replace(judged, verdict=self._changes.take(entry))
        if isinstance(judged.event, EntrySettled) and self._changes.concern(entry.subject):
            return Judged(ACCEPTED, judged.event)
        if not isinstance(judged.event, DossierReceived):
            return judged
        fault = self._codes.register(entry, judged.event)
        if not fault:
            return judged
        self._alarm(entry, fault)
        return replace(judged, verdict=Verdict(VerdictState.CONFLICT, fault, {"code": judged.event.code}))

    def _after_reception(self, entry: Entry, judged: Judged) -> None:
        if not isinstance(judged.event, DossierReceived):
            return
        self._release_held(entry.subject)
        dossier = self._subjects[entry.subject].dossier
        if dossier is not None and (dossier.provisional or judged.verdict.code == codes.TAKEN):
            self._assign_code(entry)

    def _release_held(self, subject: str) -> None:
        """Judge again what waited for the reception."""
        state = self._subjects[subject]
        for waiting in state.held():
            judged = state.judge(waiting.entry)
            if judged.verdict.state is VerdictState.HELD:
                continue
            self._change_verdict(waiting, judged.verdict)
            self._publish(waiting.home, waiting.entry, judged, with_entry=False)

    def _assign_code(self, reception: Entry) -> None:
        """Give the dossier an official code, as an entry of the central system's own chain."""
        incarnation = own_incarnation(self._connection)
        code = self._codes.assign(_day_of(reception), reception.subject, incarnation)
        if code is None:
            self._alarm(reception, "no_number_left")
            return
        if self._own_head is None:
            own = central_station(self._office)
            self._own_head = head_of(self._connection, self._office, own, incarnation)
        entry = assignment(self._connection, self._own_head, reception, code, self._now)
        self._own_head = Head.after(entry)
        self._store(entry, replace(self._subjects[entry.subject].judge(entry), verdict=ACCEPTED))

    # --- rows ------------------------------------------------------------------------------------

    def _store(self, entry: Entry, judged: Judged) -> None:
        self._rows.append(entry_row(self._office, entry, judged.verdict, self._now))
        self._publish(self._office, entry, judged, with_entry=True)

    def _change_verdict(self, waiting: Told, verdict: Verdict) -> None:
        self._update(waiting.home, waiting.entry.id, verdict_values(verdict))

    def _update(self, home: str, entry_id: EntryId, values: dict[str, object]) -> None:
        if self._rows:  # it may be one of those that wait to be written
            insert_rows(self._connection, entries, self._rows)
            self._rows = []
        self._connection.execute(update(entries).where(*_key(home, entry_id)).values(**values))

    def _publish(self, home: str, entry: Entry, judged: Judged, *, with_entry: bool) -> None:
        entry_id, verdict = entry.id, judged.verdict
        told_offices = self._audiences.get((home, entry.audience))
        if told_offices is None:
            told_offices = (self._offices & frozenset(entry.audience)) | {home, self._office}
            self._audiences[home, entry.audience] = told_offices
        self._news.append(feed.News(told_offices, home, entry_id, entry.subject, with_entry, verdict))
        told = Told(home, entry, verdict, _AFTER_ALL + len(self._news))
        self._subjects[entry.subject].tell(entry_id, told, judged)
        self.verdicts[entry_id] = verdict

    def _keep_dossiers(self) -> None:
        touched = {item.subject: self._subjects[item.subject] for item in self._news}
        known = [subject for subject, state in touched.items() if state.known]
        folded = {subject: state.whole() for subject, state in touched.items()}
        keep_dossiers(self._connection, self._office, folded, known)

    def _keep_dossiers_elsewhere(self) -> None:
        """Other offices may have been told other things about a dossier: theirs are folded from the feed."""
        for office in sorted(frozenset[str]().union(*(item.offices for item in self._news)) - {self._office}):
            subjects = {item.subject for item in self._news if office in item.offices}
            read = histories(self._connection, office, subjects)
            folded = {subject: fold_told(history.values()) for subject, history in read.items()}
            keep_dossiers(self._connection, office, folded, subjects)

    def _alarm(self, entry: Entry, alarm: str) -> None:
        raise_alarm(self._connection, self._office, entry.station, alarm, self._now, seq=entry.seq)


def _key(home: str, entry_id: EntryId) -> Sequence[ColumnElement[bool]]:
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
