"""Vietnamese letters taken apart: what stands below the marks, which marks, and which keys set them."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from typing import Final, Literal

Method = Literal["telex", "vni"]
METHODS: Final[tuple[Method, ...]] = ("telex", "vni")

CIRCUMFLEX: Final = "\u0302"
STROKE: Final = "-"
TONES: Final = "\u0301\u0300\u0309\u0303\u0323"
SHAPES: Final = "\u0302\u0306\u031b-"

MARK_KEYS: Final[Mapping[Method, Mapping[str, str]]] = {
    "telex": {
        **dict(zip(TONES, "sfrxj", strict=True)),
        "\u0306": "w",
        "\u031b": "w",
        STROKE: "d",
    },
    "vni": {
        **dict(zip(TONES, "12345", strict=True)),
        CIRCUMFLEX: "6",
        "\u031b": "7",
        "\u0306": "8",
        STROKE: "9",
    },
}
"""Which key sets a mark; in Telex a circumflex is set by the letter itself."""
REMOVING_KEY: Final[Mapping[Method, str]] = {"telex": "z", "vni": "0"}
LONE_KEYS: Final[Mapping[str, str]] = {"ư": "w", "Ư": "W"}
"""Letters that Telex makes of a single key; its brackets are left out: they are in no code that is read."""
HORN: Final = "\u031b"


def bare(text: str) -> str:
    """``text`` without any mark, in the same case; one letter for each letter."""
    return "".join(apart(letter)[0] for letter in text)


def apart(letter: str) -> tuple[str, str]:
    """The letter below and its marks; what is no Vietnamese letter has none."""
    if letter in "đĐ":
        return ("d" if letter == "đ" else "D"), STROKE
    first, *marks = list(unicodedata.normalize("NFD", letter))
    if not first.isascii() or any(mark not in TONES + SHAPES for mark in marks):
        return letter, ""
    return first, "".join(marks)


def without_tone(letter: str) -> str:
    """The letter without its tone, with its other marks."""
    parts = unicodedata.normalize("NFD", letter)
    return unicodedata.normalize("NFC", "".join(part for part in parts if part not in TONES))


def setting_keys(method: Method, old: str, new: str) -> str | None:
    """The key, in small letters, that turned ``old`` into ``new``, which differ in marks only.

    ``None`` if no single key does that.
    """
    before = [apart(letter) for letter in old]
    after = [apart(letter) for letter in new]
    keys = _shape_keys(method, before, after)
    if not keys:
        keys = _tone_keys(method, _tones(before), _tones(after))
    return keys.pop() if len(keys) == 1 else None


def removed_key(method: Method, old: str, new: str) -> str:
    """The key, in small letters, of a mark that ``old`` has and ``new`` has not; empty if there is none."""
    for before, after in zip(old, new, strict=True):
        base, had = apart(before)
        for mark in had:
            if mark not in apart(after)[1]:
                doubled = method == "telex" and mark == CIRCUMFLEX
                return base.lower() if doubled else MARK_KEYS[method][mark]
    return ""


def new_marks(old: str, new: str) -> set[str]:
    """The marks that stand somewhere in ``new`` and nowhere in ``old``."""
    return {mark for letter in new for mark in apart(letter)[1]} - {
        mark for letter in old for mark in apart(letter)[1]
    }


_Letters = list[tuple[str, str]]


def _shape_keys(method: Method, before: _Letters, after: _Letters) -> set[str]:
    keys: set[str] = set()
    for (base, had), (_, has) in zip(before, after, strict=True):
        for mark in set(has) & set(SHAPES) - set(had):
            doubled = method == "telex" and mark == CIRCUMFLEX
            keys.add(base.lower() if doubled else MARK_KEYS[method][mark])
    return keys


def _tone_keys(method: Method, before: set[str], after: set[str]) -> set[str]:
    if after - before:
        return {MARK_KEYS[method][tone] for tone in after - before}
    return {REMOVING_KEY[method]} if before - after else set()


def _tones(letters: _Letters) -> set[str]:
    return {mark for _, marks in letters for mark in marks if mark in TONES}
