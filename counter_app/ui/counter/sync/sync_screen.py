"""The sync centre as a screen of the window: view and presenter put together."""

from __future__ import annotations

from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.ui.counter.mending.mend_desk import MendDesk
from counter_app.ui.counter.sync.sync_presenter import AILING, SyncPresenter
from counter_app.ui.counter.sync.sync_view import SyncView
from counter_app.ui.counter.window.screens import Navigator, Seat
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks


class SyncScreen(QWidget):
    """A ``Screen``; it follows the engine only while somebody looks."""

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        navigator: Navigator,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._title = wording.text("sync_centre.title")
        self.setAccessibleName(self._title)
        self.presenter = SyncPresenter(services, tasks, wording, notices, self)
        self.view = SyncView(wording, self.presenter.model, self.presenter.ailing)
        self.mending = MendDesk(services, tasks, wording, notices, seat, navigator, self)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.presenter.shown.connect(self.view.show_state)
        self.view.asked.connect(self.presenter.do)
        self.view.mend_pressed.connect(self.mending.ask)
        self.mending.mended.connect(lambda _: self.presenter.refresh())
        self.presenter.folder_wanted.connect(lambda: navigator.open_settings("care"))
        self.view.segment_chosen.connect(self.presenter.choose)
        self.view.open_pressed.connect(navigator.open_dossier)

    @property
    def title(self) -> str:
        """Its name in words."""
        return self._title

    def activate(self) -> None:
        """What is true now, and the focus where work begins."""
        self.presenter.open()
        self.view.begin()

    def show_ailing(self) -> None:
        """Straight to what wants a person."""
        self.presenter.choose(AILING)
        self.view.begin()

    def leave(self) -> None:
        """Nobody looks any more."""
        self.presenter.close()

    def showEvent(self, event: QShowEvent) -> None:
        """Somebody looks."""
        super().showEvent(event)
        self.presenter.open()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self.presenter.close()
