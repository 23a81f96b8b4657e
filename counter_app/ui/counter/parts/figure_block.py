"""A label with the word that changes it, a value in large figures, and lines that explain."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui.counter.parts.shown import Figure
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.buttons import LinkButton
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.tokens import Tone
from counter_app.ui.shared.wrap_label import WrapLabel


class FigureLine(QWidget):
    """Value and suffix on one baseline; the suffix goes to the next line when there is no room."""

    _GAP = 8

    def __init__(self, *, size: float = tokens.TEXT_LARGE, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._size = size
        self._value, self._suffix = "", ""
        self._tone: Tone | None = None
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def set(self, value: str, suffix: str, tone: Tone | None) -> None:
        """Show other words."""
        if (value, suffix, tone) == (self._value, self._suffix, self._tone):
            return
        self._value, self._suffix, self._tone = value, suffix, tone
        self.setAccessibleName(f"{value} {suffix}".strip())
        self.updateGeometry()
        self.update()

    def set_size(self, size: float) -> None:
        """Show in another size of figures."""
        if size != self._size:
            self._size = size
            self.updateGeometry()
            self.update()

    def sizeHint(self) -> QSize:
        """Both on one line."""
        return QSize(round(self._width()), self.heightForWidth(round(self._width()) + 1))

    def minimumSizeHint(self) -> QSize:
        """A few letters; the value shortens before the page is torn."""
        return QSize(theme.current().px(60), round(self._line_height()))

    def hasHeightForWidth(self) -> bool:
        """The suffix may move down."""
        return True

    def heightForWidth(self, width: int) -> int:
        """One line or two."""
        suffix = QFontMetricsF(self._fonts()[1])
        one = self._line_height()
        return round(one + suffix.height()) if self._suffix and self._width() > width else round(one)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw both."""
        look = theme.current()
        value_font, suffix_font = self._fonts()
        value, suffix = QFontMetricsF(value_font), QFontMetricsF(suffix_font)
        painter = QPainter(self)
        painter.setPen(look.color(look.tone_ink(self._tone) if self._tone else "ink"))
        painter.setFont(value_font)
        baseline = (self._line_height() - value.height()) / 2 + value.ascent()
        shown = value.elidedText(self._value, Qt.TextElideMode.ElideRight, self.width())
        painter.drawText(QPointF(0, baseline), shown)
        if not self._suffix:
            return
        painter.setFont(suffix_font)
        if self._width() <= self.width():
            left = value.horizontalAdvance(self._value) + look.px(self._GAP)
            painter.drawText(QPointF(left, baseline), self._suffix)
        else:
            shown = suffix.elidedText(self._suffix, Qt.TextElideMode.ElideRight, self.width())
            painter.drawText(QPointF(0, self._line_height() + suffix.ascent()), shown)

    def _fonts(self) -> tuple[QFont, QFont]:
        look = theme.current()
        big = self._size >= tokens.TEXT_DISPLAY
        weight = QFont.Weight.Bold if big else QFont.Weight.DemiBold
        suffix = tokens.TEXT_TITLE if big else tokens.TEXT_BODY
        return look.font(self._size, weight, figures=True), look.font(suffix, figures=True)

    def _line_height(self) -> float:
        return QFontMetricsF(self._fonts()[0]).height() * 0.92

    def _width(self) -> float:
        value, suffix = (QFontMetricsF(font) for font in self._fonts())
        gap = theme.current().px(self._GAP) if self._suffix else 0
        return value.horizontalAdvance(self._value) + gap + suffix.horizontalAdvance(self._suffix) + 1


class _LowLink(LinkButton):
    """As high as the line of the label that it stands in."""

    def sizeHint(self) -> QSize:
        return QSize(super().sizeHint().width(), theme.current().px(22))


class FigureBlock(QWidget):
    """``acted`` tells that the word that changes the value was pressed; ``body`` takes an editor."""

    acted = Signal()

    def __init__(self, label: str, *, large: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(label)
        self._said = label
        self._size = tokens.TEXT_DISPLAY if large else tokens.TEXT_LARGE
        self.label = Label(label, "label")
        self.line = FigureLine(size=self._size)
        self.detail = WrapLabel("", "hint")
        self.action = _LowLink("")
        self.action.clicked.connect(lambda _=False: self.acted.emit())
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(self.label)
        head.addStretch(1)
        head.addWidget(self.action)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(head)
        column.addWidget(self.line)
        column.addWidget(self.detail)
        column.addLayout(self.body)

    def set(self, figure: Figure) -> None:
        """Show a value."""
        # Words instead of figures are set smaller, or they would not fit beside anything.
        long = len(figure.value) > 8
        self.line.set_size(tokens.TEXT_LARGE if long else self._size)
        self.line.set(figure.value, figure.suffix, figure.tone)
        self.line.setVisible(bool(figure.value))
        self.detail.setText(figure.detail)
        self.detail.setVisible(bool(figure.detail))
        if self.action.words() != figure.action:
            self.action.setText(figure.action)
            self.action.setAccessibleName(f"{figure.action}: {self._said}")
        self.action.setVisible(bool(figure.action))
        said = (figure.value, figure.suffix, figure.detail)
        self.setAccessibleDescription(" ".join(part for part in said if part))
