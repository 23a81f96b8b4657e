"""Codes of organisations: the tax code, which is the enterprise number too (since 2010).

Ten digits, with three more for a branch; since 01/7/2025 persons, households and household businesses use
their twelve-digit personal number. The check digit is python-stdnum's business (``stdnum.vn.mst``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.domain.identifiers.digits import bare, is_digits
from counter_app.domain.identifiers.finding import Finding, error, warning
from counter_app.domain.identifiers.personal_number import read_personal_number
from counter_app.domain.identifiers.places import Places


class OrganisationCodeKind(StrEnum):
    """What the length of a code says."""

    ENTERPRISE = "enterprise"
    BRANCH = "branch"
    PERSON = "person"
    UNKNOWN = "unknown"


_KINDS = {
    10: OrganisationCodeKind.ENTERPRISE,
    12: OrganisationCodeKind.PERSON,
    13: OrganisationCodeKind.BRANCH,
}


@dataclass(frozen=True, slots=True)
class OrganisationCodeRead:
    """``code`` is as it is written on papers (``0100109106-001`` for a branch), or as typed if unknown."""

    code: str
    kind: OrganisationCodeKind
    findings: tuple[Finding, ...]


def read_organisation_code(
    text: str, *, places: Places | None = None, today: date | None = None
) -> OrganisationCodeRead:
    """Read a tax code of 10, 13 or 12 digits; a failing check digit only warns, for old data has it."""
    digits = bare(text)
    kind = (
        _KINDS.get(len(digits), OrganisationCodeKind.UNKNOWN)
        if is_digits(digits)
        else OrganisationCodeKind.UNKNOWN
    )
    match kind:
        case OrganisationCodeKind.UNKNOWN:
            return OrganisationCodeRead(digits, kind, (_shape_finding(digits),))
        case OrganisationCodeKind.PERSON:
            read = read_personal_number(digits, places=places, today=today)
            return OrganisationCodeRead(digits, kind, read.findings)
        case OrganisationCodeKind.BRANCH:
            return OrganisationCodeRead(f"{digits[:10]}-{digits[10:]}", kind, _check(digits))
        case OrganisationCodeKind.ENTERPRISE:
            return OrganisationCodeRead(digits, kind, _check(digits))


def _shape_finding(digits: str) -> Finding:
    if not digits:
        return error("tax_code_missing")
    if not is_digits(digits):
        return error("tax_code_not_digits")
    return error("tax_code_wrong_length", length=len(digits))


def _check(digits: str) -> tuple[Finding, ...]:
    # Imported when first needed: it brings a network stack along, and most applicants are persons.
    from stdnum.exceptions import InvalidChecksum, ValidationError  # noqa: PLC0415
    from stdnum.vn import mst  # noqa: PLC0415

    try:
        mst.validate(digits)
    except InvalidChecksum:
        return (warning("tax_code_check_digit"),)
    except ValidationError:
        return (warning("tax_code_impossible_part"),)
    return ()
