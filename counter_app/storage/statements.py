"""Core constructs compiled once to text, so that the hot paths pay for the database only.

Executing through an SQLAlchemy engine costs three times the statement itself, and a reception has a
dozen of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Final

from sqlalchemy import ClauseElement
from sqlalchemy.dialects.sqlite.base import SQLiteDialect

Value = str | int | bytes | None

_DIALECT: Final = SQLiteDialect(paramstyle="qmark")


class Statement:
    """One statement; ``build`` gives the Core construct when it is first needed."""

    def __init__(self, build: Callable[[], ClauseElement]) -> None:
        self._build = build

    @cached_property
    def _compiled(self) -> tuple[str, tuple[str, ...], Mapping[str, Value]]:
        compiled = self._build().compile(dialect=_DIALECT)
        names: tuple[str, ...] = tuple(getattr(compiled, "positiontup", None) or ())
        constants = {name: value for name, value in compiled.params.items() if value is not None}
        return str(compiled), names, constants

    @cached_property
    def text(self) -> str:
        """The SQL with question marks."""
        return self._compiled[0]

    @cached_property
    def arguments(self) -> Callable[[Mapping[str, Value]], Sequence[Value]]:
        """Puts values by name into the order of the question marks; the construct's constants fill in."""
        _, names, constants = self._compiled
        if constants or len(names) < 2:
            return lambda values: [values[name] if name in values else constants[name] for name in names]
        return itemgetter(*names)
