"""The central system as the engine sees it, in the domain's terms: no HTTP, no JSON."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Protocol

from counter_app.domain.errors import DomainError, Param
from counter_app.domain.journal import Entry, EntryId
from counter_app.services.store_ports import Verdict
from counter_app.services.sync_ports import FeedPage


class Trouble(StrEnum):
    """What can go wrong on the way; worded as ``sync.trouble.<value>``."""

    NO_ROUTE = "no_route"
    REFUSED = "refused"
    TIMEOUT = "timeout"
    TLS = "tls"
    CUT = "cut"
    NOT_OUR_SERVER = "not_our_server"
    BAD_ANSWER = "bad_answer"
    SERVER_ERROR = "server_error"
    RATE_LIMITED = "rate_limited"
    TOO_LARGE = "too_large"
    REJECTED = "rejected"
    PROTOCOL = "protocol"
    UNKNOWN_STATION = "unknown_station"
    REVOKED = "revoked"
    GAP = "gap"
    NEW_LIFE = "new_life"
    FORK = "fork"
    STORAGE = "storage"
    UNEXPECTED = "unexpected"


UNREACHED = frozenset(
    {
        Trouble.NO_ROUTE,
        Trouble.REFUSED,
        Trouble.TIMEOUT,
        Trouble.TLS,
        Trouble.CUT,
        Trouble.NOT_OUR_SERVER,
        Trouble.SERVER_ERROR,
    }
)
"""Troubles after which a probe tells whether the server can be reached again."""


class LinkError(DomainError):
    """A call that did not work; the code is ``sync.<trouble>``.

    ``problem`` is the server's own code, if it answered with one. ``entry_seq`` names the one entry that
    it does not take, ``entry_incarnation`` the chain that it is of. ``retry_after`` is what the server
    asked to wait, in seconds. Nothing was lost: every call can be repeated.
    """

    def __init__(
        self,
        trouble: Trouble,
        *,
        problem: str = "",
        status: int | None = None,
        entry_seq: int | None = None,
        entry_incarnation: int | None = None,
        retry_after: float | None = None,
        **params: Param,
    ) -> None:
        super().__init__(f"sync.{trouble.value}", problem=problem, status=status, **params)
        self.trouble = trouble
        self.problem = problem
        self.entry_seq = entry_seq
        self.entry_incarnation = entry_incarnation
        self.retry_after = retry_after


@dataclass(frozen=True, slots=True)
class ServerTimes:
    """When the server received a call and when it answered: seconds since 1970, by its clock."""

    received: float
    answered: float


@dataclass(frozen=True, slots=True)
class Pushed:
    """The answer to a push."""

    verdicts: Mapping[EntryId, Verdict]
    high_water: Mapping[int, int]
    epoch: str
    times: ServerTimes


@dataclass(frozen=True, slots=True)
class Fetched:
    """The answer to a question for news: a page, the newest feed number, and what else moved."""

    page: FeedPage
    last: int
    high_water: Mapping[int, int]
    times: ServerTimes
    documents: Mapping[str, int] = field(default_factory=dict)
    own: Mapping[int, int] = field(default_factory=dict)
    """How far the central system has what it wrote itself about the office's dossiers."""


class CentralLink(Protocol):
    """Calls to the central system; each raises ``LinkError`` and may be repeated any number of times."""

    @property
    def office(self) -> str:
        """The office that the station belongs to."""
        ...

    def probe(self) -> None:
        """Whether our server answers at all; cheap, with short timeouts."""
        ...

    def push(self, entries: Sequence[Entry], *, epoch: str = "", with_bodies: bool = True) -> Pushed:
        """Send entries of one chain that follow one another, to the server of this life (empty: of any)."""
        ...

    def prepare(self, entries: Sequence[Entry], *, epoch: str) -> None:
        """Pack what ``push`` will be asked to send next; may be called while a push is under way."""
        ...

    def give_back(self, entries: Sequence[Entry]) -> Mapping[int, int]:
        """Give a restored server what it wrote itself; how far it has it then."""
        ...

    def fetch(self, after: int) -> Fetched:
        """The feed's next page."""
        ...

    def document(self, name: str) -> tuple[int, bytes]:
        """Version and content of a document."""
        ...

    def close(self) -> None:
        """Let go of connections."""
        ...
