"""How the prints of a dossier went, in lines above the buttons."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.printing import FORM, PaperKind
from counter_app.ui.counter.parts.saved_file import open_saved
from counter_app.ui.counter.parts.shown import PaperRow, PaperStage
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.labels import IconText, Label


class PaperLines(QWidget):
    """A line each: the paper, what is truly known of its print, and what to do."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording, self._text = wording, wording.text
        self._rows: tuple[PaperRow, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(4)
        self.hide()

    def rows(self) -> tuple[PaperRow, ...]:
        """What is shown now."""
        return self._rows

    def printing(self, paper: PaperKind) -> bool:
        """Whether a paper is being printed now."""
        return any(row.paper == paper and row.stage is PaperStage.PRINTING for row in self._rows)

    def show_rows(self, rows: Sequence[PaperRow]) -> None:
        """Draw these; screen readers hear what is new."""
        if tuple(rows) == self._rows:
            return
        fresh = [row for row in rows if row not in self._rows]
        self._rows = tuple(rows)
        while (item := self._column.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            said = self._said(row)
            self._column.addWidget(IconText(row.sign.icon, said, row.sign.tone, wrap=True))
            if row.detail and row.stage is not PaperStage.PRINTED:
                self._column.addWidget(Label(row.detail, "hint", wrap=True))
            if row.file:
                self._column.addWidget(self._look(row), 0, Qt.AlignmentFlag.AlignLeft)
        self.setVisible(bool(rows))
        for row in fresh:
            announce(self, f"{self._said(row)} {row.detail}")

    def _look(self, row: PaperRow) -> Button:
        look = Button(self._text("reception.paper.open"), icon="eye", size="small")
        look.setAccessibleName(f"{look.words()}: {row.title}")
        look.clicked.connect(lambda _=False: open_saved(self._wording, row.file, self._tell))
        return look

    def _tell(self, words: str) -> None:
        self._column.addWidget(Label(words, "hint", wrap=True))
        announce(self, words)

    def _said(self, row: PaperRow) -> str:
        paper = self._text("dossiers.paper.form" if row.paper == FORM else "dossiers.paper.slip")
        said = f"{paper[:1].upper()}{paper[1:]}: {row.sign.text}"
        return f"{said}. {row.detail}" if row.detail and row.stage is PaperStage.PRINTED else said
