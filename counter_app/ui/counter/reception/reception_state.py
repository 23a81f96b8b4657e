"""What the reception screen shows, as frozen values: the presenter makes them, the views draw them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from counter_app.domain.identity_status import IdentityEvidence
from counter_app.domain.parties import Party
from counter_app.domain.procedures import Procedure
from counter_app.services.draft import Draft
from counter_app.services.scans import CardScanned
from counter_app.ui.counter.identity.identity_state import GuideShown, IdentityShown
from counter_app.ui.counter.parts.shown import NOTHING, Figure, Note, PaperRow, Sign


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing to put right: what, and the place in the draft to go to."""

    text: str
    place: str
    blocks: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A field in which a card and what was typed differ, both in words."""

    label: str
    typed: str
    card: str


@dataclass(frozen=True, slots=True)
class CardQuestion:
    """A paper that was read and does not fit what was typed: both are shown, a person decides.

    ``document`` names the paper in words.
    """

    name: str
    differences: tuple[Difference, ...]
    party: Party
    findings: tuple[str, ...]
    evidence: IdentityEvidence
    at: datetime | None
    document: str
    same_person: bool
    """The number is the same, only other fields differ."""
    place: str = "owner"
    """Of whom they differ: ``owner`` or ``submitter``."""
    whose: CardScanned | None = None
    """The paper itself where nothing differs but it is not known whose it is."""


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One part of the procedure before and now, in words."""

    label: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangeShown:
    """The chosen procedure changed; a procedure that was closed has nothing to take over."""

    title: str
    rows: tuple[ChangeRow, ...]
    may_accept: bool


@dataclass(frozen=True, slots=True)
class DraftRow:
    """One reception in hand, for the list to choose from."""

    id: str
    title: str
    detail: str
    open: bool


@dataclass(frozen=True, slots=True)
class ComponentNote:
    """Whether a component is asked for, and what is wrong with it now."""

    required: bool
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Accepted:
    """The calm page after a reception."""

    dossier_id: str
    code: str
    provisional: str
    """The words that say that the code is not the official one yet, or empty."""
    owner: str
    procedure: str
    received: str
    due: Figure
    fee: str
    ledger: Figure
    saved: Sign
    papers: tuple[PaperRow, ...]
    can_print: tuple[tuple[str, str], ...]
    """Papers that were not printed by themselves: key and words of the button."""


@dataclass(frozen=True, slots=True)
class FormState:
    """The page while a dossier is taken in.

    ``fresh`` counts the drafts that were opened: a change tells the view to forget what is half typed.
    ``notes`` are keyed by the place in the draft (``owner.number``).
    """

    draft: Draft
    fresh: int
    saved: Sign | None
    drafts: tuple[DraftRow, ...]
    procedure: Procedure | None
    procedure_sign: str
    """Field and code, quietly beside the name."""
    procedure_hint: str
    recent: tuple[Procedure, ...]
    components: tuple[ComponentNote, ...]
    components_note: str
    identity: IdentityShown
    question: CardQuestion | None
    guide: GuideShown | None = None
    change: ChangeShown | None = None
    notes: Mapping[str, Note] = field(default_factory=dict)
    due: Figure = NOTHING
    fee: Figure = NOTHING
    fee_counts: tuple[bool, bool] = (False, False)
    """Whether copies, and pages of a copy, have to be counted for the fee."""
    received: Figure = NOTHING
    missing: tuple[Missing, ...] = ()
    verdict: Sign | None = None
    offline: str = ""
    now: datetime | None = None
    due_at: datetime | None = None
    editor: str = ""
    """Which editor of the summary is open: ``due``, ``fee``, ``received``."""
    editor_note: Note | None = None
    """Why what was typed into it was refused."""
    busy: bool = False


@dataclass(frozen=True, slots=True)
class ReceptionState:
    """The screen: the form, or the page after accepting."""

    form: FormState
    accepted: Accepted | None = None
