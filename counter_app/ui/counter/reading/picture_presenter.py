"""Finds the codes of a picture off the GUI thread, and what each of them is."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import DomainError
from counter_app.domain.vietnamese import tidy
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.ports import Scan, ScanSource
from counter_app.services.scans import CardScanned, NotUsable, ScanMeaning, SlipScanned
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.counter.parts.typed import grouped
from counter_app.ui.counter.reading.picture_state import CodeRow, PictureStage, PictureState
from counter_app.ui.shared.tokens import Tone
from counter_app.ui.tasks import Task, Tasks

ReadCodes = Callable[[], Sequence[str]]
_ABOUT_THE_CODE: Final = frozenset({"picture.no_code", "picture.code_unreadable", "picture.code_not_utf8"})


class PicturePresenter(QObject):
    """``scanned`` tells the one code that was meant; ``shown`` that there is something to look at until then:
    work that takes its time, several codes, none.
    """

    shown = Signal(object)
    scanned = Signal(object)

    def __init__(
        self, services: CounterServices, tasks: Tasks, wording: Wording, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._wording = services, tasks, wording
        self._text = wording.text
        self._source: ScanSource = "file"
        self._name = ""
        self._task: Task[Sequence[tuple[str, ScanMeaning]]] | None = None

    def read(self, name: str, source: ScanSource, codes: ReadCodes) -> None:
        """Read a picture; a picture that is still being read is forgotten."""
        self.cancel()
        self._name, self._source = name, source
        scans = self._services.scans

        def work() -> Sequence[tuple[str, ScanMeaning]]:
            return [(code, scans.interpret(code)) for code in dict.fromkeys(codes())]

        self._task = self._tasks.device("pictures", work, owner=self)
        self._task.progress(self._slow).success(self._found).failure(self._failed)

    def cancel(self) -> None:
        """The picture is not wanted any more; what a worker still does with it is not looked at."""
        task, self._task = self._task, None
        if task is not None and not task.settled:
            task.drop()

    def take(self, code: str) -> None:
        """This one of several was meant."""
        self.scanned.emit(Scan(code, self._source, self._services.clock.now()))

    def _slow(self, slow: bool) -> None:
        if slow:
            self._show(PictureStage.READING, self._text("reading.picture.reading", name=self._name))

    def _found(self, found: Sequence[tuple[str, ScanMeaning]]) -> None:
        rows = tuple(self._row(code, meaning) for code, meaning in found)
        usable = [row for row in rows if row.usable]
        if len(usable) == 1:
            self.take(usable[0].code)
        elif usable:
            title = self._text("reading.picture.several", count=len(rows))
            self._show(PictureStage.SEVERAL, title, rows=rows)
        else:
            said = " ".join(dict.fromkeys(row.sign.text for row in rows))
            self._show(PictureStage.UNREAD, self._text("reading.picture.not_usable", name=self._name), said)

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            self._show(PictureStage.UNREAD, self._text("reading.picture.failed", name=self._name))
            raise error
        about_code = error.code in _ABOUT_THE_CODE
        key = "reading.picture.no_code" if about_code else "reading.picture.failed"
        advice = self._text("reading.picture.advice") if about_code else ""
        title = self._text(key, name=self._name)
        self._show(PictureStage.UNREAD, title, self._wording.error(error), advice)

    def _show(
        self,
        stage: PictureStage,
        title: str,
        text: str = "",
        advice: str = "",
        rows: tuple[CodeRow, ...] = (),
    ) -> None:
        self.shown.emit(PictureState(stage, title, text, advice, rows))

    def _row(self, code: str, meaning: ScanMeaning) -> CodeRow:
        match meaning:
            case CardScanned(party=party) if party.full_name:
                said = self._text("reading.meaning.card", name=tidy(party.full_name))
                return CodeRow(code, Sign("id-card", said), usable=True)
            case CardScanned(party=party) if party.number:
                said = self._text("reading.meaning.number", number=grouped(party.number))
                return CodeRow(code, Sign("id-card", said), usable=True)
            case SlipScanned(code=slip, dossier_id=dossier_id):
                key = "slip" if dossier_id is not None else "slip_unknown"
                said = self._text(f"reading.meaning.{key}", code=slip)
                return CodeRow(code, Sign("file-text", said), usable=dossier_id is not None)
            case CardScanned(findings=findings) | NotUsable(findings=findings):
                said = self._text(f"finding.{findings[0].code}", **findings[0].params)
                return CodeRow(code, Sign("info", said, Tone.NEUTRAL), usable=False)
