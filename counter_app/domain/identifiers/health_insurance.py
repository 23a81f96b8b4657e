"""The QR code of the health-insurance card: fields behind ``|``, names as hexadecimal UTF-8.

``number|name|birth dd/mm/yyyy|1 or 2|address|place of treatment|...``. Whoever serves at a counter has no
business with a person's insurance: only name, birth, sex and the number are read. Of the old number of
fifteen signs only the last ten are kept, for its first letters tell by which right somebody is insured.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

from counter_app.domain.identifiers.card_dates import birth_of
from counter_app.domain.identifiers.digits import plain_width
from counter_app.domain.identifiers.finding import Finding, warning
from counter_app.domain.identifiers.personal_number import read_personal_number
from counter_app.domain.identifiers.places import Places
from counter_app.domain.identifiers.sex import Sex
from counter_app.domain.vietnamese import tidy

_NUMBER: Final = re.compile(r"(?:[A-Z]{2}[0-9A-Z][0-9]{2})?([0-9]{10})|([0-9]{12})")
_HEXADECIMAL: Final = re.compile(r"(?:[0-9A-Fa-f]{2}){2,200}")
_SEXES: Final = {"1": Sex.MALE, "2": Sex.FEMALE}


@dataclass(frozen=True, slots=True)
class HealthCardRead:
    """What a health-insurance card tells of its holder.

    ``insurance_number`` has ten digits; newer cards have the twelve-digit ``personal_number`` instead. What
    is unknown is empty or ``None``.
    """

    insurance_number: str
    personal_number: str
    full_name: str
    birth_date: date | None
    birth_year: int | None
    sex: Sex | None
    findings: tuple[Finding, ...]


def read_health_card(
    text: str, *, places: Places | None = None, today: date | None = None
) -> HealthCardRead | None:
    """Read such a code; ``None`` if ``text`` is none."""
    parts = [part.strip() for part in plain_width(text).strip("\ufeff \r\n\t").split("|")]
    if len(parts) < 3:
        return None
    number = _NUMBER.fullmatch(parts[0].upper())
    name = _name(parts[1])
    if number is None or not name:
        return None
    findings = [warning("scan_health_insurance")]
    birth_date, birth_year, remark = birth_of(parts[2], today)
    findings += [remark] if remark else []
    sex = _SEXES.get(parts[3]) if len(parts) > 3 else None
    personal = number[2] or ""
    if personal:
        read = read_personal_number(personal, places=places, sex=sex, birth_year=birth_year, today=today)
        findings += read.findings
    return HealthCardRead(number[1] or "", personal, name, birth_date, birth_year, sex, tuple(findings))


def _name(field: str) -> str:
    """The name behind hexadecimal digits; empty if it is none.

    A card's second field may be an old number of twelve digits: hexadecimal too, but no name.
    """
    if not _HEXADECIMAL.fullmatch(field):
        return ""
    try:
        name = tidy(bytes.fromhex(field).decode("utf-8"))
    except ValueError:
        return ""
    return name if all(char.isalpha() or char in " '’-." for char in name) else ""
