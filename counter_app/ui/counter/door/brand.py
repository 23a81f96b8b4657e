"""The head of the sign-in page: the mark of the program, the office and the counter."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.labels import Label


class _Mark(QWidget):
    """The name of the program on the deep red, with the gold line under it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme.current()
        words = QFontMetricsF(self._font()).horizontalAdvance(self._text)
        return QSize(round(words) + look.px(36), look.px(52))

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("accent"))
        painter.fillRect(QRectF(0, self.height() - 3, self.width(), 3), look.color("gold"))
        painter.setPen(look.color("on_accent"))
        painter.setFont(self._font())
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)

    def _font(self) -> QFont:
        return theme.current().font(tokens.TEXT_TITLE, QFont.Weight.Bold)


class BrandHead(QWidget):
    """Mark on the left, office and counter beside it; the program's own words until they are known."""

    def __init__(self, brand: str, program: str) -> None:
        super().__init__()
        self._program = program
        self.place = Label(program, "title")
        self.counter = Label("", "hint")
        words = QVBoxLayout()
        words.setSpacing(1)
        words.addStretch(1)
        words.addWidget(self.place)
        words.addWidget(self.counter)
        words.addStretch(1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        row.addWidget(_Mark(brand))
        row.addLayout(words)

    def show_place(self, office: str, counter: str) -> None:
        """Where we are, once it is known."""
        self.place.setText(office or self._program)
        self.counter.setText(counter)
        self.counter.setVisible(bool(counter))
