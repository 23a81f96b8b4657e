"""What a scanned or typed text is: a card, a machine-readable zone, one of our slips, a number, or else."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from counter_app.domain.dossier_codes import OFFICIAL_PATTERNS, CodePattern, read_code
from counter_app.domain.identifiers.card_qr import CardRead, read_card
from counter_app.domain.identifiers.finding import Severity, error, info, warning
from counter_app.domain.identifiers.health_insurance import HealthCardRead, read_health_card
from counter_app.domain.identifiers.input_methods import undone
from counter_app.domain.identifiers.mrz.lines import is_proved
from counter_app.domain.identifiers.mrz.reading import MrzRead, read_mrz
from counter_app.domain.identifiers.places import Places
from counter_app.domain.identifiers.scan_kinds import OtherScan, ScanKind, SlipCode
from counter_app.domain.identifiers.scan_noise import without_noise
from counter_app.domain.identifiers.scan_numbers import identify_number
from counter_app.domain.vietnamese import fold, tidy

__all__ = ["LONGEST", "OtherScan", "ScanKind", "ScanRead", "SlipCode", "identify_scan"]

ScanRead = CardRead | MrzRead | HealthCardRead | SlipCode | OtherScan

LONGEST: Final = 8000
"""In signs; the largest QR code holds 7,089 digits."""


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
) -> ScanRead:
    """Tell what was scanned; never fails, what is not recognised is ``ScanKind.UNKNOWN`` with a finding.

    A text that an input method changed (Telex, VNI) is read as what was typed where only one of the texts
    that are possible has a known shape; that is said by ``scan_input_method_undone``.
    """
    if len(text) > LONGEST:
        return OtherScan(ScanKind.UNKNOWN, "", (warning("scan_too_long"),))
    raw = without_noise(text)
    scan = _Scan(raw, tidy(raw), places, today, patterns)
    for recognise in _RECOGNISERS:
        found = recognise(scan)
        if found is not None:
            return found
    return _changed_by_input_method(scan) or OtherScan(
        ScanKind.UNKNOWN, scan.text, (warning("scan_unknown"),)
    )


_Recognised = ScanRead | None

_TOKEN: Final = re.compile(r"[A-Za-z0-9_\-+/=.:~]{40,}")
_NAPAS: Final = "A000000727"


def _slip(scan: _Scan) -> SlipCode | None:
    if len(scan.text) > 60 or "-" not in scan.text:
        return None
    read = read_code(scan.text, today=scan.today, patterns=scan.patterns)
    return None if read.code is None else SlipCode(read.code.text, read.code.provisional, read.findings)


def _health_card(scan: _Scan) -> HealthCardRead | None:
    return read_health_card(scan.raw, places=scan.places, today=scan.today)


def _card(scan: _Scan) -> CardRead | None:
    return read_card(scan.raw, places=scan.places, today=scan.today)


def _mrz(scan: _Scan) -> MrzRead | None:
    return read_mrz(scan.raw, places=scan.places, today=scan.today)


def _number(scan: _Scan) -> OtherScan | None:
    return identify_number(scan.text, places=scan.places, today=scan.today)


def _payment(scan: _Scan) -> OtherScan | None:
    if scan.text.startswith("000201") and (_NAPAS in scan.text or "5303704" in scan.text):
        return OtherScan(ScanKind.PAYMENT, "", (warning("scan_payment"),))
    return None


def _web_address(scan: _Scan) -> OtherScan | None:
    lower = scan.text.lower()
    if not lower.startswith(("http://", "https://", "www.")):
        return None
    if "vneid" in lower.partition("//")[2].partition("/")[0]:
        return OtherScan(ScanKind.VNEID, "", (warning("scan_vneid"),))
    return OtherScan(ScanKind.WEB_ADDRESS, scan.text, (warning("scan_web_address"),))


def _token(scan: _Scan) -> OtherScan | None:
    if _TOKEN.fullmatch(scan.text):
        return OtherScan(ScanKind.VNEID, "", (warning("scan_vneid"),))
    return None


_RECOGNISERS: Final[tuple[Callable[[_Scan], _Recognised], ...]] = (
    _slip,
    _health_card,
    _card,
    _mrz,
    _number,
    _payment,
    _web_address,
    _token,
)
"""In this order; each says ``None`` to what it does not know."""

_CODE_LIKE: Final = re.compile(r"[a-z0-9.-]+-[0-9a-z]{6,8}-[0-9a-z]{4,7}")
_MACHINE_LIKE: Final = re.compile(r"[a-z0-9_\-+/=.:~<|]{25,}")


def _changed_by_input_method(scan: _Scan) -> ScanRead | None:
    """A Vietnamese input method stood between the gun and the window: A1 became Á, DD became Đ."""
    if scan.text.isascii():
        return None
    folded = fold(scan.text)
    if not (_CODE_LIKE.fullmatch(folded) or _MACHINE_LIKE.fullmatch(folded) or "<<" in folded):
        return None
    found: list[SlipCode | MrzRead] = []
    for candidate in undone(scan.raw):
        read = _proved(replace(scan, raw=candidate, text=tidy(candidate)))
        if read is not None and read not in found:
            found.append(read)
    if len(found) == 1:
        [only] = found
        return replace(only, findings=(info("scan_input_method_undone"), *only.findings))
    codes = tuple(read.code for read in found if isinstance(read, SlipCode))
    finding = error("scan_changed_by_input_method")
    return OtherScan(ScanKind.CHANGED_BY_INPUT_METHOD, scan.text, (finding,), codes)


def _proved(scan: _Scan) -> SlipCode | MrzRead | None:
    """A reading that its shape and its check digits prove."""
    slip = _slip(scan)
    if slip is not None:
        return None if slip.findings else slip
    zone = _mrz(scan) if is_proved(scan.raw) else None
    if zone is None or any(finding.severity is not Severity.INFO for finding in zone.findings):
        return None
    return zone
