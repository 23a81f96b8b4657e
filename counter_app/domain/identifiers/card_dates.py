"""Dates as the codes of cards write them: ``15031990``, ``15/03/1990``, or a year alone."""

from __future__ import annotations

from datetime import date

from counter_app.domain.identifiers.digits import bare, is_digits
from counter_app.domain.identifiers.finding import Finding, info, warning


def day_of(text: str) -> date | None:
    """The day of ``ddmmyyyy`` with or without separators; ``None`` if it is none."""
    digits = bare(text).replace("/", "")
    if len(digits) != 8 or not is_digits(digits):
        return None
    try:
        return date(int(digits[4:]), int(digits[2:4]), int(digits[:2]))
    except ValueError:
        return None


def birth_of(text: str, today: date | None) -> tuple[date | None, int | None, Finding | None]:
    """Day and year of birth, and what is doubtful about them; only the year where no day is known."""
    day = day_of(text)
    if day is not None:
        late = today is not None and day > today
        return day, day.year, warning("card_birth_in_future") if late else None
    digits = bare(text).replace("/", "")
    # Somebody whose day or month of birth is unknown: only the year, alone or behind zeros.
    if is_digits(digits) and len(digits) in (4, 8) and digits[:-4] in ("", "0000") and digits[-4:] >= "1800":
        return None, int(digits[-4:]), info("card_birth_year_only")
    return None, None, warning("card_birth_unreadable") if digits else None
