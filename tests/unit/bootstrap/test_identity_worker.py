"""The thread that checks identities: woken by the line and by what is recorded, and ended in order."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator

import pytest

from counter_app.bootstrap.identity_checking import IdentityChecking
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_view import identity_view
from counter_app.services.identity_ports import IdentityAnswer, IdentityQuestion
from counter_app.services.identity_queue import IdentityQueue
from counter_app.services.sync_ports import LineState, SyncStatus
from tests.builders import Counter, counter
from tests.fakes.identity import answer
from tests.fakes.line import EMPTY


class Telling:
    """A gateway that tells when it was asked, and waits if it is told to."""

    def __init__(self) -> None:
        self.asked, self.go_on = threading.Event(), threading.Event()
        self.go_on.set()

    def ask(self, question: IdentityQuestion) -> IdentityAnswer:
        assert question.dossier_id
        self.asked.set()
        assert self.go_on.wait(20)
        return answer()


@pytest.fixture
def gateway() -> Telling:
    return Telling()


@pytest.fixture
def station(gateway: Telling) -> Counter:
    station = counter()
    station.gateway.ask = gateway.ask  # type: ignore[method-assign]
    station.restart()
    return station


@pytest.fixture
def started(station: Counter, gateway: Telling) -> Iterator[Callable[[], IdentityChecking]]:
    workers: list[IdentityChecking] = []

    def start() -> IdentityChecking:
        queue = IdentityQueue(
            station.database, station.services.identity, station.line, station.clock, lambda _low, high: high
        )
        worker = IdentityChecking(queue, gateway.go_on.set, first_after=0)
        station.line.subscribe(lambda _status, _changed: worker.wake())
        worker.start()
        worker.start()
        workers.append(worker)
        return worker

    yield start
    for worker in workers:
        worker.stop(20)


@pytest.mark.requirement("O8")
def test_the_line_that_comes_back_wakes_it(
    station: Counter, gateway: Telling, started: Callable[[], IdentityChecking]
) -> None:
    station.line.tell(SyncStatus(LineState.OFFLINE, station.clock.now(), EMPTY))
    dossier = station.accept()
    worker = started()
    assert not gateway.asked.is_set()
    station.line.tell(SyncStatus(LineState.ONLINE, station.clock.now(), EMPTY))
    assert gateway.asked.wait(20)
    worker.stop(20)
    view = identity_view(station.dossiers.detail(dossier.id).dossier)
    assert view.state is IdentityState.LEVEL_2


def test_a_dossier_that_is_recorded_wakes_it(
    station: Counter, gateway: Telling, started: Callable[[], IdentityChecking]
) -> None:
    worker = started()
    station.accept()
    worker.wake()
    assert gateway.asked.wait(20)


def test_ending_does_not_wait_for_the_service(
    station: Counter, gateway: Telling, started: Callable[[], IdentityChecking]
) -> None:
    gateway.go_on.clear()
    station.accept()
    worker = started()
    assert gateway.asked.wait(20)
    worker.stop(20)
    assert gateway.go_on.is_set()
