"""Dossier codes as text: building, reading, and the keys by which they are looked up.

An official code is agency identifier, date of reception, number of the day (NĐ 61/2018 Đ26; TT 01/2018 Đ19):
``000.00.15.H01-261120-0001`` or ``H01.15.21-261120-0001``. A provisional one, for when no official number
can be had, is ``TAM-H01.15.21-Q03-261120-0001``: *tạm*, agency, station, date, number. It matches no
official pattern. On a sheet of a paper pad stands ``TAM-H01.15.21-G03.1-26-0007``: pad, year, line; no date,
for nobody knows on which day it will be used.

All survive a barcode gun that types through Telex or VNI: hyphen and dot end a word for the input methods,
so that no tone digit follows a vowel of its own word and no letter is doubled (as long as the agency has no
such letters). Upper case, digits, hyphen and dot also keep the QR in its small alphanumeric mode.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Final

from counter_app.domain.agency import NEW_ORDER, OLD_ORDER
from counter_app.domain.errors import DomainError
from counter_app.domain.identifiers.finding import Finding, error, warning
from counter_app.domain.vietnamese import tidy


@dataclass(frozen=True, slots=True)
class CodePattern:
    """A shape of official codes, as data: ``agency`` is a regular expression, dates have 6 or 8 digits.

    Codes of days before ``valid_from`` or after ``valid_to`` were not given in this shape; ``None`` where no
    such day is known. ``source`` names the document or the place where the shape was seen.
    """

    name: str
    agency: str
    date_digits: int
    shortest_number: int
    longest_number: int
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""

    def held_on(self, day: date) -> bool:
        """Whether codes of that day have this shape."""
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_to is None or day <= self.valid_to
        )


OFFICIAL_PATTERNS: Final = (
    CodePattern("new_order", NEW_ORDER, 6, 4, 6),
    CodePattern("old_order", OLD_ORDER, 6, 4, 4),
    CodePattern("ministry", NEW_ORDER, 8, 7, 7),
)
"""New and old order of agency identifiers; the ministries' systems of 2026: ``G09.20-20260609-0092637``.

They stand in where nobody gave others; the program takes them from its data, so that a new generation
needs no new program.
"""

_PROVISIONAL: Final = re.compile(
    rf"TAM-(?P<agency>{NEW_ORDER}|{OLD_ORDER})-Q(?P<station>[0-9]{{2}}(?:\.[0-9]{{1,4}})?)"
    r"-(?P<date>[0-9]{6})-(?P<number>[0-9]{4,6})"
)
_SHEET: Final = re.compile(
    rf"TAM-(?P<agency>{NEW_ORDER}|{OLD_ORDER})-(?P<series>G[0-9]{{2}}(?:\.[0-9]{{1,4}}){{1,2}})"
    r"-(?P<year>[0-9]{2})-(?P<number>[0-9]{4,6})"
)


@dataclass(frozen=True, slots=True)
class DossierCode:
    """A code taken apart. ``pattern`` names the shape, ``"provisional"`` for our own provisional codes.

    A sheet of a paper pad is provisional too; it names no day but a year, whose first day stands for it.
    ``series`` is its pad, empty in any other code.
    """

    text: str
    agency: str
    day: date
    number: int
    pattern: str
    series: str = ""

    @property
    def provisional(self) -> bool:
        """Whether the official code is still to come."""
        return self.pattern == "provisional"


@dataclass(frozen=True, slots=True)
class CodeRead:
    """How a typed or scanned code was understood; ``code`` is ``None`` when it is no dossier code."""

    code: DossierCode | None
    findings: tuple[Finding, ...] = ()


def official_code(agency: str, day: date, number: int) -> str:
    """``<agency>-<yymmdd>-<nnnn>`` in the order in which ``agency`` is written.

    Raises ``DomainError("numbering.number_too_large")`` when the number has no place in that order.
    """
    if not 1 <= number <= largest_number(agency):
        raise DomainError("numbering.number_too_large", number=number)
    return f"{agency}-{_six_digits(day)}-{number:04d}"


def largest_number(agency: str) -> int:
    """The last number of a day: four digits in the old order, six in the new one."""
    return 9_999 if agency[:1].isdigit() else 999_999


def provisional_code(agency: str, station: str, day: date, number: int, *, incarnation: int = 1) -> str:
    """``TAM-<agency>-Q<station>-<yymmdd>-<nnnn>``; ``station`` is two digits.

    From its second incarnation on (a restored or cloned database) a station writes ``Q03.2``, so that
    it never repeats what its lost self gave out.
    """
    if not (len(station) == 2 and station.isascii() and station.isdigit()):
        raise DomainError("numbering.bad_station", station=station)
    if not 1 <= number <= 999_999:
        raise DomainError("numbering.number_too_large", number=number)
    label = station if incarnation == 1 else f"{station}.{incarnation}"
    return f"TAM-{agency}-Q{label}-{_six_digits(day)}-{number:04d}"


def sheet_code(agency: str, series: str, year: int, line: int) -> str:
    """``TAM-<agency>-<pad>-<yy>-<nnnn>``: what is printed on a sheet of a paper pad before it is used."""
    if not 1 <= line <= 999_999:
        raise DomainError("numbering.number_too_large", number=line)
    return f"TAM-{agency}-{series}-{_six_digits(date(year, 1, 1))[:2]}-{line:04d}"


def code_key(text: str) -> str:
    """The form in which codes are compared: tidy, upper case, without spaces."""
    return tidy(text).upper().replace(" ", "")


def read_code(
    text: str, *, today: date | None = None, patterns: tuple[CodePattern, ...] = OFFICIAL_PATTERNS
) -> CodeRead:
    """Recognise an official or provisional code; its date must be real.

    A date after ``today`` warns, and one on which codes of its shape were not given. Of several shapes the
    first that fits and held on the day is taken.
    """
    key = code_key(text)
    provisional = _PROVISIONAL.fullmatch(key)
    if provisional is not None:
        return _dated(key, provisional, "provisional", today)
    sheet = _SHEET.fullmatch(key)
    if sheet is not None:
        year = date(2000 + int(sheet["year"]), 1, 1)
        number, series = int(sheet["number"]), sheet["series"]
        return CodeRead(DossierCode(key, sheet["agency"], year, number, "provisional", series))
    doubted: CodeRead | None = None
    for pattern in patterns:
        match = _compiled(pattern).fullmatch(key)
        if match is None:
            continue
        read = _dated(key, match, pattern.name, today)
        if read.code is None or pattern.held_on(read.code.day):
            return read
        doubted = doubted or CodeRead(read.code, (*read.findings, warning("code_shape_not_of_day")))
    return doubted or CodeRead(None, (error("code_unknown_shape"),))


def patterns_from_plain(rows: Iterable[Mapping[str, object]]) -> tuple[CodePattern, ...]:
    """Read patterns from settings; raises ``DomainError("numbering.bad_pattern")``."""
    patterns = []
    for row in rows:
        try:
            pattern = CodePattern(
                name=str(row["name"]),
                agency=str(row["agency"]),
                date_digits=int(str(row["date_digits"])),
                shortest_number=int(str(row["shortest_number"])),
                longest_number=int(str(row["longest_number"])),
                valid_from=_day(row.get("valid_from")),
                valid_to=_day(row.get("valid_to")),
                source=str(row.get("source") or ""),
            )
            _compiled(pattern)
        except (KeyError, ValueError, re.error) as problem:
            raise DomainError("numbering.bad_pattern", name=str(row.get("name", ""))) from problem
        backwards = pattern.longest_number < pattern.shortest_number
        if pattern.date_digits not in (6, 8) or pattern.shortest_number < 1 or backwards:
            raise DomainError("numbering.bad_pattern", name=pattern.name)
        patterns.append(pattern)
    return tuple(patterns)


def _day(value: object) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


@lru_cache(maxsize=64)
def _compiled(pattern: CodePattern) -> re.Pattern[str]:
    return re.compile(
        rf"(?P<agency>{pattern.agency})-(?P<date>[0-9]{{{pattern.date_digits}}})"
        rf"-(?P<number>[0-9]{{{pattern.shortest_number},{pattern.longest_number}}})"
    )


def _dated(key: str, match: re.Match[str], pattern: str, today: date | None) -> CodeRead:
    digits = match["date"]
    year = int(digits[:-4]) + (2000 if len(digits) == 6 else 0)
    try:
        day = date(year, int(digits[-4:-2]), int(digits[-2:]))
    except ValueError:
        return CodeRead(None, (error("code_date_not_real"),))
    code = DossierCode(key, match["agency"], day, int(match["number"]), pattern)
    if today is not None and day > today:
        return CodeRead(code, (warning("code_date_in_future"),))
    return CodeRead(code)


def _six_digits(day: date) -> str:
    if not 2000 <= day.year <= 2099:
        raise DomainError("numbering.year_outside_century", year=day.year)
    return f"{day.year - 2000:02d}{day.month:02d}{day.day:02d}"
