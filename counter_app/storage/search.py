"""What the search index holds of a dossier, and how typed text becomes a query over it.

Words are folded (``domain.vietnamese.fold``), so marks and đ do not matter on either side. Numbers are
indexed whole and by their last six digits turned round, so that the end of a number can be found by its
beginning. A code ``H01.15.21-261123-5306`` gives ``h011521``, ``2611235306`` and ``5306``.
"""

from __future__ import annotations

import re
from itertools import takewhile
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.vietnamese import fold

ENDING_DIGITS: Final = 6
"""How many digits from the end of a personal number or phone can be searched."""

ENDING_FROM: Final = 4
"""The fewest digits that are taken for the end of a number as well as for a beginning."""

_ENDING_MARK: Final = "_"
"""Begins a turned-round ending; nobody types a word with it."""

_WORD: Final = re.compile(r"[^\W_]+")
_CODE_BREAK: Final = re.compile(r"[-/]+")


def terms_of(dossier: Dossier) -> str:
    """The words under which a dossier is found, separated by spaces, each once."""
    terms: list[str] = []
    for code in (*dossier.aliases, dossier.slip_number):
        terms += _code_terms(code)
    terms += _WORD.findall(fold(dossier.owner.full_name))
    for number in (_solid(dossier.owner.number), phone_digits(dossier.owner.phone)):
        if number:
            terms += (number, _ending(number))
    return " ".join(dict.fromkeys(terms))


def match_expression(text: str) -> str | None:
    """The FTS5 query for typed text, or ``None`` when it holds nothing to search for.

    Every word must be found, in any order; the last one may be the beginning of a word, numbers and
    codes always may.
    """
    chunks = fold(text).split()
    if not chunks:
        return None
    open_end = not text[-1].isspace()
    clauses: list[str] = []
    digits: list[str] = []
    for place, chunk in enumerate(chunks):
        bare = _solid(chunk)
        if bare.isdigit() and not _CODE_BREAK.search(chunk):
            digits.append(bare)
            continue
        clauses += _digit_clauses(digits)
        digits = []
        clauses += _chunk_clauses(chunk, open_end=open_end and place == len(chunks) - 1)
    clauses += _digit_clauses(digits)
    return " AND ".join(clauses) if clauses else None


def phone_digits(phone: str) -> str:
    """A phone number as people dial it at home: digits only, ``+84`` as 0."""
    digits = "".join(char for char in phone if char.isdigit())
    return "0" + digits[2:] if phone.lstrip().startswith("+84") else digits


def _code_terms(code: str) -> list[str]:
    names, numbers = _code_parts(code)
    return names + ["".join(numbers[start:]) for start in range(len(numbers))]


def _code_parts(code: str) -> tuple[list[str], list[str]]:
    """A code's leading parts with letters (``TAM``, agency, station), and the rest (date, number)."""
    parts = [bare for part in _CODE_BREAK.split(fold(code)) if (bare := _solid(part))]
    names = list(takewhile(lambda part: not part.isdigit(), parts))
    return names, parts[len(names) :]


def _chunk_clauses(chunk: str, *, open_end: bool) -> list[str]:
    if any(char.isdigit() for char in chunk):
        return _code_clauses(chunk)
    words = _WORD.findall(chunk)
    return [_whole(word) for word in words[:-1]] + [
        _start(word) if open_end else _whole(word) for word in words[-1:]
    ]


def _code_clauses(chunk: str) -> list[str]:
    names, numbers = _code_parts(chunk)
    if numbers:
        return [*map(_whole, names), _start("".join(numbers))]
    complete = chunk.endswith(("-", "/"))
    return [_whole(name) for name in names[:-1]] + [
        _whole(name) if complete else _start(name) for name in names[-1:]
    ]


def _digit_clauses(groups: list[str]) -> list[str]:
    """Groups of digits: each somewhere, or all together one number typed with gaps."""
    if not groups:
        return []
    each = " AND ".join(_number(group) for group in groups)
    return [each] if len(groups) == 1 else [f"({_number(''.join(groups))} OR ({each}))"]


def _number(digits: str) -> str:
    if digits.startswith("84") and len(digits) >= 11:
        return f"({_start(digits)} OR {_start('0' + digits[2:])})"
    if ENDING_FROM <= len(digits) <= ENDING_DIGITS:
        return f"({_start(digits)} OR {_start(_ending(digits))})"
    return _start(digits)


def _ending(number: str) -> str:
    return _ENDING_MARK + number[: -ENDING_DIGITS - 1 : -1]


def _solid(text: str) -> str:
    return "".join(_WORD.findall(fold(text)))


def _whole(word: str) -> str:
    return f'"{word}"'


def _start(word: str) -> str:
    return f'"{word}"*'
