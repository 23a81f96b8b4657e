"""The central system's operations, each one transaction; knows nothing of HTTP but the problems' status."""

from __future__ import annotations

import logging
from datetime import datetime

from sqlalchemy import Connection

from counter_app.central import auth, documents, feed
from counter_app.central.alarms import raise_alarm
from counter_app.central.database import Database
from counter_app.central.enrolment import enrol
from counter_app.central.heads import high_water
from counter_app.central.journal import read_batch, take_in
from counter_app.central.life import LifeNote, current_epoch, told_so_far
from counter_app.central.limits import RateLimit
from counter_app.central.logs import event
from counter_app.central.problems import ProblemError
from counter_app.central.settings import CentralSettings
from counter_app.domain.journal import instant_text
from counter_app.services.ports import Clock
from counter_app.sync.wire import (
    PROTOCOL,
    SERVICE,
    Document,
    EnrolAnswer,
    EnrolRequest,
    FeedAnswer,
    Health,
    PushAnswer,
    PushRequest,
    marks,
    verdict_to_wire,
)

_log = logging.getLogger(__name__)


class CentralService:
    """Everything that stations ask for. Safe for many threads; keeps nothing but rate limits in memory."""

    def __init__(self, database: Database, settings: CentralSettings, clock: Clock) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._life = LifeNote(settings.life_file)
        self._enrolments = RateLimit(settings.enrolments_per_minute)
        self._pushes = RateLimit(settings.pushes_per_minute)

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def health(self) -> Health:
        """That the database answers."""
        with self._database.read() as connection:
            epoch = current_epoch(connection)
        return Health(service=SERVICE, protocol=PROTOCOL, epoch=epoch, time=self._time())

    def enrol(self, request: EnrolRequest, caller: str) -> EnrolAnswer:
        """Enrol a station; guessing codes is slowed down per caller's address."""
        self._enrolments.count(caller)
        with self._database.write() as connection:
            answer = enrol(connection, request, self._clock.now())
        event(_log, "enrolled", office=answer.office, station=answer.station)
        return answer

    def push(self, request: PushRequest, authorization: str) -> PushAnswer:
        """Take in a batch; the answer is given once everything in it is durable."""
        received = self._clock.now()
        with self._database.read() as connection:
            caller = auth.authenticate(connection, authorization)
        self._pushes.count(caller.station)
        try:
            batch = read_batch(request, caller, self._settings.max_entries)
            with self._database.write() as connection:
                # Asked again inside the transaction: a station revoked meanwhile stores nothing more.
                caller = auth.authenticate(connection, authorization)
                verdicts = take_in(connection, caller, batch, request.signature, received)
                auth.note_seen(connection, caller, received)
                marked = high_water(connection, caller.office, caller.station)
                epoch, told = current_epoch(connection), told_so_far(connection)
        except ProblemError as problem:
            self._alarm(caller, problem, received)
            raise
        self._life.write(epoch, told)
        event(_log, "push", office=caller.office, station=caller.station, entries=len(batch))
        return PushAnswer(
            verdicts=[verdict_to_wire(seq, verdict) for seq, verdict in sorted(verdicts.items())],
            high_water=marks(marked),
            epoch=epoch,
            t1=instant_text(received),
            t2=self._time(),
        )

    def feed(self, office: str, after: int, authorization: str) -> FeedAnswer:
        """A page of the office's feed, and where everything else stands; one consistent view."""
        received = self._clock.now()
        with self._database.read() as connection:
            caller = self._of_office(connection, office, authorization)
            items = feed.page(
                connection,
                office,
                after,
                max_items=self._settings.feed_page_entries,
                max_bytes=self._settings.feed_page_bytes,
            )
            last = feed.last_no(connection, office)
            marked = high_water(connection, office, caller.station)
            newest = documents.versions(connection, office, caller.station)
            epoch = current_epoch(connection)
        if auth.needs_noting(caller, received):
            with self._database.write() as connection:
                auth.note_seen(connection, caller, received)
        return FeedAnswer(
            items=items,
            next_after=items[-1].no if items else after,
            last=last,
            epoch=epoch,
            high_water=marks(marked),
            documents=newest,
            t1=instant_text(received),
            t2=self._time(),
        )

    def document(self, office: str, name: str, authorization: str) -> Document:
        """The newest version of a document; raises 404 ``document.unknown``."""
        with self._database.read() as connection:
            caller = self._of_office(connection, office, authorization)
            document = documents.newest(connection, office, name, station=caller.station)
        if document is None:
            raise ProblemError(404, "document.unknown")
        return document

    def _of_office(self, connection: Connection, office: str, authorization: str) -> auth.Caller:
        caller = auth.authenticate(connection, authorization)
        auth.require_office(caller, office)
        return caller

    def _alarm(self, caller: auth.Caller, problem: ProblemError, now: datetime) -> None:
        """Keep an alarm although the request's own transaction was taken back."""
        if not problem.alarm:
            return
        _log.warning("alarm", extra={"fields": {"station": caller.station, "code": problem.code}})
        with self._database.write() as connection:
            raise_alarm(connection, caller.office, caller.station, problem.code, now, **problem.params)

    def _time(self) -> str:
        return instant_text(self._clock.now())
