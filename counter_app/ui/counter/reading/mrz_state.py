"""What the MRZ dialog shows, as frozen values. Lines and places in a line count from 0."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.ui.counter.parts.shown import Note, Sign


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some signs of one line that belong together; ``right`` is ``None`` while that is not known."""

    line: int
    start: int
    end: int
    right: bool | None


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One check digit: of which field, and how it is."""

    name: str
    sign: Sign


@dataclass(frozen=True, slots=True)
class Proposal:
    """A sign that was probably mistyped; ``words`` say which and what it may be."""

    line: int
    place: int
    words: str


@dataclass(frozen=True, slots=True)
class MrzState:
    """``lines`` as typed; ``width`` is 0 until the first sign tells what kind of document it is.

    ``left`` says of each line how much is missing. ``confirm`` holds the words of the question before what
    is not verified is filled in, or nothing.
    """

    lines: tuple[str, ...] = ("",)
    width: int = 0
    kind: str = ""
    left: tuple[str, ...] = ("",)
    stretches: tuple[Stretch, ...] = ()
    checks: tuple[CheckRow, ...] = ()
    proposals: tuple[Proposal, ...] = ()
    fills: tuple[tuple[str, str], ...] = ()
    """Label and value of what would be filled in."""
    note: Note | None = None
    can_fill: bool = False
    confirm: str = ""
