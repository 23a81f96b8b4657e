"""What clerks type, understood: numbers, days, times and amounts, and how they are shown back."""

from __future__ import annotations

import re
from datetime import date, datetime, time
from typing import Final

from counter_app.i18n.formats import VIETNAM, day, number

_DAY: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})[/.\- ](\d{4})")
_ISO: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})")
_RUN: Final = re.compile(r"(\d{2})(\d{2})(\d{4})")
_SHORT: Final = re.compile(r"(\d{1,2})[/.\- ](\d{1,2})|(\d{2})(\d{2})")
_TIME: Final = re.compile(r"(\d{1,2})(?:[:hHgG. ](\d{1,2})?)?")
_TIME_RUN: Final = re.compile(r"(\d{1,2})(\d{2})")
_MONEY_MARKS: Final = re.compile(r"[\s.,_\u00a0]|đồng|vnđ|vnd|đ|d$", re.IGNORECASE)
LARGEST_AMOUNT: Final = 10_000_000_000
"""More than any fee; above it a finger slipped."""


def grouped(digits: str) -> str:
    """A personal number in groups of three: ``089190000017`` -> ``089 190 000 017``; other text as it is."""
    bare = "".join(digits.split())
    if not bare.isascii() or not bare.isdigit():
        return digits
    return " ".join(bare[at : at + 3] for at in range(0, len(bare), 3))


def read_day(text: str, *, today: date | None = None) -> date | None:
    """``15/03/1990``, ``15031990``, ``15.3.1990`` or ``1990-03-15``; ``None`` if it is no day.

    With ``today`` the year may be left out (``25/11``): the present one is taken.
    """
    text = text.strip()
    if match := _ISO.fullmatch(text):
        return _date(match[1], match[2], match[3])
    if match := _DAY.fullmatch(text) or _RUN.fullmatch(text):
        return _date(match[3], match[2], match[1])
    if today is not None and (match := _SHORT.fullmatch(text)):
        return _date(str(today.year), match[2] or match[4], match[1] or match[3])
    return None


def read_time(text: str) -> time | None:
    """``9:05``, ``09h05``, ``0905`` or ``9``; ``None`` if it is no time of day."""
    text = text.strip()
    match = _TIME_RUN.fullmatch(text) if len(text) > 2 else None
    match = match or _TIME.fullmatch(text)
    if match is None:
        return None
    try:
        return time(int(match[1]), int(match[2] or 0))
    except ValueError:
        return None


def read_amount(text: str) -> int | None:
    """``8000``, ``8.000`` or ``8.000 đ`` in đồng; ``None`` if it is no amount."""
    bare = _MONEY_MARKS.sub("", text.strip())
    if not bare.isascii() or not bare.isdigit():
        return None
    amount = int(bare)
    return amount if amount <= LARGEST_AMOUNT else None


def read_count(text: str, *, largest: int = 999) -> int | None:
    """A small whole number, or ``None``."""
    text = text.strip()
    if not text.isascii() or not text.isdigit() or len(text) > 6:
        return None
    return int(text) if int(text) <= largest else None


def iso_shown(iso: str) -> str:
    """An ISO date as it is shown: ``1990-03-15`` -> ``15/03/1990``; other text as it is."""
    try:
        return day(date.fromisoformat(iso)) if iso else ""
    except ValueError:
        return iso


def amount_shown(amount: int) -> str:
    """``8000`` -> ``8.000``: without the sign, to be typed on."""
    return number(amount)


def moment(on: date, at: time) -> datetime:
    """A day and a time of day in Vietnam as an instant."""
    return datetime.combine(on, at, VIETNAM)


def _date(year: str, month: str, day_of_month: str) -> date | None:
    try:
        return date(int(year), int(month), int(day_of_month))
    except ValueError:
        return None
