"""The window of the counter: strip, rail and screens, and everything that works on any of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.scans import CardScanned, SlipScanned
from counter_app.services.settings import StationSettings
from counter_app.services.sync_ports import SyncStatus
from counter_app.ui.counter.identity.identity_watch import IdentityWatch
from counter_app.ui.counter.parts.care_watch import CareNews, CareWatch
from counter_app.ui.counter.reading.reading_desk import ReadingDesk
from counter_app.ui.counter.reception.reception_screen import ReceptionScreen
from counter_app.ui.counter.window import line_words
from counter_app.ui.counter.window.clerk_menu import ClerkMenu
from counter_app.ui.counter.window.device_watch import DeviceWatch
from counter_app.ui.counter.window.leaving import back_up_unsent
from counter_app.ui.counter.window.notice_room import NoticeRoom
from counter_app.ui.counter.window.scan_desk import ScanDesk
from counter_app.ui.counter.window.screens import (
    Factories,
    FindsDossiers,
    FollowsClerk,
    HasSections,
    Leaves,
    Screen,
    ScreenName,
    Seat,
    ShowsAiling,
)
from counter_app.ui.counter.window.shortcuts_view import ShortcutsView
from counter_app.ui.counter.window.unsent_notices import UnsentNotices
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.shared.rail import Rail, RailItem
from counter_app.ui.shared.strip import Strip
from counter_app.ui.tasks import Tasks

_ICONS: Final[dict[ScreenName, str]] = {
    "reception": "file-plus",
    "dossiers": "folders",
    "ledger": "notebook-pen",
    "sync": "refresh-cw",
    "settings": "settings",
}
_TICK_MS: Final = 1_000


class CounterWindow(QWidget):
    """What a clerk sees while she sits at the counter; a ``Navigator`` for its screens.

    ``locked`` and ``signed_out`` tell that the door is to be shown; drafts are kept before.
    """

    locked = Signal()
    signed_out = Signal()
    named = Signal(str)
    """The title of the open screen."""

    def __init__(
        self,
        services: CounterServices,
        wording: Wording,
        tasks: Tasks,
        notices: Notices,
        seat: Seat,
        factories: Factories,
        *,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._wording, self._tasks = services, wording, tasks
        self._notices, self._seat = notices, seat
        self._settings = StationSettings()
        self._status = services.sync.status()
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "wash")
        self._factories: dict[ScreenName, Callable[[QWidget], QWidget]] = {
            "reception": self._make_reception,
            **{name: factories[name] for name in _ICONS if name in factories},
        }
        self.strip = Strip(wording)
        self.rail = Rail(wording, self._rail_items())
        self.screens = QStackedWidget()
        NoticeRoom(notices, self.screens)
        self._made: dict[ScreenName, QWidget] = {}
        self._open: ScreenName | None = None
        self.devices = DeviceWatch(services.devices, tasks, self)
        self.care = CareWatch(services, tasks, self)
        self.identity = IdentityWatch(services, tasks, self)
        self._unsent = UnsentNotices(wording, services.clock, notices, lambda: self.open_screen("sync"))
        self.desk = ScanDesk(services, tasks, wording, notices, self)
        self.reading = ReadingDesk(services, tasks, wording, notices, self.desk, self)
        self._clerk_menu = ClerkMenu(wording, self.lock, self.sign_out, self.show_keys, self)
        self._lay_out()
        self._connect()
        self._make_shortcuts()
        self._tick = QTimer(self, interval=_TICK_MS)
        self._tick.timeout.connect(self._second)
        self._minute = ""
        self._unsubscribe = services.sync.subscribe(self._from_sync)

    # --- who sits here -------------------------------------------------------------------------

    def prepare(self) -> None:
        """Make the reception before anybody sits here: of all that a sign-in shows it takes longest."""
        self._screen("reception")

    def sit_down(self, *, resumed: bool) -> None:
        """A clerk signed in; ``resumed`` tells that she only came back to her own work."""
        if not resumed:
            for screen in list(self._made.values()):
                if isinstance(screen, FollowsClerk):
                    screen.clerk_changed()
            self._tell_reception(frozenset())
        self.desk.open()
        self.devices.start()
        self.care.start()
        self.identity.start()
        self._tick.start()
        self._load_settings()
        self._show_strip()
        if self._open is None or not resumed:
            self.open_screen("reception")
        else:
            self._activate(self._made[self._open])

    def stand_up(self) -> None:
        """The counter is locked or left: keep what is in hand, take no scans, tell nothing."""
        for screen in self._made.values():
            if isinstance(screen, Leaves):
                screen.leave()
        self.desk.close()
        self.reading.stop()
        self.devices.stop()
        self.care.stop()
        self.identity.stop()
        self._tick.stop()
        self._notices.clear()

    def lock(self) -> None:
        """Ctrl+L, or nobody was here for a while."""
        self.stand_up()
        self.locked.emit()

    def sign_out(self) -> None:
        """The clerk goes; what is not sent is kept a second time, on a worker of its own."""
        self.stand_up()
        back_up_unsent(self._services.care.backup, self._tasks, self)
        self.signed_out.emit()

    def end(self) -> None:
        """The program ends."""
        self.stand_up()
        self.desk.end()
        self._unsubscribe()

    def settings(self) -> StationSettings:
        """The station's settings as last read."""
        return self._settings

    settings_read = Signal(object)
    """The settings were read: ``StationSettings``."""

    # --- Navigator -----------------------------------------------------------------------------

    def open_screen(self, name: ScreenName) -> None:
        """Open a screen, making it at its first time."""
        if name not in self._factories:
            return
        before = self._made.get(self._open) if self._open is not None else None
        if before is not None and name != self._open:
            if isinstance(before, Leaves):
                before.leave()
            if self._open == "settings":
                self._load_settings()
        screen = self._screen(name)
        self._open = name
        self.rail.select(name)
        self.screens.setCurrentWidget(screen)
        self._activate(screen)

    def open_dossier(self, dossier_id: str) -> None:
        """Open the dossiers with this one shown."""
        if (finder := self._finder()) is not None:
            finder.open_dossier(dossier_id)

    def correct_dossier(self, dossier_id: str) -> None:
        """Open the dossiers with this one shown, and ask what is to be put right."""
        if (finder := self._finder()) is not None:
            finder.correct_dossier(dossier_id)

    def new_reception(self) -> None:
        """F2."""
        self.open_screen("reception")
        self.reception().new_reception()

    def find_dossiers(self, text: str = "") -> None:
        """F3: the search among the dossiers."""
        if (finder := self._finder()) is not None:
            finder.focus_search()
            if text:
                finder.search(text)

    def reception(self) -> ReceptionScreen:
        """The reception screen."""
        screen = self._screen("reception")
        assert isinstance(screen, ReceptionScreen)
        return screen

    def opened(self) -> ScreenName | None:
        """The open screen."""
        return self._open

    def open_settings(self, section: str) -> None:
        """Open the settings at one of their sections."""
        screen = self._opened("settings")
        if isinstance(screen, HasSections):
            screen.open_section(section)

    def show_ailing(self) -> None:
        """Open the sync centre at what wants a person."""
        screen = self._opened("sync")
        if isinstance(screen, ShowsAiling):
            screen.show_ailing()

    def _opened(self, name: ScreenName) -> object:
        self.open_screen(name)
        return self._made.get(name)

    def _finder(self) -> FindsDossiers | None:
        screen = self._opened("dossiers")
        return screen if isinstance(screen, FindsDossiers) else None

    # --- inside --------------------------------------------------------------------------------

    def _screen(self, name: ScreenName) -> QWidget:
        if name not in self._made:
            screen = self._factories[name](self)
            self._made[name] = screen
            self.screens.addWidget(screen)
        return self._made[name]

    def _make_reception(self, _window: QWidget) -> QWidget:
        # A tree that changes its parent is styled anew from top to bottom: it is made where it stays.
        parts = (self._services, self._tasks, self._wording, self._notices, self._seat)
        screen = ReceptionScreen(*parts, self, self.settings, self.screens)
        screen.find_wanted.connect(self.find_dossiers)
        screen.printed.connect(self.devices.look)
        screen.read_wanted.connect(self.reading.begin)
        screen.begun.connect(self.desk.forget_doubt)
        self.desk.understood.connect(screen.learn_scan)
        self.desk.sheet.connect(screen.enter_sheet)
        screen.follow(self._status, frozenset())
        screen.view.search.setVisible("dossiers" in self._factories)
        return screen

    def _activate(self, screen: QWidget) -> None:
        if isinstance(screen, Screen):
            screen.activate()
            self.named.emit(screen.title)

    def _rail_items(self) -> list[RailItem]:
        text = self._wording.text
        return [RailItem(name, _ICONS[name], text(f"counter.screen.{name}")) for name in self._factories]

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        row.addWidget(self.screens, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addLayout(row, 1)

    def _connect(self) -> None:
        self.rail.chosen.connect(self.open_screen)
        for signal in (self.strip.connection_pressed, self.strip.waiting_pressed):
            signal.connect(lambda: self.open_screen("sync"))
        self.strip.ailing_pressed.connect(self.show_ailing)
        for signal in (self.strip.printer_pressed, self.strip.scanner_pressed):
            signal.connect(lambda: self.open_screen("settings"))
        self.strip.clerk_pressed.connect(lambda: self._clerk_menu.open_under(self.strip.clerk))
        self.devices.changed.connect(self._show_strip)
        self.care.changed.connect(self._cared)
        self.care.failed.connect(tell(self._notices))
        self.identity.changed.connect(lambda _: self._show_strip())
        self.identity.failed.connect(tell(self._notices))
        self.desk.card.connect(self._take_card)
        self.desk.slip.connect(self._take_slip)

    def _make_shortcuts(self) -> None:
        for keys, act in (
            ("F1", self.show_keys),
            ("F2", self.new_reception),
            ("F3", self.find_dossiers),
            ("Ctrl+L", self.lock),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WindowShortcut)
            shortcut.activated.connect(lambda act=act: act())

    def show_keys(self) -> None:
        """F1: which keys there are."""
        view = ShortcutsView(self._wording, self)
        view.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        view.open()

    def _take_card(self, card: CardScanned) -> None:
        if self._open != "reception":
            self.open_screen("reception")
        self.reception().take_card(card)

    def _take_slip(self, slip: SlipScanned) -> None:
        if slip.dossier_id is not None:
            self.open_dossier(slip.dossier_id)

    def _load_settings(self) -> None:
        task = self._tasks.database(self._services.settings.load, owner=self, replaces="settings")
        task.success(self._learn_settings).failure(self._notices.raised)

    def _learn_settings(self, settings: StationSettings) -> None:
        self._settings = settings
        self.settings_read.emit(settings)
        self.devices.look()

    def _from_sync(self, status: SyncStatus, touched: frozenset[str]) -> None:
        self._tasks.on_gui(lambda: self._follow(status, touched))

    def _follow(self, status: SyncStatus, touched: frozenset[str]) -> None:
        self._status = status
        if self._seat.signed_in is None:
            return
        self._show_strip()
        self._tell_reception(touched)

    def _cared(self, news: CareNews) -> None:
        self._show_strip()
        self._unsent.tell(news.age)

    def _tell_reception(self, touched: frozenset[str]) -> None:
        reception = self._made.get("reception")
        if isinstance(reception, ReceptionScreen):
            reception.follow(self._status, touched)

    def _second(self) -> None:
        now = self._wording.time(self._services.clock.now())
        if now != self._minute:
            self._minute = now
            self._show_strip()
            reception = self._made.get("reception")
            if isinstance(reception, ReceptionScreen):
                reception.tick()

    def _show_strip(self) -> None:
        signed_in = self._seat.signed_in
        waiting = self._status.backlog.entries
        self.strip.show_state(
            line_words.strip_state(
                self._services,
                self._status,
                self.care.news,
                self.devices.conditions,
                signed_in.clerk.name if signed_in is not None else "",
                self._wording,
            )
        )
        if "sync" in self._factories:
            self.rail.set_badge("sync", line_words.badge(waiting, self._wording))
        if "dossiers" in self._factories:
            pressing = line_words.badge(self.identity.count, self._wording)
            self.rail.set_badge("dossiers", pressing, says=self.identity.badge(self._wording))

    def keep(self) -> None:
        """Keep the draft in hand at once."""
        reception = self._made.get("reception")
        if isinstance(reception, ReceptionScreen):
            reception.keep()

    def changeEvent(self, event: QEvent) -> None:
        """The program was put behind another one: what is in hand is kept."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and not self.isActiveWindow():
            self.keep()
