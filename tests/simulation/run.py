"""One seed, from its beginning to its verdict."""

from __future__ import annotations

import logging
import tempfile
import traceback
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final

from tests.simulation.checks import PromiseBroken
from tests.simulation.incidents import plan
from tests.simulation.template import Template, make_template
from tests.simulation.timeline import Happening, SimulationFailed
from tests.simulation.world import Parts, World

_MEMORY_DISK: Final = Path("/dev/shm")


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a seed; ``promise`` is empty when all were kept."""

    seed: int
    promise: str = ""
    what: str = ""
    faults: Counter[str] = field(default_factory=Counter)
    works: int = 0
    trace: tuple[Happening, ...] = ()

    @property
    def failed(self) -> bool:
        """Whether a promise was broken, or the simulation itself ran into something."""
        return bool(self.promise)

    def without_trace(self) -> Outcome:
        """The same, light enough to be passed between processes."""
        return replace(self, trace=())


@contextmanager
def workshop() -> Iterator[Template]:
    """A folder in memory where there is one, with the template in it."""
    base = _MEMORY_DISK if _MEMORY_DISK.is_dir() else None
    quiet = logging.getLogger("counter_app")
    level = quiet.level
    quiet.setLevel(logging.CRITICAL)
    try:
        with tempfile.TemporaryDirectory(prefix="simulation-", dir=base) as folder:
            yield make_template(Path(folder) / "template")
    finally:
        quiet.setLevel(level)


def run_seed(seed: int, template: Template, parts: Parts | None = None) -> Outcome:
    """Let one world run to its end."""
    world = World(seed, template, parts or Parts())
    promise = what = ""
    try:
        world.run(plan(world))
    except PromiseBroken as broken:
        promise, what = broken.promise, broken.what
    except (Exception, SimulationFailed) as error:  # noqa: BLE001 - a failure to be shown, not the end of all
        promise, what = (
            "none: the simulation ran into an error",
            "".join(traceback.format_exception(error)[-6:]),
        )
    finally:
        world.close()
    return Outcome(
        seed,
        promise,
        what,
        world.faults.counts,
        len(world.ledger.acknowledged),
        tuple(world.timeline.trace),
    )
