"""The offices that a transaction is about, locked for it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from sqlalchemy import Connection, select

from counter_app.central.tables import offices

_MANY: Final = 500
"""More names than this are held against the offices that exist before they become part of a statement."""


def lock_offices(connection: Connection, names: Iterable[str]) -> Mapping[str, str]:
    """Lock those offices that exist until the transaction ends; their agencies by name.

    Whatever is judged in an office is judged one transaction after another: a reception and a decision about
    the same dossier that come at once over two stations must see each other. The order of the names keeps
    two transactions about the same offices from waiting for each other.
    """
    named = set(names)
    if len(named) > _MANY:
        named &= set(connection.scalars(select(offices.c.office)))
    wanted = (
        select(offices.c.office, offices.c.agency)
        .where(offices.c.office.in_(sorted(named)))
        .order_by(offices.c.office)
        .with_for_update()
    )
    return {row.office: row.agency for row in connection.execute(wanted)}
