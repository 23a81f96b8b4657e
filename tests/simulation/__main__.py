"""``python -m tests.simulation``: lets seeds run and says which promise broke, if any did."""

from __future__ import annotations

import argparse
import os
import sys

from tests.simulation.plants import PLANTS
from tests.simulation.report import as_json, catch, failure_plain, summarise
from tests.simulation.run import Outcome, run_seed, workshop

KEPT, BROKEN, CAUGHT, NOT_CAUGHT = 0, 1, 3, 4
"""Exit statuses; 2 is for arguments that make no sense."""


def main(arguments: list[str] | None = None) -> int:
    """Carry out the command; returns its exit status."""
    chosen = _parser().parse_args(arguments)
    if chosen.list_plants:
        plants = [{"name": plant.name, "what": plant.what} for plant in PLANTS.values()]
        _say(as_json({"plants": plants}) if chosen.json else "\n".join(PLANTS))
        return KEPT
    seeds = range(chosen.seed, chosen.seed + 1) if chosen.seed is not None else chosen.seeds
    if chosen.trace or chosen.seed is not None:
        return _show(seeds, chosen)
    if chosen.plant:
        return _catch(seeds, chosen)
    return _run(seeds, chosen)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m tests.simulation", description=__doc__)
    parser.add_argument(
        "--seeds", type=_seeds, default=range(100), metavar="FIRST:END", help="END is not run"
    )
    parser.add_argument("--seed", type=int, help="one seed")
    parser.add_argument("--trace", action="store_true", help="print what happened, in virtual time")
    parser.add_argument("--plant", choices=sorted(PLANTS), help="put a bug in, and stop when it is caught")
    parser.add_argument("--list-plants", action="store_true", help="which bugs can be put in")
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1, help="processes; default: all cores")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines for people")
    return parser


def _seeds(text: str) -> range:
    first, _, end = text.partition(":")
    seeds = range(int(first), int(end))
    if not seeds or seeds.start < 0:
        raise ValueError(text)
    return seeds


def _show(seeds: range, chosen: argparse.Namespace) -> int:
    """Run in this process, with every line of the trace if that is asked for."""
    parts = PLANTS[chosen.plant].parts() if chosen.plant else None
    failed = False
    with workshop() as template:
        for seed in seeds:
            outcome = run_seed(seed, template, parts)
            failed = failed or outcome.failed
            _show_one(outcome, chosen)
    if chosen.plant:
        return CAUGHT if failed else NOT_CAUGHT
    return BROKEN if failed else KEPT


def _show_one(outcome: Outcome, chosen: argparse.Namespace) -> None:
    if chosen.trace:
        _say("\n".join(str(happening) for happening in outcome.trace))
    if chosen.json:
        verdict = failure_plain(outcome, chosen.plant or "") if outcome.failed else {"seed": outcome.seed}
        _say(as_json({**verdict, "failed": int(outcome.failed), "faults": dict(outcome.faults)}))
    elif outcome.failed:
        _say(f"seed {outcome.seed} breaks promise {outcome.promise}\n  {outcome.what}")
    else:
        struck = outcome.faults.total()
        _say(f"seed {outcome.seed}: {outcome.works} entries, {struck} faults, all promises kept")


def _catch(seeds: range, chosen: argparse.Namespace) -> int:
    summary, caught = catch(chosen.plant, seeds, chosen.jobs)
    plain: dict[str, object] = {
        "plant": chosen.plant,
        "seeds": summary.seeds,
        "seconds": round(summary.seconds, 1),
        "caught_by": None if caught is None else caught.promise,
    }
    if caught is not None:
        plain |= failure_plain(caught, chosen.plant)
    _say(as_json(plain) if chosen.json else "\n".join(f"{name}: {value}" for name, value in plain.items()))
    return NOT_CAUGHT if caught is None else CAUGHT


def _run(seeds: range, chosen: argparse.Namespace) -> int:
    summary = summarise(seeds, chosen.jobs)
    if chosen.json:
        _say(as_json(summary.plain()))
    else:
        for outcome in summary.failures:
            plain = failure_plain(outcome)
            _say(
                f"seed {outcome.seed} breaks promise {outcome.promise}\n  {outcome.what}\n  {plain['replay']}"
            )
        struck = ", ".join(f"{name} {count}" for name, count in sorted(summary.faults.items()))
        _say(
            f"{summary.seeds} seeds, {len(summary.failures)} failed, {summary.works} entries, "
            f"{summary.seconds:.0f} s\nfaults: {struck}"
        )
    return BROKEN if summary.failures else KEPT


def _say(text: str) -> None:
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    raise SystemExit(main())
