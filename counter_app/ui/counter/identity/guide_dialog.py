"""The guidance to an account, for a dossier that was received already."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.identity.guide_panel import GuidePanel
from counter_app.ui.counter.identity.identity_state import GuideShown
from counter_app.ui.shared import theme

_WIDTH = 720


class GuideDialog(QDialog):
    """``given`` tells a ``GuideGiven``; leaving records nothing."""

    given = Signal(object)

    def __init__(self, wording: Wording, guide: GuideShown, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWindowTitle(guide.title)
        self.setModal(True)
        self.panel = GuidePanel(wording, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.addWidget(self.panel)
        self.panel.show_guide(guide)
        self.panel.given.connect(self._give)
        self.panel.left.connect(self.reject)
        look = theme.current()
        self.setFixedWidth(min(look.px(_WIDTH), 1200))
        self.panel.enter()

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the steps need in this width, which is known only now."""
        super().showEvent(event)
        QTimer.singleShot(0, self, self._fit)

    def _fit(self) -> None:
        column = self.layout()
        if column is not None:
            column.activate()
            self.resize(self.width(), column.totalHeightForWidth(self.width()))

    def _give(self, given: object) -> None:
        self.accept()
        self.given.emit(given)
