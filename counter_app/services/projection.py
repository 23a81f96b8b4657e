"""How the entries that a station holds make a dossier: order first, then ``fold``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from counter_app.domain.dossier import Dossier, fold
from counter_app.services.store_ports import Recorded, VerdictState

UNREADABLE: Final = "entry_unreadable"
"""The central system's code for an entry that is kept but that no program can make sense of."""


def fold_order(entries: Iterable[Recorded]) -> list[Recorded]:
    """Entries in the order in which they count: by their place in the office's feed, then the rest.

    The rest are own entries on their way, in the order of their own chain.
    """
    return sorted(entries, key=_place)


def counts(recorded: Recorded) -> bool:
    """Whether an entry takes part in folding: the central system leaves out the same ones."""
    verdict = recorded.verdict
    return verdict.state is not VerdictState.REFUSED and verdict.code != UNREADABLE


def refold(entries: Sequence[Recorded]) -> Dossier | None:
    """The dossier that ``entries`` of one subject make, in any order given.

    ``None`` as long as the reception is not among them. It reads nothing but its argument, so that
    stations with the same entries and verdicts get equal dossiers.
    """
    return fold(recorded.entry for recorded in fold_order(entries) if counts(recorded))


def pending_count(entries: Iterable[Recorded]) -> int:
    """How many own entries wait: to be sent, or at the central system for an entry before them."""
    waiting = (VerdictState.PENDING, VerdictState.HELD)
    return sum(1 for recorded in entries if recorded.own and recorded.verdict.state in waiting)


def refused_count(entries: Iterable[Recorded]) -> int:
    """How many own entries the central system refused."""
    return sum(1 for recorded in entries if recorded.own and recorded.verdict.state is VerdictState.REFUSED)


def _place(recorded: Recorded) -> tuple[bool, int, str, int, int]:
    return (recorded.feed_no is None, recorded.feed_no or 0, *recorded.entry.id)
