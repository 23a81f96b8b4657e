"""What a counter's process said was durable, against what is found when the station is opened again."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from counter_app.services.store_ports import DossierFilter
from tests.fixtures.real_counter import RealCounter, chain_fault, receptions

News = list[dict[str, object]]

_COUNT_CAP = 1000
"""The list counts no further."""


def counter_command(folder: Path, how_many: int) -> list[str]:
    """The command of ``tests.e2e.counter_process``."""
    return [sys.executable, "-m", "tests.e2e.counter_process", str(folder), str(how_many)]


def news_of(lines: Iterable[str]) -> News:
    """What a process told; a line that it did not finish does not count."""
    return [json.loads(line) for line in lines if line.endswith("\n")]


def run_counter(command: Sequence[str]) -> News:
    """Let a counter's process run to its end, whatever that is."""
    done = subprocess.run(
        command, stdout=subprocess.PIPE, text=True, encoding="utf-8", check=False, timeout=300
    )
    return news_of(done.stdout.splitlines(keepends=True))


def told(news: News, event: str, field: str) -> list[str]:
    """One field of all news of a kind."""
    return [str(one[field]) for one in news if one["event"] == event]


def holds_what_was_acknowledged(counter: RealCounter, news: News, *, interruptions: int) -> None:
    """Nothing is lost, nothing is there twice, no number is left out.

    An interruption may leave one reception that is durable and was not told any more.
    """
    entries = counter.entries()
    received = receptions(entries)
    acknowledged = {str(one["code"]): one["line"] for one in news if one["event"] == "received"}
    assert chain_fault(entries) is None
    assert acknowledged.items() <= {one.code: one.ledger_line for one in received}.items()
    assert len(acknowledged) <= len(received) <= len(acknowledged) + interruptions
    assert [one.ledger_line for one in received] == list(range(1, len(received) + 1))
    slips = [int(one.slip_number.partition("-")[0]) for one in received]
    assert slips == list(range(1, len(received) + 1))
    assert len({one.code for one in received}) == len(received)
    services = counter.running.services
    assert services.dossiers.count("", DossierFilter.ALL) == min(_COUNT_CAP, len(received))
    left = {draft.id for draft in services.reception.drafts(counter.clerk)}
    finished = set(told(news, "received", "draft"))
    missing = set(told(news, "draft", "id")) - finished - left
    # A reception that was durable but not told has taken its draft with it.
    assert len(missing) <= len(received) - len(acknowledged)
    assert left.isdisjoint(finished)
