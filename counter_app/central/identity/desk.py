"""Answers identity checks: admits, asks the service, logs how it ended."""

from __future__ import annotations

import asyncio
import logging
import math
import time
from typing import Final

from sqlalchemy.exc import SQLAlchemyError
from starlette.concurrency import run_in_threadpool

from counter_app.central.database import Database
from counter_app.central.identity import lookups
from counter_app.central.identity.admission import CALL_LIVES_BEYOND, Admission
from counter_app.central.identity.lookups import BAD_QUESTION, BeingAskedError, Outcome
from counter_app.central.identity.national import BadSubjectError, Lookup, NationalService, NoAnswerError
from counter_app.central.identity.settings import IdentitySettings
from counter_app.central.logs import event
from counter_app.central.metrics import Metrics
from counter_app.central.problems import ProblemError, is_database_away
from counter_app.domain.identity import IdentityState
from counter_app.domain.journal import instant_text
from counter_app.services.ports import Clock
from counter_app.sync.wire.identity import IdentityCheckAnswer, IdentityCheckRequest

_log = logging.getLogger(__name__)

_LOOK_AGAIN: Final = 0.2
_LONGEST_PAUSE: Final = 86_400
_SWEEP_EVERY: Final = 3600.0


class IdentityDesk:
    """For the event loop: the database is spoken to in threads, the service is awaited."""

    def __init__(
        self,
        database: Database,
        settings: IdentitySettings,
        clock: Clock,
        metrics: Metrics,
        service: NationalService,
    ) -> None:
        self._database = database
        self._settings = settings
        self._clock = clock
        self._metrics = metrics
        self._service = service
        self._admission = Admission(database, settings, clock)
        self._swept_at: float | None = None

    async def check(
        self, office: str, request: IdentityCheckRequest, authorization: str
    ) -> IdentityCheckAnswer:
        """Answer one check; raises ``ProblemError`` 401, 403, 409, 422 and 429."""
        begun = await self._begun(office, request, authorization)
        if isinstance(begun, Outcome):
            event(_log, "identity check", state=begun.state, repeated=True)
            return _told(begun)
        outcome, retry_after = await self._asked(office, begun)
        await self._sweep_now_and_then()
        return _told(outcome, retry_after)

    async def _begun(
        self, office: str, request: IdentityCheckRequest, authorization: str
    ) -> Lookup | Outcome:
        """Waits while another call, perhaps of another process, asks the same question."""
        ends = time.monotonic() + self._settings.total + CALL_LIVES_BEYOND
        counted = False
        while time.monotonic() < ends:
            try:
                return await run_in_threadpool(
                    self._admission.begin, office, request, authorization, counted=counted
                )
            except BeingAskedError:
                counted = True
            await asyncio.sleep(_LOOK_AGAIN)
        return Outcome(IdentityState.UNAVAILABLE.value, self._clock.now(), reason="being_asked")

    async def _asked(self, office: str, lookup: Lookup) -> tuple[Outcome, float | None]:
        """How a look-up ended, which is logged by then, and when to ask again at the earliest."""
        began = time.monotonic()
        retry_after = None
        try:
            answer = await self._service.verify(lookup)
            outcome = Outcome(answer.state.value, self._clock.now(), answer.transaction)
        except NoAnswerError as error:
            retry_after = error.retry_after
            outcome = Outcome(IdentityState.UNAVAILABLE.value, self._clock.now(), reason=error.reason)
        except BadSubjectError as error:
            outcome = Outcome(BAD_QUESTION, self._clock.now(), reason=error.field)
        took = time.monotonic() - began
        await run_in_threadpool(self._log_end, office, lookup.id, outcome, round(took * 1000))
        self._metrics.looked_up(outcome.state, outcome.reason, took)
        event(_log, "identity check", state=outcome.state, reason=outcome.reason, ms=round(took * 1000))
        return outcome, retry_after

    def _log_end(self, office: str, question: str, outcome: Outcome, latency_ms: int) -> None:
        with self._database.write() as connection:
            lookups.end(connection, office, question, outcome, latency_ms)

    async def _sweep_now_and_then(self) -> None:
        now = time.monotonic()
        if self._swept_at is not None and now - self._swept_at < _SWEEP_EVERY:
            return
        self._swept_at = now
        await run_in_threadpool(self._sweep)

    def _sweep(self) -> None:
        """Erase what is old; that it fails is no reason not to answer."""
        now, settings = self._clock.now(), self._settings
        before = now - settings.kept if settings.kept else None
        try:
            with self._database.write() as connection:
                erased = lookups.forget(connection, now - settings.question_life, before)
        except SQLAlchemyError as error:
            if not is_database_away(error):
                raise
            _log.warning("old look-ups could not be erased")
            return
        if erased:
            event(_log, "old look-ups erased", number=erased)


def _told(outcome: Outcome, retry_after: float | None = None) -> IdentityCheckAnswer:
    """An outcome as it is answered; raises 422 when the service could not read the question."""
    if outcome.state == BAD_QUESTION:
        raise ProblemError(422, "identity.bad_question", field=outcome.reason)
    return IdentityCheckAnswer.model_validate(
        {
            "state": outcome.state,
            "at": instant_text(outcome.at),
            "transaction": outcome.transaction,
            "retry_after_s": None if retry_after is None else min(_LONGEST_PAUSE, math.ceil(retry_after)),
            "reason": outcome.reason,
        }
    )
