"""Says in the middle of the window what dropping a picture does."""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared import theme
from counter_app.ui.shared.labels import IconMark, Label
from counter_app.ui.shared.tokens import Tone

_WIDE, _HIGH = 680, 120


class DropVeil(QWidget):
    """Stands over ``host`` while a picture hovers over it; the mouse goes through."""

    def __init__(self, wording: Wording, host: QWidget) -> None:
        super().__init__(host)
        self._host = host
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "drop")
        row = QHBoxLayout()
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(IconMark("image", "blue", 28))
        row.addWidget(Label(wording.text("reading.picture.drop"), "title", tone=Tone.BLUE))
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.hide()

    def cover(self) -> None:
        """Come up."""
        look = theme.current()
        room = QRect(0, 0, min(look.px(_WIDE), self._host.width()), look.px(_HIGH))
        room.moveCenter(self._host.rect().center())
        self.setGeometry(room)
        self.show()
        self.raise_()
