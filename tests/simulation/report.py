"""Many seeds on all cores, and what they say together."""

from __future__ import annotations

import json
import multiprocessing
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial

from tests.simulation.faults import Fault
from tests.simulation.plants import PLANTS
from tests.simulation.run import Outcome, run_seed, workshop

_SHARE = 8
"""Seeds that a process takes at a time."""


@dataclass
class Summary:
    """What became of a range of seeds."""

    seeds: int = 0
    works: int = 0
    seconds: float = 0.0
    faults: Counter[str] = field(default_factory=Counter)
    failures: list[Outcome] = field(default_factory=list)

    def add(self, outcome: Outcome) -> None:
        """One more seed."""
        self.seeds += 1
        self.works += outcome.works
        self.faults.update(outcome.faults)
        if outcome.failed:
            self.failures.append(outcome)

    def plain(self, plant: str = "") -> dict[str, object]:
        """As JSON tells it: every fault with how often it struck, every failure with how to see it again."""
        return {
            "seeds": self.seeds,
            "failed": len(self.failures),
            "works": self.works,
            "seconds": round(self.seconds, 1),
            "faults": {fault.value: self.faults[fault.value] for fault in Fault},
            "failures": [failure_plain(outcome, plant) for outcome in self.failures],
        }


def failure_plain(outcome: Outcome, plant: str = "") -> dict[str, object]:
    """A failure: the promise, what happened, and the command that shows it again."""
    return {
        "seed": outcome.seed,
        "promise": outcome.promise,
        "what": outcome.what,
        "replay": replay_command(outcome.seed, plant),
    }


def replay_command(seed: int, plant: str = "") -> str:
    """The command that lets a seed run again, with its trace."""
    return f"python -m tests.simulation --seed {seed}{f' --plant {plant}' if plant else ''} --trace"


def run_share(seeds: Sequence[int], plant: str = "") -> list[Outcome]:
    """Some seeds in one process, without their traces; a plant ends with its first catch."""
    parts = PLANTS[plant].parts() if plant else None
    outcomes = []
    with workshop() as template:
        for seed in seeds:
            outcome = run_seed(seed, template, parts)
            outcomes.append(outcome.without_trace())
            if plant and outcome.failed:
                break
    return outcomes


def outcomes_of(seeds: range, jobs: int, plant: str = "") -> Iterator[Outcome]:
    """The outcomes as they come, on as many processes as ``jobs`` says."""
    shares = [seeds[start : start + _SHARE] for start in range(0, len(seeds), _SHARE)]
    if jobs == 1 or len(shares) == 1:
        yield from run_share(seeds, plant)
        return
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        yield from _each(pool.imap_unordered(partial(run_share, plant=plant), shares))


def _each(shares: Iterable[Sequence[Outcome]]) -> Iterator[Outcome]:
    for share in shares:
        yield from share


def summarise(seeds: range, jobs: int) -> Summary:
    """Let all seeds run."""
    began, summary = time.monotonic(), Summary()
    for outcome in outcomes_of(seeds, jobs):
        summary.add(outcome)
    summary.failures.sort(key=lambda outcome: outcome.seed)
    summary.seconds = time.monotonic() - began
    return summary


def catch(plant: str, seeds: range, jobs: int) -> tuple[Summary, Outcome | None]:
    """Let seeds run with a plant until one of them breaks a promise."""
    began, summary, caught = time.monotonic(), Summary(), None
    for outcome in outcomes_of(seeds, jobs, plant):
        summary.add(outcome)
        if outcome.failed:
            caught = outcome
            break
    summary.seconds = time.monotonic() - began
    return summary, caught


def catch_all(plants: Sequence[str], seeds: range, jobs: int) -> dict[str, Outcome | None]:
    """The first catch of each plant, several plants at a time."""
    with multiprocessing.get_context("spawn").Pool(jobs) as pool:
        shares = pool.map(partial(_share_of_plant, seeds), plants, chunksize=1)
    last = {plant: share[-1] for plant, share in zip(plants, shares, strict=True)}
    return {plant: outcome if outcome.failed else None for plant, outcome in last.items()}


def _share_of_plant(seeds: range, plant: str) -> list[Outcome]:
    return run_share(seeds, plant)


def as_json(plain: object) -> str:
    """One line for programs."""
    return json.dumps(plain, ensure_ascii=False)
