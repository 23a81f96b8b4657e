"""The slip as it would be printed now, on the screen."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QDialog, QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button, IconButton, PrimaryButton
from counter_app.ui.shared.labels import Label

_STEPS = (0.5, 0.7, 0.85, 1.0, 1.25, 1.5, 2.0)


class PaperPreview(QDialog):
    """Pages below each other, as wide as the window at first; ``print_pressed`` closes it.

    Without ``print_words`` they are only looked at.
    """

    print_pressed = Signal()

    def __init__(
        self,
        wording: Wording,
        title: str,
        pages: Sequence[bytes],
        *,
        print_words: str,
        note: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = wording.text
        self._note = note or wording.text("dossiers.preview.note")
        self._images = [QImage.fromData(page) for page in pages]
        self._zoom = 1.0
        self.setWindowTitle(title)
        self.setModal(True)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._sheets = [self._sheet(number) for number in range(len(self._images))]
        self.print = PrimaryButton(print_words, icon="printer", shortcut="Ctrl+P", size="normal")
        self.print.clicked.connect(lambda _=False: self._print())
        self.print.setVisible(bool(print_words))
        self.print.setEnabled(bool(print_words))
        self.smaller = IconButton("zoom-out", wording.text("dossiers.preview.smaller"))
        self.larger = IconButton("zoom-in", wording.text("dossiers.preview.larger"))
        self.smaller.clicked.connect(lambda _=False: self._step(-1))
        self.larger.clicked.connect(lambda _=False: self._step(1))
        self._lay_out(title)
        self._size_to_parent()
        self.print.setFocus(Qt.FocusReason.OtherFocusReason)

    def page_count(self) -> int:
        """How many pages there are."""
        return len(self._images)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Plus and minus change the size; Esc closes."""
        if event.key() in (Qt.Key.Key_Plus, Qt.Key.Key_Equal):
            self._step(1)
        elif event.key() == Qt.Key.Key_Minus:
            self._step(-1)
        else:
            super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Pages follow the room that there is for them."""
        if event.type() == QEvent.Type.Resize:
            self._draw()
        return super().eventFilter(watched, event)

    def _sheet(self, number: int) -> QLabel:
        sheet = QLabel()
        name = self._text("dossiers.preview.page", number=number + 1, total=len(self._images))
        sheet.setAccessibleName(name)
        sheet.setAlignment(Qt.AlignmentFlag.AlignCenter)
        return sheet

    def _lay_out(self, title: str) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(title, "large"), 1)
        head.addWidget(self.smaller)
        head.addWidget(self.larger)
        paper = QWidget()
        column = QVBoxLayout(paper)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(16)
        for sheet in self._sheets:
            column.addWidget(sheet, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(1)
        self._area = QScrollArea()
        self._area.setWidgetResizable(True)
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidget(paper)
        self._area.viewport().installEventFilter(self)
        close = Button(self._text("shared.button.close"))
        close.clicked.connect(lambda _=False: self.reject())
        keys = QHBoxLayout()
        keys.setSpacing(8)
        keys.addWidget(Label(self._note, "hint", wrap=True), 1)
        keys.addWidget(close)
        keys.addWidget(self.print)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 14, 20, 16)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self._area, 1)
        column.addLayout(keys)

    def _size_to_parent(self) -> None:
        parent = self.parentWidget()
        room = parent.window().size() if parent is not None else QSize(1366, 696)
        self.resize(min(theme.current().px(860), room.width() - 80), room.height() - 24)

    def _draw(self) -> None:
        room = self._area.viewport().width() - 40
        for sheet, image in zip(self._sheets, self._images, strict=True):
            if image.isNull():
                sheet.setText(self._text("dossiers.preview.unreadable"))
                continue
            ratio = self.devicePixelRatioF()
            width = min(round(room * self._zoom * ratio), round(image.width() * 2))
            drawn = image.scaledToWidth(max(width, 80), Qt.TransformationMode.SmoothTransformation)
            drawn.setDevicePixelRatio(ratio)
            sheet.setPixmap(QPixmap.fromImage(drawn))

    def _step(self, by: int) -> None:
        nearest = min(range(len(_STEPS)), key=lambda place: abs(_STEPS[place] - self._zoom))
        self._zoom = _STEPS[min(max(nearest + by, 0), len(_STEPS) - 1)]
        self._draw()

    def _print(self) -> None:
        self.accept()
        self.print_pressed.emit()
