"""Calls that begin at the same moment."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

Answer = TypeVar("Answer")


def at_once(calls: Sequence[Callable[[], Answer]]) -> list[Answer | Exception]:
    """What each call returned or raised, in the order of ``calls``; none begins before all are ready."""
    ready = threading.Barrier(len(calls))

    def call(one: Callable[[], Answer]) -> Answer | Exception:
        ready.wait(30)
        try:
            return one()
        except Exception as error:  # noqa: BLE001 - the test looks at what was raised
            return error

    with ThreadPoolExecutor(len(calls)) as pool:
        return list(pool.map(call, calls))


def answers(outcomes: Sequence[Answer | Exception]) -> list[Answer]:
    """The outcomes, none of which may be an error."""
    good: list[Answer] = []
    for outcome in outcomes:
        if isinstance(outcome, Exception):
            raise outcome
        good.append(outcome)
    return good
