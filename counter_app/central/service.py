"""The central system's operations, each one transaction; knows nothing of HTTP but the problems' status."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from counter_app.central import auth, documents, feed, leases
from counter_app.central.alarms import raise_alarm
from counter_app.central.database import Database
from counter_app.central.enrolment import enrol
from counter_app.central.heads import high_water
from counter_app.central.journal import read_batch, take_in
from counter_app.central.life import LifeNote, current_epoch, told_so_far
from counter_app.central.limits import RateLimit
from counter_app.central.logs import event, note
from counter_app.central.metrics import Metrics
from counter_app.central.problems import ProblemError, is_database_away
from counter_app.central.returning import take_back
from counter_app.central.settings import CentralSettings
from counter_app.central.waiting import Mark
from counter_app.domain.entries import DossierReceived
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, central_station, instant_text
from counter_app.services.ports import Clock
from counter_app.services.store_ports import Verdict
from counter_app.sync.wire import (
    PROTOCOL,
    SERVICE,
    Document,
    DocumentVersions,
    EnrolAnswer,
    EnrolRequest,
    FeedAnswer,
    Health,
    PushAnswer,
    PushRequest,
    ReturnAnswer,
    ReturnRequest,
    from_wire,
    marks,
    verdict_to_wire,
)

_log = logging.getLogger(__name__)


_CALLER_KEPT: Final = 60.0
_MOST_CALLERS: Final = 10_000
_NO_ITEMS: Final = '{"items":[]'


@dataclass(frozen=True, slots=True)
class _Stored:
    """What a push that was taken in is answered with."""

    verdicts: Mapping[int, Verdict]
    high_water: Mapping[int, int]
    epoch: str
    told: int


@dataclass(frozen=True, slots=True)
class FeedLook:
    """An answer in two parts, and from where its caller may wait for news.

    ``head`` is the answer without its ``items``, which are JSON texts already.
    """

    head: FeedAnswer
    items: Sequence[str]
    station: str
    mark: Mark

    def news_for(self, after: int, known: str) -> bool:
        """Whether there is anything that a caller at ``after`` and ``known`` does not know."""
        return self.head.last != after or known not in ("", self.head.state)

    def json(self) -> bytes:
        """The whole answer as it is sent."""
        head = self.head.model_dump_json()
        assert head.startswith(_NO_ITEMS)
        return f'{{"items":[{",".join(self.items)}]{head[len(_NO_ITEMS) :]}'.encode()


class CentralService:
    """Everything that stations ask for. Safe for many threads; keeps nothing but rate limits in memory.

    ``on_stored`` is called after every push that was taken in.
    """

    def __init__(
        self, database: Database, settings: CentralSettings, clock: Clock, metrics: Metrics | None = None
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._metrics = metrics or Metrics()
        self._life = LifeNote(settings.life_file)
        self._callers: dict[str, tuple[float, auth.Caller]] = {}
        self._enrolments = RateLimit(settings.enrolments_per_minute)
        self._pushes = RateLimit(settings.pushes_per_minute)
        self._feeds = RateLimit(settings.feeds_per_minute)
        self._documents = RateLimit(settings.documents_per_minute)
        self._lending = RateLimit(settings.lease_looks_per_minute)
        self.on_stored: Callable[[], None] = lambda: None

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
        received, began = self._clock.now(), time.monotonic()
        caller = self._recent(authorization)
        note(office=caller.office, station=caller.station)
        self._pushes.count(caller.station)
        try:
            batch = read_batch(request, caller, self._settings.max_entries)

            def store(connection: Connection) -> _Stored:
                # Asked again inside the transaction: a station revoked meanwhile stores nothing more.
                caller = auth.authenticate(connection, authorization)
                epoch = self._of_this_life(connection, request.epoch)
                verdicts = take_in(connection, caller, batch, request.signature, received)
                if auth.needs_noting(caller, received):
                    auth.note_seen(connection, caller, received)
                marked = high_water(connection, caller.office, caller.station)
                return _Stored(verdicts, marked, epoch, told_so_far(connection))

            stored = self._database.change(store)
        except ProblemError as problem:
            self._alarm(caller, problem, received)
            raise
        self._life.write(stored.epoch, stored.told)
        states = (verdict.state.value for verdict in stored.verdicts.values())
        self._metrics.pushed(states, time.monotonic() - began)
        self._lend_more(caller, batch, received)
        self.on_stored()
        event(_log, "push", entries=len(batch))
        return PushAnswer(
            verdicts=[verdict_to_wire(seq, verdict) for seq, verdict in sorted(stored.verdicts.items())],
            high_water=marks(stored.high_water),
            epoch=stored.epoch,
            t1=instant_text(received),
            t2=self._time(),
        )

    def take_back(self, office: str, request: ReturnRequest, authorization: str) -> ReturnAnswer:
        """Take back what an earlier life of this database had written and a counter still has."""
        with self._database.read() as connection:
            caller = self._of_office(connection, office, authorization)
        self._pushes.count(caller.station)
        try:
            returned = [from_wire(entry) for entry in request.entries]
        except DomainError as error:
            raise ProblemError.of(422, error) from None
        try:
            with self._database.write() as connection:
                missing = take_back(connection, office, returned, self._clock.now())
                own = high_water(connection, office, central_station(office))
                epoch = current_epoch(connection)
        except ProblemError as problem:
            self._alarm(caller, problem, self._clock.now())
            raise
        self.on_stored()
        event(_log, "taken back", entries=missing)
        return ReturnAnswer(own=marks(own), epoch=epoch)

    def feed(self, office: str, after: int, authorization: str, limit: int | None = None) -> FeedAnswer:
        """A page of the office's feed, and where everything else stands."""
        return FeedAnswer.model_validate_json(self.look(office, after, authorization, limit).json())

    def look(
        self, office: str, after: int, authorization: str, limit: int | None = None, *, again: bool = False
    ) -> FeedLook:
        """One consistent view of the feed; ``limit`` 0 asks only how far things stand.

        ``again``: the caller has waited for news within the same call, which counts once.
        """
        received = self._clock.now()
        most = self._settings.feed_page_entries if limit is None else limit
        with self._database.read() as connection:
            caller = self._of_office(connection, office, authorization)
            if not again:
                self._feeds.count(caller.station)
            page_bytes = self._settings.feed_page_bytes
            page = feed.Page()
            if most:
                page = feed.page(connection, office, after, max_items=most, max_bytes=page_bytes)
            last = feed.last_no(connection, office)
            marked = high_water(connection, office, caller.station)
            own = high_water(connection, office, central_station(office))
            newest = documents.versions(connection, office, caller.station)
            published = documents.published(connection, {office}).get(office, 0)
            epoch = current_epoch(connection)
        if auth.needs_noting(caller, received):
            self._note_seen(caller, received)
        head = FeedAnswer(
            items=[],
            next_after=page.last if page.items else after,
            last=last,
            epoch=epoch,
            high_water=marks(marked),
            own=marks(own),
            documents=newest,
            state=_state(epoch, newest),
            t1=instant_text(received),
            t2=self._time(),
        )
        return FeedLook(head, page.items, caller.station, Mark(last, published, epoch))

    def marks(self, offices: Collection[str]) -> Mapping[str, Mark]:
        """How far offices are, for all who wait for news of them."""
        with self._database.read() as connection:
            numbers = feed.last_numbers(connection, offices)
            published = documents.published(connection, offices)
            epoch = current_epoch(connection)
        return {office: Mark(numbers.get(office, 0), published.get(office, 0), epoch) for office in offices}

    def document(self, office: str, name: str, authorization: str) -> Document:
        """The newest version of a document; raises 404 ``document.unknown``."""
        with self._database.read() as connection:
            caller = self._of_office(connection, office, authorization)
            self._documents.count(caller.station)
            document = documents.newest(connection, office, name, station=caller.station)
        if document is None:
            raise ProblemError(404, "document.unknown")
        return document

    @staticmethod
    def _of_this_life(connection: Connection, known: str) -> str:
        """The epoch; raises 409 ``push.new_life`` for a station that knows another one."""
        epoch = current_epoch(connection)
        if known not in ("", epoch):
            raise ProblemError(409, "push.new_life", epoch=epoch)
        return epoch

    def _recent(self, authorization: str) -> auth.Caller:
        """Whose call this is, by what was found a moment ago: enough to check a signature, not to store."""
        now = time.monotonic()
        found = self._callers.get(authorization)
        if found is None or now - found[0] > _CALLER_KEPT:
            with self._database.read() as connection:
                found = (now, auth.authenticate(connection, authorization))
            if len(self._callers) >= _MOST_CALLERS:
                self._callers.clear()
            self._callers[authorization] = found
        return found[1]

    def _of_office(self, connection: Connection, office: str, authorization: str) -> auth.Caller:
        caller = auth.authenticate(connection, authorization)
        note(office=caller.office, station=caller.station)
        auth.require_office(caller, office)
        return caller

    def _note_seen(self, caller: auth.Caller, now: datetime) -> None:
        """Note that a station was here; where nothing can be written, it is answered all the same."""
        try:
            with self._database.write() as connection:
                auth.note_seen(connection, caller, now)
        except SQLAlchemyError as error:
            if not is_database_away(error):
                raise
            _log.warning("that a station was seen could not be noted")

    def _alarm(self, caller: auth.Caller, problem: ProblemError, now: datetime) -> None:
        """Keep an alarm although the request's own transaction was taken back."""
        if not problem.alarm:
            return
        _log.warning("alarm", extra={"fields": {"code": problem.code}})
        with self._database.write() as connection:
            raise_alarm(connection, caller.office, caller.station, problem.code, now, **problem.params)

    def _lend_more(self, caller: auth.Caller, batch: Sequence[Entry], now: datetime) -> None:
        """See now and then, when codes were given, whether the station needs a second range of numbers."""
        codes_given = any(entry.kind == DossierReceived.KIND for entry in batch)
        if not (codes_given and self._lending.due(caller.station)):
            return
        with self._database.write() as connection:
            lease = leases.lend_more(connection, caller.office, caller.station, now)
        if lease is not None:
            event(_log, "second range", first=lease.overflow_first, last=lease.overflow_last)

    def _time(self) -> str:
        return instant_text(self._clock.now())


def _state(epoch: str, newest: DocumentVersions) -> str:
    """Short and opaque: another one when the epoch or any document moved."""
    return hashlib.sha256(f"{epoch}\n{newest.model_dump_json()}".encode()).hexdigest()[:12]
