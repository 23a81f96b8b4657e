"""A small sheet that opens under the button that asked for it, lies over the page, and takes the focus."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QFrame,
    QGraphicsDropShadowEffect,
    QVBoxLayout,
    QWidget,
)

from counter_app.ui.shared import theme
from counter_app.ui.shared.styling import mark

_GAP: Final = 4
_EDGE: Final = 12


class Popover(QFrame):
    """Esc closes it and gives the focus back; so does a press or a jump to anywhere else, leaving the focus.

    It is a child of the window, not a window: nothing under it is stopped. Content goes into ``column``.
    """

    closed = Signal()

    def __init__(self, name: str, host: QWidget) -> None:
        super().__init__(host)
        mark(self, "notice", "plain")
        self.setAccessibleName(name)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(14, 10, 14, 12)
        self.column.setSpacing(6)
        self._anchor: QWidget | None = None
        self._first: QWidget | None = None
        shadow = QGraphicsDropShadowEffect(self)
        shadow.setBlurRadius(24)
        shadow.setOffset(0, 4)
        shadow.setColor(theme.current().color("shadow"))
        self.setGraphicsEffect(shadow)
        self.hide()

    def open_under(self, anchor: QWidget, first: QWidget, *, width: int) -> None:
        """Show it under ``anchor``, ``width`` wide at 100 % text, with the focus on ``first``."""
        self._anchor, self._first, self._width = anchor, first, width
        self.place()
        self.show()
        self.raise_()
        first.setFocus(Qt.FocusReason.PopupFocusReason)
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.connect(self._focus_went)

    _width = 360

    def place(self) -> None:
        """Put it under the anchor, from its left or its right edge; above it where there is more room."""
        host, anchor = self.parentWidget(), self._anchor
        if host is None or anchor is None:
            return
        look = theme.current()
        edge = look.px(_EDGE)
        width = min(look.px(self._width), host.width() - 2 * edge)
        corner = anchor.mapTo(host, QPoint(0, anchor.height() + look.px(_GAP)))
        left = corner.x()
        if left + width > host.width() - edge or left > host.width() / 2:
            left += anchor.width() - width
        self.setFixedWidth(width)
        self.column.activate()
        wanted = self.column.totalHeightForWidth(width) if self.column.hasHeightForWidth() else -1
        height = wanted if wanted > 0 else self.column.totalSizeHint().height()
        top, room = corner.y(), host.height() - edge - corner.y()
        above = corner.y() - anchor.height() - 2 * look.px(_GAP) - edge
        if room < height and above > room:
            room = above
            top = edge + above - min(height, above)
        self.setGeometry(max(left, edge), top, width, min(height, room))

    def close_sheet(self, *, back: bool = True) -> None:
        """Take it away; ``back`` puts the focus where it came from."""
        if self.isHidden():
            return
        app = QApplication.instance()
        if isinstance(app, QApplication):
            app.focusChanged.disconnect(self._focus_went)
        self.hide()
        anchor = self._anchor
        if back and anchor is not None and anchor.isVisible():
            anchor.setFocus(Qt.FocusReason.PopupFocusReason)
        self.closed.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc goes back, Enter presses, up and down go through what is here; nothing goes on to the page."""
        key = event.key()
        here = QApplication.focusWidget()
        if key == Qt.Key.Key_Escape:
            self.close_sheet()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and isinstance(here, QAbstractButton):
            here.click()
        elif key in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(key == Qt.Key.Key_Down)
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange and self.isVisible():
            self.place()

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab stays inside, round and round: leaving is Esc."""
        stops = [
            child
            for child in self.findChildren(QWidget)
            if child.isVisible() and child.isEnabled() and child.focusPolicy() & Qt.FocusPolicy.TabFocus
        ]
        if not stops:
            return False
        here = QApplication.focusWidget()
        place = next((at for at, child in enumerate(stops) if child is here), -1)
        step = 1 if forward else -1
        stops[(place + step) % len(stops)].setFocus(
            Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        )
        return True

    def _focus_went(self, _old: QObject | None, new: QObject | None) -> None:
        inside = isinstance(new, QWidget) and (new is self or self.isAncestorOf(new))
        if new is not None and not inside and self.isVisible():
            self.close_sheet(back=False)
