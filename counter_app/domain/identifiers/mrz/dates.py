"""Dates of six digits in a machine-readable zone, and their centuries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from counter_app.domain.identifiers.digits import is_digits
from counter_app.domain.identifiers.finding import Finding, info, warning
from counter_app.domain.identifiers.mrz.layout import FILLER
from counter_app.domain.identifiers.personal_number import PersonalNumber

NO_EXPIRY_AFTER_YEARS: Final = 50
"""An expiry further off than this is none: cards of people over sixty are for life."""
_OLDEST_YEARS: Final = 110


@dataclass(frozen=True, slots=True)
class Birth:
    """``year`` is also set where only the year is known; ``finding`` says what is doubtful."""

    day: date | None
    year: int | None
    finding: Finding | None = None


def real_day(year: int, signs: str) -> date | None:
    """The day of ``yymmdd`` in that year; ``None`` if there is none."""
    try:
        return date(year, int(signs[2:4]), int(signs[4:6]))
    except ValueError:
        return None


def read_birth(
    signs: str, number: PersonalNumber | None, today: date | None, expires_on: date | None
) -> Birth:
    """``yymmdd`` with its century; month and day may be fillers where they are unknown.

    The century is the personal number's if the two digits agree with it. Else the day lies in this century
    unless it were after ``today`` (or, without it, after the document's expiry; without both from 50 on).
    Where somebody of up to 110 years could be meant as well, that is said.
    """
    if not is_digits(signs[:2]):
        return Birth(None, None, warning("mrz_birth_unreadable"))
    two = int(signs[:2])
    latest = today or expires_on or date(2049, 12, 31)
    if number is not None and number.birth_year % 100 == two:
        year, certain = number.birth_year, True
    else:
        in_this_century = (real_day(2000 + two, signs) or date(2000 + two, 1, 1)) <= latest
        year = 2000 + two if in_this_century else 1900 + two
        certain = not in_this_century or 1900 + two < latest.year - _OLDEST_YEARS
    doubt = None if certain else info("mrz_birth_century_assumed")
    day = real_day(year, signs) if is_digits(signs) else None
    if day is not None:
        return Birth(day, year, doubt)
    if signs[2:] in (FILLER * 4, "0000") or (is_digits(signs[2:4]) and signs[4:] in (FILLER * 2, "00")):
        return Birth(None, year, doubt or info("mrz_birth_year_only"))
    return Birth(None, None, warning("mrz_birth_unreadable"))


def read_expiry(signs: str, trusted: bool, today: date | None) -> tuple[date | None, Finding | None]:
    """The last day of validity and what is to be said of it; ``trusted`` tells whether its check digit fits.

    What is no day, or lies too far off, is a document without expiry: no error, for the eye to confirm.
    """
    day = real_day(2000 + int(signs[:2]), signs) if is_digits(signs) else None
    last = date(2098, 12, 31) if today is None else date(today.year + NO_EXPIRY_AFTER_YEARS, 12, 31)
    if day is None or day > last:
        return None, info("mrz_no_expiry")
    if not trusted:
        return None, warning("mrz_expiry_check_digit")
    return day, warning("mrz_expired") if today is not None and day < today else None
