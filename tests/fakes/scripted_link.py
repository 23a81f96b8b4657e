"""A ``CentralLink`` that does what a test says, call by call."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping, Sequence

from counter_app.domain.journal import Entry
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.services.sync_ports import FeedPage
from counter_app.sync.link import Fetched, LinkError, Pushed, ServerTimes, Trouble
from tests.fakes.clock import MORNING

_TIMES = ServerTimes(MORNING.timestamp(), MORNING.timestamp())


class ScriptedLink:
    """``trouble`` fails every call as long as it is set; ``before`` runs first in every call.

    ``calls`` names what was called, in order; ``called`` is released once a call.
    """

    def __init__(self) -> None:
        self.trouble: Trouble | None = None
        self.probe_trouble: Trouble | None = None
        self.before: Callable[[], None] = lambda: None
        self.office = "long-xuyen"
        self.calls: list[str] = []
        self.called = threading.Semaphore(0)
        self.closed = False
        self._stored = 0

    def probe(self) -> None:
        self._call("probe", self.probe_trouble)

    def push(self, entries: Sequence[Entry], *, epoch: str = "", with_bodies: bool = True) -> Pushed:
        self._call("push" if with_bodies else "push bare", self.trouble)
        self._stored = entries[-1].seq
        accepted = Verdict(VerdictState.ACCEPTED)
        return Pushed({entry.id: accepted for entry in entries}, {1: self._stored}, "epoch-1", _TIMES)

    def fetch(self, after: int) -> Fetched:
        self._call("fetch", self.trouble)
        return Fetched(FeedPage((), after, "epoch-1"), after, {1: self._stored}, _TIMES)

    def prepare(self, entries: Sequence[Entry], *, epoch: str) -> None: ...

    def give_back(self, entries: Sequence[Entry]) -> Mapping[int, int]:
        self._call("give back", self.trouble)
        return {entry.incarnation: entry.seq for entry in entries}

    def document(self, name: str) -> tuple[int, bytes]:
        self._call(f"document {name}", self.trouble)
        return 1, b"{}"

    def close(self) -> None:
        self.closed = True

    def _call(self, name: str, trouble: Trouble | None) -> None:
        self.calls.append(name)
        self.called.release()
        self.before()
        if trouble is not None:
            raise LinkError(trouble)
