"""A reader of the feed from its first number on, who never wrote anything: what he folds is the yardstick."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from counter_app.services.sync_ports import FeedPage
from counter_app.sync.http_calls import Answer
from counter_app.sync.transport import HttpLink
from tests.fakes.sync_store import MemorySyncStore

if TYPE_CHECKING:
    from tests.simulation.world import World


@dataclass
class Observer:
    """What the feed of an office told: its numbers, and how often it told each entry."""

    office: str
    store: MemorySyncStore = field(default_factory=lambda: MemorySyncStore("observer"))
    numbers: list[int] = field(default_factory=list)
    told: Counter[tuple[str, int, int]] = field(default_factory=Counter)

    def take(self, page: FeedPage) -> None:
        """Take in a page."""
        for item in page.items:
            self.numbers.append(item.no)
            if item.entry is not None:
                self.told[item.entry_id[:]] += 1
        self.store.take_page(page)


def read_feed(world: World, office: str) -> Observer:
    """The whole feed of an office, as a counter that begins with nothing reads it."""
    credentials = next(
        station.credentials
        for station in world.everybody
        if station.office == office and station.credentials.station not in world.centre.revoked
    )
    link = HttpLink(credentials, caller=_Direct(world, credentials.token))
    observer = Observer(office)
    after = 0
    while True:
        fetched = link.fetch(after)
        if not fetched.page.items:
            return observer
        observer.take(fetched.page)
        after = fetched.page.next_after


class _Direct:
    """``Caller`` without a line."""

    def __init__(self, world: World, token: str) -> None:
        self._world = world
        self._token = token

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,
    ) -> Answer:
        return self._world.centre.answer(method, path, headers or {}, body, self._token)

    def close(self) -> None:
        """Nothing stays open."""
