"""While a batch is on its way, the next one is made ready; what goes wrong is found as soon as without."""

from __future__ import annotations

import pytest

from counter_app.services.store_ports import VerdictState
from counter_app.sync.beside import Beside
from counter_app.sync.exchange import Exchange
from counter_app.sync.link import LinkError, Trouble
from counter_app.sync.policy import BatchSize
from tests.fakes.clock import MORNING, SetClock
from tests.fakes.scripted_link import ScriptedLink
from tests.fakes.sync_store import MemorySyncStore
from tests.fixtures.central import draft
from tests.fixtures.dossiers import reception
from tests.property.test_sync_convergence import Uninterrupted


@pytest.fixture
def store() -> MemorySyncStore:
    return MemorySyncStore("st-1")


@pytest.fixture
def link() -> ScriptedLink:
    return ScriptedLink()


@pytest.fixture
def exchange(store: MemorySyncStore, link: ScriptedLink) -> Exchange:
    made = Exchange(store, link, SetClock(), largest=BatchSize(2, 10**6), beside=Beside())
    write(store, 1)
    made.run(Uninterrupted())  # learns of which life the server is: before that nothing goes ahead
    link.calls.clear()
    return made


def write(store: MemorySyncStore, *numbers: int) -> None:
    for number in numbers:
        store.write(draft(f"dossier-{number}", reception(number)), MORNING)


def test_everything_goes_out_once_and_in_order(
    exchange: Exchange, store: MemorySyncStore, link: ScriptedLink
) -> None:
    write(store, *range(2, 9))
    exchange.run(Uninterrupted())
    assert link.calls.count("push") == 4
    assert {verdict.state for verdict in store.verdicts()} == {VerdictState.ACCEPTED}


def test_what_was_answered_before_the_line_broke_is_recorded(
    exchange: Exchange, store: MemorySyncStore, link: ScriptedLink
) -> None:
    write(store, *range(2, 9))

    def breaks_at_the_third() -> None:
        if link.calls.count("push") == 3:
            raise LinkError(Trouble.CUT)

    link.before = breaks_at_the_third
    with pytest.raises(LinkError):
        exchange.run(Uninterrupted())
    states = [verdict.state for verdict in store.verdicts()]
    assert states == [VerdictState.ACCEPTED] * 5 + [VerdictState.PENDING] * 3


@pytest.mark.parametrize("trouble", [Trouble.TIMEOUT, Trouble.NO_ROUTE, Trouble.SERVER_ERROR])
def test_a_line_in_trouble_is_not_asked_twice(
    exchange: Exchange, store: MemorySyncStore, link: ScriptedLink, trouble: Trouble
) -> None:
    write(store, 2, 3)
    link.trouble = trouble
    with pytest.raises(LinkError) as caught:
        exchange.run(Uninterrupted())
    assert caught.value.trouble is trouble
    assert link.calls.count("push") == 1
    link.trouble = None
    exchange.run(Uninterrupted())
    assert {verdict.state for verdict in store.verdicts()} == {VerdictState.ACCEPTED}


def test_a_batch_that_is_too_large_is_sent_in_smaller_ones(
    exchange: Exchange, store: MemorySyncStore, link: ScriptedLink
) -> None:
    write(store, 2, 3)

    def too_large_at_first() -> None:
        if link.calls.count("push") == 1:
            raise LinkError(Trouble.TOO_LARGE)

    link.before = too_large_at_first
    exchange.run(Uninterrupted())
    assert {verdict.state for verdict in store.verdicts()} == {VerdictState.ACCEPTED}
