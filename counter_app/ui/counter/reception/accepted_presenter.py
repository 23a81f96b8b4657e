"""The page after a reception: follows the prints and the central system's word on the entry."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import DossierReceived
from counter_app.domain.errors import DomainError
from counter_app.domain.fees import FeeDecision
from counter_app.domain.office import Clerk
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.bundle import CounterServices
from counter_app.services.dossiers import DossierDetail
from counter_app.services.settings import StationSettings
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.ui.counter.parts.paper_trail import PaperTrail
from counter_app.ui.counter.parts.shown import Figure, Sign
from counter_app.ui.counter.reception.reception_state import Accepted
from counter_app.ui.counter.reception.reception_words import ReceptionWords
from counter_app.ui.shared.tokens import Tone
from counter_app.ui.tasks import Tasks

_SAVED = {
    VerdictState.PENDING: ("hard-drive", Tone.AMBER),
    VerdictState.HELD: ("cloud-upload", Tone.AMBER),
    VerdictState.ACCEPTED: ("cloud-check", Tone.GREEN),
    VerdictState.CONFLICT: ("cloud-alert", Tone.AMBER),
    VerdictState.REFUSED: ("cloud-alert", Tone.RED),
}


class AcceptedPresenter(QObject):
    """``changed`` tells that the page looks different now."""

    changed = Signal()

    def __init__(
        self, services: CounterServices, tasks: Tasks, wording: Wording, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._wording = services, tasks, wording
        self._words = ReceptionWords(wording)
        self.papers = PaperTrail(services.printing, tasks, wording, self)
        self.papers.changed.connect(self.changed)
        self._dossier: Dossier | None = None
        self._verdict = VerdictState.PENDING

    @property
    def dossier_id(self) -> str:
        """The dossier on the page, or an empty string."""
        return self._dossier.id if self._dossier is not None else ""

    def begin(self, dossier: Dossier, clerk: Clerk, settings: StationSettings) -> None:
        """A dossier was accepted: show it and print its papers."""
        self._dossier, self._verdict = dossier, VerdictState.PENDING
        self.papers.begin(dossier.id, clerk, settings)
        self.look_again()
        self.changed.emit()

    def end(self) -> None:
        """The next reception begins."""
        self._dossier = None

    def look_again(self) -> None:
        """Something changed: ask how far the entry has come, and which code it has now."""
        dossier_id = self.dossier_id
        if not dossier_id:
            return
        task = self._tasks.database(
            lambda: self._services.dossiers.detail(dossier_id), owner=self, replaces="verdict"
        )
        task.success(self._learn)

    def state(self) -> Accepted | None:
        """The page, or ``None`` while a reception is in hand."""
        dossier = self._dossier
        if dossier is None:
            return None
        text, now = self._wording.text, self._services.clock.now()
        due_at = dossier.due_at
        due = Figure(text("reception.due.later"), tone=Tone.AMBER)
        if due_at is not None:
            due = Figure(*self._words.moment(due_at, now))
        return Accepted(
            dossier_id=dossier.id,
            code=dossier.code,
            provisional=text("reception.accepted.provisional") if dossier.provisional else "",
            owner=dossier.owner.full_name,
            procedure=str(dossier.procedure.get("name", "")),
            received=text(
                "reception.accepted.received",
                time=self._wording.time(dossier.received_at),
                date=self._wording.relative_date(local(dossier.received_at), local(now)),
                clerk=dossier.clerk_name,
            ),
            due=due,
            fee=self._words.fee_in_words(_fee(dossier)),
            ledger=Figure(
                text("reception.accepted.book", book=dossier.ledger_book),
                text("reception.accepted.line", line=f"{dossier.ledger_line:04d}"),
            ),
            saved=self._saved(),
            papers=self.papers.rows(),
            can_print=self.papers.offered(),
        )

    def _learn(self, detail: DossierDetail) -> None:
        if self._dossier is None or detail.dossier.id != self._dossier.id:
            return
        received = (item for item in detail.timeline if item.kind == DossierReceived.KIND and item.own)
        verdict = next((item.verdict for item in received), Verdict())
        if (detail.dossier, verdict.state) != (self._dossier, self._verdict):
            self._dossier, self._verdict = detail.dossier, verdict.state
            self.changed.emit()

    def _saved(self) -> Sign:
        icon, tone = _SAVED[self._verdict]
        return Sign(icon, self._wording.text(f"reception.verdict_state.{self._verdict.value}"), tone)


def _fee(dossier: Dossier) -> FeeDecision | None:
    try:
        return FeeDecision.from_plain(dossier.fee)
    except DomainError:
        return None
