"""Asking the e-ID system: only for a dossier, only by whom it concerns, and never without a line in the log.

LC Điều 17 khoản 2: who has access to the population data uses it for the purpose only; no account is shared,
nothing is looked up in bulk, nothing of it is stored.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState
from counter_app.domain.office import Clerk, Role
from counter_app.services.identity_ports import (
    IdentityAnswer,
    IdentityGateway,
    IdentityQuestion,
    LookUp,
    LookUpOutcome,
)
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.store_ports import Database, UnitOfWork

_log = logging.getLogger(__name__)

_MAY_ASK: Final = frozenset({Role.CLERK, Role.SUPERVISOR})
"""Administrators look after the machine; they receive nobody."""

Conclude = Callable[[UnitOfWork, IdentityAnswer], None]


class LookUps:
    """``line_up`` tells whether the central system can be reached: without it nothing is tried."""

    def __init__(
        self,
        database: Database,
        office: OfficeSource,
        clock: Clock,
        gateway: IdentityGateway,
        line_up: Callable[[], bool],
    ) -> None:
        self._database, self._office, self._clock = database, office, clock
        self._gateway, self._line_up = gateway, line_up

    def ask(
        self, question: IdentityQuestion, conclude: Conclude, *, automatic: bool = False
    ) -> IdentityAnswer:
        """Ask and record; blocks for some seconds at most. The log has the question before it goes out.

        ``conclude`` is called in the unit of work that writes how it ended. Raises ``DomainError``:
        ``identity.denied``, ``identity.bad_question``, ``storage.*`` (then nothing was asked, or the log says
        ``asked``).
        """
        with self._database.begin() as work:
            number = work.look_ups.begin(
                self._clock.now(), question.clerk, question.dossier_id, automatic=automatic
            )
        answer = self._answer(question, number)
        with self._database.begin() as work:
            work.look_ups.end(number, answer.state.value, answer.transaction)
            conclude(work, answer)
        return answer

    def allow(self, clerk: Clerk, dossier_id: str, field: str | None) -> None:
        """Raise ``DomainError("identity.denied", reason)`` and log it, unless the clerk may ask.

        ``field`` is the field of its procedure, ``None`` while none is chosen. Reasons are ``no_dossier``,
        ``unknown_clerk``, ``inactive_clerk``, ``expired_clerk``, ``no_right`` as at the central system, and
        ``field`` for another field than hers.
        """
        reason = self._objection(clerk, dossier_id, field)
        if reason:
            self.deny(clerk, dossier_id, reason)

    def deny(self, clerk: Clerk, dossier_id: str, reason: str) -> None:
        """Log a look-up that was not let through; raises ``DomainError("identity.denied", reason)``."""
        with self._database.begin() as work:
            number = work.look_ups.begin(self._clock.now(), clerk.id, dossier_id, automatic=False)
            work.look_ups.end(number, LookUpOutcome.DENIED.value)
        _log.warning("a look-up by %s was denied: %s", clerk.id, reason)
        raise DomainError("identity.denied", reason=reason)

    def listed(self, clerk: Clerk, *, limit: int = 100, before: int | None = None) -> Sequence[LookUp]:
        """The log, newest first; raises ``DomainError("identity.log_not_yours")`` for mere clerks."""
        known = self._office.current().directory.clerk(clerk.id)
        if known is None or not known.active or known.role is Role.CLERK:
            raise DomainError("identity.log_not_yours")
        with self._database.read() as reads:
            return reads.look_ups(limit=limit, before=before)

    def _objection(self, clerk: Clerk, dossier_id: str, field: str | None) -> str:
        known = self._office.current().directory.clerk(clerk.id)
        if known is None:
            return "unknown_clerk"
        if not known.active:
            return "inactive_clerk"
        if known.valid_until is not None and known.valid_until <= self._clock.now():
            return "expired_clerk"
        if known.role not in _MAY_ASK:
            return "no_right"
        if not dossier_id:
            return "no_dossier"
        return "field" if known.fields and field not in known.fields else ""

    def _answer(self, question: IdentityQuestion, number: int) -> IdentityAnswer:
        if not self._line_up():
            return IdentityAnswer(IdentityState.NOT_CHECKED, self._clock.now())
        try:
            return self._gateway.ask(question)
        except DomainError as error:
            denied = error.code == "identity.denied"
            self._end(number, LookUpOutcome.DENIED if denied else LookUpOutcome.NOT_UNDERSTOOD)
            raise
        except BaseException:
            self._end(number, LookUpOutcome.FAILED)
            raise

    def _end(self, number: int, outcome: LookUpOutcome) -> None:
        with self._database.begin() as work:
            work.look_ups.end(number, outcome.value)
