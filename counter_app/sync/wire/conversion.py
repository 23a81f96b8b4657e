"""Between the messages and the domain."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final, Literal

from counter_app.domain.errors import DomainError, Param
from counter_app.domain.journal import BODY_LIMIT, Entry, EntryId, instant_text, parse_instant, verify_entry
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.sync.wire.models import HighWater, WireEntry, WireEntryId, WireVerdict

_ACCEPTED: Final = Verdict(VerdictState.ACCEPTED)


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
        raise invalid_entry(entry.seq, place_of(error)) from None


def from_wire(wire: WireEntry) -> Entry:
    """Read an entry and check its own hashes.

    Raises ``DomainError("wire.entry_invalid", seq, field)``, ``("wire.entry_tampered", seq, field)`` or
    ``("wire.entry_too_large", seq, size, limit)``.
    """
    body = body_bytes(wire.seq, wire.body)
    if "," in "".join(wire.audience):
        raise invalid_entry(wire.seq, "audience")
    try:
        occurred_at = recorded_at = parse_instant(wire.occurred_at)
        if wire.recorded_at != wire.occurred_at:
            recorded_at = parse_instant(wire.recorded_at)
    except (DomainError, OverflowError):
        raise invalid_entry(wire.seq, "occurred_at") from None
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
    params = plain_params(verdict.params) if verdict.params else {}
    return WireVerdict.model_construct(seq=seq, state=state, code=verdict.code, params=params)


def verdict_from_wire(wire: WireVerdict) -> Verdict:
    """The reverse of ``verdict_to_wire``."""
    if wire.state == "accepted" and not (wire.code or wire.params):
        return _ACCEPTED
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


def invalid_entry(seq: int, field: str) -> DomainError:
    """The error that names an entry and the place in it that does not fit, never what stands there."""
    return DomainError("wire.entry_invalid", seq=seq, field=field)


def place_of(error: ValueError) -> str:
    """Which field pydantic did not like; never the value, which may be personal."""
    errors = getattr(error, "errors", None)
    if callable(errors):
        for problem in errors(include_input=False, include_context=False, include_url=False):
            return ".".join(str(part) for part in problem["loc"])
    return "body"


def body_bytes(seq: int, text: str | None) -> bytes | None:
    """The bytes of a body as they were hashed."""
    if text is None:
        return None
    try:
        body = text.encode()
    except UnicodeEncodeError:
        raise invalid_entry(seq, "body") from None
    if len(body) > BODY_LIMIT:
        raise DomainError("wire.entry_too_large", seq=seq, size=len(body), limit=BODY_LIMIT)
    return body
