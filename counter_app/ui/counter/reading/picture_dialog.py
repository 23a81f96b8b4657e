"""What a picture gave when it was not simply one code: work under way, several codes, or none and why."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QProgressBar, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.reading.picture_state import CodeRow, PictureStage, PictureState
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.labels import IconText
from counter_app.ui.shared.tall_label import TallLabel
from counter_app.ui.shared.tokens import Tone

_WIDTH = 560


class PictureDialog(QDialog):
    """``taken`` tells the chosen code, ``other_way`` a ``Way``; Esc or "Thôi" gives the picture up."""

    taken = Signal(str)
    other_way = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = self._text = wording.text
        self.setModal(True)
        self.setWindowTitle(text("reading.picture.title"))
        self.setMinimumWidth(_WIDTH)
        self.setAcceptDrops(True)
        self.title = TallLabel("", "large", wrap=True)
        self.reason = IconText("circle-alert", "", Tone.RED, role="body", wrap=True)
        self.advice = IconText("info", "", Tone.NEUTRAL, role="body", wrap=True)
        self.bar = QProgressBar()
        self.bar.setRange(0, 0)
        self.bar.setTextVisible(False)
        self.rows: list[Button] = []
        self._codes = QVBoxLayout()
        self._codes.setSpacing(8)
        self.camera = Button(text("reading.way.camera"), icon="camera", size="small")
        self.mrz = Button(text("reading.way.mrz"), icon="keyboard", size="small")
        self.other = Button(text("reading.picture.other_file"), icon="image")
        self.back = Button(text("reading.picture.cancel"), cap="Esc")
        for way, button in (("camera", self.camera), ("mrz", self.mrz), ("file", self.other)):
            button.clicked.connect(lambda _=False, way=way: self.other_way.emit(way))
        self.back.clicked.connect(lambda _=False: self.reject())
        for button in (self.camera, self.mrz, self.other, self.back):
            button.setAutoDefault(True)  # Enter presses the one that has the focus
        self._lay_out()

    def show_state(self, state: PictureState) -> None:
        """Draw it; the focus goes to what most people do next."""
        self.title.setText(state.title)
        self.reason.setVisible(bool(state.text))
        self.reason.set("circle-alert", state.text, Tone.RED)
        self.advice.setVisible(bool(state.advice))
        self.advice.set("info", state.advice, Tone.NEUTRAL)
        reading, unread = state.stage is PictureStage.READING, state.stage is PictureStage.UNREAD
        self.bar.setVisible(reading)
        for button in (self.camera, self.mrz):
            button.setVisible(unread)
        self.other.setVisible(not reading)
        self._offer(state.rows)
        chosen = next((row for row in self.rows if row.isEnabled()), None)
        (chosen or (self.other if unread else self.back)).setFocus(Qt.FocusReason.OtherFocusReason)
        announce(self, f"{state.title} {state.text} {state.advice}".strip())
        # Wrapped lines know their height only when they have their width.
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        self._column.activate()
        self.resize(self.width(), self._column.totalHeightForWidth(self.width()))

    def _offer(self, rows: tuple[CodeRow, ...]) -> None:
        while (item := self._codes.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        self.rows = []
        for row in rows:
            if row.usable:
                button = Button(row.sign.text, icon=row.sign.icon, parent=self)
                button.setAutoDefault(True)
                button.show()  # what is not shown yet takes no focus
                button.clicked.connect(lambda _=False, code=row.code: self.taken.emit(code))
                self.rows.append(button)
                self._codes.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                self._codes.addWidget(IconText(row.sign.icon, row.sign.text, row.sign.tone, wrap=True))

    def _lay_out(self) -> None:
        ways, foot = QHBoxLayout(), QHBoxLayout()
        for row in (ways, foot):
            row.setSpacing(8)
        ways.addWidget(self.camera)
        ways.addWidget(self.mrz)
        ways.addStretch(1)
        foot.addStretch(1)
        foot.addWidget(self.other)
        foot.addWidget(self.back)
        column = self._column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        for widget in (self.title, self.bar, self.reason, self.advice):
            column.addWidget(widget)
        column.addLayout(self._codes)
        column.addLayout(ways)
        column.addStretch(1)
        column.addLayout(foot)
