"""The entries that the central system writes itself: one chain per office, each sealed.

A database restored from a backup has forgotten what it wrote since; the counters have not. They give it back
(``returning``), and the seal (HMAC-SHA256 under a key that never leaves the database) shows that nobody made
it up.
"""

from __future__ import annotations

import hashlib
import hmac
from datetime import datetime
from typing import Final

from sqlalchemy import Connection

from counter_app.central.life import seal_key
from counter_app.domain.entries import CodeAssigned, read_event
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import (
    Basis,
    Entry,
    EntryDraft,
    Head,
    central_station,
    chain,
    encode_body,
    header_bytes,
)

CENTRAL_ACTOR: Final = "central"


def assignment(connection: Connection, head: Head, reception: Entry, code: str, now: datetime) -> Entry:
    """The next own entry: it gives the dossier of ``reception`` an official code."""

    def written(event: CodeAssigned) -> Entry:
        draft = EntryDraft(
            kind=CodeAssigned.KIND,
            kind_version=CodeAssigned.VERSION,
            subject=reception.subject,
            audience=reception.audience,
            actor=CENTRAL_ACTOR,
            occurred_at=now,
            basis=Basis.CENTRAL,
            body=encode_body(event.to_body()),
        )
        return chain(head, draft, now, 0)

    return written(CodeAssigned(code, _seal(seal_key(connection), written(CodeAssigned(code)), code)))


def own_code(office: str, key: bytes, entry: Entry) -> str | None:
    """The code that an entry assigns if it was written here under ``key``, else ``None``."""
    try:
        event = read_event(entry) if entry.station == central_station(office) else None
    except DomainError:
        event = None
    if isinstance(event, CodeAssigned) and hmac.compare_digest(event.seal, _seal(key, entry, event.code)):
        return event.code
    return None


def _seal(key: bytes, entry: Entry, code: str) -> str:
    return hmac.new(key, entry.prev_hash + header_bytes(entry) + code.encode(), hashlib.sha256).hexdigest()
