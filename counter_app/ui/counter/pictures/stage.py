"""A window over posed services, for pictures of its states."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

from PySide6.QtCore import QEvent, QEventLoop
from PySide6.QtWidgets import QApplication, QDialog, QWidget

from counter_app.domain.identity import IdentityState
from counter_app.domain.office import Role
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.ports import PrinterCondition, PrintResult
from counter_app.services.session import SignedIn
from counter_app.services.sync_ports import LineState
from counter_app.ui.counter.pictures.posed import posed
from counter_app.ui.counter.pictures.posed_identity import with_identity
from counter_app.ui.counter.reception.reception_screen import ReceptionScreen
from counter_app.ui.counter.window.counter_window import CounterWindow
from counter_app.ui.counter.window.frame import Frame
from counter_app.ui.counter.window.screens import Factories
from counter_app.ui.shared.tokens import ThemeName
from counter_app.ui.tasks import Tasks

_CALM = 3
"""Turns of the event loop without work after which everything is drawn."""


class Stage:
    """One window over posed services; ``settle`` waits until nothing is under way."""

    def __init__(
        self,
        services: CounterServices,
        wording: Wording,
        factories: Callable[[Frame], Factories] | None = None,
    ) -> None:
        self.services, self.wording = services, wording
        self.unhandled: list[BaseException] = []
        self.tasks = Tasks(unhandled=self.unhandled.append)
        self._factories = factories
        self.frame = Frame(wording, self.tasks, self._make)
        self.frame.resize(1366, 696)
        self.frame.show()
        self.frame.activateWindow()
        self.settle()

    def ready(self) -> None:
        """The door knows its office."""
        self.frame.ready(self.services)
        self.settle()

    def sign_in(self) -> ReceptionScreen:
        """A clerk sits down; gives the reception."""
        self.ready()
        clerk = next(one for one in self.services.sign_in.clerks() if one.role is Role.CLERK)
        self.frame.guard.signed_in.emit(SignedIn(clerk, self.services.clock.now()))
        self.settle()
        assert self.frame.counter is not None
        return self.frame.counter.reception()

    def settle(self) -> None:
        """Let work and paint finish; for pictures only, a program never does this."""
        calm = 0
        for _ in range(2_000):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 10)
            calm = calm + 1 if self.tasks.idle() else 0
            if calm > _CALM:
                return

    def close(self) -> None:
        """Take the window away."""
        for widget in QApplication.topLevelWidgets():
            if isinstance(widget, QDialog):
                widget.reject()
        self.frame.close()
        self.tasks.shutdown()
        self.frame.deleteLater()
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)

    def _make(self, frame: Frame, services: CounterServices) -> CounterWindow:
        factories = self._factories(frame) if self._factories is not None else {}
        return CounterWindow(services, self.wording, self.tasks, frame.notices, frame.seat, factories)


Pose = Callable[[Stage], None]


@dataclass(frozen=True)
class Shot:
    """A picture: its name, what puts the window into the state, and the outside it needs."""

    name: str
    pose: Pose
    line: LineState = LineState.ONLINE
    printer: PrinterCondition = PrinterCondition.READY
    result: PrintResult = PrintResult.PRINTED
    full_disk: bool = False
    identity: IdentityState = IdentityState.LEVEL_2
    earlier: int = 0
    theme: ThemeName = "light"
    scale: float = 1.0
    language: str = "vi"

    def services(self, services: CounterServices) -> CounterServices:
        """The services with the outside of this picture."""
        offline = self.line is not LineState.ONLINE
        return posed(
            with_identity(services, self.identity, self.earlier),
            state=self.line,
            since=services.clock.now() - timedelta(minutes=35),
            waiting=12 if offline else 0,
            printer=self.printer,
            result=self.result,
            full_disk=self.full_disk,
        )


def picture_of(stage: Stage) -> QWidget:
    """The widget to grab: a question over the window stands by itself."""
    for widget in QApplication.topLevelWidgets():
        if isinstance(widget, QDialog) and widget.isVisible():
            return widget
    return stage.frame
