"""What the detail of a dossier shows, as frozen values: ``DossierWords`` makes them, the panel draws them."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.domain.dossier import Dossier
from counter_app.domain.journal import EntryId
from counter_app.ui.counter.parts.shown import Figure, Sign
from counter_app.ui.shared.fact_grid import Fact
from counter_app.ui.shared.timeline import TimelineEntry


@dataclass(frozen=True, slots=True)
class Warned:
    """Something about the dossier that one has to know: icon, title and what to do.

    ``mends`` is an entry of this machine that can be looked at and dealt with. ``deed`` is what else can be
    done about it (``settle``, ``guide``), with ``act`` as its word.
    """

    sign: Sign
    detail: str = ""
    mends: EntryId | None = None
    deed: str = ""
    act: str = ""


@dataclass(frozen=True, slots=True)
class IdentityBlockShown:
    """The owner's identity: the state, what it means, what led there, and the word that asks anew."""

    sign: Sign
    detail: str
    lines: tuple[str, ...]
    check: str


@dataclass(frozen=True, slots=True)
class PrivateFact:
    """Personal data: ``whole`` is shown only while somebody asks for it. Both empty: only the label says."""

    label: str
    masked: str
    whole: str
    what: str = "number"
    """``number``, ``phone`` or ``email``: what is recorded when it is shown."""


@dataclass(frozen=True, slots=True)
class DetailState:
    """One dossier."""

    dossier: Dossier
    code_lead: str
    code_main: str
    aliases: str
    owner: str
    procedure: str
    private: tuple[PrivateFact, ...]
    due: Figure
    status: Sign
    sent: Sign
    warned: tuple[Warned, ...]
    facts: tuple[Fact, ...]
    components_title: str
    components: tuple[Fact, ...]
    timeline: tuple[TimelineEntry, ...]
    identity: IdentityBlockShown | None
    print_form: str
    print_slip: str
    locked: str
    """Why nothing can be changed any more, or empty."""

    @property
    def id(self) -> str:
        """The dossier's opaque id."""
        return self.dossier.id
