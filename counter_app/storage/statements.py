"""Statements of the database, compiled ahead from SQLAlchemy Core: the program pays for SQLite only.

Loading SQLAlchemy takes longer than everything else at the start of a counter, and executing through its
engine costs three times the statement itself. So the constructs stand in ``queries``, their text in
``compiled`` (one JSON file an area), and ``compile_statements`` makes the one from the other.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from operator import itemgetter
from pathlib import Path
from typing import Any, Final

Value = str | int | bytes | None

COMPILED: Final = Path(__file__).parent / "compiled"


@cache
def _area(name: str) -> Mapping[str, Any]:
    area: dict[str, Any] = json.loads((COMPILED / f"{name}.json").read_bytes())
    return area


class Statement:
    """The compiled statement of a name (``journal.insert``); an unknown name is a ``KeyError``."""

    __slots__ = ("arguments", "text")

    def __init__(self, name: str) -> None:
        area, _, rest = name.partition(".")
        compiled = _area(area)[rest]
        self.text = "\n".join(compiled["sql"])
        """The SQL with question marks."""
        self.arguments = _placing(tuple(compiled["values"].split()), compiled.get("constants", {}))
        """Puts values by name into the order of the question marks; the construct's constants fill in."""


def _placing(
    names: tuple[str, ...], constants: Mapping[str, Value]
) -> Callable[[Mapping[str, Value]], Sequence[Value]]:
    if constants or len(names) < 2:
        return lambda values: [values[name] if name in values else constants[name] for name in names]
    return itemgetter(*names)
