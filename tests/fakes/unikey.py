"""Unikey and its kin: what a window sees when keys are pressed with Telex or VNI switched on.

The input method keeps one word. A key that changes it is swallowed; backspaces and the changed letters are
sent instead, at once. Modelled after the behaviour of the real engine; ``tests/fixtures/unikey.json`` holds
what that engine itself did.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Final, Literal

Method = Literal["telex", "vni"]

_TONES: Final = {
    "telex": dict(zip("sfrxj", "\u0301\u0300\u0309\u0303\u0323", strict=True)),
    "vni": dict(zip("12345", "\u0301\u0300\u0309\u0303\u0323", strict=True)),
}
_CIRCUMFLEX, _BREVE, _HORN, _STROKE = "\u0302", "\u0306", "\u031b", "-"
_VNI_SHAPES: Final = {"6": ("aeo", _CIRCUMFLEX), "7": ("ou", _HORN), "8": ("a", _BREVE)}
_VOWELS: Final = "aeiouy"
_INITIAL: Final = "(?:ngh?|nh|n|gh|gi|g|kh|k|ph|p|th|tr|ch|c|qu|q|[bdhlmrstvx])?"
_END: Final = "(?:ng|nh|ch|[cmnpt])?"
_SYLLABLE: Final = re.compile(rf"{_INITIAL}[aeiouy]{{1,3}}{_END}")
_BEGINNING: Final = re.compile(rf"{_INITIAL}(?:[aeiouy]{{1,3}}{_END})?")
_STOPPED: Final = re.compile(r".*[aeiouy](?:ch|[cpt])")
_STOPPED_TONES: Final = "\u0301\u0323"


@dataclass(frozen=True)
class Sent:
    """What one pressed key makes the window see: so many backspaces, then letters.

    ``key`` is the pressed key if it reached the window itself.
    """

    pressed: str
    backspaces: int = 0
    letters: str = ""

    @property
    def key(self) -> str:
        return "" if self.backspaces or self.letters else self.pressed


@dataclass(frozen=True)
class _Letter:
    base: str
    shape: str = ""
    lone: str = ""
    """The single key that made it."""

    def low(self) -> str:
        return self.base.lower()


@dataclass(frozen=True)
class _Word:
    pressed: str = ""
    done: str = ""
    """What stands before the letters and changes no more."""
    letters: tuple[_Letter, ...] = ()
    tone: str = ""
    plain: bool = False
    """Nothing in this word is changed any more."""

    def append(self, key: str, *, plain: bool = False) -> _Word:
        return replace(self, letters=(*self.letters, _Letter(key)), plain=self.plain or plain)

    def put(self, place: int, letter: _Letter) -> _Word:
        return replace(self, letters=(*self.letters[:place], letter, *self.letters[place + 1 :]))

    def vowels(self) -> list[int]:
        """Where the word's vowels stand, without the u of qu and the i of gi."""
        places = [place for place, letter in enumerate(self.letters) if letter.low() in _VOWELS]
        start = "".join(letter.low() for letter in self.letters[:2])
        if start in ("qu", "gi") and len(places) > 1 and places[0] == 1:
            places = places[1:]
        return places

    def text(self, *, modern: bool) -> str:
        at = self._tone_place(modern=modern) if self.tone else -1
        shown = [self.done]
        for place, letter in enumerate(self.letters):
            if letter.shape == _STROKE:
                shown.append("đ" if letter.base == "d" else "Đ")
            else:
                marks = letter.shape + (self.tone if place == at else "")
                shown.append(unicodedata.normalize("NFC", letter.base + marks))
        return "".join(shown)

    def _tone_place(self, *, modern: bool) -> int:
        places = self.vowels()
        shaped = [place for place in places if self.letters[place].shape]
        if shaped:
            return shaped[-1]
        if len(places) == 1:
            return places[0]
        if len(places) > 2 or places[-1] + 1 < len(self.letters):
            return places[1]
        pair = "".join(self.letters[place].low() for place in places)
        return places[1] if modern and pair in ("oa", "oe", "uy") else places[0]


@dataclass
class Unikey:
    """An input method that is switched on; ``restores`` gives words back that are not Vietnamese.

    ``macros`` are words that grow into others at the next sign that ends a word.
    """

    method: Method
    modern: bool = False
    spells: bool = True
    """Leaves alone what cannot become a Vietnamese word; otherwise another word begins in its middle."""
    restores: bool = False
    macros: Mapping[str, str] = field(default_factory=dict)

    def type(self, text: str) -> Iterator[Sent]:
        """Press the keys of ``text`` one after the other; letters that no key has reset the word."""
        word = _Word()
        for key in text:
            if not key.isascii():
                word = _Word()
                yield Sent(key)
            elif not key.isalnum():
                yield self._end(word, key)
                word = _Word()
            else:
                before = word.text(modern=self.modern)
                word = replace(self._press(word, key), pressed=word.pressed + key)
                yield _difference(before, word.text(modern=self.modern), key)

    def end(self, text: str, key: str) -> Sent:
        """What ``key`` (Enter) does that ends the last word of ``text``."""
        word = _Word()
        for pressed in re.split(r"[^A-Za-z0-9]", text)[-1]:
            word = replace(self._press(word, pressed), pressed=word.pressed + pressed)
        return self._end(word, key)

    def _end(self, word: _Word, key: str) -> Sent:
        shown = word.text(modern=self.modern)
        grown = self.macros.get(word.pressed)
        if grown is not None:
            return Sent(key, len(shown), grown + key)
        if self.restores and shown != word.pressed and not _SYLLABLE.fullmatch(_bare(word)):
            return Sent(key, len(shown), word.pressed + key)
        return Sent(key)

    def _press(self, word: _Word, key: str) -> _Word:
        if word.plain:
            return word.append(key)
        low = key.lower()
        if low in _TONES[self.method]:
            toned = _tone(word, _TONES[self.method][low], key)
            return self._append(word, key) if toned is None else toned
        changed = _telex(word, key) if self.method == "telex" else _vni(word, key)
        if changed is not None:
            return changed
        return self._append(word, key)

    def _append(self, word: _Word, key: str) -> _Word:
        shown = word.text(modern=self.modern)
        longer = word.append(key)
        if key.isdigit() and not self.spells:
            return _Word(word.pressed, shown + key)
        if _BEGINNING.fullmatch(_bare(longer)):
            return longer
        return replace(longer, plain=True) if self.spells else _Word(word.pressed, shown, (_Letter(key),))


def _tone(word: _Word, tone: str, key: str) -> _Word | None:
    stopped = _STOPPED.fullmatch(_bare(word)) is not None
    if not word.vowels() or (stopped and tone not in _STOPPED_TONES):
        return None
    if word.tone == tone:
        return replace(word, tone="").append(key, plain=True)
    return replace(word, tone=tone)


def _telex(word: _Word, key: str) -> _Word | None:
    low = key.lower()
    if low == "z" and word.tone:
        return replace(word, tone="")
    if low in "aeo":
        return _shape(word, low, _CIRCUMFLEX, key)
    if low == "d":
        return _stroke(word, key)
    if low == "w":
        return _horn_or_breve(word, key)
    return None


def _vni(word: _Word, key: str) -> _Word | None:
    if key == "0" and word.tone:
        return replace(word, tone="")
    if key in _VNI_SHAPES:
        return _shape(word, *_VNI_SHAPES[key], key)
    return _stroke(word, key) if key == "9" else None


def _shape(word: _Word, bases: str, mark: str, key: str) -> _Word | None:
    places = [place for place in word.vowels() if word.letters[place].low() in bases]
    if not places:
        return None
    place = places[-1]
    letter = word.letters[place]
    if letter.shape == mark:
        return word.put(place, replace(letter, shape="")).append(key, plain=True)
    return word.put(place, replace(letter, shape=mark))


def _stroke(word: _Word, key: str) -> _Word | None:
    if not word.letters or word.letters[0].low() != "d":
        return None
    first = word.letters[0]
    if first.shape:
        return word.put(0, replace(first, shape="")).append(key, plain=True)
    return word.put(0, replace(first, shape=_STROKE))


def _horn_or_breve(word: _Word, key: str) -> _Word | None:
    places = word.vowels()
    if word.letters and word.letters[-1].lone:
        lone = word.letters[-1].lone
        return replace(word, letters=(*word.letters[:-1], _Letter(lone)), plain=True)
    for place in reversed(places):
        letter = word.letters[place]
        mark = _BREVE if letter.low() == "a" else _HORN if letter.low() in "ou" else ""
        if not mark:
            continue
        if letter.shape == mark:
            return word.put(place, replace(letter, shape="")).append(key, plain=True)
        marked = word.put(place, replace(letter, shape=mark))
        before = word.letters[place - 1] if place else _Letter("")
        if letter.low() == "o" and before.low() == "u" and place - 1 in places:
            marked = marked.put(place - 1, replace(before, shape=_HORN))
        return marked
    if places:
        return None
    lone_letter = _Letter("U" if key.isupper() else "u", _HORN, key)
    return replace(word, letters=(*word.letters, lone_letter))


def _bare(word: _Word) -> str:
    return "".join(letter.low() for letter in word.letters)


def _difference(before: str, after: str, key: str) -> Sent:
    if after == before + key:
        return Sent(key)
    same = 0
    while same < min(len(before), len(after)) and before[same] == after[same]:
        same += 1
    return Sent(key, len(before) - same, after[same:])
