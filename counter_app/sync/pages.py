"""The feed's pages one after another, the next one fetched while the last one is being stored."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, wait
from contextlib import contextmanager

from counter_app.sync.link import Fetched


class Pages:
    """Fetches pages by ``fetch``; one page ahead where ``beside`` can make a call meanwhile."""

    def __init__(self, fetch: Callable[[int], Fetched], beside: Executor | None) -> None:
        self._fetch = fetch
        self._beside = beside
        self._ahead: tuple[int, Future[Fetched]] | None = None

    def behind(self, after: int) -> Fetched:
        """The page behind a number; what was fetched ahead behind another one is dropped."""
        ahead, self._ahead = self._ahead, None
        if ahead is not None:
            wait([ahead[1]])
            if ahead[0] == after:
                return ahead[1].result()
        return self._fetch(after)

    def ask_ahead(self, after: int) -> None:
        """Begin to fetch the page that will be asked for next."""
        if self._beside is not None:
            self._ahead = (after, self._beside.submit(self._fetch, after))

    def end(self) -> None:
        """Wait for a call that is under way, so that the line is free; what it brings is dropped."""
        if self._ahead is not None:
            wait([self._ahead[1]])
            self._ahead = None


@contextmanager
def without_collecting() -> Iterator[None]:
    """Hold the collector of cycles back while a page is in hand.

    A page is many thousand small objects without a cycle, all gone a moment later. That there are so many
    makes the collector look through everything that the program holds, again and again.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if collecting:
            gc.enable()
