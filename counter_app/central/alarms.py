"""What an administrator has to look at; kept, never answered to anybody else."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select, update

from counter_app.central.database import from_json, insert_new, to_json
from counter_app.central.tables import alarms
from counter_app.domain.errors import DomainError, Param
from counter_app.domain.journal import instant_text


@dataclass(frozen=True, slots=True)
class Alarm:
    """An alarm as the administrator sees it; ``settled_at`` is when he had dealt with it."""

    office: str
    id: str
    station: str
    code: str
    params: Mapping[str, Param]
    at: str
    settled_at: str | None


def raise_alarm(
    connection: Connection, office: str, station: str, alarm: str, now: datetime, **params: Param
) -> None:
    """Keep an alarm of a kind with its details, which hold no personal data.

    The same one is kept once; when it had been settled, it is open again.
    """
    details = to_json(params)
    same = hashlib.sha256(f"{station}\n{alarm}\n{details}".encode()).hexdigest()[:32]
    row = {"office": office, "id": same, "station": station, "code": alarm, "params": details}
    if insert_new(connection, alarms, {**row, "at": instant_text(now)}):
        return
    connection.execute(
        update(alarms)
        .where(alarms.c.office == office, alarms.c.id == same, alarms.c.settled_at.is_not(None))
        .values(at=instant_text(now), settled_at=None)
    )


def list_alarms(
    connection: Connection, office: str | None = None, *, with_settled: bool = False
) -> Sequence[Alarm]:
    """The alarms of all offices or of one, the newest first."""
    query = select(alarms).order_by(alarms.c.at.desc(), alarms.c.office, alarms.c.id)
    if office is not None:
        query = query.where(alarms.c.office == office)
    if not with_settled:
        query = query.where(alarms.c.settled_at.is_(None))
    return [
        Alarm(row.office, row.id, row.station, row.code, from_json(row.params), row.at, row.settled_at)
        for row in connection.execute(query)
    ]


def settle_alarm(connection: Connection, alarm: str, now: datetime) -> None:
    """Note that an administrator dealt with it; raises ``DomainError("central.unknown_alarm")``."""
    settled = connection.execute(
        update(alarms)
        .where(alarms.c.id == alarm, alarms.c.settled_at.is_(None))
        .values(settled_at=instant_text(now))
    )
    if settled.rowcount == 0:
        raise DomainError("central.unknown_alarm", alarm=alarm)
