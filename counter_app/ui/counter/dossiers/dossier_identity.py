"""What is done about the owner's identity of the dossier in hand: asked, settled, guided, shown."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal

from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.identity_status import CheckAnswer, GuidanceOutcome, SettlementOutcome
from counter_app.domain.identity_view import identity_view
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.sync_ports import LineState
from counter_app.ui.counter.dossiers.dossier_cells import short_code
from counter_app.ui.counter.identity.check_words import check_sign
from counter_app.ui.counter.identity.guide_words import GuideWords
from counter_app.ui.counter.identity.identity_state import GuideGiven, GuideShown
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

VIEW = "dossier"
CORRECTION = "correction"


class DossierIdentity(QObject):
    """``changed`` tells the dossier of which something was recorded; ``checking`` that it is asked."""

    changed = Signal(str)
    checking = Signal(bool)
    settled = Signal()
    refused = Signal(object)

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._seat = services, tasks, seat
        self._wording, self._text, self._notices = wording, wording.text, notices
        self._guides = GuideWords(wording, services.identity_acts.guidance)

    def check(self, dossier_id: str) -> None:
        """Ask the e-ID system now; what it says becomes an entry."""
        checks, clerk = self._services.identity, self._seat.clerk
        task = self._tasks.network(
            lambda: checks.check_dossier(dossier_id, clerk), owner=self, replaces="check"
        )
        task.success(lambda answer: self._answered(dossier_id, answer)).failure(self._not_answered)
        self.checking.emit(True)

    def settle(self, dossier: Dossier, outcome: SettlementOutcome, note: str) -> None:
        """Record what a person found out about a mismatch."""
        acts, clerk = self._services.identity_acts, self._seat.clerk
        task = self._tasks.database(lambda: acts.settle(dossier.id, clerk, outcome, note), owner=self)
        task.success(lambda _: self._settled(dossier)).failure(self._refused)

    def guide(self, dossier: Dossier) -> GuideShown:
        """The steps to an account for the owner of this dossier."""
        offline = self._services.sync.status().state not in (LineState.ONLINE, LineState.WEAK)
        return self._guides.shown(dossier.owner.kind, identity_view(dossier).guidance, offline=offline)

    def guided(self, dossier_id: str, given: GuideGiven) -> None:
        """Record how it ended."""
        acts, clerk, outcome = self._services.identity_acts, self._seat.clerk, GuidanceOutcome(given.outcome)
        task = self._tasks.database(
            lambda: acts.guide(dossier_id, clerk, outcome, given.steps, given.note), owner=self
        )
        task.success(lambda _: self._guided(dossier_id, outcome)).failure(tell(self._notices))

    def reveal(
        self, dossier_id: str, view: str, what: str, shown: Callable[[], object] | None = None
    ) -> None:
        """Record that ``what`` (``number``, ``phone``, ``email``) is let be seen, then let it be seen."""
        acts, clerk = self._services.identity_acts, self._seat.clerk
        task = self._tasks.database(lambda: acts.reveal(dossier_id, view, clerk, what=what), owner=self)

        def recorded(_: str) -> None:
            if shown is not None:
                shown()
            self.changed.emit(dossier_id)

        task.success(recorded).failure(tell(self._notices))

    def _answered(self, dossier_id: str, answer: CheckAnswer) -> None:
        self.checking.emit(False)
        state = check_sign(self._wording, answer.state).text
        said = self._text("identity_panel.detail.answered", state=state) if answer.state.answered else state
        (self._notices.success if answer.state.confirmed else self._notices.info)(said)
        self.changed.emit(dossier_id)

    def _not_answered(self, error: Exception) -> None:
        self.checking.emit(False)
        tell(self._notices)(error)

    def _settled(self, dossier: Dossier) -> None:
        self.settled.emit()
        lead, number = short_code(dossier.code)
        self._notices.success(self._text("identity_panel.settle.done", code=lead + number))
        self.changed.emit(dossier.id)

    def _refused(self, error: Exception) -> None:
        self.refused.emit(error)
        if not isinstance(error, DomainError):
            raise error

    def _guided(self, dossier_id: str, outcome: GuidanceOutcome) -> None:
        said = self._text(f"identity_panel.outcome.{outcome.value}")
        self._notices.success(self._text("identity_panel.guide.recorded", outcome=said))
        self.changed.emit(dossier_id)
