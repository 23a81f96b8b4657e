"""What stands around the lines of the ledger, as frozen values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from counter_app.services.ledger import BookView, LedgerQuery
from counter_app.ui.counter.parts.shown import Sign

Options = tuple[tuple[str, str], ...]
"""Pairs of key and words, for a list to choose from."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why there is no line."""

    title: str
    text: str


@dataclass(frozen=True, slots=True)
class LedgerState:
    """Everything around the lines, which are in the model.

    ``can_close``: this clerk may close the year shown, which is over and still open; ``can_continue``: she
    may go on in a further book. ``can_issue``: she may issue a paper pad; ``can_void``: one that is shown has
    a sheet that is not settled. ``busy`` names the act that runs: ``print``, ``pdf`` or ``xlsx``.
    """

    query: LedgerQuery
    years: Options = ()
    books: Options = ()
    fields: Options = ()
    summary: str = ""
    signs: tuple[Sign, ...] = ()
    nothing: Nothing | None = None
    has_lines: bool = False
    can_close: bool = False
    can_continue: bool = False
    can_issue: bool = False
    can_void: bool = False
    busy: str = ""


@dataclass(frozen=True, slots=True)
class Offer:
    """What was read for the head of the screen: years, books and fields there are."""

    years: Sequence[int] = ()
    books: Sequence[BookView] = ()
    fields: Sequence[str] = field(default=())
