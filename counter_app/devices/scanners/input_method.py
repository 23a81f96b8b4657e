"""What a gun typed when a Vietnamese input method (as Unikey) stood between it and the window. No Qt.

Such a program lets most keys through. A key that changes letters it swallows; instead it sends backspaces
over the letters that change, and the changed letters. Both are seen here, so that the swallowed key can be
told from what was there before and after:

- the same letters with other marks: the key that sets this mark (``DD``: backspace, ``Đ``);
- the same letters and one more: that one, whose arrival moved a tone or took back a mark (``ASS``);
- the keys of the word as they were pressed: nothing was typed, the word was given back as it was.

What no key explains is not guessed at.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice, pairwise, product
from typing import Final

from counter_app.devices.scanners.letter_marks import (
    HORN,
    LONE_KEYS,
    METHODS,
    Method,
    apart,
    bare,
    new_marks,
    removed_key,
    setting_keys,
    without_tone,
)
from counter_app.devices.scanners.wedge_keys import Key, KeyKind

MOST_TEXTS: Final = 128
"""More possible texts than this prove nothing."""
_MOST_GUESSES: Final = 32
_LONGEST_GROUP: Final = 24
_AFTER_U_HORN: Final = ("a", "c", "m", "n", "t", "u", "ơ", "", " ", ",")
"""What follows an Ư at the beginning of a Vietnamese word."""
_LONGEST: Final = 600
"""Keys; the longest card has about 200 letters."""


def is_changed(keys: Sequence[Key]) -> bool:
    """Whether something between the gun and the window changed what was typed."""
    backspaced = any(key.kind is KeyKind.BACKSPACE for key in keys)
    return backspaced or any(map(_is_other_layout, keys)) or bool(_lone_places(keys, "telex"))


def typed_texts(keys: Sequence[Key]) -> tuple[str, ...]:
    """Every text that may have been typed to bring these keys, likeliest first; empty if none explains them
    or too many do.
    """
    found: dict[str, None] = {}
    if len(keys) > _LONGEST:
        return ()
    for method in METHODS:
        guesses = _guesses(keys, method)
        if guesses is None:
            return ()
        for guess in guesses:
            texts = product(*(pressed.may_be for pressed in guess.typed))
            for text in islice(texts, MOST_TEXTS + 1):
                found.setdefault("".join(text))
    return tuple(found) if len(found) <= MOST_TEXTS else ()


def strokes(keys: Sequence[Key]) -> int:
    """How many keys hands or a gun must have pressed at least for these.

    Letters that only replace what backspaces took away were not pressed.
    """
    letters = sum(key.kind is KeyKind.TEXT for key in keys)
    taken = sum(key.kind is KeyKind.BACKSPACE for key in keys)
    if not taken:
        return letters
    return min(map(len, typed_texts(keys)), default=letters - taken)


@dataclass(frozen=True)
class _Pressed:
    """One key that was pressed: ``may_be`` which, ``at`` how many letters the window showed then."""

    may_be: str
    at: int


@dataclass(frozen=True)
class _Guess:
    """How the keys so far may have come about; ``old`` and ``new`` are of a change that is not over yet."""

    window: str = ""
    typed: tuple[_Pressed, ...] = ()
    old: str = ""
    new: str = ""
    not_next: str = ""
    """A key that cannot come now: it would have set the mark again that was just taken away."""

    def press(self, may_be: str, shown: str) -> _Guess:
        """A key was pressed that made the window show this."""
        return _Guess(shown, (*self.typed, _Pressed(may_be, len(shown))))


def _guesses(keys: Sequence[Key], method: Method) -> list[_Guess] | None:
    """Every way in which the keys may have come about; ``None`` if there are too many."""
    guesses = [_Guess()]
    shifts, lone = _Shifts(keys), _lone_places(keys, method)
    for place, key in enumerate(keys):
        if key.kind is KeyKind.BACKSPACE:
            guesses = [after for guess in guesses if (after := _back(guess)) is not None]
            shifts.changed_at(place)
        elif key.kind is KeyKind.TEXT:
            direct = _direct(key, lone=place in lone)
            guesses = [
                after for guess in guesses for after in _letter(guess, key.text, direct, method, shifts)
            ]
            if len(guesses) > _MOST_GUESSES:
                return None
    return [guess for guess in guesses if not guess.old]


def _back(guess: _Guess) -> _Guess | None:
    if guess.new or not guess.window:
        return None
    return replace(guess, window=guess.window[:-1], old=guess.window[-1] + guess.old)


def _letter(guess: _Guess, letter: str, direct: str, method: Method, shifts: _Shifts) -> Iterator[_Guess]:
    if not guess.old:
        if letter.lower() != guess.not_next:
            yield guess.press(direct, guess.window + letter)
        return
    new = guess.new + letter
    shown = guess.window + new
    swallowed = _swallowed(guess.old, new, method)
    if swallowed is not None:
        marked = bare(new) == bare(guess.old)
        may_be = shifts.cases(swallowed) if marked else swallowed
        removed = removed_key(method, guess.old, new) if marked and not new_marks(guess.old, new) else ""
        yield replace(guess.press(may_be, shown), old="", new="", not_next=removed)
    given_back = _given_back(guess, new)
    if given_back is not None:
        yield _Guess(shown, given_back)
    if len(new) < _LONGEST_GROUP:
        yield replace(guess, new=new)


def _direct(key: Key, *, lone: bool) -> str:
    """The keys that may have brought a letter which replaced nothing."""
    if key.printed and not key.text.isascii():
        return key.printed
    return LONE_KEYS[key.text] + key.text if lone else key.text


def _lone_places(keys: Sequence[Key], method: Method) -> set[int]:
    """Where an Ư may be a W that Telex changed: everywhere if the gun sends no Vietnamese letters itself."""
    if method != "telex":
        return set()
    places = {place for place, key in enumerate(keys) if key.text in LONE_KEYS}
    return places & set(_odd_places(keys)) if _has_own_letters(keys) else places


def _has_own_letters(keys: Sequence[Key]) -> bool:
    replaced = 0
    for key in keys:
        if key.kind is KeyKind.BACKSPACE:
            replaced += 1 if replaced else 2  # as many letters come back, or one more
        elif key.kind is KeyKind.TEXT and replaced:
            replaced -= 1
        elif key.kind is KeyKind.TEXT and not key.text.isascii() and key.text not in LONE_KEYS:
            return True
    return False


def _odd_places(keys: Sequence[Key]) -> Iterator[int]:
    """Where a word begins with an Ư with which no Vietnamese word begins."""
    texts = [(place, key.text) for place, key in enumerate(keys) if key.kind is KeyKind.TEXT]
    ends = (0, "")
    for (_, before), (place, letter), (_, after) in zip(
        [ends, *texts], texts, [*texts[1:], ends], strict=False
    ):
        odd = without_tone(after).lower() not in _AFTER_U_HORN
        if letter in LONE_KEYS and not before.isalnum() and odd:
            yield place


def _swallowed(old: str, new: str, method: Method) -> str | None:
    """The keys of which one turned ``old`` into ``new``; small letters if it left no letter of its own."""
    if len(new) == len(old) and new != old and bare(new) == bare(old):
        return setting_keys(method, old, new)
    if len(new) == len(old) + 1 and bare(new[:-1]) == bare(old) and new_marks(old, new) <= {HORN}:
        # A further letter moves or takes away marks, or makes ươ of uơ.
        lone = LONE_KEYS.get(without_tone(new[-1]), "") if method == "telex" else ""
        return apart(new[-1])[0] + lone
    lone = LONE_KEYS.get(without_tone(old[-1]), "") if method == "telex" else ""
    if len(new) == len(old) and new[:-1] == old[:-1] and new[-1] in lone:
        return new[-1]  # pressed twice, a key that makes a letter of its own is itself again
    return None


def _given_back(guess: _Guess, new: str) -> tuple[_Pressed, ...] | None:
    """The keys with the case in which they came back, if ``new`` is what was pressed for ``old``."""
    kept = [pressed for pressed in guess.typed if pressed.at <= len(guess.window)]
    word = guess.typed[len(kept) :]
    if len(word) != len(new) or new == guess.old:
        return None
    if any(letter not in pressed.may_be for letter, pressed in zip(new, word, strict=True)):
        return None
    ended = len(guess.window) + len(new)
    return (*kept, *(_Pressed(letter, ended) for letter in new))


class _Shifts:
    """Whether a key that left no letter was typed with Shift: told from the Shift presses around it."""

    def __init__(self, keys: Sequence[Key]) -> None:
        self._keys = keys
        letters = [key for key in keys if key.kind in (KeyKind.TEXT, KeyKind.SILENT)]
        self._seen = any(key.kind is KeyKind.SILENT for key in letters)
        # Pressed for each capital by itself, or held down over several?
        self._held = any(one.text.isupper() and two.text.isupper() for one, two in pairwise(letters))
        self._place = 0

    def changed_at(self, place: int) -> None:
        """A change begins with the backspace at ``place``."""
        if self._keys[place - 1].kind is not KeyKind.BACKSPACE:
            self._place = place

    def cases(self, key: str) -> str:
        """The forms that ``key`` may have had, likeliest first."""
        if not key.isalpha():
            return key
        before = self._keys[self._place - 1] if self._place else None
        if before is not None and before.kind is KeyKind.SILENT:
            return key.upper()
        upper = before is not None and before.text.isupper()
        if not upper and self._seen:
            return key
        if self._seen and not self._held:
            return key
        return key.upper() + key if upper else key + key.upper()


def _is_other_layout(key: Key) -> bool:
    return key.kind is KeyKind.TEXT and bool(key.printed) and not key.text.isascii()
