"""The whole window over a counter in memory: real services, only the outside is played."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.draft import Draft
from counter_app.services.ports import Scan
from counter_app.services.session import SignedIn
from counter_app.services.sync_ports import LineState
from counter_app.ui.counter.reception.reception_presenter import ReceptionPresenter
from counter_app.ui.counter.reception.reception_screen import ReceptionScreen
from counter_app.ui.counter.reception.reception_state import Accepted, ReceptionState
from counter_app.ui.counter.reception.reception_view import ReceptionView
from counter_app.ui.counter.window.counter_window import CounterWindow
from counter_app.ui.counter.window.frame import Frame
from counter_app.ui.counter.window.screens import Factories, Seat
from counter_app.ui.shared.notices import Notices
from counter_app.ui.shared.search_box import SearchBox
from counter_app.ui.tasks import Tasks
from tests.builders import PINS, Counter, clerk, counter
from tests.fakes.clock import SetClock
from tests.ui.counter.record_desk import Around, Desk

AT = datetime(2026, 11, 23, 2, 17, 4, tzinfo=UTC)
"""09:17:04 on Monday 23/11/2026 in Vietnam; the day after is a holiday."""
CLERK, OTHER, SUPERVISOR = "tran-thi-mau", "le-van-mau", "pham-thi-truong"
CARD = "089190000017|350000017|NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, phường Long Xuyên, tỉnh An Giang|01082021"
OTHER_CARD = "089080000021||LÊ VĂN MẪU|02071980|Nam|Khóm Mẫu 2, phường Long Xuyên, tỉnh An Giang|01082021"


class DossiersStandIn(QWidget):
    """A screen that can find, as far as the window knows it."""

    title = "Hồ sơ"

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.opened: list[str] = []
        self.searched: list[str] = []
        self.box = SearchBox("Tìm", delay_ms=0)
        QVBoxLayout(self).addWidget(self.box)

    def activate(self) -> None:
        self.box.setFocus()

    def focus_search(self) -> None:
        self.box.setFocus()

    def search(self, text: str) -> None:
        self.searched.append(text)

    def open_dossier(self, dossier_id: str) -> None:
        self.opened.append(dossier_id)

    def correct_dossier(self, dossier_id: str) -> None:
        self.opened.append(dossier_id)


@dataclass
class Front:
    """A window with its door, and what the program's last net caught."""

    counter: Counter
    tasks: Tasks
    wording: Wording
    frame: Frame
    qtbot: QtBot
    unexpected: list[BaseException] = field(default_factory=list)

    @property
    def services(self) -> CounterServices:
        return self.counter.services

    @property
    def window(self) -> CounterWindow:
        assert self.frame.counter is not None
        return self.frame.counter

    @property
    def screen(self) -> ReceptionScreen:
        return self.window.reception()

    @property
    def view(self) -> ReceptionView:
        return self.screen.view

    @property
    def presenter(self) -> ReceptionPresenter:
        return self.screen.presenter

    @property
    def state(self) -> ReceptionState:
        return self.presenter.state()

    def accepted(self) -> Accepted | None:
        """The page after accepting, if it is shown."""
        return self.state.accepted

    def draft(self) -> Draft:
        """The reception in hand."""
        return self.state.form.draft

    def settle(self) -> None:
        """Until nothing is under way and everything is drawn."""
        for _ in range(3):
            self.qtbot.waitUntil(self.tasks.idle)
            QApplication.processEvents()

    def sign_in(self, person: str = CLERK) -> None:
        """As at the door, by name and PIN."""
        self.frame.guard.enter(person, PINS[person])
        self.settle()

    def key(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is."""
        target = QApplication.focusWidget() or self.frame
        QTest.keyClick(target, key, modifiers)
        self.settle()

    def type(self, text: str) -> None:
        """Type letters where the focus is, as an input method hands them over."""
        target = QApplication.focusWidget()
        assert target is not None
        for letter in text:
            event = _press(letter)
            QApplication.sendEvent(target, event)
        self.settle()

    def scan(self, text: str) -> None:
        """A connected reader reads."""
        self.counter.devices.scan(Scan(text, "serial", AT))
        self.settle()

    def said(self) -> list[str]:
        """The notices on the screen."""
        return [text for _, text in self.frame.notices.shown()]

    def line(self, state: LineState, *, entries: int = 0, touched: frozenset[str] = frozenset()) -> None:
        """The line goes into another state."""
        status = self.services.sync.status()
        backlog = replace(status.backlog, entries=entries)
        self.counter.line.tell(replace(status, state=state, since=AT, backlog=backlog), touched)
        self.settle()

    def move_clock(self, **span: float) -> None:
        self.counter.clock.move(timedelta(**span))


def _press(letter: str) -> QEvent:
    return QKeyEvent(QEvent.Type.KeyPress, 0, Qt.KeyboardModifier.NoModifier, letter)


MakeFront = Callable[..., Front]


@pytest.fixture
def make_front(qtbot: QtBot, wording: Wording) -> Iterator[MakeFront]:
    """Opens windows; a second one over the same counter is the program started again."""
    fronts: list[Front] = []

    def make(
        over: Counter | None = None, *, dossiers: bool = True, ready: bool = True, **parts: object
    ) -> Front:
        unexpected: list[BaseException] = []
        tasks = Tasks(unhandled=unexpected.append)
        station = over or counter(clock=SetClock(AT))
        factories: Factories = {"dossiers": DossiersStandIn} if dossiers else {}
        services = replace(station.services, **parts)  # type: ignore[arg-type]

        def make_counter(frame: Frame, _services: CounterServices) -> CounterWindow:
            return CounterWindow(services, wording, tasks, frame.notices, frame.seat, factories)

        frame = Frame(wording, tasks, make_counter)
        front = Front(station, tasks, wording, frame, qtbot, unexpected)
        fronts.append(front)
        frame.resize(1366, 696)
        frame.show()
        frame.activateWindow()
        qtbot.waitUntil(frame.isActiveWindow)
        if ready:
            frame.ready(services)
        front.settle()
        return front

    yield make
    for front in fronts:
        front.frame.close()
        front.tasks.shutdown()
        front.frame.deleteLater()
        assert front.unexpected == []
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def front(make_front: MakeFront) -> Front:
    """A window whose clerk sits at the reception."""
    made = make_front()
    made.sign_in()
    return made


@pytest.fixture
def door(make_front: MakeFront) -> Front:
    """A window at which nobody signed in yet."""
    return make_front()


@pytest.fixture
def clock() -> SetClock:
    return SetClock()


@pytest.fixture
def desk(qtbot: QtBot, wording: Wording, clock: SetClock) -> Iterator[Desk]:
    unexpected: list[BaseException] = []
    tasks = Tasks(unhandled=unexpected.append)
    window = QWidget()
    qtbot.addWidget(window)
    column = QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    window.resize(1278, 652)
    window.show()
    window.activateWindow()
    seat = Seat(window)
    seat.take(SignedIn(clerk(), clock.now()))
    made = Desk(
        counter(clock=clock),
        tasks,
        wording,
        window,
        Notices(window, wording),
        seat,
        Around(),
        qtbot,
        unexpected,
    )
    yield made
    tasks.shutdown()
    assert unexpected == []
