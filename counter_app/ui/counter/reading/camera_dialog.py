"""The camera's dialog: what it sees, what to do with the card, and other ways when there is no camera."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QDialog, QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.camera_ports import PreviewFrame
from counter_app.services.reading_ports import CameraStage
from counter_app.ui.counter.reading.camera_picture import CameraPicture
from counter_app.ui.counter.reading.camera_state import CameraState
from counter_app.ui.shared import theme
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.combo import Combo
from counter_app.ui.shared.labels import IconMark, IconText, Label
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.tokens import Tone

_TWO_LINES = 42
_NAME = 200


class _Trouble(QWidget):
    """Stands where the picture would: what happened, what to do now, and a button that tries again."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        mark(self, "surface", "sunken")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.icon = IconMark("camera", "ink3", 36)
        self.title = Label("", "heading")
        self.text = Label("", "hint", wrap=True)
        self.text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        self.again = Button(wording.text("reading.camera.again"), icon="repeat")
        column = QVBoxLayout(self)
        column.setContentsMargins(48, 24, 48, 24)
        column.setSpacing(8)
        column.addStretch(1)
        column.addWidget(self.icon, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.title, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self.text)
        column.addSpacing(8)
        column.addWidget(self.again, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)


class CameraDialog(QDialog):
    """``again`` asks to try once more, ``chosen`` tells a camera, ``other_way`` a ``Way``; Esc closes."""

    again = Signal()
    chosen = Signal(str)
    other_way = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        text = wording.text
        self.setModal(True)
        self.setWindowTitle(text("reading.camera.title"))
        self.which = Combo()
        self.which.setAccessibleName(text("reading.camera.which"))
        self.which.activated.connect(lambda _: self.chosen.emit(str(self.which.currentData())))
        self.picture = CameraPicture(text("reading.camera.preview"))
        self.trouble = _Trouble(wording)
        self.trouble.again.clicked.connect(lambda _=False: self.again.emit())
        self.hint = IconText("scan-qr-code", "", Tone.NEUTRAL, role="heading", wrap=True)
        self.mrz = Button(text("reading.way.mrz"), icon="keyboard", cap="Alt+M", kind="quiet", size="small")
        self.file = Button(text("reading.way.file"), icon="image", cap="Alt+T", kind="quiet", size="small")
        for way, button, keys in (("mrz", self.mrz, "Alt+M"), ("file", self.file, "Alt+T")):
            button.clicked.connect(lambda _=False, way=way: self.other_way.emit(way))
            QShortcut(QKeySequence(keys), self).activated.connect(button.click)
        self.close_button = Button(text("shared.button.close"), cap="Esc")
        self.close_button.clicked.connect(lambda _=False: self.reject())
        for button in (self.mrz, self.file, self.close_button, self.trouble.again):
            button.setAutoDefault(True)  # Enter presses the one that has the focus
        self._room = QWidget()
        self._heard = ""
        self._lay_out(Label(text("reading.camera.title"), "large"))
        self.close_button.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_state(self, state: CameraState) -> None:
        """Draw everything but the picture."""
        trouble = state.trouble
        self._pages.setCurrentWidget(self.picture if trouble is None else self.trouble)
        if state.stage is not CameraStage.LIVE:
            self.picture.show_frame(None)
        if trouble is not None:
            self.trouble.icon.set(trouble.icon, "ink3")
            self.trouble.title.setText(trouble.title)
            self.trouble.text.setText(trouble.text)
        self.hint.set(state.sign.icon, state.sign.text, state.sign.tone)
        self._offer(state)
        said = state.sign.text if trouble is None else f"{trouble.title}. {trouble.text}"
        if said != self._heard and self.isVisible():
            self._heard = said
            announce(self, said)

    def show_frame(self, frame: PreviewFrame) -> None:
        """The newest picture."""
        self.picture.show_frame(frame)

    def _offer(self, state: CameraState) -> None:
        self.which.setVisible(bool(state.cameras))
        rows = range(self.which.count())
        now = tuple((str(self.which.itemData(row)), self.which.itemText(row)) for row in rows)
        if now != state.cameras:
            self.which.clear()
            for key, words in state.cameras:
                self.which.addItem(words, key)
        row = self.which.findData(state.chosen)
        if row >= 0:
            self.which.setCurrentIndex(row)

    def _lay_out(self, title: Label) -> None:
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(title, 1)
        head.addWidget(self.which)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.picture)
        self._pages.addWidget(self.trouble)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.mrz)
        foot.addWidget(self.file)
        foot.addStretch(1)
        foot.addWidget(self.close_button)
        said = QHBoxLayout()
        said.setSpacing(0)
        said.addWidget(self.hint, 1, Qt.AlignmentFlag.AlignTop)
        said.addWidget(self._room)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addLayout(self._pages, 1)
        column.addLayout(said)
        column.addLayout(foot)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        """Room for two lines under the picture, so that it stays where it is whatever is said."""
        look = theme.current()
        self._room.setFixedSize(0, look.px(_TWO_LINES))
        self.which.setMinimumWidth(look.px(_NAME))
