"""The program with windows: the door first, everything heavy after it was drawn."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication, QWidget

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.ui.counter.window.frame import Frame
from counter_app.ui.counter.window.idle import IdleWatch
from counter_app.ui.counter.window.screens import Factories
from counter_app.ui.failures import Failures
from counter_app.ui.shared import icons, theme
from counter_app.ui.shared.tokens import ThemeName
from counter_app.ui.shared.toolkit_words import ToolkitWords
from counter_app.ui.tasks import Tasks

if TYPE_CHECKING:
    from counter_app.services.bundle import CounterServices
    from counter_app.services.session import SignIn
    from counter_app.ui.counter.window.counter_window import CounterWindow
    from counter_app.ui.shared.wedge_filter import KeyGate, WedgeFilter
    from counter_app.ui.warm_up import WarmUp

PROBE = "COUNTER_APP_STARTUP_REPORT"
"""Names a file: the times of the start are written there as JSON and the program ends."""


_FIRST_KEY_MS = 50
"""How long the door has the machine for itself before the counter behind it is loaded."""


class OpenStation(Protocol):
    """An enrolled station at work, as bootstrap starts it."""

    @property
    def services(self) -> CounterServices:
        """What the screens get."""
        ...

    def begin(self) -> DomainError | None:
        """Put the devices to use and start to send; slow. Returns why devices are not in use."""
        ...

    def close(self) -> None:
        """End reading and sending, close the store."""
        ...


class EntranceHall(Protocol):
    """An enrolled station with its store open: enough for a sign-in, the rest behind it."""

    @property
    def sign_in(self) -> SignIn:
        """Tries PINs."""
        ...

    @property
    def office_name(self) -> str:
        """Where this is."""
        ...

    @property
    def counter_name(self) -> str:
        """Which counter."""
        ...

    def furnish(self) -> OpenStation:
        """Load and wire everything else; slow. Raises ``DomainError``."""
        ...

    def close(self) -> None:
        """Close the store, unless it was furnished."""
        ...


FactoriesOf = Callable[[Frame, OpenStation, Tasks, Callable[[str], None]], Factories]
"""The screens beside the reception, given what only bootstrap knows; the last one changes the language."""

SetupOf = Callable[[Frame, Tasks, Callable[[], None]], QWidget]
"""The first set-up; the last argument is called when this computer has become a station."""


@dataclass(frozen=True)
class CounterParts:
    """What bootstrap hands to the window.

    ``open_station`` runs on the database worker and raises ``DomainError``. ``key_gate`` makes the detector
    of code guns that type; its scans come through ``services.scanner``.
    """

    wording: Wording
    open_station: Callable[[], EntranceHall]
    theme: ThemeName = "light"
    scale: float = 1.0
    factories: FactoriesOf | None = None
    setup: SetupOf | None = None
    key_gate: Callable[[OpenStation], KeyGate | None] | None = None
    in_language: Callable[[str], CounterParts] | None = None
    """The same parts in another language, for changing it while the program runs."""


class Program(QObject):
    """Holds the parts together while the window is open."""

    def __init__(self, parts: CounterParts, tasks: Tasks, failures: Failures) -> None:
        super().__init__()
        self._parts, self._tasks, self._failures = parts, tasks, failures
        self._hall: EntranceHall | None = None
        self._station: OpenStation | None = None
        self._filter: WedgeFilter | None = None
        self._warming: WarmUp | None = None
        self.idle = IdleWatch(self)
        self.idle.idle.connect(self._lock)
        self._toolkit = ToolkitWords()
        self.frame = self._new_frame()
        self.frame.painted.connect(self.open)

    def open(self) -> None:
        """Open the station's store beside the door."""
        task = self._tasks.database(self._parts.open_station, owner=self)
        task.success(self._opened).failure(self._not_opened)

    def close(self) -> None:
        """Finish what is being written, then close the store."""
        app = QGuiApplication.instance()
        if self._filter is not None and isinstance(app, QGuiApplication):
            self._filter.remove(app)
        self.idle.stop()
        self._toolkit.stop()
        if self._warming is not None:
            self._warming.stop()
        self._tasks.shutdown()
        opened = self._station or self._hall
        if opened is not None:
            opened.close()
        self._station = self._hall = None

    def change_language(self, language: str) -> None:
        """Build the window anew in another language; the clerk stays where she is, her draft with her."""
        if self._parts.in_language is not None and self._station is not None:
            QTimer.singleShot(0, self, lambda: self._speak(language))

    def _new_frame(self) -> Frame:
        self._toolkit.speak(self._parts.wording)
        frame = Frame(self._parts.wording, self._tasks, self._make_counter)
        frame.entered.connect(self.idle.start)
        frame.left.connect(self.idle.stop)
        self._failures.notices = frame.notices
        self._failures.keep = frame.keep
        return frame

    def _speak(self, language: str) -> None:
        assert self._parts.in_language is not None
        assert self._station is not None
        old, signed_in = self.frame, self.frame.seat.signed_in
        old.keep()
        self._parts = self._parts.in_language(language)
        self.frame = self._new_frame()
        self.frame.setGeometry(old.geometry())
        self.frame.setWindowState(old.windowState())
        self.frame.ready(self._station.services)
        self.frame.show()
        if signed_in is not None:
            self.frame.resume(signed_in)
            if self.frame.counter is not None:
                self.frame.counter.open_screen("settings")
        old.close()
        old.deleteLater()

    def _opened(self, hall: EntranceHall) -> None:
        self._hall = hall
        self.frame.welcome(hall.sign_in, hall.office_name, hall.counter_name)
        # What the counter needs is loaded while the clerk looks for her name.
        QTimer.singleShot(_FIRST_KEY_MS, self, self._furnish)

    def _furnish(self) -> None:
        if self._hall is not None:
            task = self._tasks.database(self._hall.furnish, owner=self)
            task.success(self._furnished).failure(self._not_opened)

    def _furnished(self, station: OpenStation) -> None:
        self._station = station
        self.frame.ready(station.services)
        self._warm_up()

    def _not_opened(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            raise error
        if error.code in ("enrol.needed", "storage.not_created") and self._parts.setup is not None:
            self.frame.show_page(self._parts.setup(self.frame, self._tasks, self._set_up))
        else:
            self.frame.failed(error)

    def _set_up(self) -> None:
        self.frame.show_door()
        self.open()

    def _warm_up(self) -> None:
        from counter_app.ui.warm_up import WarmUp  # noqa: PLC0415 - not before the door is drawn

        self._warming = WarmUp((_load_presenters, _load_window, self._prepare, self._begin), self)
        self._warming.start()

    def _begin(self) -> None:
        from counter_app.ui.shared.wedge_filter import WedgeFilter  # noqa: PLC0415 - nor is this

        station, gate = self._station, self._parts.key_gate
        app = QGuiApplication.instance()
        if station is None:
            return
        self._tasks.network(station.begin, owner=self).success(self._begun)
        made = gate(station) if gate is not None else None
        if made is not None and isinstance(app, QGuiApplication):
            self._filter = WedgeFilter(made)
            self._filter.install(app)

    def _prepare(self) -> None:
        self.frame.prepare()

    def _begun(self, trouble: DomainError | None) -> None:
        if trouble is not None:
            self.frame.notices.raised(trouble)

    def _make_counter(self, frame: Frame, services: CounterServices) -> CounterWindow:
        from counter_app.ui.counter.window.counter_window import CounterWindow  # noqa: PLC0415

        station = self._station
        factories: Factories = {}
        if station is not None and self._parts.factories is not None:
            factories = self._parts.factories(frame, station, self._tasks, self.change_language)
        counter = CounterWindow(
            services, self._parts.wording, self._tasks, frame.notices, frame.seat, factories
        )
        counter.settings_read.connect(lambda settings: self.idle.set_minutes(settings.lock_after_minutes))
        counter.desk.arrived.connect(self.idle.touch)
        return counter

    def _lock(self) -> None:
        if self.frame.counter is not None and self.frame.seat.signed_in is not None:
            self.frame.counter.lock()


def _load_presenters() -> None:
    from counter_app.ui.counter.reception import reception_presenter  # noqa: F401, PLC0415 - behind the door


def _load_window() -> None:
    from counter_app.ui.counter.window import counter_window  # noqa: F401, PLC0415 - behind the door


def build_window(parts: CounterParts, tasks: Tasks, failures: Failures | None = None) -> Program:
    """The program's window and what belongs to it, not yet shown; a ``QApplication`` must be there."""
    return Program(parts, tasks, failures or Failures())


def run_counter(parts: CounterParts) -> int:
    """Show the counter until it is closed; returns the exit status."""
    running = QApplication.instance()
    app = running if isinstance(running, QApplication) else QApplication(sys.argv[:1])
    app.setApplicationName("quay-mot-cua")
    app.setApplicationDisplayName(parts.wording.text("counter.window"))
    theme.apply(app, parts.theme, parts.scale)
    app.setWindowIcon(QIcon(icons.pixmap("stamp", "accent", 48)))
    failures = Failures()
    failures.install()
    tasks = Tasks(unhandled=failures.report)
    program = build_window(parts, tasks, failures)
    _attach_probe(program, app)
    program.frame.showMaximized()
    app.commitDataRequest.connect(lambda _: program.frame.keep())
    _end_when_told(app)
    status = app.exec()
    program.close()
    return status


def _end_when_told(app: QApplication) -> None:
    """SIGTERM and Ctrl-C close the window in order; Python sees signals only while it runs now and then."""
    if threading.current_thread() is not threading.main_thread():
        return
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: app.quit())
    pulse = QTimer(app, interval=500)
    pulse.timeout.connect(lambda: None)
    pulse.start()


def _attach_probe(program: Program, app: QApplication) -> None:
    path = os.environ.get(PROBE)
    if not path:
        return
    from counter_app.ui.startup_probe import StartupProbe  # noqa: PLC0415 - for the benchmark only

    def report(times: dict[str, float]) -> None:
        Path(path).write_text(json.dumps(times), "utf-8")
        program.frame.close()
        app.quit()

    StartupProbe(program.frame, report)
