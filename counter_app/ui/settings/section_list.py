"""The sections of the settings, down the left: icon and word, arrow keys move."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui.shared import icons, theme, tokens

_HEIGHT = 36
"""Every section is in sight on a screen of 1366x768 with text of 150 %."""
_WIDTH = 196


class _Item(QAbstractButton):
    def __init__(self, key: str, icon: str, words: str) -> None:
        super().__init__()
        self.key, self._icon = key, icon
        self.setText(words)
        self.setAccessibleName(words)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        look = theme.current()
        words = round(
            QFontMetricsF(look.font(tokens.TEXT_BODY, QFont.Weight.DemiBold)).horizontalAdvance(self.text())
        )
        return QSize(words + look.px(14 + tokens.ICON + 10 + 14), look.px(_HEIGHT))

    def enterEvent(self, _event: QEvent) -> None:
        self.update()

    def leaveEvent(self, _event: QEvent) -> None:
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(self.rect())
        if self.isChecked():
            painter.fillRect(box, look.color("accent_wash"))
            painter.fillRect(QRectF(0, 0, look.px(3), box.height()), look.color("accent"))
        elif self.underMouse():
            painter.fillRect(box, look.color("hover"))
        ink = look.color("accent_ink" if self.isChecked() else "ink")
        side = look.px(tokens.ICON)
        mark = QRectF(look.px(14), round((box.height() - side) / 2), side, side)
        icons.paint(painter, mark, self._icon, ink)
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal
        painter.setFont(look.font(tokens.TEXT_BODY, weight))
        painter.setPen(ink)
        words = box.adjusted(mark.right() + look.px(10), 0, -look.px(8), 0)
        painter.drawText(words, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, self.text())
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(look.color("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(4, 2, -2, -2), 4, 4)


class SectionList(QWidget):
    """``chosen`` tells the key of the section that a person opened."""

    chosen = Signal(str)

    def __init__(
        self, sections: Sequence[tuple[str, str, str]], *, name: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setProperty("surface", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._items: dict[str, _Item] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 8)
        column.setSpacing(0)
        for key, icon, words in sections:
            item = _Item(key, icon, words)
            item.clicked.connect(lambda _=False, key=key: self.chosen.emit(key))
            self._items[key] = item
            column.addWidget(item)
        column.addStretch(1)
        self._follow()

    def select(self, key: str) -> None:
        """Mark the open section without telling ``chosen``."""
        self._items[key].setChecked(True)

    def selected(self) -> str:
        """The key of the open section."""
        return next((key for key, item in self._items.items() if item.isChecked()), "")

    def focus_selected(self) -> None:
        """Put the focus on the open section."""
        self._items[self.selected()].setFocus(Qt.FocusReason.OtherFocusReason)

    def button(self, key: str) -> QAbstractButton:
        """The button of a section."""
        return self._items[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrow keys open the section above or below."""
        step = {Qt.Key.Key_Down: 1, Qt.Key.Key_Up: -1}.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
            return
        keys = list(self._items)
        place = min(max(keys.index(self.selected()) + step, 0), len(keys) - 1)
        self._items[keys[place]].setFocus(Qt.FocusReason.TabFocusReason)
        self._items[keys[place]].click()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow()

    def _follow(self) -> None:
        widest = max((item.sizeHint().width() for item in self._items.values()), default=0)
        self.setFixedWidth(max(theme.current().px(_WIDTH), widest))
