"""A label that wraps and takes no more height than its lines need."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QWidget

from counter_app.ui.shared import theme
from counter_app.ui.shared.labels import Label, Role
from counter_app.ui.shared.tokens import Tone

_NARROWEST = 60
_USUAL = 240
_HIGHEST = 10_000
_FLAGS = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop | Qt.TextFlag.TextWordWrap)


class WrapLabel(Label):
    """Text from the top. A plain wrapping label keeps the height of the longest text that it ever had."""

    def __init__(
        self, text: str = "", role: Role = "body", *, tone: Tone | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, role, tone=tone, wrap=True, parent=parent)
        self.setAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)

    def sizeHint(self) -> QSize:
        """One line if it is short, else a usual width."""
        usual = theme.current().px(_USUAL)
        width = min(self.fontMetrics().horizontalAdvance(self.text()) + 2, usual)
        return QSize(width, self.heightForWidth(width))

    def heightForWidth(self, width: int) -> int:
        """As many lines as the words need."""
        room = QRect(0, 0, max(width, 1), _HIGHEST)
        return self.fontMetrics().boundingRect(room, _FLAGS, self.text() or "x").height()

    def minimumSizeHint(self) -> QSize:
        """One line: the height follows the width that the layout gives."""
        return QSize(theme.current().px(_NARROWEST), self.fontMetrics().height())
