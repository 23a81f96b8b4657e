"""Tells a code gun that types from a person who types: by the gaps between keys and by the terminator. No
Qt.

How a key filter uses it: every key press goes to ``feed`` and is kept from the window; keys that come back
in ``PassOn`` are replayed to the window in that order; ``Scanned`` and ``Swallowed`` keys are not replayed.
After each ``Held`` a timer of ``hold_s`` seconds is (re)started, which calls ``flush``; ``release`` is
called when the focus moves or the reader is switched off. No key is ever lost or put in another order.

``Key.at`` has to be the time of the key event itself (in Qt ``QKeyEvent.timestamp() / 1000``), not the time
at which a busy program got to it: otherwise typing that waited in a queue looks like a gun. ``flush`` takes
the same clock.

Input methods (Telex, VNI) that sit between gun and window change what is typed: ``DD`` becomes backspace
and ``Đ``. Backspaces inside a burst are therefore applied, and a scan that was changed says so and tells what
may have been typed (``input_method``). They also type for people, faster than any gun: what they replace
does not count as a stroke, and a burst that begins with a backspace is theirs.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Final

from counter_app.devices.scanners.input_method import is_changed, strokes, typed_texts
from counter_app.devices.scanners.wedge_keys import Key, KeyKind

__all__ = [
    "Decision",
    "Held",
    "Key",
    "KeyKind",
    "PassOn",
    "Scanned",
    "Swallowed",
    "WedgeDetector",
    "WedgeLimits",
]

_MAX_KEYS: Final = 4096
_SEPARATORS: Final = "\x1c\x1d\x1e\x1f\x04"
"""Control characters that stand inside codes (GS1, ISO 15434)."""
_LARGEST_RUN: Final = 0.75


@dataclass(frozen=True)
class Held:
    """The key waits: it may belong to a scan."""


@dataclass(frozen=True)
class PassOn:
    """These keys, oldest first, are a person's: the window gets them. A fed key that is not among them is
    held.
    """

    keys: tuple[Key, ...]


@dataclass(frozen=True)
class Scanned:
    """A code was read: ``text`` is NFC, without the terminator; ``keys`` made it up.

    If an input method or another keyboard layout ``changed`` it, ``text`` is what the window would show, and
    ``typed`` what the gun may have typed, likeliest first (nothing if that cannot be told).
    """

    text: str
    keys: tuple[Key, ...]
    changed: bool = False
    typed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Swallowed:
    """A further terminator of the scan that was just read (CR, then LF)."""

    keys: tuple[Key, ...]


Decision = Held | PassOn | Scanned | Swallowed


@dataclass(frozen=True)
class WedgeLimits:
    """What counts as a gun: gaps in seconds, length in letters."""

    average_gap_s: float = 0.035
    longest_gap_s: float = 0.060
    min_length: int = 6


class WedgeDetector:
    """Sorts one stream of keys; to be fed from one thread."""

    def __init__(self, limits: WedgeLimits | None = None) -> None:
        self._limits = limits or WedgeLimits()
        self._held: list[Key] = []
        self._last_at: float | None = None
        self._passing = False  # the running burst was let through: its rest must not pass for a whole scan
        self._after_scan = False

    @property
    def hold_s(self) -> float:
        """How long after a ``Held`` a timer should call ``flush``."""
        return self._limits.longest_gap_s

    def feed(self, key: Key) -> Decision:
        """Take the next key press and say what becomes of it and of the held ones."""
        gone: tuple[Key, ...] = ()
        if not self._follows_closely(key.at):
            gone = self._empty()
            self._passing = self._after_scan = False
        self._last_at = key.at
        if self._passing:
            return PassOn((key,))
        if _cannot_be_scanned(key) or len(self._held) >= _MAX_KEYS:
            return self._let_through(gone, key)
        if key.kind is KeyKind.TERMINATOR:
            return self._end_of_burst(gone, key)
        if key.kind is not KeyKind.TEXT and not self._held:
            # No gun begins with a backspace: somebody corrects, or an input method replaces what was typed.
            self._passing = key.kind is KeyKind.BACKSPACE
            return PassOn((*gone, key))
        self._held.append(key)
        return PassOn(gone) if gone else Held()

    def flush(self, now: float) -> PassOn:
        """Let held keys go if silence followed them; a scan that is still running stays held."""
        if self._held and not self._follows_closely(now):
            return self.release()
        return PassOn(())

    def release(self) -> PassOn:
        """Let all held keys go now; what follows closely belongs to them and passes too."""
        self._passing = self._passing or bool(self._held)
        return PassOn(self._empty())

    def _follows_closely(self, at: float) -> bool:
        return self._last_at is not None and 0 <= at - self._last_at <= self._limits.longest_gap_s

    def _empty(self) -> tuple[Key, ...]:
        keys = tuple(self._held)
        self._held.clear()
        return keys

    def _let_through(self, gone: tuple[Key, ...], key: Key) -> PassOn:
        self._passing = True
        return PassOn((*gone, *self._empty(), key))

    def _end_of_burst(self, gone: tuple[Key, ...], key: Key) -> Decision:
        if not self._held:
            if self._after_scan:
                return Swallowed((key,))
            return PassOn((*gone, key))
        text = self._scan_text(key)
        if text is None:
            return self._let_through(gone, key)
        self._after_scan = True
        changed = is_changed(self._held)
        typed = typed_texts(self._held) if changed else ()
        return Scanned(text, (*self._empty(), key), changed, typed)

    def _scan_text(self, terminator: Key) -> str | None:
        letters = _typed(self._held)
        if letters is None:
            return None
        changed = is_changed(self._held)
        pressed = strokes(self._held)
        if (pressed if changed else len(letters)) < self._limits.min_length:
            return None
        if (terminator.at - self._held[0].at) / pressed > self._limits.average_gap_s:
            return None
        if changed and not _begins_fast(self._held, self._limits.average_gap_s):
            return None
        # A key that somebody holds down repeats about as fast as a gun types, but always the same letter.
        run = max(len(list(same)) for _, same in groupby(letters)) if letters else 0
        return None if run > _LARGEST_RUN * len(letters) else letters


def _begins_fast(keys: Sequence[Key], average_gap_s: float) -> bool:
    """Whether the keys came fast also before an input method began to type: it has no hands to be slow."""
    places = [place for place, key in enumerate(keys) if key.kind is KeyKind.BACKSPACE]
    if not places:
        return True
    before = sum(key.kind is KeyKind.TEXT for key in keys[: places[0]])
    return (keys[places[0]].at - keys[0].at) / before <= average_gap_s


def _cannot_be_scanned(key: Key) -> bool:
    if key.auto_repeat or key.kind is KeyKind.OTHER:
        return True
    if key.kind is not KeyKind.TEXT:
        return False
    text = unicodedata.normalize("NFC", key.text)
    # Several letters in one event are pasted or composed by an input method; no gun does that.
    return len(text) != 1 or (unicodedata.category(text) == "Cc" and text not in _SEPARATORS)


def _typed(keys: list[Key]) -> str | None:
    """The text that the keys leave in a field; ``None`` if a backspace reaches what stood there before."""
    letters: list[str] = []
    for key in keys:
        if key.kind is KeyKind.TEXT:
            letters.append(key.text)
        elif key.kind is KeyKind.BACKSPACE:
            if not letters:
                return None
            letters.pop()
    return unicodedata.normalize("NFC", "".join(letters))
