"""One entry for any number, code or zone: what it is, what it could fill in, and what is to be said of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from counter_app.domain.dossier_codes import OFFICIAL_PATTERNS, CodePattern
from counter_app.domain.identifiers.card_qr import CardKind, CardRead
from counter_app.domain.identifiers.finding import Finding
from counter_app.domain.identifiers.health_insurance import HealthCardRead
from counter_app.domain.identifiers.mrz.layout import MrzFormat
from counter_app.domain.identifiers.mrz.reading import MrzRead
from counter_app.domain.identifiers.personal_number import parse_personal_number
from counter_app.domain.identifiers.places import Places
from counter_app.domain.identifiers.scan import ScanRead, identify_scan
from counter_app.domain.identifiers.scan_kinds import OtherScan, ScanKind, SlipCode
from counter_app.domain.identifiers.sex import Sex

_CARDS: Final = {
    CardKind.CHIP_2021: ScanKind.CARD_2021,
    CardKind.CARD_2024: ScanKind.CARD_2024,
    CardKind.CUT_OFF: ScanKind.CARD_CUT_OFF,
}
_ZONES: Final = {
    MrzFormat.TD1: ScanKind.MRZ_TD1,
    MrzFormat.TD2: ScanKind.MRZ_TD2,
    MrzFormat.TD3: ScanKind.MRZ_TD3,
}


@dataclass(frozen=True, slots=True)
class Identification:
    """What a text is.

    ``fields`` are what it could fill in, plain text without empty values: ``personal_number``,
    ``old_number``, ``document_number``, ``insurance_number``, ``tax_code``, ``dossier_code``, ``full_name``,
    ``birth_date`` (ISO), ``birth_year``, ``sex`` (``male``, ``female``), ``nationality`` (three letters),
    ``address``, ``issued_on`` and ``expires_on`` (ISO), ``birth_registered_in`` (the province as it was
    called) and, if it has another name today, ``birth_registered_in_now``. Values whose check
    digit fails are not among them.
    """

    kind: ScanKind
    fields: Mapping[str, str]
    findings: tuple[Finding, ...]
    read: ScanRead


def identify(
    text: str,
    places: Places | None = None,
    today: date | None = None,
    patterns: tuple[CodePattern, ...] = OFFICIAL_PATTERNS,
) -> Identification:
    """Tell what ``text`` is and what it says; never fails.

    ``places`` and ``today`` allow more checks; ``patterns`` are the shapes of dossier codes.
    """
    read = identify_scan(text, places=places, today=today, patterns=patterns)
    fields = {name: value for name, value in _fields(read, places).items() if value}
    return Identification(kind_of(read), fields, read.findings, read)


def kind_of(read: ScanRead) -> ScanKind:
    """The kind of a reading."""
    match read:
        case CardRead():
            return _CARDS[read.kind]
        case MrzRead():
            return _ZONES[read.format]
        case HealthCardRead():
            return ScanKind.HEALTH_INSURANCE
        case SlipCode():
            return ScanKind.SLIP
        case OtherScan():
            return read.kind


def _fields(read: ScanRead, places: Places | None) -> dict[str, str]:
    match read:
        case CardRead():
            return {
                "personal_number": read.personal_number,
                "old_number": read.old_number,
                **_person(read.full_name, read.birth_date, read.birth_year, read.sex),
                "address": read.address,
                "issued_on": _iso(read.issued_on),
                **_registered(read.personal_number, places),
            }
        case MrzRead():
            own = parse_personal_number(read.personal_number) if read.is_vietnamese else None
            return {
                "personal_number": "" if own is None else own.digits,
                "document_number": read.number,
                **_person(read.full_name, read.birth_date, read.birth_year, read.sex),
                "nationality": read.nationality,
                "expires_on": _iso(read.expires_on),
                **({} if own is None else _registered(own.digits, places)),
            }
        case HealthCardRead():
            return {
                "personal_number": read.personal_number,
                "insurance_number": read.insurance_number,
                **_person(read.full_name, read.birth_date, read.birth_year, read.sex),
            }
        case SlipCode():
            return {"dossier_code": read.code}
        case OtherScan():
            return _of_number(read, places)


def _of_number(read: OtherScan, places: Places | None) -> dict[str, str]:
    match read.kind:
        case ScanKind.PERSONAL_NUMBER:
            number = parse_personal_number(read.text)
            return {
                "personal_number": read.text,
                **(_person("", None, number.birth_year, number.sex) if number else {}),
                **_registered(read.text, places),
            }
        case ScanKind.OLD_NUMBER:
            return {"old_number": read.text}
        case ScanKind.TRAVEL_DOCUMENT:
            return {"document_number": read.text}
        case ScanKind.TAX_CODE:
            return {"tax_code": read.text}
        case _:
            return {}


def _person(name: str, day: date | None, year: int | None, sex: Sex | None) -> dict[str, str]:
    return {
        "full_name": name,
        "birth_date": _iso(day),
        "birth_year": "" if year is None else str(year),
        "sex": "" if sex is None else sex.value,
    }


def _registered(number: str, places: Places | None) -> dict[str, str]:
    place = None if places is None else places.get(number[:3])
    if place is None:
        return {}
    now = "" if place.name_now == place.name else place.name_now
    return {"birth_registered_in": place.name, "birth_registered_in_now": now}


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()
