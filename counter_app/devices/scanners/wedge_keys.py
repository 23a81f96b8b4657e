"""A key press, as the detector of guns that type sees it. No Qt."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class KeyKind(Enum):
    """What a key does; the key filter decides it from the event."""

    TEXT = "text"
    TERMINATOR = "terminator"
    BACKSPACE = "backspace"
    SILENT = "silent"
    """Shift and the like: changes nothing by itself, and guns send it between letters."""
    OTHER = "other"
    """Arrows, function keys, Ctrl+V: never part of a scan."""


@dataclass(frozen=True)
class Key:
    """One key press: ``text`` as it would reach the window, ``at`` in seconds of a steady clock.

    ``printed`` is the letter that a US keyboard has on the key that was pressed, as far as the platform
    tells it: ``None`` if it does not, empty if no key of a keyboard made this letter.
    """

    text: str
    at: float
    kind: KeyKind = KeyKind.TEXT
    auto_repeat: bool = False
    payload: object = None
    """Whatever is needed to replay the key; not looked at here."""
    printed: str | None = None
