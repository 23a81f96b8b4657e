"""One exchange with the central system: send what waits, take in what is new, fetch documents that moved."""

from __future__ import annotations

import json
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, wait
from functools import partial
from typing import Final, Protocol, TypeVar

from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import Holidays
from counter_app.domain.journal import Entry, EntryId, central_station
from counter_app.domain.leases import Lease
from counter_app.domain.office import directory_from_plain
from counter_app.domain.office_days import OfficeDays
from counter_app.domain.procedures import parse_catalogue
from counter_app.services.office_notes import read_notes
from counter_app.services.ports import Clock
from counter_app.services.sync_ports import SyncStore
from counter_app.sync.clock_offset import ClockMemory, clock_reading
from counter_app.sync.link import (
    UNREACHED,
    CentralLink,
    Fetched,
    LinkError,
    Pushed,
    ServerTimes,
    Trouble,
)
from counter_app.sync.pages import Pages, without_collecting
from counter_app.sync.policy import LARGEST_BATCH, BatchSize, LineHealth

_log = logging.getLogger(__name__)


_GIVEN_BACK_AT_ONCE: Final = 100
_DOCUMENTS_OF: Final = "documents_epoch"
"""Under which the store remembers of which life of the server the office's documents are."""


_SENT_OTHERWISE: Final = frozenset(
    {Trouble.TOO_LARGE, Trouble.REJECTED, Trouble.GAP, Trouble.FORK, Trouble.NEW_LIFE}
)
"""Troubles with a batch, not with the line: it goes again in another way."""


class Observer(Protocol):
    """Who wants to know how an exchange goes on, and may end it early."""

    def sending(self) -> None:
        """Entries are on their way."""
        ...

    def changed(self, dossiers: frozenset[str]) -> None:
        """The server answered; these dossiers look different now."""
        ...

    def stopping(self) -> bool:
        """Whether to stop before the next call."""
        ...


class _Timed(Protocol):
    @property
    def times(self) -> ServerTimes: ...


_Answer = TypeVar("_Answer", bound=_Timed)


class Exchange:
    """Carries out exchanges over one link; keeps between them what was learned of the line and the server.

    Every step is durable by itself and may be repeated, so an exchange can break off anywhere. ``beside`` has
    one thread of its own, in which a call may be under way while the store is at work; by default there is
    one thing after another.
    """

    def __init__(
        self,
        store: SyncStore,
        link: CentralLink,
        clock: Clock,
        *,
        monotonic: Callable[[], float] = time.monotonic,
        largest: BatchSize = LARGEST_BATCH,
        beside: Executor | None = None,
    ) -> None:
        self._store = store
        self._beside = beside
        self._link = link
        self._clock = clock
        self._monotonic = monotonic
        self._largest = largest
        self._size = largest
        self._high_water: dict[int, int] | None = None
        self._own: Mapping[int, int] | None = None
        self._documents: dict[str, int | None] = {}
        self._documents_of = ""
        self.health = LineHealth()
        self.clock_offset = ClockMemory()

    def run(self, observer: Observer) -> None:
        """Exchange until nothing waits on either side. Raises ``LinkError``, or what the store raises."""
        resending = True
        while resending and not observer.stopping():
            self._send(observer)
            resending = self._receive(observer)

    def probe(self) -> None:
        """Whether the server can be reached; raises ``LinkError``."""
        self._link.probe()

    # --- sending -------------------------------------------------------------------------------

    def _send(self, observer: Observer) -> None:
        if self._beside is not None:
            self._send_ahead(observer, self._beside)
        mended: set[Trouble] = set()
        while not observer.stopping():
            batch = self._next_batch()
            if not batch:
                return
            observer.sending()
            epoch = self._store.position().epoch
            try:
                pushed = self._push(batch, epoch)
            except LinkError as error:
                if error.trouble in mended or not self._mend(error, batch[0].station, observer):
                    raise
                mended.add(error.trouble)
                continue
            if pushed is None:
                continue
            self._size = self._size.grown(self._largest)
            if not epoch:
                # Verdicts are of one life of the server: whoever forgets which does not notice its restore.
                self._store.restart_feed(pushed.epoch)
            self._take_answer(pushed, observer)

    def _send_ahead(self, observer: Observer, beside: Executor) -> None:
        """As ``_send``; while a batch is on its way, the one before it is recorded and the next one packed.

        Ends early, with nothing lost, at whatever is not plain: then ``_send`` deals with it.
        """
        epoch = self._store.position().epoch
        batch = self._next_batch() if epoch else ()
        answered: Pushed | None = None
        while batch and not observer.stopping():
            observer.sending()
            on_its_way = beside.submit(self._timed, partial(self._link.push, batch, epoch=epoch))
            try:
                if answered is not None:
                    self._take_answer(answered, observer)
                following = self._next_batch(after=batch[-1].id)
                if following:
                    self._link.prepare(following, epoch=epoch)
            finally:
                wait([on_its_way])
            answered, batch_sent, batch = None, batch, following
            try:
                answered = on_its_way.result()
            except LinkError as error:
                if error.trouble not in _SENT_OTHERWISE:
                    self._smaller_after(error, batch_sent)
                    raise
                _log.info("sending ahead ended: %s", error)
                return
            self._size = self._size.grown(self._largest)
        if answered is not None:
            self._take_answer(answered, observer)

    def _next_batch(self, after: EntryId | None = None) -> Sequence[Entry]:
        return self._store.next_batch(max_count=self._size.count, max_bytes=self._size.size, after=after)

    def _take_answer(self, pushed: Pushed, observer: Observer) -> None:
        changed = self._store.record_verdicts(pushed.verdicts)
        self._server_is_at(pushed.epoch, pushed.high_water)
        observer.changed(changed)

    def _push(self, batch: Sequence[Entry], epoch: str) -> Pushed | None:
        """Send a batch; ``None`` when it has to be smaller.

        An entry that even alone is not taken goes without its body: the chain goes on, so that no other
        dossier waits for it, and the central system holds the entry until its body comes.
        """
        try:
            return self._timed(lambda: self._link.push(batch, epoch=epoch))
        except LinkError as error:
            about_entries = error.trouble is Trouble.TOO_LARGE or (
                error.trouble is Trouble.REJECTED and error.entry_seq is not None
            )
            self._smaller_after(error, batch)
            if about_entries and len(batch) > 1:
                self._size = BatchSize(len(batch), self._size.size).halved()
            if not about_entries:
                raise
            if len(batch) > 1:
                return None
            _log.error("entry %d was not taken (%s); sent without its body", batch[0].seq, error.problem)
        return self._timed(lambda: self._link.push(batch, epoch=epoch, with_bodies=False))

    def _smaller_after(self, error: LinkError, batch: Sequence[Entry]) -> None:
        """What the line did not carry is halved."""
        if error.trouble in (Trouble.TIMEOUT, Trouble.CUT):
            self._size = BatchSize(len(batch), self._size.size).halved()

    def _mend(self, error: LinkError, station: str, observer: Observer) -> bool:
        """Whether what stands between the two journals was put right; then sending goes on."""
        match error.trouble:
            case Trouble.NEW_LIFE:
                # First what the server has forgotten that it wrote, then what it has forgotten of ours.
                self._receive(observer)
                return True
            case Trouble.GAP:
                return self._mend_gap()
            case Trouble.FORK if error.entry_seq is not None and error.entry_incarnation is not None:
                return self._leave_fork(EntryId(station, error.entry_incarnation, error.entry_seq))
            case _:
                return False

    def _leave_fork(self, fork: EntryId) -> bool:
        """The server holds another entry at this place: this database is an older copy of its station."""
        _log.warning("entry %d is another one at the central system; it gets a new place", fork.seq)
        return self._store.begin_anew(self._high_water_there(), fork)

    def _leave_told_fork(self, error: DomainError, high_water: Mapping[int, int], left: set[EntryId]) -> bool:
        """Make room for an own entry that the feed tells otherwise; raises ``error`` where that is no help.

        A server that was restored from a backup may have been given other entries at the places of ours: by
        a copy of this station, or by its lost self.
        """
        station, incarnation, seq = (error.params.get(name) for name in ("station", "incarnation", "seq"))
        if not (isinstance(station, str) and isinstance(incarnation, int) and isinstance(seq, int)):
            raise error
        fork = EntryId(station, incarnation, seq)
        if fork in left or not self._store.begin_anew(high_water, fork):
            raise error
        left.add(fork)
        _log.warning("entry %d is another one in the feed; ours gets a new place", seq)
        return True

    def _mend_gap(self) -> bool:
        """The server lacks earlier entries: ask how far it is, and send again from there."""
        resent = self._store.resend_above(self._high_water_there())
        _log.warning("the central system lacked earlier entries; %d are sent again", resent)
        return resent > 0

    def _high_water_there(self) -> Mapping[int, int]:
        return self._timed(lambda: self._link.fetch(self._store.position().after)).high_water

    # --- receiving -----------------------------------------------------------------------------

    def _receive(self, observer: Observer) -> bool:
        """Take in the feed until it is dry; whether own entries have to be sent again."""
        pages = Pages(lambda after: self._timed(partial(self._link.fetch, after)), self._beside)
        try:
            return self._take_in(pages, observer)
        finally:
            pages.end()

    def _take_in(self, pages: Pages, observer: Observer) -> bool:
        resent = False
        fetched: Fetched | None = None
        left: set[EntryId] = set()
        while not observer.stopping():
            position = self._store.position()
            fetched = pages.behind(position.after)
            page = fetched.page
            resent = self._server_is_at(page.epoch, fetched.high_water) or resent
            self._give_back(fetched.own)
            if self._store.position() != position:
                continue
            if fetched.last < position.after:
                _log.warning("the feed went back from %d to %d", position.after, fetched.last)
                self._store.restart_feed(page.epoch)
                continue
            if page.items and page.next_after <= position.after:
                raise LinkError(Trouble.BAD_ANSWER)
            changed: frozenset[str] = frozenset()
            if page.items or page.next_after != position.after or page.epoch != position.epoch:
                if page.items and page.next_after < fetched.last and not observer.stopping():
                    pages.ask_ahead(page.next_after)
                try:
                    with without_collecting():
                        changed = self._store.take_page(page)
                except DomainError as error:
                    resent = self._leave_told_fork(error, fetched.high_water, left)
                    continue
            observer.changed(changed)
            if not page.items or page.next_after >= fetched.last:
                break
        if fetched is not None and not observer.stopping():
            self._fetch_documents(fetched.documents, fetched.page.epoch)
        return resent

    def _give_back(self, own: Mapping[int, int]) -> None:
        """Give a restored server what it wrote itself and has forgotten."""
        if own == self._own:
            return
        writer = central_station(self._link.office)
        while entries := self._store.written_by(writer, own, max_count=_GIVEN_BACK_AT_ONCE):
            _log.warning("the central system lacks %d entries of its own; they are given back", len(entries))
            before, own = own, self._link.give_back(entries)
            if own == before:
                raise LinkError(Trouble.BAD_ANSWER)
        self._own = own

    def _fetch_documents(self, newest: Mapping[str, int], epoch: str) -> None:
        """Fetch what moved; from a server restored from a backup all of it, for it counts from there."""
        same_life = self._store.recall(_DOCUMENTS_OF) == epoch if self._documents_of != epoch else True
        for name, version in newest.items():
            if name not in self._documents or not same_life:
                self._documents[name] = self._store.document_version(name) if same_life else None
            if version in (0, self._documents[name]):
                continue
            got, content = self._link.document(name)
            if readable(name, content):
                self._store.put_document(name, got, content)
            else:
                _log.error("version %d of the %s document cannot be read; the old one stays", got, name)
            self._documents[name] = got
        if not same_life:
            self._store.remember(_DOCUMENTS_OF, epoch)
        self._documents_of = epoch

    # --- the server's life ---------------------------------------------------------------------

    def _server_is_at(self, epoch: str, high_water: Mapping[int, int]) -> bool:
        """Notice a server that was restored from a backup; whether own entries have to be sent again."""
        known, self._high_water = self._high_water, dict(high_water)
        if known != self._high_water and self._store.begin_anew(high_water):
            _log.warning("the central system knows more of this station than is here: an older copy goes on")
        before = self._store.position().epoch
        new_life = before not in ("", epoch)
        went_back = known is not None and any(high_water.get(i, 0) < seq for i, seq in known.items())
        resent = 0
        if known is None or new_life or went_back:
            resent = self._store.resend_above(high_water)
        if new_life or went_back:
            _log.warning("the central system began anew; %d entries are sent again", resent)
            self._store.restart_feed(epoch)
        return resent > 0

    def _timed(self, call: Callable[[], _Answer]) -> _Answer:
        sent_at, t0 = self._monotonic(), self._clock.now().timestamp()
        try:
            answer = call()
        except LinkError as error:
            ended_at = self._monotonic()
            self.health.record(ended_at, ended_at - sent_at, worked=error.trouble not in UNREACHED)
            raise
        ended_at = self._monotonic()
        self.health.record(ended_at, ended_at - sent_at, worked=True)
        # The end by the monotonic clock: the other one may have been set during the call.
        t3 = t0 + (ended_at - sent_at)
        reading = clock_reading(t0, answer.times.received, answer.times.answered, t3)
        self.clock_offset = self.clock_offset.with_reading(reading, ended_at)
        return answer


def readable(name: str, content: bytes) -> bool:
    """Whether a document can be used; one that cannot must not replace one that can."""
    try:
        plain = json.loads(content)
        if not isinstance(plain, dict):
            return False
        reader = _READERS.get(name)
        if reader is not None:
            reader(plain)
    except (ValueError, DomainError):
        return False
    return True


def _read_calendar(plain: Mapping[str, object]) -> object:
    return Holidays.from_plain(plain), OfficeDays.from_plain(plain)


_READERS: Final[Mapping[str, Callable[[Mapping[str, object]], object]]] = {
    "directory": directory_from_plain,
    "lease": Lease.from_plain,
    "calendar": _read_calendar,
    "catalogue": parse_catalogue,
    "notes": read_notes,
}
