"""The messages, as JSON.

Texts are UTF-8; instants are RFC 3339 in UTC with microseconds; hashes, keys and signatures are lower-case
hexadecimal. A reader ignores fields that it does not know, so that a newer writer can add some.
"""

from __future__ import annotations

from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from counter_app.domain.journal import BODY_LIMIT

PROTOCOL: Final = 1
PROTOCOL_HEADER: Final = "Sync-Protocol"
SERVICE: Final = "quay-mot-cua-central"
"""What ``/health`` answers, so that a station knows its own server from a login page on the way."""

IDENTITY: Final = "quay-mot-cua/identity/1"
"""What a station's identity calls itself, by which a restored central system admits it again."""

DOCUMENT_NAMES: Final = ("directory", "catalogue", "lease", "calendar", "notes")

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Key = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Signature = Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]
Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
Label = Annotated[str, Field(max_length=200, pattern=r"^[^\n\x00]*$")]
"""A header field: whatever the domain lets into a header fits, so that no entry can jam the queue."""
Instant = Annotated[str, Field(max_length=40, examples=["2026-11-23T01:57:03.120000Z"])]
Number = Annotated[int, Field(ge=0, lt=2**53)]
Positive = Annotated[int, Field(ge=1, lt=2**53)]

_ZERO: Final = "0" * 64
_STATION: Final = "st-5f0c2ab86d1e4790"


class WireModel(BaseModel):
    """Strict about types, lenient about fields that it does not know."""

    model_config = ConfigDict(strict=True, frozen=True, extra="ignore")


class WireEntryId(WireModel):
    """Identity of an entry, for ever."""

    station: Name
    incarnation: Positive
    seq: Positive


class WireEntry(WireModel):
    """An entry: its header, its body as the exact JSON text that was hashed, and its place in the chain.

    ``body`` is ``null`` once it was erased, or while it is kept back at the station; ``body_hash`` stands.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "station": _STATION,
                    "incarnation": 1,
                    "seq": 1,
                    "kind": "dossier.status_changed",
                    "kind_version": 1,
                    "subject": "0193553a0d0c7b1e8f5a3c9d2e4b6a70",
                    "audience": ["long-xuyen"],
                    "actor": "tran.thi.mau",
                    "occurred_at": "2026-11-23T01:57:03.120000Z",
                    "recorded_at": "2026-11-23T01:57:03.120000Z",
                    "clock_offset_ms": 400,
                    "basis": "counter",
                    "body": '{"note":"","status":4,"unit":""}',
                    "body_hash": "954b17d405d47e3abb6f7881e3994edcd44c3c165d0526e002e5d6ef88ba9925",
                    "prev_hash": "41192cff6e3fab34e7bc4477e67df71ad3487a0b27cc1a9662b807dc6efbf685",
                    "hash": "9fd419c73435a66978388c0af80fac13805cec3ad512b60811c0db3988c0b11c",
                }
            ]
        }
    )

    station: Name
    incarnation: Positive
    seq: Positive
    kind: Label
    kind_version: Positive
    subject: Label
    audience: Annotated[list[Label], Field(max_length=64)]
    actor: Label
    occurred_at: Instant
    recorded_at: Instant
    clock_offset_ms: Annotated[int, Field(gt=-(2**53), lt=2**53)] | None
    basis: Label
    body: Annotated[str, Field(max_length=BODY_LIMIT)] | None
    body_hash: Hash
    prev_hash: Hash
    hash: Hash


class PushedEntry(WireModel):
    """An entry in a batch: what the batch says once for all, and what follows from the rest, is left out.

    ``body_hash`` stands only where the body does not: while it is kept back, or once it was erased.
    """

    kind: Label
    kind_version: Positive
    subject: Label
    audience: Annotated[list[Label], Field(max_length=64)]
    actor: Label
    occurred_at: Instant
    recorded_at: Instant
    clock_offset_ms: Annotated[int, Field(gt=-(2**53), lt=2**53)] | None = None
    basis: Label
    body: Annotated[str, Field(max_length=BODY_LIMIT)] | None = None
    body_hash: Hash | None = None


class WireVerdict(WireModel):
    """The central system's word on one entry; ``code`` and ``params`` tell why."""

    seq: Positive
    state: Literal["accepted", "conflict", "held", "refused"]
    code: str = ""
    params: dict[str, str | int | None] = Field(default_factory=dict)


class HighWater(WireModel):
    """How far the central system holds a station's chain durably, without a gap."""

    incarnation: Positive
    seq: Number


class PushRequest(WireModel):
    """Entries of one chain: the first has the number ``first`` and follows ``prev_hash``.

    Every hash of the batch follows from that; the signature covers the last one, so all of them.
    """

    station: Name
    incarnation: Positive
    first: Positive
    prev_hash: Hash
    entries: Annotated[list[PushedEntry], Field(min_length=1)]
    signature: Signature
    epoch: Annotated[str, Field(max_length=64)] = ""
    """The life of the server that the station knows; of another one it wants to hear before it sends."""


class PushAnswer(WireModel):
    """A verdict for every entry that was sent, whether it is new or was there already."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "verdicts": [
                        {"seq": 41, "state": "accepted", "code": "", "params": {}},
                        {"seq": 42, "state": "refused", "code": "status_does_not_follow", "params": {}},
                    ],
                    "high_water": [{"incarnation": 1, "seq": 42}],
                    "epoch": "8c1d7f20a4b94e63",
                    "t1": "2026-11-23T01:57:03.420000Z",
                    "t2": "2026-11-23T01:57:03.450000Z",
                }
            ]
        }
    )

    verdicts: list[WireVerdict]
    high_water: list[HighWater]
    epoch: str
    t1: Instant
    t2: Instant


class WireFeedItem(WireModel):
    """One place in the feed: an entry with its verdict, or (``entry`` null) a verdict that changed."""

    no: Positive
    entry_id: WireEntryId
    entry: WireEntry | None
    verdict: WireVerdict


class DocumentVersions(WireModel):
    """The newest version of each document; 0 when there is none."""

    directory: Number = 0
    catalogue: Number = 0
    lease: Number = 0
    calendar: Number = 0
    notes: Number = 0


class FeedAnswer(WireModel):
    """A page of an office's feed; ``last`` is the newest number there is, ``next_after`` the next cursor.

    ``state`` stands for everything else that is news (documents, the epoch): opaque, to be handed back as
    ``known`` by whoever waits for it to change.
    """

    items: list[WireFeedItem]
    next_after: Number
    last: Number
    epoch: str
    high_water: list[HighWater]
    own: list[HighWater] = Field(default_factory=list)
    """How far the central system has what it wrote itself; a station that has more gives it back."""
    documents: DocumentVersions
    state: Annotated[str, Field(max_length=64)] = ""
    t1: Instant
    t2: Instant


class ReturnRequest(WireModel):
    """Entries that the central system once wrote and that a restored one lacks: of one chain, in order."""

    entries: Annotated[list[WireEntry], Field(min_length=1, max_length=500)]


class ReturnAnswer(WireModel):
    """How far the central system has what it wrote itself, now."""

    own: list[HighWater]
    epoch: str


class Document(WireModel):
    """A versioned document of the office; ``content`` is JSON text, kept as it is."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"name": "calendar", "version": 3, "content": '{"kind":"holidays"}'}]}
    )

    name: Name
    version: Positive
    content: str


class EnrolRequest(WireModel):
    """A new station introduces itself: the one-time code, its public key, and proof that it holds the key."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"code": "K7QM-2XTR-9HDW", "public_key": _ZERO, "proof": _ZERO * 2}]}
    )

    code: Annotated[str, Field(min_length=8, max_length=40)]
    public_key: Key
    proof: Signature


class EnrolAnswer(WireModel):
    """Everything that a station needs to begin; ``token`` is said once and kept by the station only."""

    station: Name
    number: Annotated[str, Field(pattern=r"^[0-9]{2}$")]
    name: str
    office: Name
    directory: Document
    token: str
    recovery_public_key: Key
    """X25519: what only the office may open again is wrapped to it."""
    epoch: str


class Health(WireModel):
    """That the central system is there, and which one it is."""

    service: str
    protocol: int
    epoch: str
    time: Instant


class Problem(WireModel):
    """The one shape of every error: a stable code and the values that its wording needs."""

    model_config = ConfigDict(
        json_schema_extra={"examples": [{"code": "push.gap", "params": {"incarnation": 1, "expected": 42}}]}
    )

    code: str
    params: dict[str, str | int | None] = Field(default_factory=dict)
