"""A label for names in capitals: the marks on "Ễ" and "Ẫ" stand higher than the font says its letters do."""

from __future__ import annotations

from PySide6.QtCore import QEvent
from PySide6.QtGui import QFontMetrics

from counter_app.ui.shared.labels import Label


class TallLabel(Label):
    """Keeps as much room above the first line as the text's marks need."""

    def setText(self, text: str) -> None:
        """Show a text with nothing cut off."""
        super().setText(text)
        self._make_room()

    def changeEvent(self, event: QEvent) -> None:
        """Another size of text needs other room."""
        super().changeEvent(event)
        if event.type() in (QEvent.Type.StyleChange, QEvent.Type.FontChange):
            self._make_room()

    def _make_room(self) -> None:
        metrics = QFontMetrics(self.font())
        above = -metrics.tightBoundingRect(self.text()).top() - metrics.ascent()
        self.setContentsMargins(0, max(above, 0), 0, 0)
