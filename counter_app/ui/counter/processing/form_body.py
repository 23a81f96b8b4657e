"""The middle of a form: as high as its fields, and scrolling where the window has less room."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from counter_app.ui.shared import theme

_LEAST = 120
_BESIDE_BAR = 10


class FormBody(QScrollArea):
    """Fields go into ``column``; ``room`` tells how many pixels of height there are for a given width."""

    def __init__(self, room: Callable[[int], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._room = room
        self._inner = QWidget()
        whole = QVBoxLayout(self._inner)
        whole.setContentsMargins(0, 0, 0, 0)
        self.column = QVBoxLayout()
        self.column.setSpacing(8)
        whole.addLayout(self.column)
        whole.addStretch(1)
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        policy = QSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)
        self.setWidget(self._inner)
        self._inner.installEventFilter(self)

    def scrolls(self) -> bool:
        """Whether there is less room than the fields need."""
        return self._needed(self.width()) > self.height()

    def hasHeightForWidth(self) -> bool:
        """Words wrap."""
        return True

    def heightForWidth(self, width: int) -> int:
        """What the fields need, at most what there is room for."""
        return min(self._needed(width), max(self._room(width), theme.current().px(_LEAST)))

    def sizeHint(self) -> QSize:
        """The same in the width that the fields like best."""
        width = max(self._inner.sizeHint().width(), self.width())
        return QSize(self._inner.sizeHint().width(), self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        """No narrower than the fields; in height a window can be pulled smaller than they are."""
        return QSize(self._inner.minimumSizeHint().width() + _BESIDE_BAR, theme.current().px(_LEAST))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A finding that came or went changes the height that is needed."""
        if watched is self.widget() and event.type() == QEvent.Type.LayoutRequest:
            self.updateGeometry()
        return super().eventFilter(watched, event)

    def _needed(self, width: int) -> int:
        layout = self._inner.layout()
        assert layout is not None
        return max(layout.totalHeightForWidth(width), layout.totalMinimumSize().height())
