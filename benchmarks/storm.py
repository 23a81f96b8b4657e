"""Forty offices that all send at once: their enrolled stations, and their batches, signed beforehand."""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy import select

from benchmarks.centres import add_office
from counter_app.central import admin
from counter_app.central.database import Database
from counter_app.central.enrolment import create_code, enrol
from counter_app.central.tables import leases
from counter_app.domain.dossier_codes import official_code
from counter_app.domain.entries import DossierReceived
from counter_app.domain.journal import Basis, Entry, EntryDraft, Head, chain, encode_body
from counter_app.domain.work_calendar import VIETNAM
from counter_app.sync.credentials import Credentials
from counter_app.sync.http_calls import Answer
from counter_app.sync.signing import StationKey, new_private_key
from counter_app.sync.transport import HttpLink
from counter_app.sync.wire import EnrolRequest, enrol_statement

SIZES: Final = admin.LeaseSizes(standing=1000, overflow=100)


@dataclass(frozen=True, slots=True)
class Sender:
    """An enrolled station: how it shows itself, and its first number of a day."""

    credentials: Credentials
    agency: str
    first_number: int


@dataclass(frozen=True, slots=True)
class Batch:
    """One request of a station as it goes over the wire; ``first`` and ``last`` are numbers of its chain."""

    office: str
    station: str
    first: int
    last: int
    path: str
    headers: Mapping[str, str]
    body: bytes


def found(database: Database, offices: int, stations: int) -> list[Sender]:
    """Offices with enrolled stations, as an administrator and the stations make them."""
    senders = []
    for number in range(1, offices + 1):
        office, agency = f"office-{number:02d}", f"H01.15.{number:02d}"
        add_office(database, office, agency, SIZES)
        for counter in range(1, stations + 1):
            credentials = _enrolled(database, office, f"{counter:02d}")
            with database.read() as connection:
                first = connection.scalar(
                    select(leases.c.first).where(leases.c.station == credentials.station)
                )
            assert first is not None
            senders.append(Sender(credentials, agency, first))
    return senders


def _enrolled(database: Database, office: str, number: str) -> Credentials:
    now, private_key = datetime.now(UTC), new_private_key()
    key = StationKey(private_key)
    with database.write() as connection:
        code = create_code(connection, office, number, f"Quầy {number}", timedelta(hours=1), now)
        plain = code.replace("-", "")
        proof = key.sign(enrol_statement(plain, key.public_hex))
        answer = enrol(connection, EnrolRequest(code=plain, public_key=key.public_hex, proof=proof), now)
    return Credentials(
        server="http://127.0.0.1:1",
        office=office,
        station=answer.station,
        number=number,
        name=answer.name,
        token=answer.token,
        private_key=private_key,
        recovery_public_key=bytes.fromhex(answer.recovery_public_key),
    )


def batches_of(sender: Sender, work: Sequence[Entry], size: int) -> list[Batch]:
    """``work`` as if this station had written it, in its own chain, in signed batches of ``size``."""
    written = _rewritten(sender, work)
    recorder = _Recorder(sender.credentials)
    return [recorder.record(written[start : start + size]) for start in range(0, len(written), size)]


def _rewritten(sender: Sender, work: Sequence[Entry]) -> list[Entry]:
    own = sender.credentials
    head = Head.start(own.station)
    written, number = [], sender.first_number
    for entry in work:
        assert entry.body is not None
        body: dict[str, Any] = json.loads(entry.body)
        if entry.kind == DossierReceived.KIND:
            day = entry.occurred_at.astimezone(VIETNAM).date()
            body |= {"office": own.office, "code": official_code(sender.agency, day, number)}
            number += 1
        draft = EntryDraft(
            kind=entry.kind,
            kind_version=entry.kind_version,
            subject=hashlib.sha256(f"{own.station}/{entry.subject}".encode()).hexdigest()[:32],
            audience=(own.office,),
            actor=entry.actor,
            occurred_at=entry.occurred_at,
            basis=Basis(entry.basis),
            body=encode_body(body),
        )
        written.append(chain(head, draft, entry.recorded_at, entry.clock_offset_ms))
        head = Head.after(written[-1])
    return written


class _SentError(Exception):
    """A request was made; there is no answer."""


class _Recorder:
    """Takes down what the station's own link would send."""

    def __init__(self, credentials: Credentials) -> None:
        self._credentials = credentials
        self._link = HttpLink(credentials, caller=self)
        self._sent: tuple[str, bytes, dict[str, str]] | None = None

    def record(self, entries: Sequence[Entry]) -> Batch:
        with contextlib.suppress(_SentError):
            self._link.push(entries)
        assert self._sent is not None
        path, body, headers = self._sent
        own = self._credentials
        return Batch(own.office, own.station, entries[0].seq, entries[-1].seq, path, headers, body)

    # --- Caller ----------------------------------------------------------------------------------

    def call(
        self,
        method: str,
        path: str,
        *,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        read_timeout: float | None = None,  # noqa: ARG002
    ) -> Answer:
        assert method == "POST"
        assert body is not None
        self._sent = (path, body, dict(headers or {}))
        raise _SentError

    def close(self) -> None:
        """Nothing is open."""


def at(sender: Sender, server: str) -> Credentials:
    """The station's credentials for a server."""
    return replace(sender.credentials, server=server)
