"""Planted faults: each puts a bug into one real component, to see that the checks find it.

A plant is a subclass of the real part. It knows nothing of the checks, nor they of it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from sqlalchemy import Connection, text

from counter_app.central.service import CentralService
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, EntryId, Head
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.services.sync_ports import Backlog, FeedPage
from counter_app.storage.open_work import OpenWork
from counter_app.sync.link import UNREACHED, LinkError, Pushed, Trouble
from counter_app.sync.steps import SyncSteps
from counter_app.sync.transport import HttpLink
from counter_app.sync.wire import FeedAnswer, PushAnswer, PushRequest
from tests.simulation.centre import CrashingCentralDatabase
from tests.simulation.disk import CrashingDatabase, NamedStore, PowerCut
from tests.simulation.station import StationParts
from tests.simulation.world import Parts


@dataclass(frozen=True, slots=True)
class Plant:
    """``what`` is the bug, ``parts`` makes a world with it."""

    name: str
    what: str
    parts: Callable[[], Parts]


def _station(**classes: type) -> Callable[[], Parts]:
    return lambda: Parts(station=StationParts(**classes))


# --- at the central system -------------------------------------------------------------------------

_TELL_AGAIN: Final = text(
    "INSERT INTO feed SELECT office, (SELECT max(no) FROM feed AS f WHERE f.office = feed.office)"
    " + row_number() OVER (PARTITION BY office ORDER BY no), home, station, incarnation, seq, subject,"
    " with_entry, state, code, params FROM feed WHERE station = :station AND incarnation = :incarnation"
    " AND seq BETWEEN :first AND :last AND with_entry"
)
_COUNT_ON: Final = text(
    "UPDATE feed_counters SET last_no = (SELECT max(no) FROM feed WHERE feed.office = feed_counters.office)"
)


class WithoutDedupe(CentralService):
    """Takes in what is there already once more: the offices are told again."""

    def push(self, request: PushRequest, authorization: str) -> PushAnswer:
        """As the real one, and what was known before takes effect again."""
        place = {
            "station": request.station,
            "incarnation": request.incarnation,
            "first": request.first,
            "last": request.first + len(request.entries) - 1,
        }
        known = text(
            "SELECT count(*) FROM entries WHERE station = :station AND incarnation = :incarnation"
            " AND seq BETWEEN :first AND :last"
        )
        with self._database.read() as connection:
            again = bool(connection.scalar(known, place))
        answer = super().push(request, authorization)
        if again:
            with self._database.write() as connection:
                connection.execute(_TELL_AGAIN, place)
                connection.execute(_COUNT_ON)
        return answer


class NaiveFeed(CentralService):
    """Feed numbers come from a sequence and are taken when a transaction begins, not when it commits.

    Transactions overlap: as long as one with smaller numbers is open, its rows cannot be seen, and a reader
    who asks for numbers above his cursor passes them by. Here a push's rows become visible a while after
    they were numbered; the length of each transaction follows from its content.
    """

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._open: dict[tuple[str, int], datetime] = {}
        """When the transaction commits that took a number of an office's feed."""

    def push(self, request: PushRequest, authorization: str) -> PushAnswer:
        """As the real one, numbered early."""
        before = self._numbers()
        answer = super().push(request, authorization)
        lasts = (request.signature.encode()[0] % 4) * _SECOND
        for office, last in self._numbers().items():
            for no in range(before.get(office, 0) + 1, last + 1):
                self._open[office, no] = self._clock.now() + lasts
        return answer

    def feed(self, office: str, after: int, authorization: str, limit: int | None = None) -> FeedAnswer:
        """The numbers above the cursor that are committed by now."""
        answer = super().feed(office, after, authorization, limit)
        now = self._clock.now()
        seen = [item for item in answer.items if self._open.get((office, item.no), now) <= now]
        return answer.model_copy(update={"items": seen, "next_after": seen[-1].no if seen else after})

    def _numbers(self) -> dict[str, int]:
        with self._database.read() as connection:
            rows = connection.execute(text("SELECT office, max(no) FROM feed GROUP BY office"))
            return {row[0]: row[1] for row in rows}


_SECOND: Final = timedelta(seconds=1)


class AnswersBeforeCommit(CrashingCentralDatabase):
    """The answer goes out before the commit; when the power is cut between them, the commit never comes."""

    def before_commit(self, connection: Connection) -> None:
        """Nothing of the transaction stays, and the caller hears that all is well."""
        transaction = connection.get_transaction()
        assert transaction is not None
        transaction.rollback()


# --- at the station --------------------------------------------------------------------------------


class SaysSavedTooEarly(CrashingDatabase):
    """The screen says "saved" before the commit, and nobody looks at how the commit ended."""

    @contextmanager
    def begin(self) -> Iterator[OpenWork]:
        """A transaction whose end is not waited for."""
        worked = False
        try:
            with super().begin() as work:
                yield work
                worked = True
        except DomainError:
            if not worked:
                raise


class CursorBeforePage(NamedStore):
    """The feed's cursor is committed on its own, then the page: a crash between them loses the page."""

    def take_page(self, page: FeedPage) -> frozenset[str]:
        """Two transactions instead of one."""
        try:
            return super().take_page(page)
        except (PowerCut, DomainError) as error:
            if not isinstance(error, DomainError) or error.code.startswith("storage."):
                self._cursor_only(page)
            raise

    def _cursor_only(self, page: FeedPage) -> None:
        calm, self.database.calm = self.database.calm, True
        super().take_page(FeedPage((), page.next_after, page.epoch))
        self.database.calm = calm


class VerdictsOfOthers(NamedStore):
    """An answer to some entries is taken for an answer to all that wait."""

    def record_verdicts(self, verdicts: Mapping[EntryId, Verdict]) -> frozenset[str]:
        """Everything that waits is marked accepted."""
        waiting = self.next_batch(max_count=1000, max_bytes=10**9)
        accepted = {entry.id: Verdict(VerdictState.ACCEPTED) for entry in waiting}
        return super().record_verdicts({**accepted, **verdicts})


class RestoreNotNoticed(NamedStore):
    """A database that is an older copy goes on as if nothing had happened."""

    def begin_anew(self, high_water: Mapping[int, int], fork: EntryId | None = None) -> bool:
        """Never."""
        return False


class NothingSentAgain(NamedStore):
    """A central system that was restored from a backup is not given again what it lost."""

    def resend_above(self, high_water: Mapping[int, int]) -> int:
        """Nothing."""
        return 0


class CountsWhatIsSentAsSynced(NamedStore):
    """The screen counts an entry as synced as soon as it was sent once, answered or not."""

    def __init__(self, database: CrashingDatabase) -> None:
        super().__init__(database)
        self._sent = 0

    def next_batch(self, *, max_count: int, max_bytes: int, after: EntryId | None = None) -> Sequence[Entry]:
        """As the real one; what is sent counts no more."""
        batch = super().next_batch(max_count=max_count, max_bytes=max_bytes, after=after)
        self._sent = len(batch)
        return batch

    def backlog(self, now: datetime) -> Backlog:
        """Without what is on its way."""
        true = super().backlog(now)
        return replace(true, entries=max(0, true.entries - self._sent))


class ForeignOrderByClock(NamedStore):
    """Entries of a page are folded in the order of the clocks that wrote them."""

    def take_page(self, page: FeedPage) -> frozenset[str]:
        """The page's places, given out by clock."""
        told = [item for item in page.items if item.entry is not None]
        by_clock = iter(sorted(told, key=lambda item: item.entry.recorded_at if item.entry else _NEVER))
        items = [
            replace(next(by_clock), no=item.no) if item.entry is not None else item for item in page.items
        ]
        return super().take_page(FeedPage(items, page.next_after, page.epoch))


_NEVER: Final = datetime.max.replace(tzinfo=UTC)


class BlockedByBadEntry(HttpLink):
    """An entry that is not taken is sent again and again; it never goes without its body."""

    def push(self, entries: Sequence[Entry], *, epoch: str = "", with_bodies: bool = True) -> Pushed:
        """Always whole."""
        try:
            return super().push(entries, epoch=epoch, with_bodies=True)
        except LinkError as error:
            if error.trouble is Trouble.TOO_LARGE and len(entries) == 1:
                raise LinkError(Trouble.SERVER_ERROR) from None
            raise


class ForgetsToWake(SyncSteps):
    """After an outage nothing looks for the server any more, until somebody writes something."""

    def step(self, *, forced: bool = False, woken: bool = False) -> float:
        """As the real one, but for what comes after an outage."""
        wait = super().step(forced=forced, woken=woken)
        out = self.board.status.trouble in {trouble.value for trouble in UNREACHED}
        return math.inf if out else wait


class HighWaterNoteIgnored(CrashingDatabase):
    """The note beside the database is never written: a copy that was put back gives numbers twice."""

    def __init__(self, *parts: object) -> None:
        super().__init__(*parts)  # type: ignore[arg-type]
        self._committed = _nothing


def _nothing(_head: Head) -> None:
    """The end of the chain is told to nobody."""


PLANTS: Final = {
    plant.name: plant
    for plant in (
        Plant(
            "dedupe-off",
            "the central system lets an entry that it has take effect again",
            lambda: Parts(service=WithoutDedupe),
        ),
        Plant(
            "naive-feed",
            "feed numbers are taken before the commit, readers ask for what is above their cursor",
            lambda: Parts(service=NaiveFeed),
        ),
        Plant(
            "centre-answers-before-commit",
            "the central system answers a push before its commit",
            lambda: Parts(centre_database=AnswersBeforeCommit),
        ),
        Plant(
            "station-saves-before-commit",
            "the counter says that something is saved before its commit",
            _station(database=SaysSavedTooEarly),
        ),
        Plant(
            "cursor-before-page",
            "the feed's cursor is committed before its page",
            _station(store=CursorBeforePage),
        ),
        Plant(
            "verdicts-of-others",
            "an answer to some entries is taken for an answer to all",
            _station(store=VerdictsOfOthers),
        ),
        Plant(
            "restore-not-noticed",
            "an older copy of a database goes on under its old incarnation",
            _station(store=RestoreNotNoticed),
        ),
        Plant(
            "nothing-sent-again",
            "a restored central system is not given again what it lost",
            _station(store=NothingSentAgain),
        ),
        Plant(
            "blocked-by-bad-entry",
            "an entry that is not taken blocks those behind it",
            _station(link=BlockedByBadEntry),
        ),
        Plant(
            "synced-too-early",
            "the screen counts entries as synced that are only on their way",
            _station(store=CountsWhatIsSentAsSynced),
        ),
        Plant(
            "wake-up-forgotten",
            "after an outage nothing looks for the server any more",
            _station(steps=ForgetsToWake),
        ),
        Plant(
            "order-by-clock",
            "foreign entries are folded in the order of the clocks that wrote them",
            _station(store=ForeignOrderByClock),
        ),
        Plant(
            "note-ignored",
            "how far the journal had come is not noted outside the database",
            _station(database=HighWaterNoteIgnored),
        ),
    )
}
"""By name."""
