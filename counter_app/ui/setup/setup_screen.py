"""The first set-up as one page: asks, works, and says what came of it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.door.brand import BrandHead
from counter_app.ui.setup.setup_done import SetupDone
from counter_app.ui.setup.setup_presenter import Enrol, SetupPresenter
from counter_app.ui.setup.setup_state import Phase, SetupState
from counter_app.ui.setup.setup_view import SetupView
from counter_app.ui.shared.styling import mark
from counter_app.ui.tasks import Tasks


class SetupScreen(QWidget):
    """``started`` is called when this computer is a station and the clerk wants to begin.

    ``enrol`` runs beside the GUI thread. ``folder`` is where the data will lie.
    """

    def __init__(
        self,
        wording: Wording,
        tasks: Tasks,
        enrol: Enrol,
        started: Callable[[], object],
        *,
        folder: Path,
        proposed_server: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.title = wording.text("setup.title")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "wash")
        self.head = BrandHead(wording.text("shared.strip.brand"), wording.text("sign_in.program"))
        self.head.show_place("", "")
        self.form = SetupView(wording, folder, proposed_server)
        self.done = SetupDone(wording, folder)
        self.done.hide()
        self.presenter = SetupPresenter(tasks, wording, enrol, self)
        self.presenter.changed.connect(lambda: self.show_state(self.presenter.state))
        self.form.wanted.connect(self.presenter.enrol)
        self.form.typed.connect(self.presenter.typed)
        self.done.started.connect(started)
        self._lay_out()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fold the form where it is narrow."""
        super().resizeEvent(event)
        self.form.fold(self.width())

    def show_state(self, state: SetupState) -> None:
        """Draw a state."""
        self.form.show_state(state)
        if state.phase is Phase.DONE:
            self.done.show_station(state.station)
            self.form.hide()
            self.done.show()

    def _lay_out(self) -> None:
        card = QFrame()
        mark(card, "card", True)
        inside = QVBoxLayout(card)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.form)
        inside.addWidget(self.done)
        host = QWidget()
        middle = QVBoxLayout(host)
        middle.setContentsMargins(16, 16, 16, 16)
        middle.setSpacing(18)
        middle.addStretch(2)
        middle.addWidget(self.head, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addWidget(card, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(3)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setWidget(host)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(area)
