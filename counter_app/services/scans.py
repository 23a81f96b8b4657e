"""What a scanned code means at the counter."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.identifiers.card_qr import CardRead
from counter_app.domain.identifiers.scan import identify_scan
from counter_app.domain.parties import Party, PartyKind
from counter_app.services.dossiers import Dossiers


@dataclass(frozen=True, slots=True)
class CardScanned:
    """A citizen's card: ``party`` is what it gives, ``read`` its findings."""

    party: Party
    read: CardRead


@dataclass(frozen=True, slots=True)
class SlipScanned:
    """One of our slips; ``dossier_id`` is ``None`` when this station does not know the dossier."""

    code: str
    dossier_id: str | None


@dataclass(frozen=True, slots=True)
class NotUsable:
    """A code that is no card and no slip; worded as ``scan.<code>``."""

    code: str


ScanMeaning = CardScanned | SlipScanned | NotUsable


class Scans:
    """Interprets scans; looks a slip's dossier up."""

    def __init__(self, dossiers: Dossiers) -> None:
        self._dossiers = dossiers

    def interpret(self, text: str) -> ScanMeaning:
        """What ``text`` is; reads the database for slips, so it is called off the GUI thread."""
        found = identify_scan(text)
        if isinstance(found, CardRead):
            return CardScanned(_party(found), found)
        raise NotImplementedError
