"""The screens of the counter, down the left side."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import QAbstractButton, QSizePolicy, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared import icons, theme, tokens


@dataclass(frozen=True)
class RailItem:
    """One screen: its key, icon, word and, if it has one, the key that opens it ("Alt+1")."""

    key: str
    icon: str
    text: str
    shortcut: str = ""


class _Item(QAbstractButton):
    def __init__(self, item: RailItem, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = item
        self.badge = ""
        self.setText(item.text)
        self.setAccessibleName(item.text)
        self.setCheckable(True)
        self.setAutoExclusive(True)
        self.setToolTip(item.shortcut)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(tokens.RAIL), look.px(tokens.RAIL_ITEM))

    def minimumSizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(tokens.RAIL), look.px(tokens.ICON_RAIL + tokens.TEXT_SMALL + 16))

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
        ink = look.color("accent_ink" if self.isChecked() else "ink2")
        side, text_height = look.px(tokens.ICON_RAIL), look.px(18)
        top = round((box.height() - side - text_height - look.px(3)) / 2)
        mark = QRectF(round((box.width() - side) / 2), top, side, side)
        icons.paint(painter, mark, self.item.icon, ink)
        weight = QFont.Weight.DemiBold if self.isChecked() else QFont.Weight.Normal
        font = look.font(tokens.TEXT_SMALL, weight)
        painter.setFont(font)
        painter.setPen(ink)
        words = QRectF(2, mark.bottom() + look.px(3), box.width() - 4, text_height)
        shown = QFontMetricsF(font).elidedText(self.text(), Qt.TextElideMode.ElideRight, words.width())
        painter.drawText(words, Qt.AlignmentFlag.AlignCenter, shown)
        if self.badge:
            self._paint_badge(painter, mark)
        if self.hasFocus():
            pen = painter.pen()
            pen.setColor(look.color("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(box.adjusted(4, 2, -2, -2), 4, 4)

    def _paint_badge(self, painter: QPainter, mark: QRectF) -> None:
        look = theme.current()
        font = look.font(tokens.TEXT_SMALL - 0.5, QFont.Weight.DemiBold)
        height = look.px(17)
        width = max(QFontMetricsF(font).horizontalAdvance(self.badge) + look.px(8), height)
        pill = QRectF(mark.center().x() + look.px(4), mark.top() - look.px(6), width, height)
        painter.setPen(look.color("accent_wash" if self.isChecked() else "paper"))
        painter.setBrush(look.color("badge"))
        painter.drawRoundedRect(pill, height / 2, height / 2)
        painter.setPen(look.color("on_badge"))
        painter.setFont(font)
        painter.drawText(pill, Qt.AlignmentFlag.AlignCenter, self.badge)


class Rail(QWidget):
    """Icons with words; arrow keys move, ``chosen`` tells the key of the screen that a person opened."""

    chosen = Signal(str)

    def __init__(self, wording: Wording, items: Sequence[RailItem], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "paper")
        self.setObjectName("rail")
        self.setAccessibleName(wording.text("shared.rail.name"))
        self._items: dict[str, _Item] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 6, 1, 6)
        column.setSpacing(0)
        for item in items:
            button = _Item(item, self)
            button.clicked.connect(lambda _=False, key=item.key: self.chosen.emit(key))
            if item.shortcut:
                QShortcut(QKeySequence(item.shortcut), button).activated.connect(button.click)
            self._items[item.key] = button
            column.addWidget(button)
        column.addStretch(1)
        self._follow()

    def select(self, key: str) -> None:
        """Mark the open screen without telling ``chosen``; an unknown key is a ``KeyError``."""
        self._items[key].setChecked(True)

    def selected(self) -> str:
        """The key of the open screen, or an empty string."""
        return next((key for key, item in self._items.items() if item.isChecked()), "")

    def set_badge(self, key: str, badge: str, *, says: str = "") -> None:
        """A small count at a screen's icon, ``says`` of what; an empty string takes it away."""
        item = self._items[key]
        item.badge = badge
        name = item.item.text
        said = self._wording.text("shared.rail.badge", name=name, badge=says or badge) if badge else name
        item.setAccessibleName(said)
        if says or not item.item.shortcut:
            item.setToolTip(says if badge else "")
        item.update()

    def button(self, key: str) -> QAbstractButton:
        """The button of a screen."""
        return self._items[key]

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Home and End go to the first and last screen."""
        ends = {Qt.Key.Key_Home: 0, Qt.Key.Key_End: -1}
        index = ends.get(Qt.Key(event.key()))
        if index is None:
            super().keyPressEvent(event)
        else:
            list(self._items.values())[index].setFocus(Qt.FocusReason.TabFocusReason)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow()

    def _follow(self) -> None:
        self.setFixedWidth(theme.current().px(tokens.RAIL))
