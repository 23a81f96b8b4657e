"""A line edit with room for an icon before the text, and an icon, words or a key cap after it."""

from __future__ import annotations

import unicodedata

from PySide6.QtCore import QEvent, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QGuiApplication, QKeyEvent, QKeySequence, QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from counter_app.ui.shared import icons, theme, tokens
from counter_app.ui.shared.keycap import cap_size, paint_cap


class LineEdit(QLineEdit):
    """Text as ``nfc()``; what stands beside the text is drawn, not typed."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        theme.tabular(self)
        self._leading: str | None = None
        self._trailing: tuple[str, str] | None = None
        self._note = ""
        self._note_token = "ink2"  # noqa: S105 - a colour token
        self._cap = ""
        self._reserved = 0

    def nfc(self) -> str:
        """The text with composed Vietnamese letters, without spaces around it."""
        return unicodedata.normalize("NFC", self.text()).strip()

    def set_leading(self, icon: str | None) -> None:
        """An icon before the text."""
        self._leading = icon
        self._make_room()

    def set_trailing(self, icon: str | None, color: str = "ink2") -> None:
        """An icon after the text."""
        self._trailing = (icon, color) if icon else None
        self._make_room()

    def set_note(self, text: str, color: str = "ink2") -> None:
        """Quiet words after the text: a count, what was understood."""
        self._note, self._note_token = text, color
        self._make_room()

    def set_cap(self, text: str) -> None:
        """The key that jumps here."""
        self._cap = text
        self._make_room()

    def reserve(self, width: int) -> None:
        """Keep room at the end for a child widget, in unscaled pixels."""
        self._reserved = width
        self._make_room()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """A copied picture or file is not for a field: whoever is around it may take it."""
        if event.matches(QKeySequence.StandardKey.Paste) and not _has_words():
            event.ignore()
        else:
            super().keyPressEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._make_room()

    def _make_room(self) -> None:
        look = theme.current()
        left = look.px(tokens.ICON + 8) if self._leading else 0
        right = look.px(self._reserved)
        if self._trailing:
            right += look.px(tokens.ICON + 8)
        if self._note:
            right += self._note_width() + look.px(8)
        if self._cap:
            right += cap_size(self._cap).width() + look.px(4)
        self.setTextMargins(left, 0, right, 0)
        self.update()

    def _note_width(self) -> int:
        # The painter inherits the field's tabular figures: what is measured must have them too.
        metrics = QFontMetricsF(theme.current().font(tokens.TEXT_SMALL, figures=True))
        return round(metrics.horizontalAdvance(self._note)) + 1

    def paintEvent(self, event: QPaintEvent) -> None:
        """The edit itself, then what stands beside the text."""
        super().paintEvent(event)
        look = theme.current()
        painter = QPainter(self)
        middle = self.height() / 2
        side = look.px(tokens.ICON)
        if self._leading:
            box = QRectF(look.px(10), round(middle - side / 2), side, side)
            icons.paint(painter, box, self._leading, look.color("ink2"))
        right = self.width() - look.px(10) - look.px(self._reserved)
        if self._cap:
            size = cap_size(self._cap)
            right -= size.width()
            box = QRectF(right, round(middle - size.height() / 2), size.width(), size.height())
            paint_cap(painter, box, self._cap, look.color("ink2"), look.color("field_border"))
            right -= look.px(4)
        if self._trailing:
            right -= side
            name, token = self._trailing
            icons.paint(painter, QRectF(right, round(middle - side / 2), side, side), name, look.color(token))
            right -= look.px(8)
        if self._note:
            painter.setFont(look.font(tokens.TEXT_SMALL, figures=True))
            painter.setPen(look.color(self._note_token))
            box = QRectF(right - self._note_width(), 0, self._note_width(), self.height())
            painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, self._note)


def _has_words() -> bool:
    """Whether words were copied; files come with their paths as words, which nobody means to type."""
    copied = QGuiApplication.clipboard().mimeData()
    return copied is not None and copied.hasText() and not any(url.isLocalFile() for url in copied.urls())
