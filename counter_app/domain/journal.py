"""The journal: entries that cannot be changed, chained by hashes, numbered without a gap.

An entry's identity is ``(station, incarnation, seq)`` and never anything else. The chain hashes the
*hash* of the body, so that a body can be erased when its retention ends and the chain still
verifies. Nothing here knows what the entries mean: that is ``entries`` and ``dossier``.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

from counter_app.domain.errors import DomainError

BODY_LIMIT = 64 * 1024
"""Bytes that one entry's body may have; bulk belongs in the vault."""

HEADER_VERSION = "quay-mot-cua/1"


class Basis(StrEnum):
    """On what an entry rests."""

    COUNTER = "counter"
    PAPER = "paper"
    FIELD = "field"
    KIOSK = "kiosk"
    POSTAL = "postal"
    ONLINE = "online"
    CENTRAL = "central"


class EntryId(NamedTuple):
    """The identity and idempotency key of an entry, for ever."""

    station: str
    incarnation: int
    seq: int


def central_station(office: str) -> str:
    """The station id under which the central system writes its own entries about an office's dossiers."""
    return f"central-{office}"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the journal.

    ``subject`` is the opaque id of what the entry is about. ``occurred_at`` is when it happened,
    ``recorded_at`` what the device's clock said; both aware, UTC. ``clock_offset_ms`` is the
    measured difference to central time, if known. ``audience`` names the offices that may see it.
    ``body`` holds the exact bytes that were hashed, or ``None`` once they were erased.
    """

    station: str
    incarnation: int
    seq: int
    kind: str
    kind_version: int
    subject: str
    audience: tuple[str, ...]
    actor: str
    occurred_at: datetime
    recorded_at: datetime
    clock_offset_ms: int | None
    basis: str
    body: bytes | None
    body_hash: bytes
    prev_hash: bytes
    hash: bytes

    @property
    def id(self) -> EntryId:
        """Identity: station, incarnation, sequence number."""
        return EntryId(self.station, self.incarnation, self.seq)


@dataclass(frozen=True, slots=True)
class EntryDraft:
    """An entry before it has a place in a chain."""

    kind: str
    kind_version: int
    subject: str
    audience: tuple[str, ...]
    actor: str
    occurred_at: datetime
    basis: Basis
    body: bytes


@dataclass(frozen=True, slots=True)
class Head:
    """The end of a chain: where the next entry goes. ``seq`` is 0 before the first entry."""

    station: str
    incarnation: int
    seq: int
    hash: bytes
    recorded_at: datetime | None = None

    @classmethod
    def start(cls, station: str, incarnation: int = 1) -> Head:
        """The head of an empty chain."""
        seed = f"{HEADER_VERSION}\n{station}\n{incarnation}".encode()
        return cls(station, incarnation, 0, hashlib.sha256(seed).digest())

    @classmethod
    def after(cls, entry: Entry) -> Head:
        """The head once ``entry`` is the last one."""
        return cls(entry.station, entry.incarnation, entry.seq, entry.hash, entry.recorded_at)


_ENCODER = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"), sort_keys=True)


def encode_body(body: Mapping[str, object]) -> bytes:
    """Write a body as compact JSON (UTF-8, sorted keys).

    Raises ``DomainError("journal.too_large")`` above ``BODY_LIMIT``: checked when the entry is
    made, so that no entry can jam the queue later; ``("journal.bad_text")`` for half a character.
    """
    try:
        data = _ENCODER.encode(body).encode()
    except UnicodeEncodeError as error:
        raise DomainError("journal.bad_text") from error
    if len(data) > BODY_LIMIT:
        raise DomainError("journal.too_large", size=len(data), limit=BODY_LIMIT)
    return data


def decode_body(data: bytes) -> dict[str, object]:
    """Read a body; raises ``DomainError("journal.body_unreadable")`` if it is not a JSON object.

    Bodies come from other programs too: whatever their bytes are, nothing else is raised, and no text
    comes out of it that a database could not hold.
    """
    try:
        body = _DECODER.decode(data.decode())
        if isinstance(body, dict):
            if b"\\u" in data:  # only an escape can hide half a character
                json.dumps(body, ensure_ascii=False).encode()
            return body
    except (ValueError, RecursionError) as error:
        raise DomainError("journal.body_unreadable") from error
    raise DomainError("journal.body_unreadable")


def _no_number(text: str) -> object:
    raise ValueError(text)


_DECODER = json.JSONDecoder(parse_constant=_no_number)
"""Without ``NaN`` and ``Infinity``, which are no JSON."""


@lru_cache(maxsize=1024)  # the same few are written again and again: in hashes, rows, on the wire
def instant_text(instant: datetime) -> str:
    """An aware instant as RFC 3339 in UTC with microseconds, the form that is hashed and sent."""
    if instant.tzinfo is None:
        raise DomainError("journal.naive_time")
    return f"{_in_utc(instant).isoformat(timespec='microseconds')[:-6]}Z"  # without +00:00


def parse_instant(text: str) -> datetime:
    """The reverse of ``instant_text``; raises ``DomainError("journal.bad_time")``."""
    try:
        instant = datetime.fromisoformat(text)
    except ValueError as error:
        raise DomainError("journal.bad_time") from error
    if instant.tzinfo is None:
        raise DomainError("journal.bad_time")
    return _in_utc(instant)


def _in_utc(instant: datetime) -> datetime:
    try:
        return instant if instant.tzinfo is UTC else instant.astimezone(UTC)
    except OverflowError as error:  # at the ends of the calendar
        raise DomainError("journal.bad_time") from error


def header_bytes(entry: Entry) -> bytes:
    """The fields that the hash covers besides the body: one per line, in this order.

    Raises ``DomainError("journal.bad_header")`` where two different headers would give the same bytes (a line
    end in a field, a comma or nothing in the name of an office), and for a NUL, which not every database
    can keep: such an entry could never be sent.
    """
    fields = (
        HEADER_VERSION,
        entry.station,
        str(entry.incarnation),
        str(entry.seq),
        entry.kind,
        str(entry.kind_version),
        entry.subject,
        ",".join(entry.audience),
        entry.actor,
        instant_text(entry.occurred_at),
        instant_text(entry.recorded_at),
        "" if entry.clock_offset_ms is None else str(entry.clock_offset_ms),
        entry.basis,
    )
    text = "\n".join(fields)
    one_line_each = text.count("\n") == len(fields) - 1 and "\0" not in text
    if not (one_line_each and all(name and "," not in name for name in entry.audience)):
        raise DomainError("journal.bad_header")
    try:
        return text.encode()
    except UnicodeEncodeError as error:
        raise DomainError("journal.bad_header") from error


def entry_hash(entry: Entry) -> bytes:
    """``SHA-256(prev_hash || header || SHA-256(body))``, computed from the stored body hash."""
    return hashlib.sha256(entry.prev_hash + header_bytes(entry) + entry.body_hash).digest()


def chain(head: Head, draft: EntryDraft, recorded_at: datetime, clock_offset_ms: int | None) -> Entry:
    """Give ``draft`` the next place after ``head``."""
    entry = Entry(
        station=head.station,
        incarnation=head.incarnation,
        seq=head.seq + 1,
        kind=draft.kind,
        kind_version=draft.kind_version,
        subject=draft.subject,
        audience=draft.audience,
        actor=draft.actor,
        occurred_at=draft.occurred_at,
        recorded_at=recorded_at,
        clock_offset_ms=clock_offset_ms,
        basis=draft.basis.value,
        body=draft.body,
        body_hash=hashlib.sha256(draft.body).digest(),
        prev_hash=head.hash,
        hash=b"",
    )
    return hashed(entry)


def hashed(entry: Entry) -> Entry:
    """A new ``entry`` that nobody has seen yet, with the hash that follows from its fields; the same object.

    Raises ``DomainError("journal.bad_header")``.
    """
    # A second entry with its sixteen fields would cost more than the hash.
    object.__setattr__(entry, "hash", entry_hash(entry))
    return entry


def moved(head: Head, entry: Entry) -> Entry:
    """The same entry at the place after ``head``: for what nobody has seen yet at the place that it has."""
    placed = replace(entry, incarnation=head.incarnation, seq=head.seq + 1, prev_hash=head.hash, hash=b"")
    return replace(placed, hash=entry_hash(placed))


class ChainFault(NamedTuple):
    """Where a chain does not hold.

    ``code`` is ``gap``, ``broken_link``, ``bad_header``, ``bad_hash`` or ``bad_body``.
    """

    id: EntryId
    code: str


def verify_entry(entry: Entry) -> ChainFault | None:
    """Whether an entry's own hashes hold; an erased body passes, its hash still stands."""
    if entry.body is not None and hashlib.sha256(entry.body).digest() != entry.body_hash:
        return ChainFault(entry.id, "bad_body")
    try:
        holds = entry_hash(entry) == entry.hash
    except DomainError:
        return ChainFault(entry.id, "bad_header")
    return None if holds else ChainFault(entry.id, "bad_hash")


def verify_chain(head: Head, entries: Iterable[Entry]) -> ChainFault | None:
    """Check that ``entries`` follow ``head`` without a gap; returns the first fault, or ``None``."""
    for entry in entries:
        if (entry.station, entry.incarnation, entry.seq) != (head.station, head.incarnation, head.seq + 1):
            return ChainFault(entry.id, "gap")
        if entry.prev_hash != head.hash:
            return ChainFault(entry.id, "broken_link")
        fault = verify_entry(entry)
        if fault is not None:
            return fault
        head = Head.after(entry)
    return None


def erase_body(entry: Entry) -> Entry:
    """The same entry without its body; the chain still verifies."""
    return replace(entry, body=None)
