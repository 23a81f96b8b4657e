"""Taking back, after a restore, what the central system had written and the counters still have."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from counter_app.central.heads import head_of, keep_head
from counter_app.central.intake import Intake
from counter_app.central.life import outgrow, seal_key
from counter_app.central.own_chain import own_code
from counter_app.central.problems import ProblemError
from counter_app.central.tables import entries
from counter_app.domain.journal import Entry, Head, central_station


def take_back(connection: Connection, office: str, returned: Sequence[Entry], now: datetime) -> int:
    """Take own entries in again that a counter gives back; how many were missing.

    They are of one chain, in order. Raises ``ProblemError``: 422 ``returned.not_ours`` (``seq``) for what was
    not written here, 409 ``push.gap`` when earlier ones are missing, ``push.fork`` when another stands there.
    """
    key = seal_key(connection)
    intake = Intake(connection, office, returned, now)
    head = head_of(connection, office, central_station(office), returned[0].incarnation)
    missing = 0
    for entry in returned:
        code = own_code(office, key, entry)
        if code is None:
            raise ProblemError(422, "returned.not_ours", alarm=True, seq=entry.seq)
        if entry.seq <= head.seq:
            _same(connection, office, entry)
            continue
        if (entry.incarnation, entry.seq) != (head.incarnation, head.seq + 1):
            raise ProblemError(409, "push.gap", incarnation=head.incarnation, expected=head.seq + 1)
        if entry.prev_hash != head.hash:
            raise _fork(entry)
        intake.take_back(entry, code)
        head = Head.after(entry)
        missing += 1
    if missing:
        outgrow(connection, head.incarnation)
    keep_head(connection, office, head)
    intake.finish()
    return missing


def _same(connection: Connection, office: str, entry: Entry) -> None:
    stored = connection.scalar(
        select(entries.c.hash).where(
            entries.c.office == office,
            entries.c.station == entry.station,
            entries.c.incarnation == entry.incarnation,
            entries.c.seq == entry.seq,
        )
    )
    if stored != entry.hash:
        raise _fork(entry)


def _fork(entry: Entry) -> ProblemError:
    return ProblemError(409, "push.fork", alarm=True, incarnation=entry.incarnation, at=entry.seq)
