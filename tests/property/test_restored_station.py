"""Counters whose data are put back from older copies, in a world that loses calls: all end alike."""

from __future__ import annotations

import pytest
from hypothesis import settings
from hypothesis.stateful import precondition, rule

from counter_app.services.store_ports import VerdictState
from tests.fakes.sync_store import MemorySyncStore
from tests.property.test_sync_convergence import World, which


class WorldWithCopies(World):
    """As ``World``, and each counter's store may be copied and put back at any time.

    Only a counter that has sent everything is put back: what was never sent would be gone for good.
    """

    def __init__(self) -> None:
        super().__init__()
        self.copies: dict[int, MemorySyncStore] = {}
        self.put_back = 0

    @rule(station=which)
    def copy_station(self, station: int) -> None:
        self.copies[station] = self.counters[station].store.copy()

    @precondition(lambda self: not self.restored)
    @rule(station=which)
    def put_copy_back(self, station: int) -> None:
        counter = self.counters[station]
        verdicts = counter.store.verdicts()
        if station in self.copies and all(one.state is not VerdictState.PENDING for one in verdicts):
            self.put_back += 1
            counter.store = self.copies[station].copy()
            counter.start()

    # A central system that was put back as well may lack what only the lost self of a counter had.
    @precondition(lambda self: not any(self.copies.values()) and self.provisional == 0)
    @rule()
    def restore_backup(self) -> None:
        if (self.folder / "backup.db").exists() and not self.put_back:
            super().restore_backup()


class WorldWithCopiesAtLength(WorldWithCopies):
    """The same, to be searched for longer."""


TestRestoredStations = WorldWithCopies.TestCase
TestRestoredStations.settings = settings(max_examples=10, stateful_step_count=40, deadline=None)

TestManyRestoredStations = pytest.mark.prove(pytest.mark.timeout(900)(WorldWithCopiesAtLength.TestCase))
TestManyRestoredStations.settings = settings(max_examples=150, stateful_step_count=60, deadline=None)
