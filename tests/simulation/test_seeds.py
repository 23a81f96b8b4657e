"""Worlds of a few seeds keep every promise, and a seed is the whole story of its world."""

from __future__ import annotations

import os
from collections.abc import Iterator

import pytest

from tests.simulation.faults import Fault
from tests.simulation.report import summarise
from tests.simulation.run import Outcome, run_seed, workshop
from tests.simulation.template import Template

QUICK = range(4)
SEEDS = range(300)


@pytest.fixture(scope="module")
def template() -> Iterator[Template]:
    with workshop() as made:
        yield made


@pytest.mark.requirement("AG-14", "AG-17", "PT-40")
@pytest.mark.parametrize("seed", QUICK)
def test_every_promise_is_kept(template: Template, seed: int) -> None:
    outcome = run_seed(seed, template)
    assert not outcome.failed, f"{outcome.promise}: {outcome.what}"


def test_a_seed_replays_to_the_same_trace(template: Template) -> None:
    def told(outcome: Outcome) -> list[str]:
        return [str(happening) for happening in outcome.trace]

    assert told(run_seed(1, template)) == told(run_seed(1, template))


@pytest.mark.prove
@pytest.mark.timeout(1200)
def test_three_hundred_seeds_keep_every_promise_and_every_fault_strikes() -> None:
    summary = summarise(SEEDS, os.cpu_count() or 1)
    assert [(one.seed, one.promise, one.what) for one in summary.failures] == []
    assert [fault.value for fault in Fault if not summary.faults[fault.value]] == []
