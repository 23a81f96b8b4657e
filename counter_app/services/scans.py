"""What a scanned code means at the counter."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.identifiers.card_qr import CardRead
from counter_app.domain.identifiers.finding import Finding
from counter_app.domain.identifiers.personal_number import PersonalNumberRead, read_personal_number
from counter_app.domain.identifiers.places import Places
from counter_app.domain.identifiers.scan import OtherScan, ScanKind, SlipCode, identify_scan
from counter_app.domain.identifiers.sex import Sex
from counter_app.domain.parties import Party, PartyKind
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services.dossiers import Dossiers
from counter_app.services.ports import Clock


@dataclass(frozen=True, slots=True)
class CardScanned:
    """A citizen's card, or only the number of one; ``party`` is what it gives."""

    party: Party
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class SlipScanned:
    """One of our slips; ``dossier_id`` is ``None`` when this station does not know the dossier."""

    code: str
    dossier_id: str | None


@dataclass(frozen=True, slots=True)
class NotUsable:
    """A code that is no card and no slip; the first finding says what it is."""

    kind: ScanKind
    findings: tuple[Finding, ...]


ScanMeaning = CardScanned | SlipScanned | NotUsable


class Scans:
    """Interprets scans and typed personal numbers; looks a slip's dossier up."""

    def __init__(self, dossiers: Dossiers, clock: Clock, places: Places) -> None:
        self._dossiers = dossiers
        self._clock = clock
        self._places = places

    def interpret(self, text: str) -> ScanMeaning:
        """What ``text`` is; reads the database for slips, so it is called off the GUI thread."""
        today = vietnam_time(self._clock.now()).date()
        match identify_scan(text, places=self._places, today=today):
            case CardRead() as card:
                return CardScanned(_party(card), card.findings)
            case SlipCode() as slip:
                return SlipScanned(slip.code, self._dossiers.id_of_code(slip.code))
            case OtherScan(kind=ScanKind.PERSONAL_NUMBER) as other:
                return CardScanned(Party(number=other.text, source="card"), other.findings)
            case OtherScan() as other:
                return NotUsable(other.kind, other.findings)

    def check_number(self, party: Party) -> PersonalNumberRead:
        """What a typed personal number tells, against sex and birth year as entered; quick, no database."""
        today = vietnam_time(self._clock.now()).date()
        year = int(party.birth_date[:4]) if party.birth_date[:4].isdecimal() else None
        sex = Sex(party.sex) if party.sex in ("male", "female") else None
        return read_personal_number(party.number, places=self._places, sex=sex, birth_year=year, today=today)


def _party(card: CardRead) -> Party:
    return Party(
        kind=PartyKind.CITIZEN,
        full_name=card.full_name,
        number=card.personal_number,
        birth_date=card.birth_date.isoformat() if card.birth_date else "",
        sex=card.sex.value if card.sex else "",
        address=card.address,
        source="card",
    )
