"""The dossier in hand: its detail, its papers, putting it right, striking it through."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import Delivery
from counter_app.domain.errors import DomainError
from counter_app.domain.parties import Party
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.dossiers import DossierDetail
from counter_app.services.printing import FORM, SLIP, PaperKind
from counter_app.services.settings import StationSettings
from counter_app.ui.counter.dossiers.dossier_cells import short_code
from counter_app.ui.counter.dossiers.dossier_state import DetailState
from counter_app.ui.counter.dossiers.dossier_words import DossierWords
from counter_app.ui.counter.parts.paper_trail import PaperTrail
from counter_app.ui.counter.parts.shown import PaperStage
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

RenderPages = Callable[[bytes], Sequence[bytes]]
"""Pages of a PDF as PNG files; slow, called off the GUI thread."""

_BY_HAND = StationSettings(print_after_accept=False, slip_after_accept=False)
"""Nothing is printed by itself here."""


@dataclass(frozen=True, slots=True)
class Correction:
    """What a clerk put right; ``None`` leaves a value as it is."""

    reason: str
    owner: Party | None = None
    delivery: Delivery | None = None
    note: str | None = None


class DossierPresenter(QObject):
    """``shown`` tells a ``DetailState`` or ``None``; what the clerk does here is told by ``changed``."""

    shown = Signal(object)
    papers_shown = Signal(object)
    """The ``PaperRow`` of each paper that was printed here for this dossier."""
    previewed = Signal(object)
    """Pages of the slip as PNG files."""
    previewing = Signal(bool)
    changed = Signal(str)
    corrected = Signal()
    refused = Signal(object)
    """A correction that was not recorded: the exception."""

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        render_pages: RenderPages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._wording, self._text = services, wording, wording.text
        self._tasks, self._notices, self._seat = tasks, notices, seat
        self._render_pages = render_pages
        self._words = DossierWords(wording)
        self._wanted = ""
        self._state: DetailState | None = None
        self._trails: dict[str, PaperTrail] = {}

    @property
    def state(self) -> DetailState | None:
        """The dossier that is shown; ``None`` while another one is being fetched."""
        return self._state if self._state is not None and self._state.id == self._wanted else None

    def open(self, dossier_id: str) -> None:
        """Show a dossier; an empty id shows none."""
        if dossier_id == self._wanted:
            return
        self._wanted = dossier_id
        if not dossier_id:
            self._state = None
            self.shown.emit(None)
        self._fetch()

    def refresh(self, changed: frozenset[str] | None = None) -> None:
        """Fetch the dossier in hand anew, if it is among the changed ones."""
        if self._wanted and (changed is None or self._wanted in changed):
            self._fetch()

    def open_by_code(self, code: str, found: Callable[[str], object]) -> None:
        """Find a dossier by any of its codes; what is not known here is told."""
        task = self._tasks.database(lambda: self._services.dossiers.id_of_code(code), owner=self)

        def opened(dossier_id: str | None) -> None:
            if dossier_id is None:
                self._notices.warning(self._text("dossiers.notice.code_unknown", code=code))
            else:
                found(dossier_id)

        task.success(opened).failure(tell(self._notices))

    # --- papers --------------------------------------------------------------------------------

    def print_paper(self, paper: PaperKind) -> None:
        """Print a paper of the dossier in hand, marked as a reprint from the second time on."""
        state = self.state
        signed_in = self._seat.signed_in
        if state is None or signed_in is None:
            return
        trail = self._trails.get(state.id)
        if trail is None:
            trail = self._begin_trail(state)
        trail.print_paper(paper)

    def preview(self) -> None:
        """Lay the slip out as it would be printed now; nothing is recorded."""
        state = self.state
        if state is None:
            return
        dossier_id, printing, render = state.id, self._services.printing, self._render_pages
        # Laying out and drawing take a while: not on the worker that answers the search.
        task = self._tasks.device("preview", lambda: render(printing.preview(dossier_id)), owner=self)
        task.success(lambda pages: self._previewed(dossier_id, pages)).failure(self._not_previewed)
        self.previewing.emit(True)

    # --- deeds ---------------------------------------------------------------------------------

    def correct(self, dossier_id: str, correction: Correction) -> None:
        """Record a correction; the old values stay in the journal."""
        dossiers, clerk = self._services.dossiers, self._seat.clerk
        task = self._tasks.database(
            lambda: dossiers.correct(
                dossier_id,
                clerk,
                correction.reason,
                owner=correction.owner,
                delivery=correction.delivery,
                note=correction.note,
            ),
            owner=self,
        )
        task.success(self._corrected).failure(self._refused)

    def cancel(self, dossier_id: str, reason: str) -> None:
        """Strike a reception through, with its reason."""
        dossiers, clerk = self._services.dossiers, self._seat.clerk
        task = self._tasks.database(lambda: dossiers.cancel(dossier_id, clerk, reason), owner=self)
        task.success(self._cancelled).failure(tell(self._notices))

    # --- answers -------------------------------------------------------------------------------

    def _fetch(self) -> None:
        wanted = self._wanted
        if not wanted:
            return
        task = self._tasks.database(
            lambda: self._services.dossiers.detail(wanted), owner=self, replaces="detail"
        )
        task.success(lambda detail: self._show(wanted, detail)).failure(tell(self._notices))

    def _show(self, wanted: str, detail: DossierDetail) -> None:
        if wanted != self._wanted:
            return
        alerts = self._services.alerts.of(detail.dossier)
        self._state = self._words.detail(detail, self._services.clock.now(), alerts)
        self.shown.emit(self._state)
        self._show_papers(wanted)

    def _corrected(self, dossier: Dossier) -> None:
        self._notices.success(self._text("dossiers.notice.corrected", code=dossier.code))
        self.corrected.emit()
        self._fetch()
        self.changed.emit(dossier.id)

    def _cancelled(self, dossier: Dossier) -> None:
        self._notices.success(self._text("dossiers.notice.cancelled", code=dossier.code))
        self._fetch()
        self.changed.emit(dossier.id)

    def _refused(self, error: Exception) -> None:
        self.refused.emit(error)
        if not isinstance(error, DomainError):
            raise error

    def _previewed(self, dossier_id: str, pages: Sequence[bytes]) -> None:
        self.previewing.emit(False)
        if dossier_id == self._wanted:
            self.previewed.emit(pages)

    def _not_previewed(self, error: Exception) -> None:
        self.previewing.emit(False)
        tell(self._notices)(error)

    def _begin_trail(self, state: DetailState) -> PaperTrail:
        dossier_id, code = state.id, state.dossier.code
        trail = PaperTrail(self._services.printing, self._tasks, self._wording, self)
        trail.begin(dossier_id, self._seat.clerk, _BY_HAND)
        trail.changed.connect(lambda: self._show_papers(dossier_id))
        trail.ended.connect(lambda: self._print_ended(dossier_id, code))
        self._trails[dossier_id] = trail
        return trail

    def _print_ended(self, dossier_id: str, code: str) -> None:
        self.changed.emit(dossier_id)
        if dossier_id == self._wanted:
            self._fetch()
            return
        # Another dossier is on the screen by now: the print must not end unseen.
        for row in self._trails[dossier_id].rows():
            if row.stage is not PaperStage.PRINTING:
                lead, number = short_code(code)
                told = self._text(
                    "dossiers.notice.print_ended", code=lead + number, paper=row.title, state=row.sign.text
                )
                tell = self._notices.info if row.stage is PaperStage.PRINTED else self._notices.warning
                tell(told)

    def _show_papers(self, dossier_id: str) -> None:
        if dossier_id == self._wanted:
            trail = self._trails.get(dossier_id)
            self.papers_shown.emit(() if trail is None else trail.rows())


PAPERS: tuple[PaperKind, ...] = (FORM, SLIP)
