"""What the services need of a store: one unit of work, one durable commit."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from counter_app.domain.dossier import Dossier
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_view import IdentityTask
from counter_app.domain.journal import Entry, EntryId, Head
from counter_app.domain.papers_place import PapersPlace
from counter_app.domain.pressing import PressingSpans
from counter_app.domain.statuses import Status
from counter_app.services.identity_ports import LookUpReads, LookUpStore
from counter_app.services.ledger_ports import LedgerReads
from counter_app.services.scan_ports import FileState, FilesToSend


class VerdictState(StrEnum):
    """What the central system said of an entry; ``pending`` until it said anything."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    CONFLICT = "conflict"
    HELD = "held"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Verdict:
    """The central system's word on an entry; ``code`` and ``params`` tell why, for ``i18n``."""

    state: VerdictState = VerdictState.PENDING
    code: str = ""
    params: Mapping[str, object] | None = None


PENDING = Verdict()


@dataclass(frozen=True, slots=True)
class Recorded:
    """An entry as this station holds it. ``feed_no`` is its place in the office's feed, once known."""

    entry: Entry
    verdict: Verdict
    feed_no: int | None
    own: bool


class JournalStore(Protocol):
    """The journal inside a unit of work."""

    def head(self) -> Head:
        """The end of this station's chain."""
        ...

    def append(self, entry: Entry) -> None:
        """Write the next own entry; it must follow ``head`` (else ``DomainError("journal.fork")``)."""
        ...

    def find(self, entry_id: EntryId) -> Recorded | None:
        """One entry, own or foreign."""
        ...

    def of_subject(self, subject: str) -> Sequence[Recorded]:
        """All entries about ``subject``: confirmed in feed order, then own pending ones by ``seq``."""
        ...


class DossierStore(Protocol):
    """The projection of dossiers and its search index."""

    def get(self, dossier_id: str) -> Dossier | None: ...

    def put(self, dossier: Dossier, *, pending: int, refused: int = 0) -> None:
        """Replace the projection (row, aliases, search index); ``pending`` entries wait to be sent."""
        ...

    def remove(self, dossier_id: str) -> None:
        """Drop a projection whose entries no longer make a dossier; the entries stay."""
        ...

    def id_of_code(self, code: str) -> str | None:
        """The dossier that has or ever had this code (case-insensitive)."""
        ...


class CounterStore(Protocol):
    """Numbers that run without a gap because they are taken in the unit of work that uses them."""

    def value(self, name: str) -> int:
        """The last number taken; 0 before the first."""
        ...

    def take(self, name: str) -> int:
        """The next number: ``value + 1``, kept if and only if the unit of work commits."""
        ...


@dataclass(frozen=True, slots=True)
class StoredDraft:
    """A reception in hand, as plain JSON text; it belongs to the clerk who opened it."""

    id: str
    clerk: str
    saved_at: datetime
    content: str


class DraftStore(Protocol):
    """Receptions that are not accepted yet; saved at each step."""

    def save(self, draft: StoredDraft) -> None: ...

    def get(self, draft_id: str) -> StoredDraft | None: ...

    def of_clerk(self, clerk: str) -> Sequence[StoredDraft]:
        """Newest first."""
        ...

    def delete(self, draft_id: str) -> None: ...


class DocumentStore(Protocol):
    """Versioned documents of the office: such as ``directory`` or ``catalogue``."""

    def get(self, name: str) -> tuple[int, bytes] | None: ...

    def put(self, name: str, version: int, data: bytes) -> None: ...


class UnitOfWork(Protocol):
    """One transaction: everything in it is durable together, or nothing is."""

    @property
    def journal(self) -> JournalStore: ...

    @property
    def dossiers(self) -> DossierStore: ...

    @property
    def counters(self) -> CounterStore: ...

    @property
    def drafts(self) -> DraftStore: ...

    @property
    def documents(self) -> DocumentStore: ...

    @property
    def files_to_send(self) -> FilesToSend: ...

    @property
    def look_ups(self) -> LookUpStore: ...


class DossierFilter(StrEnum):
    """The ready-made selections of the dossier list."""

    ALL = "all"
    MINE_TODAY = "mine_today"
    DUE_SOON = "due_soon"
    OVERDUE = "overdue"
    APOLOGY = "apology"
    """Today is the last day on which a later due time may be told, and none was told yet."""
    SUPPLEMENT = "supplement"
    """The applicant's time to supplement ends soon or has ended."""
    NOTICE = "notice"
    """A supplement would have to be asked for today or on the next working day, and none was yet."""
    TO_RETURN = "to_return"
    UNSENT = "unsent"
    IDENTITY = "identity"
    """Somebody has to look at the owner's identity: a mismatch, or no account and nobody guided."""


@dataclass(frozen=True, slots=True)
class DossierRow:
    """One line of the dossier list. ``position`` orders and pages: newest first.

    ``identity`` is ``None`` where there is nothing to ask.
    """

    position: int
    id: str
    code: str
    provisional: bool
    owner_name: str
    owner_number: str
    phone: str
    procedure_code: str
    procedure_name: str
    received_at: datetime
    due_at: datetime | None
    """When the result is due, or the supplement while one is awaited."""
    status: Status
    cancelled: bool
    pending: int
    refused: int
    read_only: bool
    conflicts: int
    identity: IdentityState | None = None
    identity_task: IdentityTask | None = None
    reappointed: int = 0
    """How often a later due time was told."""
    supplement_due_at: datetime | None = None
    """Until when the supplement is to come that is awaited now."""
    unasked_since: datetime | None = None
    """When it was received, while a supplement could still be asked for the first time."""


@dataclass(frozen=True, slots=True)
class DossierQuery:
    """What to look for: ``text`` as typed (code, name, personal number, phone, in any mix).

    ``soon`` is until when a due time counts as near; without it two days ahead. ``spans`` is needed for the
    selections that the office's rules decide.
    """

    text: str = ""
    selection: DossierFilter = DossierFilter.ALL
    clerk: str = ""
    now: datetime | None = None
    soon: datetime | None = None
    spans: PressingSpans | None = None


@dataclass(frozen=True, slots=True)
class JournalRow:
    """One entry for the sync centre, with the name of what it is about."""

    id: EntryId
    kind: str
    subject: str
    recorded_at: datetime
    occurred_at: datetime
    verdict: Verdict
    dossier_code: str
    owner_name: str
    procedure_name: str


class Reads(LookUpReads, LedgerReads, Protocol):
    """Queries outside a unit of work; they see the last commit."""

    def find(
        self, query: DossierQuery, *, limit: int = 50, before: int | None = None
    ) -> Sequence[DossierRow]:
        """A page, newest first; ``before`` is the ``position`` of the last row of the page before."""
        ...

    def count(self, query: DossierQuery, *, cap: int = 1000) -> int:
        """How many match, counted up to ``cap``."""
        ...

    def dossier(self, dossier_id: str) -> Dossier | None: ...

    def id_of_code(self, code: str) -> str | None: ...

    def entry(self, entry_id: EntryId) -> Recorded | None:
        """One entry, own or foreign."""
        ...

    def timeline(self, dossier_id: str) -> Sequence[Recorded]:
        """The dossier's entries in the order in which they are folded."""
        ...

    def journal(
        self, states: Sequence[VerdictState], *, limit: int = 100, newest_first: bool = False
    ) -> Sequence[JournalRow]:
        """Own entries in these states in the order of the chain, or the other way round.

        Without accepted ones asked for, those that a person settled are left out.
        """
        ...

    def recent_procedures(self, clerk: str, *, limit: int = 8) -> Sequence[str]:
        """Codes of the procedures that a clerk received last, newest first."""
        ...

    def papers_at(self, place: PapersPlace, *, limit: int = 200) -> Sequence[str]:
        """Ids of the dossiers that wait to be handed over, or that a department has, newest first."""
        ...

    def by_owner_number(self, number: str, *, limit: int = 20) -> Sequence[DossierRow]: ...

    def document(self, name: str) -> tuple[int, bytes] | None: ...

    def drafts(self, clerk: str) -> Sequence[StoredDraft]: ...

    def file_states(self, names: Sequence[str]) -> Mapping[str, FileState]:
        """How far own files have come on their way; names that this station does not send are left out."""
        ...


class Database(Protocol):
    """The station's own encrypted store."""

    def begin(self) -> AbstractContextManager[UnitOfWork]:
        """Start the one writing transaction; commits on a clean exit, else rolls back.

        Raises ``DomainError("storage.full")`` or ``("storage.io")`` with nothing written.
        """
        ...

    def read(self) -> AbstractContextManager[Reads]: ...


class Vault(Protocol):
    """Encrypted files named by the SHA-256 of their content (scans, printed PDFs)."""

    def has(self, name: str) -> bool:
        """Whether content of that name is stored here."""
        ...

    def slice(self, name: str, start: int, length: int) -> bytes:
        """``length`` bytes from ``start``, fewer at the end; errors as for ``get``."""
        ...

    def put(self, data: bytes) -> str:
        """Store durably; returns the name (64 hex digits). The same content is stored once."""
        ...

    def get(self, name: str) -> bytes:
        """Raises ``DomainError("vault.missing")`` or ``("vault.damaged")``."""
        ...
