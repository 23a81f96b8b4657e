"""The papers of one accepted dossier: printed, told as it truly went, printed again on request."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk
from counter_app.i18n import Wording
from counter_app.services.ports import PrinterCondition, PrintResult
from counter_app.services.printing import FORM, SLIP, PaperKind, Printed, Printing
from counter_app.services.settings import StationSettings
from counter_app.ui.counter.parts.saved_file import saved_path
from counter_app.ui.counter.parts.shown import PaperRow, PaperStage, Sign
from counter_app.ui.shared.tokens import Tone
from counter_app.ui.tasks import Tasks

PAPERS: tuple[PaperKind, ...] = (FORM, SLIP)
WORKERS: dict[PaperKind, str] = {FORM: "page_printer", SLIP: "slip_printer"}
"""One job at a time on each printer; the other one does not wait for it."""

_STAGES = {
    PrintResult.PRINTED: PaperStage.PRINTED,
    PrintResult.SENT: PaperStage.SENT,
    PrintResult.SAVED: PaperStage.SAVED,
    PrintResult.FAILED: PaperStage.FAILED,
}
_LOOKS = {
    PaperStage.PRINTING: ("loader-circle", Tone.NEUTRAL),
    PaperStage.PRINTED: ("printer-check", Tone.GREEN),
    PaperStage.SENT: ("eye", Tone.AMBER),
    PaperStage.SAVED: ("save", Tone.AMBER),
    PaperStage.FAILED: ("printer-x", Tone.RED),
    PaperStage.NO_PRINTER: ("printer-x", Tone.AMBER),
}


@dataclass(frozen=True, slots=True)
class _Print:
    stage: PaperStage
    printed: Printed | None = None
    error: DomainError | None = None


class PaperTrail(QObject):
    """``changed`` tells that a row looks different now, ``ended`` that a printer was used."""

    changed = Signal()
    ended = Signal()

    def __init__(
        self, printing: Printing, tasks: Tasks, wording: Wording, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._printing, self._tasks, self._wording = printing, tasks, wording
        self._dossier = ""
        self._clerk: Clerk | None = None
        self._prints: dict[PaperKind, _Print] = {}

    def begin(self, dossier_id: str, clerk: Clerk, settings: StationSettings) -> None:
        """Another dossier was accepted; print what the settings say."""
        self._dossier, self._clerk = dossier_id, clerk
        self._prints.clear()
        printers = self._printing.printers
        if settings.print_after_accept:
            self.print_paper(FORM)
        if settings.slip_after_accept and printers.slip is not None:
            self.print_paper(SLIP)

    def print_paper(self, paper: PaperKind) -> None:
        """Print a paper, or print it again; nothing happens while it is being printed."""
        clerk, dossier = self._clerk, self._dossier
        known = self._prints.get(paper)
        if clerk is None or (known is not None and known.stage is PaperStage.PRINTING):
            return
        printers = self._printing.printers
        if (printers.page if paper == FORM else printers.slip) is None:
            self._put(dossier, paper, _Print(PaperStage.NO_PRINTER))
            return
        self._put(dossier, paper, _Print(PaperStage.PRINTING))
        act: Callable[[str, Clerk], Printed]
        act = self._printing.print_form if paper == FORM else self._printing.print_slip
        task = self._tasks.device(WORKERS[paper], lambda: act(dossier, clerk), owner=self)
        task.success(lambda printed: self._came_out(dossier, paper, printed))
        task.failure(lambda error: self._failed(dossier, paper, error))

    def rows(self) -> tuple[PaperRow, ...]:
        """One row for each paper that was begun."""
        return tuple(self._row(paper, self._prints[paper]) for paper in PAPERS if paper in self._prints)

    def offered(self) -> tuple[tuple[str, str], ...]:
        """Papers that were not begun but could be printed: key and words."""
        printers = self._printing.printers
        usable = {FORM: printers.page is not None, SLIP: printers.slip is not None}
        return tuple(
            (paper, self._wording.text(f"reception.paper.print_{_NAMES[paper]}"))
            for paper in PAPERS
            if paper not in self._prints and usable[paper]
        )

    def _came_out(self, dossier: str, paper: PaperKind, printed: Printed) -> None:
        self._put(dossier, paper, _Print(_STAGES[printed.outcome.result], printed))
        self.ended.emit()

    def _failed(self, dossier: str, paper: PaperKind, error: Exception) -> None:
        if not isinstance(error, DomainError):
            self._put(dossier, paper, _Print(PaperStage.FAILED))
            raise error
        missing = error.code in ("print.no_page_printer", "print.no_slip_printer")
        stage = PaperStage.NO_PRINTER if missing else PaperStage.FAILED
        self._put(dossier, paper, _Print(stage, error=error))
        self.ended.emit()

    def _put(self, dossier: str, paper: PaperKind, known: _Print) -> None:
        if dossier == self._dossier:
            self._prints[paper] = known
            self.changed.emit()

    def _row(self, paper: PaperKind, known: _Print) -> PaperRow:
        text = self._wording.text
        icon, tone = _LOOKS[known.stage]
        said, detail = text(f"reception.paper.stage.{known.stage.value}"), ""
        if known.error is not None:
            detail = self._wording.error(known.error)
        elif known.printed is not None:
            said, detail = self._outcome(known.printed, said)
        action = "retry" if known.stage in (PaperStage.FAILED, PaperStage.NO_PRINTER) else "again"
        words = "" if known.stage is PaperStage.PRINTING else text(f"reception.paper.{action}")
        title = text(f"reception.paper.{_NAMES[paper]}")
        file = "" if known.printed is None else saved_path(known.printed.outcome)
        return PaperRow(paper, title, known.stage, Sign(icon, said, tone), detail, words, file)

    def _outcome(self, printed: Printed, said: str) -> tuple[str, str]:
        text, outcome = self._wording.text, printed.outcome
        if outcome.result is PrintResult.FAILED:
            return text(f"reception.paper.condition.{outcome.condition.value}"), text("reception.paper.kept")
        if outcome.result is PrintResult.SAVED and outcome.path:
            return said, text("reception.paper.file", name=PurePath(outcome.path).name)
        details = []
        if printed.reprint:
            details.append(text("reception.paper.reprint", count=printed.reprint))
        if outcome.condition is PrinterCondition.PAPER_LOW:
            details.append(text("reception.paper.condition.paper_low"))
        return said, " ".join(details)


_NAMES: dict[PaperKind, str] = {FORM: "form", SLIP: "slip"}
