"""Finds procedures by what a clerk types: parts of the name, initials of syllables, parts of the code.

``dk khai sinh`` finds "Thủ tục đăng ký khai sinh", ``ct ban sao`` "Chứng thực bản sao từ bản chính",
``1193`` the procedure 1.001193; keywords of the office find theirs. Marks, case and the words "Thủ tục"
do not matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import Final

from counter_app.domain.procedures import Procedure
from counter_app.domain.vietnamese import fold

_WORDS: Final = re.compile(r"[a-z0-9]+")
_TOKENS: Final = re.compile(r"[a-z0-9]+(?:\.[a-z0-9]+)*")
_LEAD: Final = " thu tuc"
_CODE_PART: Final = re.compile(r"[0-9.]{3,}$|\d\.\d{6}\.")
_CODE_LENGTH: Final = len("1.001193")
_LONGEST: Final = 120
"""Letters that are looked at: more than anybody types, enough to tell pasted names apart."""


class _Fit(IntEnum):
    """How well the typed words fit, best first."""

    WHOLE = 0
    """They are the whole name, or the whole code."""
    START = 1
    """They begin the name, or the code begins or ends with them."""
    RUN = 2
    """They stand together somewhere in it."""
    ORDER = 3
    """They stand in it in this order; some may stand in the name of the field instead."""
    ANY = 4
    """Each stands somewhere in it, or in the name of the field."""


@dataclass(frozen=True, slots=True)
class _Row:
    """A procedure as it is searched: ``name`` begins with a space, words are folded."""

    procedure: Procedure
    name: str
    core_at: int
    initials: str
    joined: str
    field: str
    keywords: tuple[str, ...]
    """Whole keywords of the office; their words stand in ``field`` as well."""
    code_digits: str


@dataclass(frozen=True, slots=True)
class _Word:
    """One typed word: it begins a word of the name, or is initials or several words without spaces."""

    text: str
    pattern: str
    search: re.Pattern[str]

    def may_stand_in(self, row: _Row) -> bool:
        """A quick look that never misses; ``search`` decides."""
        return f" {self.text}" in row.name or self.text in row.initials or self.text in row.joined


@dataclass(frozen=True, slots=True)
class _Query:
    """What was typed: words of the name, and digits of the code."""

    words: tuple[_Word, ...]
    codes: tuple[str, ...]


class ProcedureFinder:
    """An index over the procedures of one catalogue; made once per catalogue version."""

    def __init__(self, procedures: Iterable[Procedure]) -> None:
        self._rows = [_row(procedure) for procedure in procedures]

    def find(self, typed: str, *, recent: Sequence[str] = (), limit: int = 20) -> tuple[Procedure, ...]:
        """The procedures that ``typed`` may mean, best first, at most ``limit``.

        Every typed word has to fit. Among equal fits the codes in ``recent`` (newest first) come
        first, then shorter names. Nothing typed gives the recent ones, then all by name.
        """
        query = _query(typed)
        something = bool(query.words or query.codes)
        ranks = {code: rank for rank, code in reversed(list(enumerate(recent)))}
        found: list[tuple[_Fit, int, int, str, str, Procedure]] = []
        for row in self._rows:
            fit = _fit(row, query)
            if fit is not None:
                code = row.procedure.code
                length = len(row.name) - row.core_at if something else 0
                rank = ranks.get(code, len(recent))
                found.append((fit, rank, length, row.name[row.core_at :], code, row.procedure))
        found.sort(key=lambda item: item[:5])
        return tuple(item[5] for item in found[:limit])


def _row(procedure: Procedure) -> _Row:
    words = _WORDS.findall(fold(procedure.name_vi))
    name = " " + " ".join(words)
    keywords = tuple(" ".join(_WORDS.findall(fold(keyword))) for keyword in procedure.keywords)
    return _Row(
        procedure=procedure,
        name=name,
        core_at=len(_LEAD) if name.startswith(f"{_LEAD} ") else 0,
        initials="".join(word[0] for word in words),
        joined="".join(words),
        field=" " + " ".join((*_WORDS.findall(fold(procedure.field_vi)), *keywords)),
        keywords=keywords,
        code_digits=procedure.code[:_CODE_LENGTH].replace(".", ""),
    )


def _query(typed: str) -> _Query:
    texts = _TOKENS.findall(fold(typed[:_LONGEST]))
    if texts[:2] == ["thu", "tuc"]:
        texts = texts[2:]
    codes = tuple(text[:_CODE_LENGTH].replace(".", "") for text in texts if _CODE_PART.match(text))
    parts = [part for text in texts if not _CODE_PART.match(text) for part in text.split(".")]
    return _Query(tuple(_word(part) for part in parts), codes)


def _word(text: str) -> _Word:
    # Optional spaces take in a beginning of one word and of several; possessive ends keep matching linear.
    beginning = " ?".join(text) + r"\w*+"
    initials = " ".join(rf"{letter}\w*+" for letter in text)
    pattern = f"(?:{beginning}|{initials})" if len(text) > 1 else beginning
    return _Word(text, pattern, re.compile(f" {pattern}"))


def _fit(row: _Row, query: _Query) -> _Fit | None:
    fits = [_code_fit(row, code) for code in query.codes]
    if query.words and None not in fits:
        fits.append(_words_fit(row, query.words))
    best_to_worst = [fit for fit in fits if fit is not None]
    return max(best_to_worst, default=_Fit.WHOLE) if len(best_to_worst) == len(fits) else None


def _code_fit(row: _Row, digits: str) -> _Fit | None:
    if digits not in row.code_digits:
        return _Fit.ORDER if f" {digits}" in row.name else None
    if digits == row.code_digits:
        return _Fit.WHOLE
    at_an_end = row.code_digits.startswith(digits) or row.code_digits.endswith(digits)
    return _Fit.START if at_an_end else _Fit.RUN


def _words_fit(row: _Row, words: tuple[_Word, ...]) -> _Fit | None:
    by_keyword = _keyword_fit(row, words)
    in_texts = _texts_fit(row, words)
    return min((fit for fit in (by_keyword, in_texts) if fit is not None), default=None)


def _keyword_fit(row: _Row, words: tuple[_Word, ...]) -> _Fit | None:
    """Whether a keyword of the office is meant, whole or as far as it is typed."""
    if not row.keywords:
        return None
    typed = " ".join(word.text for word in words)
    if typed in row.keywords:
        return _Fit.WHOLE
    return _Fit.START if any(keyword.startswith(typed) for keyword in row.keywords) else None


def _texts_fit(row: _Row, words: tuple[_Word, ...]) -> _Fit | None:
    in_name = tuple(word for word in words if word.may_stand_in(row) and word.search.search(row.name))
    if len(in_name) == len(words):
        return _name_fit(row, words)
    if any(f" {word.text}" not in row.field for word in words if word not in in_name):
        return None
    return max(_name_fit(row, in_name), _Fit.ORDER) if in_name else _Fit.ANY


def _name_fit(row: _Row, words: tuple[_Word, ...]) -> _Fit:
    run = _side_by_side(words)
    if run.fullmatch(row.name, row.core_at):
        return _Fit.WHOLE
    if run.match(row.name, row.core_at) or run.match(row.name):
        return _Fit.START
    if run.search(row.name):
        return _Fit.RUN
    return _Fit.ORDER if _stand_in_order(row.name, words) else _Fit.ANY


@lru_cache(maxsize=64)
def _side_by_side(words: tuple[_Word, ...]) -> re.Pattern[str]:
    return re.compile("".join(f" {word.pattern}" for word in words))


def _stand_in_order(name: str, words: Sequence[_Word]) -> bool:
    at = 0
    for word in words:
        match = word.search.search(name, at)
        if match is None:
            return False
        at = match.end()
    return True
