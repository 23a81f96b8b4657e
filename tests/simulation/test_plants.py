"""Every bug that is put in on purpose is found through a broken promise."""

from __future__ import annotations

import os

import pytest

from tests.simulation.__main__ import CAUGHT, KEPT, main
from tests.simulation.plants import PLANTS
from tests.simulation.report import catch_all

SEEDS = range(300)


def test_a_planted_fault_is_caught_and_the_same_seed_without_it_is_not(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(["--seed", "1", "--plant", "verdicts-of-others", "--json"]) == CAUGHT
    assert '"promise": "4: nothing is silent' in capsys.readouterr().out
    assert main(["--seed", "1", "--json"]) == KEPT


@pytest.mark.prove
@pytest.mark.timeout(1200)
def test_every_planted_fault_is_caught() -> None:
    caught = catch_all(sorted(PLANTS), SEEDS, os.cpu_count() or 1)
    assert {name for name, outcome in caught.items() if outcome is None} == set()
