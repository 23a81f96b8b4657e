"""Passports and other international travel documents, kept as typed (LC Đ10 k1a: foreigners).

Only the shape is looked at, and only to warn: every country numbers its documents in its own way.
"""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from counter_app.domain.identifiers.digits import is_digits
from counter_app.domain.identifiers.finding import Finding, error, info, warning
from counter_app.domain.vietnamese import tidy


@dataclass(frozen=True, slots=True)
class TravelDocumentRead:
    """``number`` is the number as typed, tidied and in upper case; empty only if nothing was typed."""

    number: str
    findings: tuple[Finding, ...]


def read_travel_document(text: str, *, nationality: str = "") -> TravelDocumentRead:
    """Read a passport or travel document number.

    ``nationality`` is the three-letter code of the machine-readable zone (``"VNM"``) or empty if unknown.
    Vietnamese passports have a letter and seven or eight digits; others 5 to 20 letters and digits.
    """
    number = tidy(unicodedata.normalize("NFKC", text)).upper()
    if not number:
        return TravelDocumentRead("", (error("travel_document_missing"),))
    findings = []
    if not (number.isascii() and number.isalnum()):
        findings.append(warning("travel_document_odd_characters"))
    if not 5 <= len(number) <= 20:
        findings.append(warning("travel_document_odd_length", length=len(number)))
    elif len(number) == 12 and is_digits(number):
        findings.append(info("travel_document_looks_like_pin"))
    elif nationality.upper() == "VNM" and not _is_vietnamese_passport(number):
        findings.append(warning("passport_vn_odd_shape"))
    return TravelDocumentRead(number, tuple(findings))


def _is_vietnamese_passport(number: str) -> bool:
    return number[0].isalpha() and len(number) in (8, 9) and is_digits(number[1:])
