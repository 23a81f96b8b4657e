"""Counters whose data are put back from older copies, in a world that loses calls: all end alike."""

from __future__ import annotations

import contextlib

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import precondition, rule

from counter_app.services.store_ports import VerdictState
from counter_app.sync.link import LinkError
from tests.property.test_sync_convergence import Uninterrupted, World, which


class WorldWithCopies(World):
    """As ``World``, and a counter's disk may fail: its store is put back from a copy made before some work.

    Only what was sent is lost with the disk: what was never sent would be gone for good.
    """

    put_back = False

    @precondition(lambda self: not self.restored)
    @rule(station=which, since=st.integers(1, 3), afterwards=st.integers(0, 2))
    def put_an_older_copy_back(self, station: int, since: int, afterwards: int) -> None:
        counter = self.counters[station]
        copy = counter.store.copy()
        for _ in range(since):
            self.receive(station)
        with contextlib.suppress(LinkError):
            counter.exchange.run(Uninterrupted())
        if any(one.state is VerdictState.PENDING for one in counter.store.verdicts()):
            return
        self.put_back = True
        counter.store = copy
        counter.start()
        for _ in range(afterwards):
            self.receive(station)

    # A central system that was put back as well may lack what only the lost self of a counter had.
    @precondition(lambda self: not self.put_back and self.provisional == 0)
    @rule()
    def restore_backup(self) -> None:
        if (self.folder / "backup.db").exists():
            super().restore_backup()


class WorldWithCopiesAtLength(WorldWithCopies):
    """The same, to be searched for longer."""


TestRestoredStations = WorldWithCopies.TestCase
TestRestoredStations.settings = settings(max_examples=5, stateful_step_count=15, deadline=None)

TestManyRestoredStations = pytest.mark.prove(pytest.mark.timeout(900)(WorldWithCopiesAtLength.TestCase))
TestManyRestoredStations.settings = settings(max_examples=60, stateful_step_count=40, deadline=None)
