"""The log of look-ups, the checks that are due, the times of the next tries."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any, Final

from counter_app.domain.identity_view import IdentityTask
from counter_app.services.identity_ports import DueCheck, IdentityCounts, LookUp, LookUpOutcome
from counter_app.storage.connection import Connection
from counter_app.storage.instants import from_micros, to_micros
from counter_app.storage.search_index import indexed_to
from counter_app.storage.statements import Statement, Value

_DUE: Final = Statement("identity.due")
_DUE_IN_TAIL: Final = Statement("identity.due_in_tail")
_DUE_COUNT: Final = Statement("identity.due_count")
_DUE_COUNT_IN_TAIL: Final = Statement("identity.due_count_in_tail")
_TASK_COUNTS: Final = Statement("identity.task_counts")
_BEGIN: Final = Statement("identity.begin")
_END: Final = Statement("identity.end")
_LOOK_UPS: Final = Statement("identity.look_ups")
_POSTPONE: Final = Statement("identity.postpone")
_FORGET: Final = Statement("identity.forget")

_LAST: Final = 2**62
"""Above every number."""


class LookUps:
    """``services.identity_ports.LookUpStore``."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, at: datetime, clerk: str, dossier: str, *, automatic: bool) -> int:
        """Write that a question goes out; returns its number."""
        values: dict[str, Value] = {
            "number": None,
            "at": to_micros(at),
            "clerk": clerk,
            "dossier": dossier,
            "automatic": int(automatic),
            "outcome": LookUpOutcome.ASKED.value,
            "transaction_id": "",
        }
        return self._connection.insert(_BEGIN, values)

    def end(self, number: int, outcome: str, transaction: str = "") -> None:
        """Write how it ended."""
        self._connection.run(_END, {"ended": outcome, "told": transaction, "of_number": number})

    def postpone(self, check: DueCheck) -> None:
        """Ask about a dossier no more before a time."""
        not_before = 0 if check.not_before is None else to_micros(check.not_before)
        values: dict[str, Value] = {
            "dossier": check.dossier,
            "attempts": check.attempts,
            "not_before": not_before,
        }
        self._connection.run(_POSTPONE, values)

    def forget(self, dossier: str) -> None:
        """Nothing is known of failed tries any more."""
        forget_tries(self._connection, dossier)


def forget_tries(connection: Connection, dossier: str) -> None:
    """Drop what is kept of failed tries about a dossier."""
    connection.run(_FORGET, {"of_dossier": dossier})


def read_look_ups(connection: Connection, *, limit: int, before: int | None) -> list[LookUp]:
    """The log, newest first."""
    rows = connection.rows(_LOOK_UPS, {"before": before or _LAST, "limit": limit})
    return [_look_up(row) for row in rows]


def read_due_checks(connection: Connection, *, limit: int) -> Sequence[DueCheck]:
    """Dossiers of this station whose check is due, those that may be asked first in front."""
    rows = connection.rows(_DUE, {"limit": limit})
    rows += connection.rows(_DUE_IN_TAIL, {"limit": limit, "indexed_to": indexed_to(connection)})
    rows.sort(key=lambda row: (row[2] or 0, row[3]))
    return [
        DueCheck(row[0], row[1] or 0, None if row[2] is None else from_micros(row[2])) for row in rows[:limit]
    ]


def read_identity_counts(connection: Connection) -> IdentityCounts:
    """Tasks by kind, and checks that are due here."""
    tasks = dict(connection.rows(_TASK_COUNTS, {}))
    due = connection.row(_DUE_COUNT)
    tail = connection.row(_DUE_COUNT_IN_TAIL, {"indexed_to": indexed_to(connection)})
    return IdentityCounts(
        mismatch=tasks.get(IdentityTask.MISMATCH.value, 0),
        no_account=tasks.get(IdentityTask.NO_ACCOUNT.value, 0),
        due=sum(int(row[0]) for row in (due, tail) if row is not None),
    )


def _look_up(row: tuple[Any, ...]) -> LookUp:
    return LookUp(
        number=row[0],
        at=from_micros(row[1]),
        clerk=row[2],
        dossier=row[3],
        automatic=bool(row[4]),
        outcome=row[5],
        transaction=row[6],
        code=row[7] or "",
    )
