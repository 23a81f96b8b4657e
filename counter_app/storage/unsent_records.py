"""The content of a backup of unsent work: records one after the other, signed by the station at the end.

A record is one letter, the length of what follows (4 bytes, big-endian), and that many bytes:
``E`` an entry's header as JSON with ``B`` its body right after it (none if there is none), ``D`` a draft,
``S`` a file that waits to be sent, ``F`` the name and size of a file of the vault with its content in ``P``
records after it, ``Z`` the end: how many there are of each, the SHA-256 of all records before it, and the
station's Ed25519 signature over that.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, Protocol

from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, instant_text, parse_instant, verify_entry
from counter_app.services.scan_ports import FileToSend, Lane
from counter_app.services.store_ports import StoredDraft

LARGEST_RECORD: Final = 8 * 1024 * 1024
_HEADER_FIELDS: Final = ("station", "incarnation", "seq", "kind", "kind_version", "subject", "actor", "basis")

Sign = Callable[[bytes], str]
"""Signs a statement; the signature as 128 hex digits."""


@dataclass(frozen=True, slots=True)
class VaultFile:
    """The beginning of a file of the vault; its content follows as ``bytes``, in pieces."""

    sha256: str
    size: int


@dataclass(frozen=True, slots=True)
class Ending:
    """What the writer counted, and the signature over ``statement``."""

    entries: int
    drafts: int
    files: int
    statement: bytes
    signature: str


Item = Entry | StoredDraft | FileToSend | VaultFile | bytes | Ending


class _Sink(Protocol):
    def write(self, data: bytes) -> None: ...


class RecordWriter:
    """Writes records into ``sink`` and counts them."""

    def __init__(self, sink: _Sink, station: str) -> None:
        self._sink, self._station = sink, station
        self._digest = hashlib.sha256()
        self.entries = self.drafts = self.files = 0

    def entry(self, entry: Entry) -> None:
        """An entry with its body as the exact bytes that were hashed."""
        plain: dict[str, object] = {name: getattr(entry, name) for name in _HEADER_FIELDS}
        plain |= {
            "audience": list(entry.audience),
            "occurred_at": instant_text(entry.occurred_at),
            "recorded_at": instant_text(entry.recorded_at),
            "clock_offset_ms": entry.clock_offset_ms,
            "body_hash": entry.body_hash.hex(),
            "prev_hash": entry.prev_hash.hex(),
            "hash": entry.hash.hex(),
            "has_body": entry.body is not None,
        }
        self._json(b"E", plain)
        if entry.body is not None:
            self._put(b"B", entry.body)
        self.entries += 1

    def draft(self, draft: StoredDraft) -> None:
        """A reception in hand."""
        plain = {"id": draft.id, "clerk": draft.clerk, "content": draft.content}
        self._json(b"D", {**plain, "saved_at": instant_text(draft.saved_at)})
        self.drafts += 1

    def waiting_file(self, file: FileToSend) -> None:
        """A file that the central system does not have yet."""
        plain = {"sha256": file.sha256, "size": file.size, "media_type": file.media_type}
        self._json(b"S", {**plain, "lane": int(file.lane), "queued_at": instant_text(file.queued_at)})

    def content(self, name: str, pieces: Iterator[bytes], size: int) -> None:
        """A file of the vault."""
        self._json(b"F", {"sha256": name, "size": size})
        for piece in pieces:
            self._put(b"P", piece)
        self.files += 1

    def end(self, sign: Sign) -> None:
        """The end, signed."""
        statement = _statement(self._station, self._digest.digest())
        counts = {"entries": self.entries, "drafts": self.drafts, "files": self.files}
        self._json(b"Z", {**counts, "station": self._station, "signature": sign(statement)})

    def _json(self, letter: bytes, plain: Mapping[str, object]) -> None:
        self._put(letter, json.dumps(plain).encode())

    def _put(self, letter: bytes, data: bytes) -> None:
        record = letter + len(data).to_bytes(4, "big") + data
        self._digest.update(record)
        self._sink.write(record)


def read_records(pieces: Iterator[bytes]) -> Iterator[Item]:
    """Everything in the order of writing, the ``Ending`` last; each entry's own hashes hold.

    Raises ``DomainError("backup.damaged")`` for anything that no writer wrote.
    """
    try:
        yield from _read(_Records(pieces))
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise DomainError("backup.damaged") from error


def _read(records: _Records) -> Iterator[Item]:
    entries = drafts = files = 0
    while True:
        before = records.digest()
        letter, data = records.next()
        match letter:
            case b"E":
                entries += 1
                yield _entry(json.loads(data), records)
            case b"D":
                drafts += 1
                yield _draft(json.loads(data))
            case b"S":
                yield _waiting_file(json.loads(data))
            case b"F":
                files += 1
                plain = json.loads(data)
                yield VaultFile(str(plain["sha256"]), int(plain["size"]))
            case b"P":
                yield data
            case b"Z":
                plain = json.loads(data)
                counts = (plain["entries"], plain["drafts"], plain["files"])
                if counts != (entries, drafts, files) or not records.is_over():
                    raise DomainError("backup.damaged")
                statement = _statement(str(plain["station"]), before)
                yield Ending(entries, drafts, files, statement, str(plain["signature"]))
                return
            case _:
                raise DomainError("backup.damaged")


class _Records:
    """Cuts a stream of pieces into records."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._waiting, self._at = b"", 0
        self._digest = hashlib.sha256()

    def digest(self) -> bytes:
        """SHA-256 of all records so far."""
        return self._digest.copy().digest()

    def next(self) -> tuple[bytes, bytes]:
        """Letter and data of the next record."""
        head = self._take(5)
        size = int.from_bytes(head[1:], "big")
        if size > LARGEST_RECORD:
            raise DomainError("backup.damaged")
        data = self._take(size)
        self._digest.update(head + data)
        return head[:1], data

    def is_over(self) -> bool:
        """Whether nothing follows."""
        return self._at == len(self._waiting) and not any(self._pieces)

    def _take(self, size: int) -> bytes:
        while len(self._waiting) - self._at < size:
            piece = next(self._pieces, None)
            if piece is None:
                raise DomainError("backup.damaged")
            self._waiting = self._waiting[self._at :] + piece
            self._at = 0
        data = self._waiting[self._at : self._at + size]
        self._at += size
        return data


def _entry(plain: Mapping[str, Any], records: _Records) -> Entry:
    body = None
    if plain["has_body"]:
        letter, body = records.next()
        if letter != b"B":
            raise DomainError("backup.damaged")
    entry = Entry(
        **{name: plain[name] for name in _HEADER_FIELDS},
        audience=tuple(plain["audience"]),
        occurred_at=_instant(plain["occurred_at"]),
        recorded_at=_instant(plain["recorded_at"]),
        clock_offset_ms=plain["clock_offset_ms"],
        body=body,
        body_hash=bytes.fromhex(plain["body_hash"]),
        prev_hash=bytes.fromhex(plain["prev_hash"]),
        hash=bytes.fromhex(plain["hash"]),
    )
    fault = verify_entry(entry)
    # A body that a disk spoilt is kept as it is: its entry waits for a person at the central system too.
    if fault is not None and fault.code != "bad_body":
        raise DomainError("backup.damaged")
    return entry


def _draft(plain: Mapping[str, Any]) -> StoredDraft:
    return StoredDraft(
        str(plain["id"]), str(plain["clerk"]), _instant(plain["saved_at"]), str(plain["content"])
    )


def _waiting_file(plain: Mapping[str, Any]) -> FileToSend:
    return FileToSend(
        str(plain["sha256"]),
        int(plain["size"]),
        str(plain["media_type"]),
        Lane(plain["lane"]),
        _instant(plain["queued_at"]),
    )


def _instant(text: str) -> datetime:
    try:
        return parse_instant(text)
    except DomainError as error:
        raise DomainError("backup.damaged") from error


def _statement(station: str, digest: bytes) -> bytes:
    return f"quay-mot-cua/unsent/1\n{station}\n{digest.hex()}".encode()
