"""What an administrator has to look at; kept, never answered to anybody else."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import Connection

from counter_app.central.database import insert_new, to_json
from counter_app.central.tables import alarms
from counter_app.domain.errors import Param
from counter_app.domain.journal import instant_text


def raise_alarm(
    connection: Connection, office: str, station: str, alarm: str, now: datetime, **params: Param
) -> None:
    """Keep an alarm of a kind with its details, which hold no personal data; the same one is kept once."""
    details = to_json(params)
    same = hashlib.sha256(f"{station}\n{alarm}\n{details}".encode()).hexdigest()[:32]
    row = {"office": office, "id": same, "station": station, "code": alarm, "params": details}
    insert_new(connection, alarms, {**row, "at": instant_text(now)})
