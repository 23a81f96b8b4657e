"""The top-level window: the door (sign-in, lock) in front, the counter behind it once somebody came in."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QPaintEvent
from PySide6.QtWidgets import QApplication, QDialog, QMainWindow, QMenu, QStackedWidget, QWidget

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.ui.counter.door.sign_in_presenter import SignInPresenter
from counter_app.ui.counter.door.sign_in_view import SignInView
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from counter_app.services.bundle import CounterServices
    from counter_app.services.session import SignedIn, SignIn
    from counter_app.ui.counter.window.counter_window import CounterWindow

LEAST_WIDTH, LEAST_HEIGHT = 1024, 640

MakeCounter = Callable[["Frame", "CounterServices"], "CounterWindow"]


class Frame(QMainWindow):
    """Starts with the door only; ``welcome`` opens it, ``ready`` brings the services behind it, the first
    sign-in makes the counter.

    ``painted`` is told once, after the door was drawn for the first time.
    """

    painted = Signal()
    entered = Signal()
    """A clerk sits down."""
    left = Signal()
    """Nobody sits at the counter any more."""

    def __init__(self, wording: Wording, tasks: Tasks, make_counter: MakeCounter) -> None:
        super().__init__()
        self._wording, self._tasks, self._make = wording, tasks, make_counter
        self._services: CounterServices | None = None
        self._drawn = False
        self.seat = Seat(self)
        self.setWindowTitle(wording.text("counter.window"))
        self._pages = QStackedWidget()
        self.door = SignInView(wording)
        self.guard = SignInPresenter(tasks, wording, self)
        self._pages.addWidget(self.door)
        self.setCentralWidget(self._pages)
        self.notices = Notices(self, wording, left=tokens.RAIL)
        self.counter: CounterWindow | None = None
        self._last: SignedIn | None = None
        self._early: SignedIn | None = None
        self._connect()
        self.setMinimumSize(LEAST_WIDTH, LEAST_HEIGHT)
        self.door.begin()

    def welcome(self, sign_in: SignIn, office: str, counter: str) -> None:
        """The station's store is open: names may be chosen and PINs tried."""
        self.guard.ready(sign_in.attempt, sign_in.unlock, sign_in.clerks(), office, counter)

    def ready(self, services: CounterServices) -> None:
        """What is behind the door is there: who was too quick for it may go on."""
        self._services = services
        context = services.office.current()
        self.welcome(services.sign_in, context.directory.office.name, context.station.name)
        early, self._early = self._early, None
        if early is not None:
            self._come_in(early)

    def prepare(self) -> None:
        """Make the counter while nobody sits there, so that it is there at once after the PIN."""
        if self._services is not None:
            self._behind_the_door(self._services).prepare()

    def resume(self, signed_in: SignedIn) -> None:
        """The clerk who sat in the window before this one goes on here."""
        self._come_in(signed_in)

    def failed(self, error: DomainError) -> None:
        """The station's store could not be opened: the door says why."""
        self.guard.failed(error)

    def show_page(self, page: QWidget) -> None:
        """Show another page in place of the door: the first set-up."""
        self._pages.addWidget(page)
        self._pages.setCurrentWidget(page)

    def show_door(self) -> None:
        """Back to the door; a page shown in its place is gone."""
        current = self._pages.currentWidget()
        self._pages.setCurrentWidget(self.door)
        if current is not self.door and current is not self.counter and current is not None:
            self._pages.removeWidget(current)
            current.deleteLater()
        self.door.begin()

    def keep(self) -> None:
        """Keep what is in hand at once: something went wrong, or the system is about to end the program."""
        if self.counter is not None:
            self.counter.keep()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Keep what is in hand; the program ends in order afterwards."""
        if self.counter is not None:
            self.counter.end()
        super().closeEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """The first one is told."""
        super().paintEvent(event)
        if not self._drawn:
            self._drawn = True
            QTimer.singleShot(0, self, self.painted.emit)

    def changeEvent(self, event: QEvent) -> None:
        """Large text needs a little more."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            scale = theme.current().scale
            self.setMinimumSize(round(LEAST_WIDTH * min(scale, 1.2)), LEAST_HEIGHT)

    def _connect(self) -> None:
        self.guard.changed.connect(lambda: self.door.show_state(self.guard.state))
        self.guard.signed_in.connect(self._come_in)
        self.door.entered.connect(self.guard.enter)
        self.door.chosen.connect(self.guard.choose)
        self.door.unlock_wanted.connect(self._ask_supervisor)
        self.door.back_wanted.connect(self._back)

    def _come_in(self, signed_in: SignedIn) -> None:
        if self._services is None:
            self._early = signed_in
            self.guard.wait()
            return
        resumed = self._last is not None and self._last.clerk.id == signed_in.clerk.id
        self._last = signed_in
        self.seat.take(signed_in)
        counter = self._behind_the_door(self._services)
        self._pages.setCurrentWidget(counter)
        counter.sit_down(resumed=resumed)
        self.entered.emit()

    def _behind_the_door(self, services: CounterServices) -> CounterWindow:
        if self.counter is None:
            self.counter = self._make(self, services)
            self._pages.addWidget(self.counter)
            self.counter.locked.connect(self._locked)
            self.counter.signed_out.connect(self._signed_out)
            self.counter.named.connect(self._name)
        return self.counter

    def _locked(self) -> None:
        signed_in = self.seat.signed_in
        self._shut()
        if signed_in is not None:
            self.guard.lock(signed_in)
        self.door.begin()

    def _signed_out(self) -> None:
        self._shut()
        self.guard.sign_out()
        self.door.begin()

    def _shut(self) -> None:
        """Nothing of a citizen stays to be seen: open questions and menus go too."""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog) and widget.isVisible():
                widget.reject()
            elif isinstance(widget, QMenu):
                widget.close()
        self.seat.take(None)
        self.left.emit()
        if self._services is not None:
            self._services.signing.forget()
            self.guard.refresh_clerks(self._services.sign_in.clerks())
        self._pages.setCurrentWidget(self.door)
        self.setWindowTitle(self._wording.text("counter.window"))

    def _name(self, title: str) -> None:
        self.setWindowTitle(self._wording.text("counter.window_of", title=title))

    def _ask_supervisor(self) -> None:
        self.guard.ask_supervisor()
        self.door.begin()

    def _back(self) -> None:
        self.guard.back()
        self.door.begin()
