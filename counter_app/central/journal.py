"""Taking in a batch of a station's journal: gapless, chained, signed, each entry once and for ever."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import Connection, select

from counter_app.central.alarms import raise_alarm
from counter_app.central.auth import Caller, signed_by
from counter_app.central.database import insert_new
from counter_app.central.heads import head_of, keep_head
from counter_app.central.intake import Intake
from counter_app.central.mapping import verdict_of
from counter_app.central.problems import ProblemError
from counter_app.central.tables import batches, entries
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry, Head, instant_text
from counter_app.services.store_ports import Verdict
from counter_app.sync.wire import PushRequest, from_push, push_statement

NEW_INCARNATION: Final = "new_incarnation"


def read_batch(request: PushRequest, caller: Caller, max_entries: int) -> Sequence[Entry]:
    """The entries of a request that is well formed and signed; needs no database.

    Raises ``ProblemError``: 403 ``auth.wrong_station``, 413 ``push.too_many``, 422 ``wire.entry_*`` with the
    ``seq`` of the one entry at fault, or ``push.bad_signature``.
    """
    if request.station != caller.station:
        raise ProblemError(403, "auth.wrong_station")
    if len(request.entries) > max_entries:
        raise ProblemError(413, "push.too_many", limit=max_entries)
    try:
        batch = from_push(request)
    except DomainError as error:
        raise ProblemError.of(422, error) from None
    first, last = batch[0], batch[-1]
    statement = push_statement(request.station, request.incarnation, first.seq, last.seq, last.hash)
    if not signed_by(caller.public_key, request.signature, statement):
        raise ProblemError(422, "push.bad_signature", alarm=True, incarnation=request.incarnation)
    return batch


def take_in(
    connection: Connection, caller: Caller, batch: Sequence[Entry], signature: str, now: datetime
) -> dict[int, Verdict]:
    """Store what is new of a batch; the verdict on each of its entries by ``seq``.

    Raises ``ProblemError`` 409: ``push.gap`` (entries before the batch are missing; ``expected`` is the next)
    or ``push.fork`` (an identity comes with another hash), with nothing stored.
    """
    first, last = batch[0], batch[-1]
    intake = Intake(connection, caller.office, batch, now)  # locks before anything is read
    head = head_of(connection, caller.office, caller.station, first.incarnation)
    if first.seq > head.seq + 1:
        raise ProblemError(409, "push.gap", incarnation=first.incarnation, expected=head.seq + 1)
    if head.seq == 0 and first.incarnation > 1:
        # Its data was put back from an older copy, or copied to another computer: a person has to know.
        raise_alarm(
            connection, caller.office, caller.station, NEW_INCARNATION, now, incarnation=first.incarnation
        )
    known = _stored(connection, caller, batch) if first.seq <= head.seq else {}
    for entry in batch:
        if entry.seq <= head.seq:
            _again(intake, entry, known[entry.seq])
            continue
        if entry.prev_hash != head.hash:
            raise _fork(entry)
        intake.take(entry)
        head = Head.after(entry)
    keep_head(connection, caller.office, head)
    _keep_signature(connection, caller, first.seq, last, signature, now)
    intake.finish()
    return {
        entry.seq: intake.verdicts[entry.id] if entry.id in intake.verdicts else known[entry.seq].verdict
        for entry in batch
    }


@dataclass(frozen=True, slots=True)
class _Stored:
    """What is here of an entry; ``whole`` unless its body is still missing."""

    hash: bytes
    whole: bool
    verdict: Verdict


def _stored(connection: Connection, caller: Caller, batch: Sequence[Entry]) -> dict[int, _Stored]:
    """Those entries of the batch that are here, by ``seq``."""
    rows = connection.execute(
        select(
            entries.c.seq,
            entries.c.hash,
            entries.c.body.is_not(None).label("whole"),
            entries.c.state,
            entries.c.code,
            entries.c.params,
        ).where(
            entries.c.office == caller.office,
            entries.c.station == caller.station,
            entries.c.incarnation == batch[0].incarnation,
            entries.c.seq.between(batch[0].seq, batch[-1].seq),
        )
    )
    return {row.seq: _Stored(row.hash, row.whole, verdict_of(row)) for row in rows}


def _again(intake: Intake, entry: Entry, stored: _Stored) -> None:
    """An entry that is here already: nothing happens, unless it brings the body that was missing."""
    if stored.hash != entry.hash:
        raise _fork(entry)
    if entry.body is not None and not stored.whole:
        intake.complete(entry)


def _fork(entry: Entry) -> ProblemError:
    return ProblemError(409, "push.fork", alarm=True, incarnation=entry.incarnation, at=entry.seq)


def _keep_signature(
    connection: Connection, caller: Caller, first: int, last: Entry, signature: str, now: datetime
) -> None:
    insert_new(
        connection,
        batches,
        {
            "office": caller.office,
            "station": caller.station,
            "incarnation": last.incarnation,
            "first": first,
            "last": last.seq,
            "head_hash": last.hash,
            "signature": bytes.fromhex(signature),
            "received_at": instant_text(now),
        },
    )
