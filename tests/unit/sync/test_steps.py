"""The engine's steps, driven by a clock of the test's own."""

from __future__ import annotations

import pytest

from counter_app.services.sync_ports import LineState
from counter_app.sync.link import LinkError, Trouble
from counter_app.sync.policy import Pace
from counter_app.sync.steps import SyncSteps
from tests.fakes.clock import MORNING, SetClock
from tests.fakes.scripted_link import ScriptedLink
from tests.fakes.sync_store import MemorySyncStore
from tests.fixtures.central import draft
from tests.fixtures.dossiers import reception

PACE = Pace(idle=(3.0, 3.0), probe=(2.0, 2.0), floor=10.0)


class Driven:
    """Steps over a store in memory; ``step`` lets the seconds pass that the step before asked for."""

    def __init__(self) -> None:
        self.now = 1000.0
        self.link = ScriptedLink()
        self.store = MemorySyncStore("st-1")
        self.steps = SyncSteps(
            self.store, lambda: self.link, SetClock(), pace=PACE, monotonic=lambda: self.now
        )
        self.wait = 0.0

    def step(self, *, forced: bool = False, woken: bool = False) -> None:
        self.now += self.wait
        self.link.calls.clear()
        self.wait = self.steps.step(forced=forced, woken=woken)


@pytest.fixture
def driven() -> Driven:
    return Driven()


def test_first_step_exchanges_and_the_next_is_due_after_the_idle_time(driven: Driven) -> None:
    driven.store.write(draft("dossier-1", reception(1)), MORNING)

    driven.step()

    assert driven.link.calls == ["push", "fetch"]
    assert driven.wait == 3.0
    assert driven.steps.board.status.state is LineState.ONLINE


def test_new_entry_is_sent_before_the_next_step_is_due(driven: Driven) -> None:
    driven.step()
    driven.store.write(draft("dossier-1", reception(1)), MORNING)

    driven.wait = 0.0
    driven.step(woken=True)

    assert "push" in driven.link.calls


def test_line_that_came_back_is_found_by_the_next_probe_and_used_at_once(driven: Driven) -> None:
    driven.link.trouble = driven.link.probe_trouble = Trouble.NO_ROUTE
    driven.step()
    driven.step()
    assert (driven.link.calls, driven.wait) == (["probe"], 2.0)

    driven.link.trouble = driven.link.probe_trouble = None
    driven.step()
    assert (driven.link.calls, driven.wait) == (["probe"], 0.0)
    driven.step()

    assert driven.link.calls == ["fetch"]
    assert driven.steps.board.status.state is LineState.ONLINE


def test_step_survives_a_link_that_cannot_be_made() -> None:
    def connect() -> ScriptedLink:
        raise LinkError(Trouble.TLS)

    steps = SyncSteps(MemorySyncStore("st-1"), connect, SetClock(), pace=PACE, monotonic=lambda: 0.0)

    assert steps.step() > 0
    assert steps.board.status.state is not LineState.ONLINE
    assert steps.board.status.trouble


def test_ended_steps_make_no_further_call(driven: Driven) -> None:
    driven.steps.end()

    driven.step()
    driven.steps.close()

    assert driven.link.calls == []
    assert driven.link.closed


def test_life_of_the_server_is_kept_from_its_first_answer_on(driven: Driven) -> None:
    driven.store.write(draft("dossier-1", reception(1)), MORNING)

    def lose_what_follows() -> None:
        driven.link.trouble = Trouble.TIMEOUT

    driven.link.before = lose_what_follows
    driven.step()

    assert driven.link.calls == ["push", "fetch"]
    assert driven.store.position().epoch == "epoch-1"


def test_what_is_written_while_the_server_is_looked_for_is_counted_at_once(driven: Driven) -> None:
    driven.link.trouble = Trouble.SERVER_ERROR
    driven.step()
    driven.now += 2.0
    driven.wait = 0.0
    driven.store.write(draft("dossier-1", reception(1)), MORNING)

    driven.step(woken=True)

    assert driven.link.calls == ["probe"]
    assert driven.steps.board.status.backlog.entries == 1
