"""Which dossiers stand on which handover list, and which departments took papers here before.

The entries of the dossiers say all of it; what is kept here is only where to look.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from typing import Any, Final

from counter_app.domain.bodies import MISFITS
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.services.store_ports import UnitOfWork

LISTS: Final = "handover_lists"
TAKERS: Final = "handover_takers"
"""Names of the station's own documents."""
_MOST_LISTS: Final = 60
_MOST_TAKERS: Final = 30

_Read = Callable[[str], tuple[int, bytes] | None]


class Way(StrEnum):
    """Which way a list's dossiers went."""

    OUT = "out"
    BACK = "back"


@dataclass(frozen=True, slots=True)
class HandoverList:
    """A list that both sides sign; ``prints`` is how often it was printed."""

    number: str
    way: Way
    at: datetime
    dossier_ids: tuple[str, ...]
    prints: int = 0


def known_lists(read: _Read) -> tuple[HandoverList, ...]:
    """The lists of this station, the newest first; what cannot be read is left out."""
    found = []
    for row in _rows(read, LISTS, "lists"):
        try:
            at = parse_instant(row["at"])
            found.append(
                HandoverList(row["number"], Way(row["way"]), at, tuple(row["dossiers"]), row["prints"])
            )
        except (*MISFITS, DomainError):
            continue
    return tuple(found)


def keep_list(work: UnitOfWork, made: HandoverList) -> None:
    """Remember a new list."""
    _keep_lists(work, (made, *known_lists(work.documents.get)))


def count_print(work: UnitOfWork, number: str) -> None:
    """A list came out of a printer once more."""
    lists = known_lists(work.documents.get)
    _keep_lists(
        work, tuple(replace(one, prints=one.prints + 1) if one.number == number else one for one in lists)
    )


def known_takers(read: _Read) -> Mapping[str, str]:
    """Departments that took papers here, the newest first, each with who took them last."""
    return {str(name): str(person) for name, person in _rows(read, TAKERS, "takers")}


def keep_taker(work: UnitOfWork, taker: str, taken_by: str) -> None:
    """Remember a department for the next time."""
    known = dict(known_takers(work.documents.get))
    person = taken_by or known.pop(taker, "")
    known.pop(taker, None)
    rows = [[taker, person], *([name, who] for name, who in known.items())]
    _put(work, TAKERS, "takers", rows[:_MOST_TAKERS])


def _keep_lists(work: UnitOfWork, lists: Sequence[HandoverList]) -> None:
    rows = [
        {
            "number": one.number,
            "way": one.way.value,
            "at": instant_text(one.at),
            "dossiers": list(one.dossier_ids),
            "prints": one.prints,
        }
        for one in lists[:_MOST_LISTS]
    ]
    _put(work, LISTS, "lists", rows)


def _rows(read: _Read, name: str, key: str) -> list[Any]:
    stored = read(name)
    if stored is None:
        return []
    try:
        rows = json.loads(stored[1])[key]
        return rows if isinstance(rows, list) else []
    except MISFITS:
        return []


def _put(work: UnitOfWork, name: str, key: str, rows: Sequence[object]) -> None:
    stored = work.documents.get(name)
    version = 1 if stored is None else stored[0] + 1
    work.documents.put(name, version, json.dumps({key: rows}).encode())
