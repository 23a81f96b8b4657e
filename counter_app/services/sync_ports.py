"""What the sync engine needs of the store, and what the screens need of the sync engine."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from counter_app.domain.journal import Entry, EntryId
from counter_app.services.store_ports import Verdict


@dataclass(frozen=True, slots=True)
class Backlog:
    """What waits. Counts are of own entries; ``oldest_at`` is when the oldest pending one was recorded."""

    entries: int
    dossiers: int
    oldest_at: datetime | None
    refused: int
    held: int
    accepted_today: int
    accepted_total: int
    last_accepted_recorded_at: datetime | None


@dataclass(frozen=True, slots=True)
class FeedItem:
    """One place in the office's feed: an entry (with its verdict), or a verdict that changed later."""

    no: int
    entry_id: EntryId
    entry: Entry | None
    verdict: Verdict


@dataclass(frozen=True, slots=True)
class FeedPage:
    """Items in feed order; ``next_after`` is the cursor once they are all taken."""

    items: Sequence[FeedItem]
    next_after: int
    epoch: str


@dataclass(frozen=True, slots=True)
class FeedPosition:
    """How far this station has read, and of which life of the central system."""

    after: int
    epoch: str


class SyncStore(Protocol):
    """The station's store as sync sees it; every method is one transaction of its own."""

    def backlog(self, now: datetime) -> Backlog: ...

    def next_batch(self, *, max_count: int, max_bytes: int, after: EntryId | None = None) -> Sequence[Entry]:
        """Own entries without a verdict that follow one another in one chain; at least one if any waits.

        Only those behind ``after``, when that is given.
        """
        ...

    def record_verdicts(self, verdicts: Mapping[EntryId, Verdict]) -> frozenset[str]:
        """Keep the verdicts and fold the touched dossiers anew; returns their ids."""
        ...

    def position(self) -> FeedPosition: ...

    def take_page(self, page: FeedPage) -> frozenset[str]:
        """Store foreign entries and verdicts, move the cursor, fold anew: all in one transaction."""
        ...

    def written_by(self, station: str, above: Mapping[int, int], *, max_count: int) -> Sequence[Entry]:
        """Entries of another writer's oldest chain of which more is here than ``above`` says, in order.

        ``above`` is how far each incarnation is known elsewhere. Empty when nothing more is here.
        """
        ...

    def restart_feed(self, epoch: str) -> None:
        """The central system began a new life: read the feed from its start again."""
        ...

    def resend_above(self, high_water: Mapping[int, int]) -> int:
        """Forget verdicts of own entries above the centre's high water per incarnation; returns how many."""
        ...

    def resend(self, entry_id: EntryId) -> bool:
        """Let an own entry that is held wait to be sent again, whole; whether it does."""
        ...

    def begin_anew(self, high_water: Mapping[int, int], fork: EntryId | None = None) -> bool:
        """Begin another incarnation if this database is an older copy of its station; whether it is.

        It is one when the central system knows more of the running chain than is here (``high_water`` by
        incarnation), or when it holds another entry at the place of ``fork``. Own entries that it cannot
        have, from ``fork`` on, go to the end of the new chain; nothing of them changes but their place.
        """
        ...

    def document_version(self, name: str) -> int: ...

    def put_document(self, name: str, version: int, data: bytes) -> None: ...

    def remember(self, name: str, value: str) -> None:
        """Small facts of sync itself (last contact, clock offset)."""
        ...

    def recall(self, name: str) -> str | None: ...


class LineState(StrEnum):
    """The connection as the clerk sees it."""

    STARTING = "starting"
    ONLINE = "online"
    WEAK = "weak"
    OFFLINE = "offline"
    NOT_ENROLLED = "not_enrolled"
    REVOKED = "revoked"


@dataclass(frozen=True, slots=True)
class SyncStatus:
    """Everything that the strip and the sync centre show of the connection.

    ``since`` is when the present state began; ``trouble`` is a code (``sync.trouble.<code>``):
    ``no_route``, ``timeout``, ``refused``, ``server_error``, ``not_our_server``, ``tls``, ``rate_limited``.
    """

    state: LineState
    since: datetime
    backlog: Backlog
    last_contact_at: datetime | None = None
    next_try_at: datetime | None = None
    sending: bool = False
    clock_offset_ms: int | None = None
    clock_measured_at: datetime | None = None
    server: str = ""
    trouble: str = ""


class SyncControl(Protocol):
    """The running sync engine, as the screens know it; callable from any thread."""

    def status(self) -> SyncStatus: ...

    def wake(self) -> None:
        """Something new waits to be sent."""
        ...

    def send_now(self) -> None:
        """Skip the back-off and try at once."""
        ...

    def subscribe(self, listener: Callable[[SyncStatus, frozenset[str]], None]) -> Callable[[], None]:
        """Call ``listener(status, changed dossier ids)`` on each change, from the sync thread.

        Returns the function that ends the subscription.
        """
        ...
