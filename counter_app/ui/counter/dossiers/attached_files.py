"""The files of a dossier: what there is, how far each has come, and putting more to it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.dossiers.attached_state import AttachedState, FileRow
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.styling import mark


class AttachedFiles(QWidget):
    """``add_pressed`` asks for files from the disk; while files hover over it, it says what a drop does."""

    add_pressed = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = wording.text
        self._state = AttachedState()
        self._shown: tuple[FileRow, ...] | None = None
        self._dropping = False
        self._title = Label("", "strong", wrap=True)
        self.add = Button(self._text("dossiers.file.add"), icon="paperclip", size="small")
        self.add.clicked.connect(lambda _=False: self.add_pressed.emit())
        self.hint = Label("", "hint", wrap=True)
        self._rows = QVBoxLayout()
        self._rows.setSpacing(6)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._title, 1)
        head.addWidget(self.add)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addLayout(head)
        column.addLayout(self._rows)
        column.addWidget(self.hint)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)

    def show_files(self, state: AttachedState) -> None:
        """Draw them."""
        self._state = state
        self._title.setText(state.title)
        self.setAccessibleName(state.title)
        self.add.setEnabled(not state.locked and not state.busy)
        self.add.setToolTip(state.locked)
        self.add.set_busy(state.busy)
        self._say()
        if state.rows != self._shown:
            self._shown = state.rows
            self._draw(state.rows)

    def set_dropping(self, dropping: bool) -> None:
        """Files are held over the dossier."""
        self._dropping = dropping
        mark(self, "surface", "drop" if dropping else None)
        self._say()

    def rows(self) -> tuple[FileRow, ...]:
        """What is shown."""
        return self._state.rows

    def _say(self) -> None:
        words = "dossiers.file.drop_now" if self._dropping else "dossiers.file.drop"
        shown = self._dropping or (not self._state.rows and not self._state.locked)
        self.hint.setText(self._text(words) if shown else "")
        self.hint.setVisible(shown)

    def _draw(self, rows: tuple[FileRow, ...]) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._rows.addWidget(_line(row))


def _line(row: FileRow) -> QWidget:
    host = QWidget()
    host.setAccessibleName(f"{row.title}, {row.detail}, {row.sign.text}")
    column = QVBoxLayout(host)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(1)
    column.addWidget(Label(row.title, "small", wrap=True))
    column.addWidget(Label(row.detail, "hint"))
    column.addWidget(IconText(row.sign.icon, row.sign.text, row.sign.tone, wrap=True))
    return host
