"""The kinds of codes and numbers, and the reads that are neither a card nor a zone."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from counter_app.domain.identifiers.finding import Finding


class ScanKind(StrEnum):
    """What a text is."""

    CARD_2021 = "card_2021"
    CARD_2024 = "card_2024"
    CARD_CUT_OFF = "card_cut_off"
    MRZ_TD1 = "mrz_td1"
    MRZ_TD2 = "mrz_td2"
    MRZ_TD3 = "mrz_td3"
    HEALTH_INSURANCE = "health_insurance"
    SLIP = "slip"
    PERSONAL_NUMBER = "personal_number"
    OLD_NUMBER = "old_number"
    TRAVEL_DOCUMENT = "travel_document"
    TAX_CODE = "tax_code"
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
    """Another code. ``text`` is kept only where it is of use, in the form in which it is written.

    ``candidates`` are the dossier codes that may have been meant where an input method changed one and its
    shape alone does not tell.
    """

    kind: ScanKind
    text: str
    findings: tuple[Finding, ...]
    candidates: tuple[str, ...] = ()
