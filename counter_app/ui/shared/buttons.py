"""Buttons with an icon, words and the key that presses them."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QVariantAnimation
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QKeySequence, QPainter, QPaintEvent, QShortcut
from PySide6.QtWidgets import (
    QPushButton,
    QSizePolicy,
    QStyle,
    QStyleOptionButton,
    QStylePainter,
    QToolButton,
    QWidget,
)

from counter_app.ui.shared import icons, theme, tokens
from counter_app.ui.shared.keycap import cap_size, paint_cap

Kind = Literal["plain", "primary", "danger", "quiet", "link", "chip"]
Size = Literal["small", "normal", "large"]

_HEIGHT = {"small": tokens.BUTTON_SMALL, "normal": tokens.BUTTON, "large": tokens.PRIMARY}
_TEXT = {"small": tokens.TEXT_SMALL, "normal": tokens.TEXT_BODY, "large": tokens.TEXT_HEADING + 1}
_SIDE = {"small": 10, "normal": 12, "large": 16}
_SHEET_KIND = {"danger": "plain", "link": "quiet"}
_GAP = 8


class Button(QPushButton):
    """A button: ``shortcut`` presses it while it is visible and is drawn on it as a key cap.

    ``cap`` replaces the words on the cap (``Enter`` for ``Ctrl+Return``) or, alone, shows a key that another
    part of the screen handles.
    """

    def __init__(
        self,
        text: str,
        *,
        icon: str | None = None,
        shortcut: str | None = None,
        cap: str | None = None,
        kind: Kind = "plain",
        size: Size = "normal",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._words = ""
        self._icon_name = icon
        self._kind: Kind = kind
        self._size: Size = size
        self._cap = cap or shortcut
        self._spin: QVariantAnimation | None = None
        self.setProperty("kind", _SHEET_KIND.get(kind, kind))
        self.setSizePolicy(QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self.setAutoDefault(False)
        self.setText(text)
        if shortcut is not None:
            QShortcut(QKeySequence(shortcut), self).activated.connect(self.click)

    def setText(self, text: str) -> None:
        """The words; ``&`` is an ampersand, not a mnemonic."""
        self._words = text
        super().setText(text.replace("&", "&&"))
        self.setAccessibleName(text)
        self.updateGeometry()

    def words(self) -> str:
        """The words as they are drawn."""
        return self._words

    def set_icon(self, name: str | None) -> None:
        """Show another icon, or none."""
        self._icon_name = name
        self.updateGeometry()
        self.update()

    def set_busy(self, busy: bool) -> None:
        """While work goes on: disabled, with a turning mark in the place of the icon."""
        if busy == (self._spin is not None):
            return
        if busy:
            self._spin = QVariantAnimation(self)
            self._spin.setDuration(900)
            self._spin.setLoopCount(-1)
            self._spin.setStartValue(0.0)
            self._spin.setEndValue(360.0)
            self._spin.valueChanged.connect(lambda _: self.update())
            self._spin.start()
        elif self._spin is not None:
            self._spin.stop()
            self._spin.deleteLater()
            self._spin = None
        self.setEnabled(not busy)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:
        """Room for icon, words and cap, and the height of the button's size."""
        look = theme.current()
        side = 4 if self._kind == "link" else _SIDE[self._size]
        width = self._content_width() + 2 * look.px(side)
        return QSize(round(width), look.px(_HEIGHT[self._size]))

    def minimumSizeHint(self) -> QSize:
        """Words are never cut by a layout."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The frame from the style sheet, the rest by hand: the style knows no key caps."""
        painter = QStylePainter(self)
        option = QStyleOptionButton()
        self.initStyleOption(option)
        option.text = ""
        painter.drawControl(QStyle.ControlElement.CE_PushButtonBevel, option)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus() and self._kind == "primary":
            self._paint_inner_ring(painter)
        self._paint_content(painter)

    def _font(self) -> QFont:
        heavy = self._kind in ("primary", "danger") or (self._kind == "chip" and self.isChecked())
        weight = QFont.Weight.DemiBold if heavy or self._kind == "link" else QFont.Weight.Medium
        return theme.current().font(_TEXT[self._size], weight)

    def _icon_drawn(self) -> str | None:
        return "loader-circle" if self._spin is not None else self._icon_name

    def _content_width(self) -> float:
        look = theme.current()
        widest = look.font(_TEXT[self._size], QFont.Weight.DemiBold) if self._kind == "chip" else self._font()
        width = QFontMetricsF(widest).horizontalAdvance(self._words) + 1
        if self._icon_drawn():
            width += look.px(tokens.ICON_SMALL) + look.px(_GAP if self._words else 0)
        if self._cap:
            width += cap_size(self._cap).width() + look.px(_GAP)
        return width

    def _ink(self) -> QColor:
        look = theme.current()
        if not self.isEnabled():
            return look.color("ink3")
        if self._kind == "chip":
            return look.color("accent_ink" if self.isChecked() else "ink")
        inks = {"primary": "on_accent", "danger": "red", "link": "blue"}
        return look.color(inks.get(self._kind, "ink"))

    def _paint_inner_ring(self, painter: QPainter) -> None:
        painter.setPen(self._ink())
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(3.5, 3.5, -3.5, -3.5), 3, 3)

    def _paint_content(self, painter: QPainter) -> None:
        look = theme.current()
        ink = self._ink()
        font = self._font()
        gap = look.px(_GAP)
        room = self.width() - 2 * look.px(4)
        fixed = self._content_width() - QFontMetricsF(font).horizontalAdvance(self._words)
        metrics = QFontMetricsF(font)
        words = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, max(room - fixed + 1, 0))
        x = (self.width() - (fixed - 1 + metrics.horizontalAdvance(words))) / 2
        middle = self.height() / 2
        name = self._icon_drawn()
        if name:
            side = look.px(tokens.ICON_SMALL)
            self._paint_icon(painter, QRectF(round(x), round(middle - side / 2), side, side), name, ink)
            x += side + (gap if self._words else 0)
        painter.setFont(font)
        painter.setPen(ink)
        box = QRectF(x, 0, metrics.horizontalAdvance(words) + 2, self.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, words)
        if self._cap:
            size = cap_size(self._cap)
            left = round(box.right() - 2 + gap)
            cap = QRectF(left, round(middle - size.height() / 2), size.width(), size.height())
            faint = self._kind != "primary" or not self.isEnabled()
            line = look.color("field_border") if faint else QColor(ink)
            paint_cap(painter, cap, self._cap, look.color("ink2") if faint else ink, line)

    def _paint_icon(self, painter: QPainter, box: QRectF, name: str, ink: QColor) -> None:
        if self._spin is None:
            icons.paint(painter, box, name, ink)
            return
        painter.save()
        painter.translate(box.center())
        painter.rotate(float(self._spin.currentValue()))
        icons.paint(painter, box.translated(QPointF() - box.center()), name, ink)
        painter.restore()


class PrimaryButton(Button):
    """The one thing to do on this screen."""

    def __init__(
        self,
        text: str,
        *,
        icon: str | None = None,
        shortcut: str | None = None,
        cap: str | None = None,
        size: Size = "large",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(
            text, icon=icon, shortcut=shortcut, cap=cap, kind="primary", size=size, parent=parent
        )


class LinkButton(Button):
    """A word that acts, in blue ("Sửa")."""

    def __init__(self, text: str, *, icon: str | None = None, parent: QWidget | None = None) -> None:
        super().__init__(text, icon=icon, kind="link", size="small", parent=parent)


class IconButton(QToolButton):
    """An icon alone; ``says`` is its accessible name and tool tip."""

    def __init__(
        self,
        name: str,
        says: str,
        *,
        color: str = "ink2",
        size: float = tokens.ICON,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, color, size
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.set(name, says)

    def set(self, name: str, says: str, color: str | None = None) -> None:
        """Show another icon with another meaning."""
        self._name, self._token = name, color or self._token
        self.setAccessibleName(says)
        self.setToolTip(says)
        self._draw()

    def changeEvent(self, event: QEvent) -> None:
        """Follow theme and text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._draw()

    def _draw(self) -> None:
        self.setIcon(icons.icon(self._name, self._token, self._size))
        self.setIconSize(icons.icon_size(self._size))
