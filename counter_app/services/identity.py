"""Checking who an owner is, at the counter: the question and its answer."""

from __future__ import annotations

from collections.abc import Callable

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import IdentityChecked
from counter_app.domain.errors import DomainError
from counter_app.domain.identity_status import CheckAnswer, asked_digest
from counter_app.domain.identity_view import identity_now
from counter_app.domain.journal import Basis
from counter_app.domain.office import Clerk
from counter_app.services.draft import Draft
from counter_app.services.identity_ports import IdentityAnswer, IdentityQuestion
from counter_app.services.identity_questions import dossier_question, draft_question
from counter_app.services.look_ups import LookUps
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.recording import record
from counter_app.services.store_ports import Database, UnitOfWork

STATION = "station"
"""The actor of an entry that no person made."""


class IdentityChecks:
    """The identity desk of one counter. Whatever asks or writes is called off the GUI thread."""

    def __init__(
        self,
        database: Database,
        office: OfficeSource,
        clock: Clock,
        look_ups: LookUps,
        on_recorded: Callable[[str], None],
        secret: bytes,
    ) -> None:
        self._database, self._office, self._clock = database, office, clock
        self._look_ups, self._on_recorded = look_ups, on_recorded
        self._secret = secret

    def question_for(self, subject: Draft | Dossier, clerk: Clerk) -> IdentityQuestion | None:
        """What would be asked about the principal, never the agent; ``None`` when there is nothing to ask."""
        if isinstance(subject, Draft):
            return draft_question(subject, clerk.id, self._secret)
        return dossier_question(subject, clerk.id, self._secret)

    def check_draft(self, draft: Draft, clerk: Clerk) -> CheckAnswer:
        """Ask during a reception; keep it with ``replace(draft, answer=...)`` on the draft as it is by then.

        It counts only while the owner has the data that were asked. Without a line the answer is
        ``NOT_CHECKED`` at once. Raises ``DomainError``: ``identity.denied``, ``identity.bad_question``,
        ``identity.nothing_to_ask``, ``storage.*``.
        """
        if draft.clerk != clerk.id:
            self._look_ups.deny(clerk, draft.dossier_id, "not_yours")
        procedure = self._office.current().catalogue.by_code.get(draft.procedure_code)
        self._look_ups.allow(clerk, draft.dossier_id, None if procedure is None else procedure.field_vi)
        question = draft_question(draft, clerk.id, self._secret)
        if question is None:
            raise DomainError("identity.nothing_to_ask")
        answer = self._look_ups.ask(question, _nothing_more)
        return CheckAnswer(
            answer.state, answer.at, answer.transaction, asked_digest(draft.dossier_id, draft.owner)
        )

    def check_dossier(self, dossier_id: str, clerk: Clerk) -> CheckAnswer:
        """Ask about a dossier's owner; what is answered becomes an entry. Errors as for ``check_draft``.

        A look-up without a dossier that this station knows is denied and logged (LC-47).
        """
        with self._database.read() as reads:
            dossier = reads.dossier(dossier_id) if dossier_id else None
        if dossier is None or dossier.erased or dossier.cancelled:
            self._look_ups.deny(clerk, dossier_id, "no_dossier")
        assert dossier is not None
        self._look_ups.allow(clerk, dossier_id, str(dossier.procedure.get("field", "")))
        return self._ask(dossier, clerk.id, clerk.name, _nothing_more, automatic=False)

    def ask_again(
        self, dossier_id: str, conclude: Callable[[UnitOfWork, IdentityAnswer], None]
    ) -> CheckAnswer | None:
        """Ask by itself, in the name of the clerk who received; ``None`` when nothing is due any more.

        ``conclude`` is called in the unit of work that records the answer. Errors as for ``check_draft``.
        """
        with self._database.read() as reads:
            dossier = reads.dossier(dossier_id)
        if dossier is None or not identity_now(dossier).due:
            return None
        return self._ask(dossier, dossier.clerk, "", conclude, automatic=True)

    def _ask(
        self,
        dossier: Dossier,
        clerk: str,
        clerk_name: str,
        conclude: Callable[[UnitOfWork, IdentityAnswer], None],
        *,
        automatic: bool,
    ) -> CheckAnswer:
        question = dossier_question(dossier, clerk, self._secret)
        if question is None:
            raise DomainError("identity.nothing_to_ask")
        asked = asked_digest(dossier.id, dossier.owner)
        actor = STATION if automatic else clerk

        def note(work: UnitOfWork, answer: IdentityAnswer) -> None:
            conclude(work, answer)
            if not answer.state.answered:
                return
            work.look_ups.forget(dossier.id)
            present = work.dossiers.get(dossier.id)
            if present is not None and not present.erased:
                event = IdentityChecked(
                    answer.state, answer.at, answer.transaction, asked, clerk_name=clerk_name
                )
                record(work, self._clock, self._office.current(), present, actor, event, Basis.COUNTER)

        answer = self._look_ups.ask(question, note, automatic=automatic)
        if answer.state.answered:
            self._on_recorded(dossier.id)
        return CheckAnswer(answer.state, answer.at, answer.transaction, asked)


def _nothing_more(_work: UnitOfWork, _answer: IdentityAnswer) -> None:
    """The answer itself is all that is recorded."""
