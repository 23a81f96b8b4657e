"""What stations and the central system say to each other, as JSON; the only module that both sides share.

Texts are UTF-8; instants are RFC 3339 in UTC with microseconds; hashes, keys and signatures are lower-case
hexadecimal. A reader ignores fields that it does not know, so that a newer writer can add some.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from counter_app.domain.errors import DomainError, Param
from counter_app.domain.journal import BODY_LIMIT, Entry, EntryId, instant_text, parse_instant, verify_entry
from counter_app.services.store_ports import Verdict, VerdictState

PROTOCOL: Final = 1
PROTOCOL_HEADER: Final = "Sync-Protocol"
SERVICE: Final = "quay-mot-cua-central"
"""What ``/health`` answers, so that a station knows its own server from a login page on the way."""

DOCUMENT_NAMES: Final = ("directory", "catalogue", "lease", "calendar")

Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Key = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
Signature = Annotated[str, Field(pattern=r"^[0-9a-f]{128}$")]
Name = Annotated[str, Field(min_length=1, max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
Label = Annotated[str, Field(max_length=200, pattern=r"^[^\n]*$")]
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
    """Entries of one station, following one another; the signature covers the last hash, so the chain."""

    station: Name
    incarnation: Positive
    entries: Annotated[list[WireEntry], Field(min_length=1)]
    signature: Signature


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


class FeedAnswer(WireModel):
    """A page of an office's feed; ``last`` is the newest number there is, ``next_after`` the next cursor."""

    items: list[WireFeedItem]
    next_after: Number
    last: Number
    epoch: str
    high_water: list[HighWater]
    documents: DocumentVersions
    t1: Instant
    t2: Instant


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


# --- what is signed ----------------------------------------------------------------------------


def push_statement(station: str, incarnation: int, first: int, last: int, head_hash: bytes) -> bytes:
    """What the station's key signs for a batch that runs to ``last``, whose hash is ``head_hash``."""
    lines = ("quay-mot-cua/push/1", station, str(incarnation), str(first), str(last), head_hash.hex())
    return "\n".join(lines).encode()


def enrol_statement(code: str, public_key: str) -> bytes:
    """What a new station's key signs, so that nobody enrols a key that he does not hold."""
    return f"quay-mot-cua/enrol/1\n{code}\n{public_key}".encode()


# --- between the wire and the domain -------------------------------------------------------------


def to_wire(entry: Entry, *, with_body: bool = True) -> WireEntry:
    """Write an entry; without its body when that is to be kept back.

    Raises ``DomainError("wire.entry_invalid", seq, field)`` for what does not fit the wire.
    """
    try:
        body = entry.body.decode() if entry.body is not None and with_body else None
        return WireEntry(
            station=entry.station,
            incarnation=entry.incarnation,
            seq=entry.seq,
            kind=entry.kind,
            kind_version=entry.kind_version,
            subject=entry.subject,
            audience=list(entry.audience),
            actor=entry.actor,
            occurred_at=instant_text(entry.occurred_at),
            recorded_at=instant_text(entry.recorded_at),
            clock_offset_ms=entry.clock_offset_ms,
            basis=entry.basis,
            body=body,
            body_hash=entry.body_hash.hex(),
            prev_hash=entry.prev_hash.hex(),
            hash=entry.hash.hex(),
        )
    except ValueError as error:  # pydantic's ValidationError and UnicodeDecodeError are both ValueErrors
        raise _invalid(entry.seq, _place(error)) from None


def from_wire(wire: WireEntry) -> Entry:
    """Read an entry and check its own hashes.

    Raises ``DomainError("wire.entry_invalid", seq, field)``, ``("wire.entry_tampered", seq, field)`` or
    ``("wire.entry_too_large", seq, size, limit)``.
    """
    try:
        body = None if wire.body is None else wire.body.encode()
    except UnicodeEncodeError:
        raise _invalid(wire.seq, "body") from None
    if body is not None and len(body) > BODY_LIMIT:
        raise DomainError("wire.entry_too_large", seq=wire.seq, size=len(body), limit=BODY_LIMIT)
    if any("," in office for office in wire.audience):
        raise _invalid(wire.seq, "audience")
    try:
        occurred_at, recorded_at = parse_instant(wire.occurred_at), parse_instant(wire.recorded_at)
    except (DomainError, OverflowError):
        raise _invalid(wire.seq, "occurred_at") from None
    entry = Entry(
        station=wire.station,
        incarnation=wire.incarnation,
        seq=wire.seq,
        kind=wire.kind,
        kind_version=wire.kind_version,
        subject=wire.subject,
        audience=tuple(wire.audience),
        actor=wire.actor,
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        clock_offset_ms=wire.clock_offset_ms,
        basis=wire.basis,
        body=body,
        body_hash=bytes.fromhex(wire.body_hash),
        prev_hash=bytes.fromhex(wire.prev_hash),
        hash=bytes.fromhex(wire.hash),
    )
    fault = verify_entry(entry)
    if fault is not None:
        field = "body" if fault.code == "bad_body" else "hash"
        raise DomainError("wire.entry_tampered", seq=wire.seq, field=field)
    return entry


def verdict_to_wire(seq: int, verdict: Verdict) -> WireVerdict:
    """Write a verdict that the central system gave (never ``pending``)."""
    state: Literal["accepted", "conflict", "held", "refused"]
    match verdict.state:
        case VerdictState.ACCEPTED:
            state = "accepted"
        case VerdictState.CONFLICT:
            state = "conflict"
        case VerdictState.HELD:
            state = "held"
        case VerdictState.REFUSED:
            state = "refused"
        case VerdictState.PENDING:
            raise DomainError("wire.verdict_pending", seq=seq)
    return WireVerdict(seq=seq, state=state, code=verdict.code, params=plain_params(verdict.params or {}))


def verdict_from_wire(wire: WireVerdict) -> Verdict:
    """The reverse of ``verdict_to_wire``."""
    return Verdict(VerdictState(wire.state), wire.code, dict(wire.params) or None)


def plain_params(params: Mapping[str, object]) -> dict[str, Param]:
    """Parameters as the wire carries them: texts, numbers, nothing else."""
    return {
        name: value if isinstance(value, str | int) or value is None else str(value)
        for name, value in params.items()
    }


def id_to_wire(entry_id: EntryId) -> WireEntryId:
    """Write an identity."""
    return WireEntryId(station=entry_id.station, incarnation=entry_id.incarnation, seq=entry_id.seq)


def id_from_wire(wire: WireEntryId) -> EntryId:
    """Read an identity."""
    return EntryId(wire.station, wire.incarnation, wire.seq)


def marks(high_water: Mapping[int, int]) -> list[HighWater]:
    """High-water marks by incarnation as the wire lists them."""
    return [HighWater(incarnation=number, seq=seq) for number, seq in sorted(high_water.items())]


def marks_from_wire(listed: Iterable[HighWater]) -> dict[int, int]:
    """The reverse of ``marks``."""
    return {mark.incarnation: mark.seq for mark in listed}


def _invalid(seq: int, field: str) -> DomainError:
    return DomainError("wire.entry_invalid", seq=seq, field=field)


def _place(error: ValueError) -> str:
    """Which field pydantic did not like; never the value, which may be personal."""
    errors = getattr(error, "errors", None)
    if callable(errors):
        for problem in errors(include_input=False, include_context=False, include_url=False):
            return ".".join(str(part) for part in problem["loc"])
    return "body"
