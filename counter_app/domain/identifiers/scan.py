"""What a scanned code is: a citizen's card, one of our slips, or something else that is named."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from counter_app.domain.dossier_codes import OFFICIAL_PATTERNS, CodePattern, read_code
from counter_app.domain.identifiers.card_qr import CardRead, read_card
from counter_app.domain.identifiers.digits import bare
from counter_app.domain.identifiers.finding import Finding, error, info, warning
from counter_app.domain.identifiers.personal_number import parse_personal_number, read_personal_number
from counter_app.domain.identifiers.places import Places
from counter_app.domain.vietnamese import fold, tidy


class ScanKind(StrEnum):
    """Codes that are neither a card nor a slip."""

    PERSONAL_NUMBER = "personal_number"
    HEALTH_INSURANCE = "health_insurance"
    VNEID = "vneid"
    PAYMENT = "payment"
    WEB_ADDRESS = "web_address"
    CHANGED_BY_INPUT_METHOD = "changed_by_input_method"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class SlipCode:
    """A dossier code from a slip, official or provisional, in the form in which codes are looked up."""

    code: str
    provisional: bool
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class OtherScan:
    """Another code. ``text`` is kept only where it is of use and tells nothing about a person's health."""

    kind: ScanKind
    text: str
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Scan:
    raw: str
    text: str
    places: Places | None
    today: date | None
    patterns: tuple[CodePattern, ...]


def identify_scan(
    text: str,
    *,
    places: Places | None = None,
    today: date | None = None,
    patterns: tuple[CodePattern, ...] = OFFICIAL_PATTERNS,
) -> CardRead | SlipCode | OtherScan:
    """Tell what was scanned; never fails, what is not recognised is ``ScanKind.UNKNOWN`` with a finding."""
    scan = _Scan(text, tidy(text), places, today, patterns)
    for recognise in _RECOGNISERS:
        found = recognise(scan)
        if found is not None:
            return found
    return OtherScan(ScanKind.UNKNOWN, scan.text, (warning("scan_unknown"),))


_Recognised = CardRead | SlipCode | OtherScan | None

_HEALTH_NUMBER: Final = re.compile(r"[A-Z]{2}[0-9A-Z][0-9]{12}|[0-9]{10}|[0-9]{12}")
_CODE_LIKE: Final = re.compile(r"[a-z0-9.-]+-[0-9]{6,8}-[0-9]{4,7}")
_TOKEN: Final = re.compile(r"[A-Za-z0-9_\-+/=.:~]{40,}")
_NAPAS: Final = "A000000727"


def _slip(scan: _Scan) -> _Recognised:
    if len(scan.text) > 60 or "-" not in scan.text:
        return None
    read = read_code(scan.text, today=scan.today, patterns=scan.patterns)
    if read.code is not None:
        return SlipCode(read.code.text, read.code.provisional, read.findings)
    if scan.text.isascii():
        return None
    # A Vietnamese input method stood between the gun and the window: A1 became Á, DD became Đ.
    if _CODE_LIKE.fullmatch(fold(scan.text)):
        finding = error("scan_changed_by_input_method")
        return OtherScan(ScanKind.CHANGED_BY_INPUT_METHOD, scan.text, (finding,))
    return None


def _health_insurance(scan: _Scan) -> _Recognised:
    parts = scan.text.split("|")
    if len(parts) < 3 or not _HEALTH_NUMBER.fullmatch(parts[0].strip()):
        return None
    try:
        name = bytes.fromhex(parts[1]).decode("utf-8")
    except ValueError:
        return None
    # A card's second field may be an old number of twelve digits: hexadecimal too, but no name.
    if not name or not all(char.isalpha() or char in " '-." for char in name):
        return None
    return OtherScan(ScanKind.HEALTH_INSURANCE, "", (warning("scan_health_insurance"),))


def _card(scan: _Scan) -> _Recognised:
    return read_card(scan.raw, places=scan.places, today=scan.today) if "|" in scan.raw else None


def _personal_number(scan: _Scan) -> _Recognised:
    if parse_personal_number(bare(scan.text)) is None:
        return None
    read = read_personal_number(scan.text, places=scan.places, today=scan.today)
    return OtherScan(ScanKind.PERSONAL_NUMBER, read.text, (info("scan_personal_number"), *read.findings))


def _payment(scan: _Scan) -> _Recognised:
    if scan.text.startswith("000201") and (_NAPAS in scan.text or "5303704" in scan.text):
        return OtherScan(ScanKind.PAYMENT, "", (warning("scan_payment"),))
    return None


def _web_address(scan: _Scan) -> _Recognised:
    lower = scan.text.lower()
    if not lower.startswith(("http://", "https://", "www.")):
        return None
    if "vneid" in lower.partition("//")[2].partition("/")[0]:
        return OtherScan(ScanKind.VNEID, "", (warning("scan_vneid"),))
    return OtherScan(ScanKind.WEB_ADDRESS, scan.text, (warning("scan_web_address"),))


def _token(scan: _Scan) -> _Recognised:
    if _TOKEN.fullmatch(scan.text):
        return OtherScan(ScanKind.VNEID, "", (warning("scan_vneid"),))
    return None


_RECOGNISERS: Final[tuple[Callable[[_Scan], _Recognised], ...]] = (
    _slip,
    _health_insurance,
    _card,
    _personal_number,
    _payment,
    _web_address,
    _token,
)
"""In this order; each says ``None`` to what it does not know."""
