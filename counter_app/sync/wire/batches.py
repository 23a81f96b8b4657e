"""Batches of entries, as a station signs them and the central system reads them."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, erase_body, hashed, instant_text, parse_instant, verify_entry
from counter_app.sync.wire.conversion import body_bytes, invalid_entry, place_of
from counter_app.sync.wire.models import PushedEntry, PushRequest


def push_statement(station: str, incarnation: int, first: int, last: int, head_hash: bytes) -> bytes:
    """What the station's key signs for a batch that runs to ``last``, whose hash is ``head_hash``."""
    lines = ("quay-mot-cua/push/1", station, str(incarnation), str(first), str(last), head_hash.hex())
    return "\n".join(lines).encode()


def to_push(
    entries: Sequence[Entry],
    sign: Callable[[bytes], str],
    *,
    epoch: str = "",
    with_bodies: bool = True,
) -> PushRequest:
    """A signed batch of entries of one chain that follow one another.

    Raises ``DomainError("wire.entry_invalid", seq, field)`` for what does not fit the wire, or does not fit
    its own hash: that is found here, where the entry can be named.
    """
    first, last = entries[0], entries[-1]
    pushed: list[PushedEntry] = []
    prev_hash = first.prev_hash
    for entry in entries:
        # A body that was spoilt on the disk is kept back; its hash still stands in the chain.
        sent = entry if with_bodies else erase_body(entry)
        if entry.prev_hash != prev_hash or verify_entry(sent) is not None:
            raise invalid_entry(entry.seq, "hash")
        pushed.append(_pushed(sent))
        prev_hash = entry.hash
    statement = push_statement(last.station, last.incarnation, first.seq, last.seq, last.hash)
    return PushRequest(
        station=last.station,
        incarnation=last.incarnation,
        first=first.seq,
        prev_hash=first.prev_hash.hex(),
        entries=pushed,
        signature=sign(statement),
        epoch=epoch,
    )


def _pushed(entry: Entry) -> PushedEntry:
    try:
        return PushedEntry(
            kind=entry.kind,
            kind_version=entry.kind_version,
            subject=entry.subject,
            audience=list(entry.audience),
            actor=entry.actor,
            occurred_at=instant_text(entry.occurred_at),
            recorded_at=instant_text(entry.recorded_at),
            clock_offset_ms=entry.clock_offset_ms,
            basis=entry.basis,
            body=None if entry.body is None else entry.body.decode(),
            body_hash=entry.body_hash.hex() if entry.body is None else None,
        )
    except ValueError as error:  # pydantic's ValidationError and UnicodeDecodeError are both ValueErrors
        raise invalid_entry(entry.seq, place_of(error)) from None


def from_push(request: PushRequest) -> list[Entry]:
    """The entries of a batch with the hashes that they have if they are what the station signed.

    Raises ``DomainError("wire.entry_invalid", seq, field)`` or ``("wire.entry_too_large", seq, size,
    limit)``.
    """
    entries: list[Entry] = []
    prev_hash = bytes.fromhex(request.prev_hash)
    for seq, pushed in enumerate(request.entries, start=request.first):
        entry = _chained(request, seq, prev_hash, pushed)
        entries.append(entry)
        prev_hash = entry.hash
    return entries


def _chained(request: PushRequest, seq: int, prev_hash: bytes, pushed: PushedEntry) -> Entry:
    body = body_bytes(seq, pushed.body)
    if body is not None:
        body_hash = hashlib.sha256(body).digest()
    elif pushed.body_hash is not None:
        body_hash = bytes.fromhex(pushed.body_hash)
    else:
        raise invalid_entry(seq, "body_hash")
    try:
        occurred_at, recorded_at = parse_instant(pushed.occurred_at), parse_instant(pushed.recorded_at)
    except (DomainError, OverflowError):
        raise invalid_entry(seq, "occurred_at") from None
    entry = Entry(
        station=request.station,
        incarnation=request.incarnation,
        seq=seq,
        kind=pushed.kind,
        kind_version=pushed.kind_version,
        subject=pushed.subject,
        audience=tuple(pushed.audience),
        actor=pushed.actor,
        occurred_at=occurred_at,
        recorded_at=recorded_at,
        clock_offset_ms=pushed.clock_offset_ms,
        basis=pushed.basis,
        body=body,
        body_hash=body_hash,
        prev_hash=prev_hash,
        hash=b"",
    )
    try:
        return hashed(entry)
    except DomainError:
        raise invalid_entry(seq, "header") from None
