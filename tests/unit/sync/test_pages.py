"""Reading the feed: the next page is fetched while the last one is stored, and never mistaken for another."""

from __future__ import annotations

import gc
import threading
from collections.abc import Callable, Mapping
from concurrent.futures import Executor

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.services.sync_ports import FeedItem, FeedPage
from counter_app.sync.beside import Beside
from counter_app.sync.exchange import Exchange
from counter_app.sync.http_calls import Answer
from counter_app.sync.link import Fetched, LinkError, ServerTimes, Trouble
from counter_app.sync.pages import Pages, without_collecting
from counter_app.sync.transport import HttpLink
from counter_app.sync.wire import DocumentVersions, FeedAnswer
from tests.fakes.clock import MORNING, SetClock
from tests.fakes.scripted_link import ScriptedLink
from tests.fakes.sync_store import MemorySyncStore
from tests.fixtures.dossiers import Scribe, reception
from tests.unit.sync.test_packing import CREDENTIALS

TIMES = ServerTimes(MORNING.timestamp(), MORNING.timestamp())
SOON = 10.0


def written(count: int, station: str = "st-other") -> list[Entry]:
    """Receptions of another counter."""
    scribe = Scribe(station)
    return [scribe.write(f"{station}-{no}", reception(no)) for no in range(1, count + 1)]


class Feed(ScriptedLink):
    """A feed in pages of two; ``asked`` is released once a page."""

    def __init__(self, entries: list[Entry]) -> None:
        super().__init__()
        self.entries, self.epoch = entries, "epoch-1"
        self.pages: list[int] = []
        self.under_way = 0

    def fetch(self, after: int) -> Fetched:
        self.under_way += 1
        try:
            self.pages.append(after)
            self._call("fetch", self.trouble)
            told = enumerate(self.entries[after : after + 2], start=after + 1)
            items = [FeedItem(no, entry.id, entry, Verdict(VerdictState.ACCEPTED)) for no, entry in told]
            page = FeedPage(items, items[-1].no if items else after, self.epoch)
            return Fetched(page, len(self.entries), {}, TIMES)
        finally:
            self.under_way -= 1


class Watching:
    """An observer, and what is done when a page is about to be stored."""

    def __init__(self) -> None:
        self.ending = False

    def sending(self) -> None: ...

    def changed(self, dossiers: frozenset[str]) -> None: ...

    def stopping(self) -> bool:
        return self.ending


class Store(MemorySyncStore):
    """``before`` runs before each page that is stored."""

    before: Callable[[], None] = staticmethod(lambda: None)

    def take_page(self, page: FeedPage) -> frozenset[str]:
        self.before()
        return super().take_page(page)


def exchange(store: Store, link: Feed, beside: Executor | None = None) -> Exchange:
    return Exchange(store, link, SetClock(), beside=beside or Beside())


def test_the_next_page_is_on_its_way_while_one_is_stored() -> None:
    link, store = Feed(written(5)), Store("st-1")

    def page_after_is_asked_for() -> None:
        assert link.called.acquire(timeout=SOON)
        if store.position().after < 4:
            assert link.called.acquire(timeout=SOON)
            link.called.release()

    store.before = page_after_is_asked_for
    exchange(store, link).run(Watching())
    assert link.pages == [0, 2, 4]
    assert set(store.dossiers()) == {f"st-other-{no}" for no in range(1, 6)}
    assert store.position().after == 5


def test_nothing_is_asked_for_ahead_without_another_thread() -> None:
    link, store = Feed(written(5)), Store("st-1")
    asked: list[int] = []
    store.before = lambda: asked.append(len(link.pages))
    Exchange(store, link, SetClock()).run(Watching())
    assert (asked, link.pages) == ([1, 2, 3], [0, 2, 4])


def test_a_page_of_a_new_life_that_came_ahead_is_not_taken_into_the_old_one() -> None:
    link, store = Feed(written(6)), Store("st-1")
    restored = written(5, "st-third")

    def server_is_restored() -> None:
        link.entries, link.epoch = restored, "epoch-2"

    def once() -> None:
        store.before = lambda: None
        assert link.called.acquire(timeout=SOON)

    link.before = lambda: server_is_restored() if len(link.pages) == 2 else None
    store.before = once
    exchange(store, link).run(Watching())
    assert store.position().epoch == "epoch-2"
    assert store.position().after == 5
    assert {f"st-third-{no}" for no in range(1, 6)} <= set(store.dossiers())
    assert link.pages == [0, 2, 0, 2, 4]


def test_what_ended_an_exchange_leaves_no_call_behind() -> None:
    link, store = Feed(written(6)), Store("st-1")
    release = threading.Event()

    def disk_is_full() -> None:
        threading.Timer(0.05, release.set).start()
        raise DomainError("storage.full")

    link.before = lambda: None if len(link.pages) == 1 else in_time(release.wait(SOON))
    store.before = disk_is_full
    with pytest.raises(DomainError, match=r"storage\.full"):
        exchange(store, link).run(Watching())
    assert link.under_way == 0
    assert store.position().after == 0

    store.before, link.before = lambda: None, lambda: None
    exchange(store, link).run(Watching())
    assert store.position().after == 6


def test_a_line_that_breaks_ahead_is_told_once_the_page_before_is_stored() -> None:
    link, store = Feed(written(6)), Store("st-1")
    line = exchange(store, link)

    def breaks() -> None:
        if len(link.pages) == 2:
            raise LinkError(Trouble.CUT)

    link.before = breaks
    with pytest.raises(LinkError, match="cut"):
        line.run(Watching())
    assert store.position().after == 2
    line.run(Watching())
    assert store.position().after == 6


def test_nothing_more_is_asked_for_by_whom_shall_stop() -> None:
    link, store, watching = Feed(written(6)), Store("st-1"), Watching()

    def stop() -> None:
        watching.ending = True

    link.before = stop
    exchange(store, link).run(watching)
    assert link.pages == [0]
    assert store.position().after == 2


def test_what_was_fetched_ahead_behind_another_place_is_dropped() -> None:
    link = Feed(written(6))
    pages = Pages(link.fetch, Beside())
    pages.ask_ahead(2)
    assert [item.no for item in pages.behind(0).page.items] == [1, 2]
    assert [item.no for item in pages.behind(2).page.items] == [3, 4]
    pages.ask_ahead(4)
    assert [item.no for item in pages.behind(4).page.items] == [5, 6]
    assert link.pages == [2, 0, 2, 4]
    pages.ask_ahead(0)
    pages.end()
    assert link.under_way == 0


def in_time(value: bool) -> None:
    assert value


# --- weak lines ----------------------------------------------------------------------------------------


class Line:
    """Answers with empty pages, or does not; ``paths`` were asked for."""

    def __init__(self) -> None:
        self.trouble: Trouble | None = None
        self.paths: list[str] = []

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
    ) -> Answer:
        self.paths.append(path)
        if self.trouble is not None:
            raise LinkError(self.trouble)
        at = "2026-11-23T01:30:00.000000Z"
        answer = FeedAnswer(
            items=[],
            next_after=0,
            last=0,
            epoch="e",
            high_water=[],
            documents=DocumentVersions(),
            t1=at,
            t2=at,
        )
        return Answer(200, {"Content-Type": "application/json"}, answer.model_dump_json().encode())

    def close(self) -> None: ...


@pytest.mark.parametrize("trouble", [Trouble.CUT, Trouble.TIMEOUT])
def test_pages_are_halved_on_a_line_that_cannot_carry_them_and_grow_again(trouble: Trouble) -> None:
    line = Line()
    link = HttpLink(CREDENTIALS, caller=line)
    line.trouble = trouble
    for _ in range(2):
        with pytest.raises(LinkError):
            link.fetch(7)
    line.trouble = None
    for _ in range(3):
        link.fetch(7)
    path = "/v1/offices/long-xuyen/feed?after=7"
    assert line.paths == [path, f"{path}&limit=500", f"{path}&limit=250", f"{path}&limit=500", path]


def test_pages_stay_as_large_as_they_are_when_there_is_no_line() -> None:
    line = Line()
    link = HttpLink(CREDENTIALS, caller=line)
    for line.trouble in (Trouble.NO_ROUTE, Trouble.REFUSED, Trouble.RATE_LIMITED, None):
        try:
            link.fetch(7)
        except LinkError:
            continue
    assert set(line.paths) == {"/v1/offices/long-xuyen/feed?after=7"}


def test_the_collector_runs_again_once_every_page_is_done() -> None:
    assert gc.isenabled()
    with pytest.raises(ValueError, match="spoilt"), without_collecting(), without_collecting():
        raise ValueError("spoilt")
    assert gc.isenabled()
