"""Bare numbers: which one of that length it is, by check digits and rules, and what else it may be.

Twelve digits are a personal number (which is a person's tax code since 01/7/2025, and what identity cards of
2012 to 2016 had); nine an old identity card; ten or thirteen a tax code; letters and digits a passport.
"""

from __future__ import annotations

import re
import unicodedata
from datetime import date
from typing import Final

from counter_app.domain.identifiers.digits import bare, is_digits
from counter_app.domain.identifiers.finding import Finding, info
from counter_app.domain.identifiers.old_number import read_old_number
from counter_app.domain.identifiers.organisation import read_organisation_code
from counter_app.domain.identifiers.passport import read_travel_document
from counter_app.domain.identifiers.personal_number import read_personal_number
from counter_app.domain.identifiers.places import Places
from counter_app.domain.identifiers.scan_kinds import OtherScan, ScanKind

_LONGEST: Final = 40
_BRANCH: Final = re.compile(r"[0-9 .]{10,16}[-–][ ]?[0-9]{3}")
_TRAVEL_DOCUMENT: Final = re.compile(r"(?![A-Z]{3})(?=[0-9]{0,4}[A-Z])[A-Z0-9]{6,10}")
_FEWEST_DIGITS: Final = 5
_MOBILE_PHONE: Final = re.compile(r"0(?:3[2-9]|5[25689]|7[06-9]|8[1-9]|9[0-9])[0-9]{7}")


def identify_number(text: str, *, places: Places | None, today: date | None) -> OtherScan | None:
    """What a bare number or document number is; ``None`` if it is none of those known."""
    if len(text) > _LONGEST:
        return None
    number = bare(text)
    if is_digits(number):
        return _digits(text, number, places, today)
    upper = unicodedata.normalize("NFKC", "".join(text.split())).upper()
    if _TRAVEL_DOCUMENT.fullmatch(upper) and sum(map(str.isdigit, upper)) >= _FEWEST_DIGITS:
        read = read_travel_document(upper)
        findings = (info("scan_travel_document"), *read.findings)
        return OtherScan(ScanKind.TRAVEL_DOCUMENT, read.number, findings)
    return None


def _digits(text: str, number: str, places: Places | None, today: date | None) -> OtherScan | None:
    match len(number):
        case 12:
            personal = read_personal_number(number, places=places, today=today)
            named = (info("scan_personal_number"), *personal.findings, info("number_is_also_tax_code"))
            return OtherScan(ScanKind.PERSONAL_NUMBER, number, named)
        case 9:
            old = read_old_number(number, today=today)
            may_be = info("nine_digits_may_be_passport")
            return OtherScan(ScanKind.OLD_NUMBER, number, (*old.findings, may_be))
        case 10:
            return _tax_code(number, _ten_digits_may_be(number))
        case 13 if _BRANCH.fullmatch(text) or not _is_product_code(number):
            return _tax_code(number, ())
        case _:
            return None


def _tax_code(number: str, may_be: tuple[Finding, ...]) -> OtherScan:
    read = read_organisation_code(number)
    # A check digit that fits settles it.
    return OtherScan(ScanKind.TAX_CODE, read.code, (*read.findings, *(may_be if read.findings else ())))


def _ten_digits_may_be(number: str) -> tuple[Finding, ...]:
    insurance = info("ten_digits_may_be_insurance")
    return (info("ten_digits_may_be_phone"), insurance) if _MOBILE_PHONE.fullmatch(number) else (insurance,)


def _is_product_code(number: str) -> bool:
    """Whether thirteen digits are rather the bar code of goods: a tax code whose check digit fails."""
    if not read_organisation_code(number).findings:
        return False
    from stdnum import ean  # noqa: PLC0415 - as in organisation: only when first needed

    return bool(ean.is_valid(number)) or number[0] in "89"
