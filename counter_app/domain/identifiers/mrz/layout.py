"""Where everything stands in a machine-readable zone, and the check digits (ICAO Doc 9303, parts 3 to 6)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

FILLER: Final = "<"
_VALUES: Final = {FILLER: 0} | {
    sign: value for value, sign in enumerate("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ")
}
_WEIGHTS: Final = (7, 3, 1)


class MrzFormat(StrEnum):
    """By the size of the document."""

    TD1 = "td1"
    """Three lines of 30: the Vietnamese card since 2021."""
    TD2 = "td2"
    """Two lines of 36."""
    TD3 = "td3"
    """Two lines of 44: passports (and visas, which begin with V)."""


@dataclass(frozen=True, slots=True)
class Span:
    """A piece of one line; all counted from 0, ``end`` is behind the last sign."""

    line: int
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Check:
    """A check digit: what it is computed over, and where it stands."""

    name: str
    over: tuple[Span, ...]
    digit: Span


@dataclass(frozen=True, slots=True)
class Layout:
    """One format. ``fields`` by name, without their check digits; ``checks`` end with the composite."""

    format: MrzFormat
    lines: int
    width: int
    fields: Mapping[str, Span]
    checks: tuple[Check, ...]

    def take(self, lines: Sequence[str], name: str) -> str:
        """The signs of a field, fillers included."""
        span = self.fields[name]
        return lines[span.line][span.start : span.end]


def check_digit(signs: str) -> str:
    """The digit for ``signs`` (weights 7, 3, 1); empty if one of them cannot stand in such a zone."""
    total = 0
    for place, sign in enumerate(signs):
        value = _VALUES.get(sign)
        if value is None:
            return ""
        total += value * _WEIGHTS[place % 3]
    return str(total % 10)


def covered(check: Check, lines: Sequence[str]) -> str:
    """The signs that a check digit is computed over."""
    return "".join(lines[span.line][span.start : span.end] for span in check.over)


def holds(check: Check, lines: Sequence[str]) -> bool:
    """Whether a check digit fits; a filler fits an empty personal number, as the standard allows."""
    signs, digit = covered(check, lines), lines[check.digit.line][check.digit.start : check.digit.end]
    if digit == FILLER and not signs.strip(FILLER):
        return check.name in ("personal_number", "expiry")
    return digit != "" and digit == check_digit(signs)


def _at(line: int, place: int) -> Span:
    return Span(line, place, place + 1)


def _single(name: str, span: Span) -> Check:
    return Check(name, (span,), _at(span.line, span.end))


_TD1_FIELDS: Final = {
    "document": Span(0, 0, 2),
    "issuing_state": Span(0, 2, 5),
    "number": Span(0, 5, 14),
    "optional": Span(0, 15, 30),
    "birth": Span(1, 0, 6),
    "sex": Span(1, 7, 8),
    "expiry": Span(1, 8, 14),
    "nationality": Span(1, 15, 18),
    "more_optional": Span(1, 18, 29),
    "names": Span(2, 0, 30),
}
_TD2_FIELDS: Final = {
    "document": Span(0, 0, 2),
    "issuing_state": Span(0, 2, 5),
    "names": Span(0, 5, 36),
    "number": Span(1, 0, 9),
    "nationality": Span(1, 10, 13),
    "birth": Span(1, 13, 19),
    "sex": Span(1, 20, 21),
    "expiry": Span(1, 21, 27),
    "optional": Span(1, 28, 35),
}
_TD3_FIELDS: Final = {
    "document": Span(0, 0, 2),
    "issuing_state": Span(0, 2, 5),
    "names": Span(0, 5, 44),
    "number": Span(1, 0, 9),
    "nationality": Span(1, 10, 13),
    "birth": Span(1, 13, 19),
    "sex": Span(1, 20, 21),
    "expiry": Span(1, 21, 27),
    "personal_number": Span(1, 28, 42),
}


def _singles(fields: Mapping[str, Span], *names: str) -> tuple[Check, ...]:
    return tuple(_single(name, fields[name]) for name in names)


TD1: Final = Layout(
    MrzFormat.TD1,
    3,
    30,
    _TD1_FIELDS,
    (
        *_singles(_TD1_FIELDS, "number", "birth", "expiry"),
        Check("composite", (Span(0, 5, 30), Span(1, 0, 7), Span(1, 8, 15), Span(1, 18, 29)), _at(1, 29)),
    ),
)
VIETNAMESE_CARD: Final = Layout(
    MrzFormat.TD1,
    3,
    30,
    {**_TD1_FIELDS, "personal_number": Span(0, 15, 27)},
    (
        *_singles(_TD1_FIELDS, "number"),
        Check("personal_number", (Span(0, 15, 27),), _at(0, 29)),
        *TD1.checks[1:],
    ),
)
"""TD1 as Vietnam prints it: the document number is the last nine digits of the personal number, which stands
whole in the optional data, with a check digit of its own at the end of the line.
"""
TD2: Final = Layout(
    MrzFormat.TD2,
    2,
    36,
    _TD2_FIELDS,
    (
        *_singles(_TD2_FIELDS, "number", "birth", "expiry"),
        Check("composite", (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 35)), _at(1, 35)),
    ),
)
TD3: Final = Layout(
    MrzFormat.TD3,
    2,
    44,
    _TD3_FIELDS,
    (
        *_singles(_TD3_FIELDS, "number", "birth", "expiry", "personal_number"),
        Check("composite", (Span(1, 0, 10), Span(1, 13, 20), Span(1, 21, 43)), _at(1, 43)),
    ),
)
VISA: Final = Layout(
    MrzFormat.TD3, 2, 44, {**_TD3_FIELDS, "personal_number": Span(1, 28, 44)}, TD3.checks[:3]
)
"""A visa sticker (MRV-A) of the same size: no check digits behind the expiry."""


def layout_of(format_: MrzFormat, first_line: str) -> Layout:
    """The layout by format and by what the first line says of document and country."""
    match format_:
        case MrzFormat.TD1:
            return VIETNAMESE_CARD if first_line[:1] == "I" and first_line[2:5] == "VNM" else TD1
        case MrzFormat.TD2:
            return TD2
        case MrzFormat.TD3:
            return VISA if first_line.startswith("V") else TD3
