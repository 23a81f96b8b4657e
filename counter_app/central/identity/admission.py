"""Which look-ups are made: by whom, for what, and not twice. Speaks to the database only."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import Connection, select

from counter_app.central import auth
from counter_app.central.admin import directory_of
from counter_app.central.database import Database
from counter_app.central.identity import lookups
from counter_app.central.identity.lookups import OtherContentError, Outcome
from counter_app.central.identity.national import Lookup
from counter_app.central.identity.questions import misfit, refusal, subject_of
from counter_app.central.identity.settings import IdentitySettings
from counter_app.central.limits import RateLimit
from counter_app.central.logs import note
from counter_app.central.problems import ProblemError
from counter_app.central.tables import offices
from counter_app.services.ports import Clock
from counter_app.sync.wire.identity import IdentityCheckRequest

CALL_LIVES_BEYOND = 2.0
"""Seconds beyond the service's time after which a call that asks has ended, or its process has."""


class _DeniedError(Exception):
    def __init__(self, caller: auth.Caller, reason: str, problem: ProblemError) -> None:
        super().__init__(reason)
        self.caller = caller
        self.reason = reason
        self.problem = problem


class Admission:
    """Safe for many threads; keeps nothing but rate limits in memory."""

    def __init__(self, database: Database, settings: IdentitySettings, clock: Clock) -> None:
        self._database = database
        self._clock = clock
        self._checks = RateLimit(settings.checks_per_minute)
        self._call_lives = timedelta(seconds=settings.total + CALL_LIVES_BEYOND)

    def begin(
        self, office: str, request: IdentityCheckRequest, authorization: str, *, counted: bool
    ) -> Lookup | Outcome:
        """The look-up to make, which is logged by then; or how the same question had ended.

        ``counted``: this call was counted before. Raises ``ProblemError`` 401, 403, 409, 422, 429 (a refusal
        is logged) and ``BeingAskedError``.
        """

        def work(connection: Connection) -> Lookup | Outcome:
            caller = auth.recognise(connection, authorization)
            note(office=caller.office, station=caller.station)
            if not counted:
                self._checks.count(caller.station)
            return self._begun(connection, caller, office, request)

        try:
            return self._database.change(work)
        except _DeniedError as denied:
            with self._database.write() as connection:
                lookups.deny(connection, denied.caller, request, denied.reason, self._clock.now())
            raise denied.problem from None

    def _begun(
        self, connection: Connection, caller: auth.Caller, office: str, request: IdentityCheckRequest
    ) -> Lookup | Outcome:
        now = self._clock.now()
        if caller.revoked:
            raise _DeniedError(caller, "revoked_station", ProblemError(403, "auth.revoked"))
        if caller.office != office:
            raise _DeniedError(caller, "wrong_office", ProblemError(403, "auth.wrong_office"))
        if reason := refusal(request, directory_of(connection, office), now):
            raise _DeniedError(caller, reason, ProblemError(403, "identity.denied", reason=reason))
        if field := misfit(request):
            raise ProblemError(422, "identity.bad_question", field=field)
        try:
            ended = lookups.begin(connection, caller, request, now, given_up_after=self._call_lives)
        except OtherContentError:
            raise _DeniedError(
                caller, "question_reused", ProblemError(409, "identity.question_reused")
            ) from None
        if ended is not None:
            return ended
        agency = connection.scalars(select(offices.c.agency).where(offices.c.office == office)).one()
        return Lookup(request.question, agency, request.dossier, subject_of(request))
