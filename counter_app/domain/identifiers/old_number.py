"""Numbers of the old identity cards (chứng minh nhân dân): nine digits, or twelve from 2012 to 2016.

They stand on old papers and on the codes of newer cards. Since 01/01/2025 such a card proves nobody's
identity any more (Luật Căn cước 2023). Twelve digits are the personal number itself, which its holder keeps.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Final

from counter_app.domain.identifiers.digits import bare, is_digits
from counter_app.domain.identifiers.finding import Finding, error, info, warning
from counter_app.domain.identifiers.personal_number import read_personal_number
from counter_app.domain.identifiers.places import Places

NOT_VALID_FROM: Final = date(2025, 1, 1)


@dataclass(frozen=True, slots=True)
class OldNumberRead:
    """``number`` has nine or twelve digits and is empty if it was neither; ``personal`` if it has twelve."""

    number: str
    personal: bool
    findings: tuple[Finding, ...]


def read_old_number(text: str, *, places: Places | None = None, today: date | None = None) -> OldNumberRead:
    """Read the number of an old card as typed; without ``today`` such cards count as no longer valid."""
    digits = bare(text)
    expired = [warning("old_number_not_valid")] if today is None or today >= NOT_VALID_FROM else []
    if is_digits(digits) and len(digits) == 9:
        return OldNumberRead(digits, False, tuple(expired))
    if is_digits(digits) and len(digits) == 12:
        read = read_personal_number(digits, places=places, today=today)
        same = info("old_number_is_personal_number")
        return OldNumberRead(digits, True, (same, *expired, *read.findings))
    return OldNumberRead("", False, (_shape_finding(digits),))


def _shape_finding(digits: str) -> Finding:
    if not digits:
        return error("old_number_missing")
    if not is_digits(digits):
        return error("old_number_not_digits")
    return error("old_number_wrong_length", length=len(digits))
