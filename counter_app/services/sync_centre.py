"""What the sync centre shows: the line, what waits, what was refused and why."""

from __future__ import annotations

from collections.abc import Sequence

from counter_app.services.store_ports import Database, JournalRow, VerdictState
from counter_app.services.sync_ports import SyncControl, SyncStatus

WAITING = (VerdictState.PENDING, VerdictState.HELD)
REFUSED = (VerdictState.REFUSED, VerdictState.CONFLICT)
SENT = (VerdictState.ACCEPTED,)


class SyncCentre:
    """Reads the journal by verdict; the engine itself is behind ``SyncControl``."""

    def __init__(self, database: Database, control: SyncControl) -> None:
        self._database = database
        self._control = control

    def status(self) -> SyncStatus:
        """The line and the backlog now."""
        return self._control.status()

    def rows(self, states: Sequence[VerdictState], *, limit: int = 100) -> Sequence[JournalRow]:
        """Own entries in these states: sent ones newest first, others in the order of sending."""
        waiting = bool(set(states) & {*WAITING, *REFUSED})
        with self._database.read() as reads:
            return reads.journal(states, limit=limit, newest_first=not waiting)

    def send_now(self) -> None:
        """Skip the back-off."""
        self._control.send_now()
