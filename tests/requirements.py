"""Tells which rows of docs/requirements.csv are shown by tests that pass.

``python -m tests.requirements --json`` runs the tests that name rows and prints one JSON object:
``must`` (how many rows have priority M), ``shown`` (ids that at least one passing test names and no
failing one), ``missing`` (M ids not shown), ``failed`` (ids that a failing test names) and ``unknown``
(ids that are no row; the exit status is then 2). ``--from FILE`` takes outcomes that a run recorded
with ``REQUIREMENT_OUTCOMES=FILE`` instead of running anything; it may be given several times.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Final

from tests.requirement_outcomes import ENVIRONMENT_KEY

ROOT: Final = Path(__file__).resolve().parent.parent
TABLE: Final = ROOT / "docs" / "requirements.csv"


class UnusableFileError(Exception):
    """The table or a record of outcomes cannot be used; says which and why."""


@dataclass(frozen=True)
class Outcome:
    """How one test ended (``passed``, ``failed`` or ``skipped``) and the ids it names."""

    ids: tuple[str, ...]
    outcome: str


@dataclass(frozen=True)
class Standing:
    """Where the project stands against its requirement rows; all lists are sorted."""

    must: int
    shown: list[str]
    missing: list[str]
    failed: list[str]
    unknown: list[str]


def read_table(path: Path = TABLE) -> dict[str, Mapping[str, str]]:
    """The rows by id."""
    try:
        with path.open(encoding="utf-8", newline="") as stream:
            rows = list(csv.DictReader(stream))
    except OSError as error:
        raise UnusableFileError(f"{path}: {error}") from error
    table: dict[str, Mapping[str, str]] = {row["id"]: row for row in rows}
    if len(table) != len(rows):
        raise UnusableFileError(f"{path}: an id stands twice")
    return table


def read_outcomes(path: Path) -> list[Outcome]:
    """What the plugin recorded in one run."""
    try:
        tests = json.loads(path.read_text(encoding="utf-8"))["tests"]
        return [Outcome(tuple(test["ids"]), str(test["outcome"])) for test in tests.values()]
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise UnusableFileError(f"{path}: no record of outcomes ({error!r})") from error


def judge(priorities: Mapping[str, str], outcomes: Iterable[Outcome]) -> Standing:
    """Weigh the outcomes against the rows; ``priorities`` gives M, S, C or I by id."""
    passed: set[str] = set()
    failed: set[str] = set()
    named: set[str] = set()
    for test in outcomes:
        named.update(test.ids)
        if test.outcome == "passed":
            passed.update(test.ids)
        elif test.outcome == "failed":
            failed.update(test.ids)
    known = priorities.keys()
    shown = (passed - failed) & known
    must = {name for name, priority in priorities.items() if priority == "M"}
    return Standing(
        must=len(must),
        shown=sorted(shown),
        missing=sorted(must - shown),
        failed=sorted(failed & known),
        unknown=sorted(named - known),
    )


def run_tests(*, prove: bool, workers: str) -> list[Outcome]:
    """Run the tests that name rows in a process of their own; what they print goes to stderr."""
    with tempfile.TemporaryDirectory() as folder:
        record = Path(folder) / "outcomes.json"
        command = [sys.executable, "-m", "pytest", "tests", "-q", "--no-header", "-p", "no:cacheprovider"]
        command += ["-m", "requirement" if prove else "requirement and not prove"]
        command += ["-n", workers, "--continue-on-collection-errors"]
        subprocess.run(
            command,
            cwd=ROOT,
            env={**os.environ, ENVIRONMENT_KEY: str(record)},
            stdout=sys.stderr.fileno(),
            check=False,
        )
        return read_outcomes(record)


def _print_for_people(standing: Standing, table: Mapping[str, Mapping[str, str]]) -> None:
    shown_must = standing.must - len(standing.missing)
    print(
        f"{shown_must} of {standing.must} rows with priority M are shown; {len(standing.shown)} rows in all."
    )
    for title, ids in (("Missing", standing.missing), ("Failed", standing.failed)):
        if ids:
            print(f"\n{title}:")
        for name in ids:
            print(f"  {name:6} {table[name]['area']:10} {table[name]['counter_must']}")


def main(arguments: Sequence[str] | None = None) -> int:
    """Entry point; the exit status is 2 when an id is no row or a file cannot be used."""
    parser = argparse.ArgumentParser(prog="python -m tests.requirements", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument(
        "--from",
        dest="records",
        type=Path,
        action="append",
        metavar="FILE",
        help="recorded outcomes to use instead of running tests",
    )
    parser.add_argument("--prove", action="store_true", help="run the long tests marked prove as well")
    parser.add_argument("--workers", default="auto", help="test processes, as pytest -n takes it")
    options = parser.parse_args(arguments)
    try:
        table = read_table()
        if options.records:
            outcomes = [outcome for record in options.records for outcome in read_outcomes(record)]
        else:
            outcomes = run_tests(prove=options.prove, workers=options.workers)
    except UnusableFileError as problem:
        print(problem, file=sys.stderr)
        return 2
    standing = judge({name: row["priority"] for name, row in table.items()}, outcomes)
    if options.json:
        print(json.dumps(asdict(standing), ensure_ascii=False, indent=1))
    else:
        _print_for_people(standing, table)
    if standing.unknown:
        print(f"No row of {TABLE.name}: {', '.join(standing.unknown)}", file=sys.stderr)
        return 2
    return 0


if __name__ == "__main__":
    sys.exit(main())
