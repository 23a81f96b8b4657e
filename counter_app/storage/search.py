"""What a dossier is found by, and what typed text asks for.

Words are folded (``domain.vietnamese.fold``), so marks and đ do not matter on either side. Numbers are
kept whole and by their last six digits turned round, so that the end of a number can be found by its
beginning. A code ``H01.15.21-261123-5306`` gives ``h01152``, ``h011521``, ``2611235306`` and ``5306``.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import takewhile
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.vietnamese import fold

ENDING_DIGITS: Final = 6
"""How many digits from the end of a personal number or phone can be searched."""

ENDING_FROM: Final = 4
"""The fewest digits that are taken for the end of a number as well as for a beginning."""

INDEXED_PREFIX: Final = 6
"""Beginnings of words are indexed up to this length (``tables.SEARCH_TABLE``)."""

_ENDING_MARK: Final = "_"
"""Begins a turned-round ending; nobody types a word with it."""

_WORD: Final = re.compile(r"[^\W_]+")
_CODE_BREAK: Final = re.compile(r"[-/]+")


@dataclass(frozen=True, slots=True)
class Word:
    """A word that must be there; an ``open`` one may go on."""

    text: str
    open: bool = True


@dataclass(frozen=True, slots=True)
class AllOf:
    """Everything in it must be there."""

    parts: tuple[Wanted, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    """One of its parts must be there."""

    parts: tuple[Wanted, ...]


Wanted = Word | AllOf | AnyOf


def terms_of(dossier: Dossier) -> str:
    """The words under which a dossier is found, separated by spaces, each once."""
    owner = dossier.owner
    return _terms(dossier.aliases, dossier.slip_number, owner.full_name, owner.number, owner.phone)


@lru_cache(maxsize=256)  # a dossier in work is folded again and again, and its words stay the same
def _terms(aliases: tuple[str, ...], slip_number: str, full_name: str, number: str, phone: str) -> str:
    terms: list[str] = []
    for code in (*aliases, slip_number):
        names, numbers = _code_parts(code)
        for name in names:
            terms += _name_terms(name)
        terms += ["".join(numbers[start:]) for start in range(len(numbers))]
    terms += _WORD.findall(fold(full_name))
    for digits in (solid(number), phone_digits(phone)):
        if digits:
            terms += (digits, _ending(digits))
    return " ".join(dict.fromkeys(terms))


def phone_digits(phone: str) -> str:
    """A phone number as people dial it at home: digits only, ``+84`` as 0."""
    digits = "".join(char for char in phone if char.isdigit())
    return "0" + digits[2:] if phone.lstrip().startswith("+84") else digits


def solid(text: str) -> str:
    """Letters and digits only, folded, in one piece: how a number or a part of a code is kept."""
    return _bare(fold(text))


def _bare(folded: str) -> str:
    return folded if folded.isalnum() else "".join(_WORD.findall(folded))


def wanted(text: str) -> Wanted | None:
    """What typed text asks for, or ``None`` when it holds nothing to search for.

    Every word must be found, in any order; the last one may be the beginning of a word, numbers and
    codes always may.
    """
    chunks = fold(text).split()
    parts: list[Wanted] = []
    digits: list[str] = []
    for place, chunk in enumerate(chunks):
        bare = _bare(chunk)
        if bare.isdigit() and not _CODE_BREAK.search(chunk):
            digits.append(bare)
            continue
        parts += _digit_groups(digits)
        digits = []
        last = place == len(chunks) - 1
        parts += _words(chunk, open_end=last and not text[-1].isspace())
    parts += _digit_groups(digits)
    return AllOf(tuple(parts)) if parts else None


def expression(part: Wanted) -> str:
    """The same as a query of FTS5."""
    match part:
        case Word(text, is_open):
            return f'"{text}"*' if is_open else f'"{text}"'
        case AllOf(parts):
            return "(" + " AND ".join(map(expression, parts)) + ")"
        case AnyOf(parts):
            return "(" + " OR ".join(map(expression, parts)) + ")"


def is_met(part: Wanted, terms: Sequence[str]) -> bool:
    """Whether a dossier with these terms is what was asked for."""
    match part:
        case Word(text, is_open):
            return any(term.startswith(text) for term in terms) if is_open else text in terms
        case AllOf(parts):
            return all(is_met(inner, terms) for inner in parts)
        case AnyOf(parts):
            return any(is_met(inner, terms) for inner in parts)


def _words(chunk: str, *, open_end: bool) -> list[Wanted]:
    if any(char.isdigit() for char in chunk):
        return _code(chunk)
    words = _WORD.findall(chunk)
    return [Word(word, open_end and place == len(words)) for place, word in enumerate(words, start=1)]


def _code(chunk: str) -> list[Wanted]:
    names, numbers = _code_parts(chunk)
    if numbers:
        return [*(Word(name, open=False) for name in names), Word("".join(numbers))]
    complete = chunk.endswith(("-", "/"))
    return [
        Word(name, open=not complete and place == len(names) and len(name) <= INDEXED_PREFIX)
        for place, name in enumerate(names, start=1)
    ]


def _name_terms(name: str) -> list[str]:
    """An agency stands in nearly every code: its longer beginnings are words of their own.

    A word that is found whole is one list of the index; the beginning of such a frequent word, beyond
    what is indexed, would have to be gathered from a million places.
    """
    return [name[:end] for end in range(min(len(name), INDEXED_PREFIX), len(name) + 1)]


def _code_parts(code: str) -> tuple[list[str], list[str]]:
    """A code's leading parts with letters (``TAM``, agency, station), and the rest (date, number)."""
    parts = [bare for part in _CODE_BREAK.split(fold(code)) if (bare := _bare(part))]
    names = list(takewhile(lambda part: not part.isdigit(), parts))
    return names, parts[len(names) :]


def _digit_groups(groups: list[str]) -> list[Wanted]:
    """Groups of digits: each somewhere, or all together one number typed with gaps."""
    each = [_number(group) for group in groups]
    if len(each) < 2:
        return each
    return [AnyOf((_number("".join(groups)), AllOf(tuple(each))))]


def _number(digits: str) -> Wanted:
    if digits.startswith("84") and len(digits) >= 11:
        return AnyOf((Word(digits), Word("0" + digits[2:])))
    if ENDING_FROM <= len(digits) <= ENDING_DIGITS:
        return AnyOf((Word(digits), Word(_ending(digits))))
    return Word(digits)


def _ending(number: str) -> str:
    return _ENDING_MARK + number[: -ENDING_DIGITS - 1 : -1]
