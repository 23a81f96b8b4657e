"""What keys may have been pressed when a Vietnamese input method turned them into other letters.

In Telex ``DD`` becomes ``Đ``, ``AA`` ``Â`` and ``AS`` ``Á``; in VNI ``D9`` becomes ``Đ``, ``A6`` ``Â`` and
``A1`` ``Á``. The key that set a mark is gone, and with free marking it may have stood anywhere behind its
letter in the same word (a word ends at any sign that is neither letter nor digit). Hence several texts are
possible; only a shape that is proved otherwise (a dossier code, check digits) tells which one it was.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import islice, product
from typing import Final

MOST_CANDIDATES: Final = 300
"""More possible texts than this prove nothing: then none is given."""

_LONGEST: Final = 400
_LONGEST_WORD: Final = 60
_WORDS: Final = re.compile(r"([\w\u0300-\u036f]+)")

_ACUTE, _GRAVE, _HOOK, _TILDE, _DOT = "\u0301", "\u0300", "\u0309", "\u0303", "\u0323"
_CIRCUMFLEX, _BREVE, _HORN = "\u0302", "\u0306", "\u031b"
_STROKE: Final = "-"
_BASES: Final = {_CIRCUMFLEX: "aeo", _BREVE: "a", _HORN: "ou", _STROKE: "d"}
"""Which letters take a mark; tones stand on any vowel."""
_TELEX: Final = {
    _ACUTE: "S", _GRAVE: "F", _HOOK: "R", _TILDE: "X", _DOT: "J", _BREVE: "W", _HORN: "W", _STROKE: "D",
}  # fmt: skip
_VNI: Final = {
    _ACUTE: "1", _GRAVE: "2", _HOOK: "3", _TILDE: "4", _DOT: "5",
    _CIRCUMFLEX: "6", _HORN: "7", _BREVE: "8", _STROKE: "9",
}  # fmt: skip

_Letters = list[tuple[str, list[str]]]
"""Each letter of a word without its marks, and the marks."""
_Pressed = tuple[tuple[str, tuple[str, ...]], ...]
"""The ways in which one letter was typed: what it shows first, and the keys behind it."""


def undone(text: str) -> tuple[str, ...]:
    """All texts that Telex or VNI may have turned into ``text``, those with the keys side by side first.

    Empty if nothing was changed, if the letters are not Vietnamese, or if more than ``MOST_CANDIDATES``
    texts are possible. Keys that set a mark and took it off again leave no trace and are not found.
    Letters of Telex come back in the case of the letter that they marked.
    """
    if text.isascii() or len(text) > _LONGEST:
        return ()
    pieces = _WORDS.split(unicodedata.normalize("NFC", text))
    found: dict[str, None] = {}
    for keys in (_VNI, _TELEX):
        choices = [_typed_words(piece, keys) for piece in pieces]
        if not all(choices):
            continue
        for words in islice(product(*choices), MOST_CANDIDATES + 1):
            found.setdefault("".join(words))
        if len(found) > MOST_CANDIDATES:
            return ()
    return tuple(found)


def _typed_words(word: str, keys: dict[str, str]) -> list[str]:
    """What may have been typed for one word; empty if no key makes one of its letters."""
    if word.isascii():
        return [word]
    letters = _taken_apart(word)
    if letters is None or sum(1 + len(marks) for _, marks in letters) > _LONGEST_WORD:
        return []
    pressed = [tuple(_pressed(base, marks, keys)) for base, marks in letters]
    # Only where every letter can have been typed does each way lead to a text: else they were tried in vain.
    if not all(pressed):
        return []
    typed = dict.fromkeys(islice(_woven(pressed), MOST_CANDIDATES + 1))
    return list(typed)


def _taken_apart(word: str) -> _Letters | None:
    letters: _Letters = []
    for char in unicodedata.normalize("NFD", word):
        if unicodedata.combining(char):
            if not letters:
                return None
            letters[-1][1].append(char)
        elif char in "đĐ":
            letters.append(("d" if char == "đ" else "D", [_STROKE]))
        elif char.isascii():
            letters.append((char, []))
        else:
            return None
    return letters


def _woven(pressed: Sequence[_Pressed]) -> Iterator[str]:
    """Every order in which letters and the keys of their marks can have come."""

    def walk(at: int, waiting: tuple[str, ...], done: str) -> Iterator[str]:
        # A key that waits may come now or behind later letters: now first.
        for place in range(len(waiting)):
            if waiting[place] not in waiting[:place]:
                yield from walk(at, waiting[:place] + waiting[place + 1 :], done + waiting[place])
        if at == len(pressed):
            if not waiting:
                yield done
            return
        for shown, keys in pressed[at]:
            yield from walk(at + 1, waiting + keys, done + shown)

    yield from walk(0, (), "")


def _pressed(base: str, marks: list[str], keys: dict[str, str]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """The letter and the keys behind it that give ``base`` with ``marks``; none if no key gives a mark."""
    doubled = keys is _TELEX
    pressed = []
    for mark in marks:
        key = base.upper() if doubled and mark == _CIRCUMFLEX else keys.get(mark)
        if key is None or base.lower() not in _BASES.get(mark, "aeiouy"):
            return
        pressed.append(key if base.isupper() else key.lower())
    yield base, tuple(pressed)
    if doubled and base in "uU" and _HORN in marks:
        # Telex makes Ư of a single W too.
        pressed.remove("W" if base == "U" else "w")
        yield ("W" if base == "U" else "w"), tuple(pressed)
