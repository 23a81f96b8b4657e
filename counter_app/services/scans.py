"""What a scanned code means at the counter."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from counter_app.domain.dossier_codes import OFFICIAL_PATTERNS, CodePattern
from counter_app.domain.identifiers.card_qr import CardRead
from counter_app.domain.identifiers.finding import Finding, info
from counter_app.domain.identifiers.health_insurance import HealthCardRead
from counter_app.domain.identifiers.identify import kind_of
from counter_app.domain.identifiers.mrz.reading import MrzRead
from counter_app.domain.identifiers.personal_number import (
    PersonalNumberRead,
    parse_personal_number,
    read_personal_number,
)
from counter_app.domain.identifiers.places import Places
from counter_app.domain.identifiers.scan import OtherScan, ScanKind, SlipCode, identify_scan
from counter_app.domain.identifiers.sex import Sex
from counter_app.domain.parties import Party, PartyKind
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services.dossiers import Dossiers
from counter_app.services.ports import Clock


@dataclass(frozen=True, slots=True)
class CardScanned:
    """A paper of identity, or only the number of one; ``party`` is what it gives, proved values only.

    ``document`` is the ``ScanKind`` of what was read (``"card_2021"``, ``"mrz_td1"``, ``"health_insurance"``,
    ``"personal_number"``, ...). ``proposal`` are the lines of a machine-readable zone as they probably should
    read, for a clerk to accept and have interpreted again.
    """

    party: Party
    findings: tuple[Finding, ...]
    document: str = ""
    proposal: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class SlipScanned:
    """One of our slips; ``dossier_id`` is ``None`` when this station does not know the dossier."""

    code: str
    dossier_id: str | None
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True, slots=True)
class NotUsable:
    """A code that fills nothing in; the first finding says what it is and what to do."""

    kind: ScanKind
    findings: tuple[Finding, ...]


ScanMeaning = CardScanned | SlipScanned | NotUsable


class Scans:
    """Interprets scans and typed personal numbers; looks a slip's dossier up."""

    def __init__(
        self,
        dossiers: Dossiers,
        clock: Clock,
        places: Places,
        patterns: tuple[CodePattern, ...] = OFFICIAL_PATTERNS,
    ) -> None:
        self._dossiers = dossiers
        self._clock = clock
        self._places = places
        self._patterns = patterns

    def interpret(self, text: str) -> ScanMeaning:
        """What ``text`` is; reads the database for slips, so it is called off the GUI thread."""
        read = identify_scan(text, places=self._places, today=self._today(), patterns=self._patterns)
        match read:
            case CardRead():
                return CardScanned(_of_card(read), read.findings, kind_of(read).value)
            case MrzRead():
                return CardScanned(_of_zone(read), read.findings, kind_of(read).value, read.proposal)
            case HealthCardRead():
                return CardScanned(_of_health_card(read), read.findings, kind_of(read).value)
            case SlipCode():
                return SlipScanned(read.code, self._dossiers.id_of_code(read.code), read.findings)
            case OtherScan():
                return self._other(read)

    def check_number(self, party: Party) -> PersonalNumberRead:
        """What a typed personal number tells, against sex and birth year as entered; quick, no database."""
        year = int(party.birth_date[:4]) if party.birth_date[:4].isdecimal() else None
        sex = Sex(party.sex) if party.sex in ("male", "female") else None
        return read_personal_number(
            party.number, places=self._places, sex=sex, birth_year=year, today=self._today()
        )

    def _today(self) -> date:
        return vietnam_time(self._clock.now()).date()

    def _other(self, read: OtherScan) -> ScanMeaning:
        match read.kind:
            case ScanKind.PERSONAL_NUMBER:
                return CardScanned(Party(number=read.text, source="card"), read.findings, read.kind.value)
            case ScanKind.TRAVEL_DOCUMENT:
                party = Party(PartyKind.FOREIGNER, number=read.text)
                return CardScanned(party, read.findings, read.kind.value)
            case ScanKind.TAX_CODE if not read.findings:
                party = Party(PartyKind.ORGANISATION, number=read.text)
                return CardScanned(party, (info("scan_tax_code"),), read.kind.value)
            case ScanKind.CHANGED_BY_INPUT_METHOD:
                return self._only_known_of(read.candidates) or NotUsable(read.kind, read.findings)
            case _:
                return NotUsable(read.kind, read.findings)

    def _only_known_of(self, codes: tuple[str, ...]) -> SlipScanned | None:
        """The dossier that is meant, if this station knows exactly one of the codes."""
        known = [(code, found) for code in codes if (found := self._dossiers.id_of_code(code)) is not None]
        if len(known) != 1:
            return None
        [(code, dossier_id)] = known
        return SlipScanned(code, dossier_id, (info("scan_input_method_undone"),))


def _of_card(card: CardRead) -> Party:
    return Party(
        kind=PartyKind.CITIZEN,
        full_name=card.full_name,
        number=card.personal_number,
        birth_date=_iso(card.birth_date),
        sex=_word(card.sex),
        address=card.address,
        source="card",
    )


def _of_zone(zone: MrzRead) -> Party:
    """A Vietnamese is known by the personal number, anybody else by the number of the document."""
    citizen = zone.is_vietnamese
    personal = parse_personal_number(zone.personal_number)
    own = "" if personal is None else personal.digits
    return Party(
        kind=PartyKind.CITIZEN if citizen else PartyKind.FOREIGNER,
        full_name=zone.full_name,
        number=own if citizen else zone.number,
        birth_date=_iso(zone.birth_date),
        sex=_word(zone.sex),
        nationality="" if citizen else zone.nationality,
        source="mrz",
    )


def _of_health_card(card: HealthCardRead) -> Party:
    return Party(
        full_name=card.full_name,
        number=card.personal_number,
        birth_date=_iso(card.birth_date),
        sex=_word(card.sex),
        source="health_card",
    )


def _iso(day: date | None) -> str:
    return "" if day is None else day.isoformat()


def _word(sex: Sex | None) -> str:
    return "" if sex is None else sex.value
