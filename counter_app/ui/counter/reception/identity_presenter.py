"""Looks the owner's account up while a reception is in hand, by itself; accepting never waits for it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Final

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import CheckAnswer, GuidanceOutcome, asked_digest, subject_of
from counter_app.domain.parties import Party
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.draft_identity import current_answer, current_guidance
from counter_app.services.store_ports import DossierRow
from counter_app.services.sync_ports import LineState
from counter_app.ui.counter.identity.guide_words import GuideWords
from counter_app.ui.counter.identity.identity_state import GuideGiven, GuideShown
from counter_app.ui.counter.reception.earlier_filling import take_earlier
from counter_app.ui.counter.reception.earlier_sheet import MOST
from counter_app.ui.counter.reception.identity_words import IdentityFacts
from counter_app.ui.counter.reception.reception_presenter import ReceptionPresenter
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Task, Tasks

DELAY_MS: Final = 700
"""After the last change that matters; while a field is being typed in nothing is asked."""
AGAIN_MS: Final = 20_000
"""After the e-ID system did not answer."""
TYPED: Final = frozenset({"owner.number", "owner.full_name", "owner.birth_date", "owner.nationality"})
"""Fields that are asked about and grow letter by letter."""
_UP: Final = (LineState.ONLINE, LineState.WEAK)


class IdentityPresenter(QObject):
    """``earlier_found`` tells the rows of the same person's earlier dossiers."""

    earlier_found = Signal(object)

    def __init__(
        self,
        reception: ReceptionPresenter,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        delay_ms: int = DELAY_MS,
    ) -> None:
        super().__init__(reception)
        self._reception, self._services, self._tasks = reception, services, tasks
        self._wording, self._notices, self._seat = wording, notices, seat
        self._guides = GuideWords(wording, services.identity_acts.guidance)
        self._key, self._number, self._draft = "", "", ""
        self._typing = ""
        self._up = False
        self._task: Task[CheckAnswer] | None = None
        self.earlier: Sequence[DossierRow] = ()
        self._soon = QTimer(self, interval=delay_ms, singleShot=True)
        self._soon.timeout.connect(self._due)
        self._again = QTimer(self, interval=AGAIN_MS, singleShot=True)
        self._again.timeout.connect(self._due)
        reception.changed.connect(self._follow)

    # --- what the clerk does --------------------------------------------------------------------

    def typed(self, place: str) -> None:
        """A field is being typed in: half a name is nothing to ask about."""
        if place in TYPED:
            self._typing = place
            if self._soon.isActive():
                self._soon.start()

    def left(self, place: str) -> None:
        """It was left: what stands there is meant."""
        if place == self._typing:
            self._typing = ""
            self._plan()

    def check_now(self) -> None:
        """F5: ask at once, also without a line; without number or name the focus goes there."""
        self._typing = ""
        self._follow()
        if self._key:
            self._ask()
        elif subject_of(self._reception.draft.owner) is None:
            self._reception.led.emit("owner.number")
        else:
            self._reception.led.emit("owner.full_name")

    def sighted(self, seen: bool) -> None:
        """The clerk compared the paper with the person, or took that back."""
        draft = self._reception.draft
        evidence = replace(draft.evidence, sighted=True if seen else None)
        self._reception.change(replace(draft, evidence=evidence))

    def open_guide(self, open_: bool) -> None:
        """Show the steps to an account, or put them away; nothing else changes."""
        guide = None
        draft = self._reception.draft
        if open_ and self._guides.offered(draft.owner.kind):
            answer = current_answer(draft)
            offline = self._facts.offline and (answer is None or not answer.state.answered)
            guide = self._guides.shown(draft.owner.kind, current_guidance(draft), offline=offline)
        self._show_guide(guide)

    def guided(self, given: GuideGiven) -> None:
        """How the guidance ended; it goes into the reception's entry. A new account is looked up at once."""
        outcome = GuidanceOutcome(given.outcome)
        try:
            draft = self._services.identity_acts.guide_draft(
                self._reception.draft, self._seat.clerk, outcome, given.steps, given.note
            )
        except DomainError as error:
            self._notices.raised(error)
            return
        self._show_guide(None)
        self._reception.change(draft)
        said = self._wording.text(f"identity_panel.outcome.{outcome.value}")
        self._notices.success(self._wording.text("identity_panel.guide.recorded", outcome=said))
        if outcome is GuidanceOutcome.CREATED:
            self.check_now()

    def take(self, dossier_id: str) -> None:
        """Fill what is empty from an earlier dossier; that its data were shown is recorded there."""
        services, clerk, before = self._services, self._seat.clerk, self._reception.draft

        def fetch() -> Party:
            services.identity_acts.reveal(dossier_id, "reception", clerk)
            return services.dossiers.detail(dossier_id).dossier.owner

        task = self._tasks.database(fetch, owner=self, replaces="take")
        task.success(lambda party: self._fill(before.id, party)).failure(self._notices.raised)

    # --- following the draft --------------------------------------------------------------------

    @property
    def _facts(self) -> IdentityFacts:
        return self._reception.facts.identity

    def _follow(self) -> None:
        draft, status = self._reception.draft, self._reception.facts.status
        if draft.id != self._draft:
            self._draft, self._typing, self._number, self.earlier = draft.id, "", "", ()
        asks = bool(draft.owner.full_name) and subject_of(draft.owner) is not None
        key = asked_digest(draft.dossier_id, draft.owner) if asks else ""
        up = status is None or status.state in _UP
        back, self._up = up and not self._up, up
        if key != self._key:
            self._key = key
            self._forget()
            self._plan()
        elif back:
            self._plan()
        self._put(offline=not up, guides=self._guides.offered(draft.owner.kind))
        self._look_for_earlier()

    def _forget(self) -> None:
        """Other data: what is on its way is of no use, what was refused no longer holds."""
        if self._task is not None:
            self._task.drop()
            self._task = None
        self._soon.stop()
        self._again.stop()
        self._put(checking=False, refused="", hindered="")

    def _plan(self) -> None:
        if self._key and self._up and not self._typing and self._wanting() and self._task is None:
            self._soon.start()

    def _wanting(self) -> bool:
        answer = current_answer(self._reception.draft)
        return answer is None or not answer.state.answered

    def _due(self) -> None:
        if self._key and self._up and not self._typing and self._wanting() and self._task is None:
            self._ask()

    # --- asking ---------------------------------------------------------------------------------

    def _ask(self) -> None:
        if self._task is not None or self._seat.signed_in is None or self._reception.accepted.dossier_id:
            return
        self._soon.stop()
        self._again.stop()
        key, draft, clerk = self._key, self._reception.draft, self._seat.clerk
        checks = self._services.identity
        task = self._task = self._tasks.network(lambda: checks.check_draft(draft, clerk), owner=self)
        task.success(lambda answer: self._answered(key, answer))
        task.failure(lambda error: self._refused(key, error))
        self._put(checking=True, refused="", hindered="")

    def _answered(self, key: str, answer: CheckAnswer) -> None:
        if key != self._key:
            return
        self._task = None
        if answer.state is IdentityState.UNAVAILABLE:
            self._again.start()
        self._put(checking=False)
        self._reception.change(replace(self._reception.draft, answer=answer))

    def _refused(self, key: str, error: Exception) -> None:
        if key == self._key:
            self._task = None
            said = self._wording.error(error) if isinstance(error, DomainError) else ""
            own = isinstance(error, DomainError) and error.code.startswith("storage.")
            self._put(checking=False, refused="" if own else said, hindered=said if own else "")
        if not isinstance(error, DomainError):
            raise error

    # --- the same person's earlier dossiers -----------------------------------------------------

    def _look_for_earlier(self) -> None:
        draft = self._reception.draft
        subject = subject_of(draft.owner)
        number = draft.owner.number if subject is not None else ""
        if number == self._number:
            return
        before, self._number = self._number, number
        self.earlier = ()
        self._put(earlier=0)
        if before and draft.evidence.sighted is not None:
            # It was compared with another number.
            self._reception.change(replace(draft, evidence=replace(draft.evidence, sighted=None)))
        if not number:
            return
        acts, own = self._services.identity_acts, draft.dossier_id
        task = self._tasks.database(
            lambda: acts.earlier_dossiers(number, excluding=own, limit=MOST), owner=self, replaces="earlier"
        )
        task.success(lambda rows: self._found(number, rows)).failure(self._notices.raised)

    def _found(self, number: str, rows: Sequence[DossierRow]) -> None:
        if number == self._number:
            self.earlier = tuple(rows)
            self._put(earlier=len(rows), earlier_most=MOST)
            self.earlier_found.emit(self.earlier)

    def _fill(self, draft_id: str, party: Party) -> None:
        before = self._reception.draft
        if before.id != draft_id:
            return
        filled = take_earlier(before, party)
        if filled == before:
            self._notices.info(self._wording.text("identity_panel.earlier.nothing"))
            return
        self._reception.change(filled)
        said = self._wording.text("identity_panel.earlier.taken")
        self._notices.undoable(said, lambda: self._reception.change(before))
        self._reception.led.emit("begin")

    # --- telling --------------------------------------------------------------------------------

    def _put(self, **changes: Any) -> None:
        facts = self._reception.facts
        identity = replace(facts.identity, **changes)
        if identity != facts.identity:
            self._reception.remark(replace(facts, identity=identity))

    def _show_guide(self, guide: GuideShown | None) -> None:
        facts = self._reception.facts
        if guide != facts.guide:
            self._reception.remark(replace(facts, guide=guide))
