"""Feeds the identifiers with made, broken and random texts.

``python -m tests.fuzz.identify --inputs 100000 --json`` prints ``inputs`` (how many were answered),
``exceptions``, ``hangs`` (a text without an answer for ten seconds; the run ends there), ``slowest_ms``,
``broken_rules`` (answers that no answer may be), ``kinds`` (how often each was told) and ``examples`` (seed
and number of texts that went wrong). The texts are made by seed, so that each can be made again. Exit
status 0 if nothing went wrong, else 1.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from datetime import date
from multiprocessing.connection import Connection
from multiprocessing.sharedctypes import Synchronized
from typing import Final

from counter_app.bootstrap.shipped import places
from counter_app.domain.identifiers.finding import Finding
from counter_app.domain.identifiers.identify import Identification, identify
from counter_app.domain.identifiers.mrz.progress import check_progress
from counter_app.domain.identifiers.old_number import read_old_number
from counter_app.domain.identifiers.organisation import read_organisation_code
from counter_app.domain.identifiers.passport import read_travel_document
from counter_app.i18n import Wording
from counter_app.paths import resources
from tests.fuzz.identity_texts import Texts

TODAY: Final = date(2026, 11, 22)
HANGS_AFTER_S: Final = 10.0
_MOST_EXAMPLES: Final = 10
Supply = Callable[[int], Texts]
"""Makes texts by seed."""


@dataclass
class Report:
    """What a run found."""

    inputs: int = 0
    exceptions: int = 0
    hangs: int = 0
    broken_rules: int = 0
    slowest_ms: float = 0.0
    kinds: dict[str, int] = field(default_factory=dict)
    examples: list[str] = field(default_factory=list)

    @property
    def well(self) -> bool:
        return not (self.exceptions or self.hangs or self.broken_rules)


class Run:
    """One process's share: makes the texts of one seed and looks at every answer."""

    def __init__(self, seed: int, supply: Supply = Texts) -> None:
        self._seed = seed
        self._texts = supply(seed)
        self._wordings = [Wording(language, resources() / "i18n") for language in ("vi", "en")]
        self._worded: set[str] = set()
        self._kinds: Counter[str] = Counter()
        self.report = Report()

    def step(self) -> None:
        """One text."""
        text = self._texts.next()
        begun = time.perf_counter()
        try:
            found = identify(text, places(), TODAY)
            check_progress(text.splitlines()[:3])
            others = (
                read_old_number(text, today=TODAY),
                read_organisation_code(text),
                read_travel_document(text),
            )
            took = time.perf_counter() - begun
            rule = self._broken_rule(text, found, [finding for one in others for finding in one.findings])
        except Exception as error:  # noqa: BLE001 - finding them is what this is for
            self.report.exceptions += 1
            self._example(repr(error))
        else:
            self.report.slowest_ms = max(self.report.slowest_ms, took * 1000)
            self._kinds[found.kind.value] += 1
            if rule:
                self.report.broken_rules += 1
                self._example(rule)
        self.report.inputs += 1

    def done(self) -> Report:
        """What was found."""
        self.report.kinds = dict(self._kinds.most_common())
        self.report.slowest_ms = round(self.report.slowest_ms, 2)
        return self.report

    def _broken_rule(self, text: str, found: Identification, more: list[Finding]) -> str:
        if not all(isinstance(value, str) and value for value in found.fields.values()):
            return "an empty field"
        if found.kind == "unknown" and (found.fields or not found.findings):
            return "unknown, and yet something"
        if found.fields.get("sex", "male") not in ("male", "female"):
            return "a sex that is none"
        for name in ("birth_date", "issued_on", "expires_on"):
            if name in found.fields:
                date.fromisoformat(found.fields[name])
        number = found.fields.get("personal_number", "0" * 12)
        if not (len(number) == 12 and number.isascii() and number.isdigit()):
            return "a personal number that is none"
        for finding in (*found.findings, *more):
            self._word(finding)
            if any(str(value) == text and len(text) > 3 for value in finding.params.values()):
                return "a finding that repeats what was read"
        return ""

    def _word(self, finding: Finding) -> None:
        if finding.code not in self._worded:
            for wording in self._wordings:
                wording.text(f"finding.{finding.code}", **finding.params)
            self._worded.add(finding.code)

    def _example(self, what: str) -> None:
        if len(self.report.examples) < _MOST_EXAMPLES:
            self.report.examples.append(f"seed {self._seed}, text {self.report.inputs}: {what}")


def _work(inputs: int, seed: int, supply: Supply, answered: Synchronized[int], out: Connection) -> None:
    run = Run(seed, supply)
    for number in range(inputs):
        run.step()
        answered.value = number + 1
    out.send(run.done())
    out.close()


def fuzz(
    inputs: int, seed: int = 1, *, supply: Supply = Texts, hangs_after_s: float = HANGS_AFTER_S
) -> Report:
    """Run in a process of its own, which is watched: one that is stuck in a pattern cannot watch itself."""
    context = multiprocessing.get_context("spawn")
    answered: Synchronized[int] = context.Value("Q", 0)
    receiving, sending = context.Pipe(duplex=False)
    worker = context.Process(target=_work, args=(inputs, seed, supply, answered, sending), daemon=True)
    worker.start()
    sending.close()
    before, since = -1, time.monotonic()
    while not receiving.poll(0.2):
        now = answered.value
        if now != before:
            before, since = now, time.monotonic()
        elif time.monotonic() - since > hangs_after_s:
            worker.kill()
            worker.join()
            return Report(inputs=now, hangs=1, examples=[f"seed {seed}, text {now}: no answer"])
    try:
        report: Report = receiving.recv()
    except EOFError:
        worker.join()
        ended = f"seed {seed}, text {answered.value}: the process ended with {worker.exitcode}"
        return Report(inputs=answered.value, exceptions=1, examples=[ended])
    worker.join()
    return report


def main() -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.fuzz.identify", description=__doc__)
    parser.add_argument("--inputs", type=int, default=100_000)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    options = parser.parse_args()
    report = fuzz(options.inputs, options.seed)
    if options.json:
        sys.stdout.write(json.dumps(asdict(report), ensure_ascii=False) + "\n")
    else:
        for name, value in asdict(report).items():
            sys.stdout.write(f"{name}: {value}\n")
    return 0 if report.well else 1


if __name__ == "__main__":
    sys.exit(main())
