"""The personal identification number (số định danh cá nhân): twelve digits ``PPP G YY NNNNNN``.

Three digits for the place of birth registration, one for century and sex, two for the year of birth,
six for the serial (NĐ 137/2015/NĐ-CP Đ13; TT 07/2016/TT-BCA). There is no check digit.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from counter_app.domain.identifiers.digits import bare, is_digits
from counter_app.domain.identifiers.finding import Finding, error, warning
from counter_app.domain.identifiers.places import Places
from counter_app.domain.identifiers.sex import Sex


@dataclass(frozen=True, slots=True)
class PersonalNumber:
    """A well-formed number and what it says of its holder."""

    digits: str
    place_code: str
    sex: Sex
    birth_year: int
    serial: str


@dataclass(frozen=True, slots=True)
class PersonalNumberRead:
    """How a typed or scanned number was understood.

    ``text`` is the number without spaces and dots; ``number`` is ``None`` when it has not twelve digits.
    """

    text: str
    number: PersonalNumber | None
    findings: tuple[Finding, ...]


def parse_personal_number(text: str) -> PersonalNumber | None:
    """The parts of a number, or ``None`` unless ``text`` is exactly twelve plain digits."""
    if len(text) != 12 or not is_digits(text):
        return None
    century_and_sex = int(text[3])
    return PersonalNumber(
        digits=text,
        place_code=text[:3],
        sex=Sex.FEMALE if century_and_sex % 2 else Sex.MALE,
        birth_year=1900 + 100 * (century_and_sex // 2) + int(text[4:6]),
        serial=text[6:],
    )


def read_personal_number(
    text: str,
    *,
    places: Places | None = None,
    sex: Sex | None = None,
    birth_year: int | None = None,
    today: date | None = None,
) -> PersonalNumberRead:
    """Read a number as typed, and compare it with what is declared; checks warn, they never block.

    Spaces, dots, hyphens and full-width digits are accepted. A check is left out when what it compares with
    is ``None``. An unknown place is only a warning: codes of foreign countries are not all known.
    """
    digits = bare(text)
    number = parse_personal_number(digits)
    if number is None:
        return PersonalNumberRead(digits, None, (_shape_finding(digits),))
    return PersonalNumberRead(digits, number, tuple(_checks(number, places, sex, birth_year, today)))


def _shape_finding(digits: str) -> Finding:
    if not digits:
        return error("pin_missing")
    if not is_digits(digits):
        return error("pin_not_digits")
    if len(digits) == 9:
        return error("pin_is_old_number")
    return error("pin_wrong_length", length=len(digits))


def _checks(
    number: PersonalNumber,
    places: Places | None,
    sex: Sex | None,
    birth_year: int | None,
    today: date | None,
) -> list[Finding]:
    findings = []
    if places is not None and places.get(number.place_code) is None:
        findings.append(warning("pin_unknown_place", place=number.place_code))
    if sex is not None and sex is not number.sex:
        findings.append(warning("pin_sex_mismatch"))
    if birth_year is not None and birth_year != number.birth_year:
        findings.append(warning("pin_year_mismatch"))
    if today is not None and number.birth_year > today.year:
        findings.append(warning("pin_birth_in_future"))
    return findings


def masked(number: str) -> str:
    """A number for screens that others can see: ``0891******17``; short ones show less."""
    shown = min(4, len(number) // 3)
    tail = 2 if len(number) > 4 else 0
    return number[:shown] + "*" * (len(number) - shown - tail) + number[len(number) - tail :]
