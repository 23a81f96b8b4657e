"""A counter in memory with its record screens: real services, only the outside is played."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from PySide6.QtCore import QBuffer, QByteArray, QIODevice
from PySide6.QtGui import QColor, QImage
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.dossier import Dossier
from counter_app.i18n import Wording
from counter_app.ui.counter.dossiers.dossiers_screen import DossiersScreen
from counter_app.ui.counter.sync.sync_screen import SyncScreen
from counter_app.ui.counter.window.screens import ScreenName, Seat
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks
from tests.builders import Counter, citizen


@dataclass
class Around:
    """The window around a screen: what it was asked for."""

    opened: list[str] = field(default_factory=list)
    dossiers: list[str] = field(default_factory=list)
    corrected: list[str] = field(default_factory=list)
    sections: list[str] = field(default_factory=list)
    receptions: int = 0

    def open_screen(self, name: ScreenName) -> None:
        self.opened.append(name)

    def open_dossier(self, dossier_id: str) -> None:
        self.dossiers.append(dossier_id)

    def correct_dossier(self, dossier_id: str) -> None:
        self.corrected.append(dossier_id)

    def open_settings(self, section: str) -> None:
        self.sections.append(section)

    def new_reception(self) -> None:
        self.receptions += 1


@dataclass
class Desk:
    """A counter, a window, and what the program's last net caught."""

    counter: Counter
    tasks: Tasks
    wording: Wording
    window: QWidget
    notices: Notices
    seat: Seat
    around: Around
    qtbot: QtBot
    unexpected: list[BaseException]

    def settle(self) -> None:
        """Until nothing is under way any more."""
        self.qtbot.waitUntil(self.tasks.idle)

    def accept(self, name: str = "Nguyễn Thị Mẫu", number: str = "089190000017", **changes: Any) -> Dossier:
        return self.counter.accept(owner=citizen(full_name=name, number=number), **changes)

    def dossiers(self) -> DossiersScreen:
        """The dossier screen, open, with what it asks for answered."""
        screen = DossiersScreen(
            self.counter.services,
            self.tasks,
            self.wording,
            self.notices,
            self.seat,
            self.around,
            lambda _pdf: [picture(), picture()],
            self.window,
        )
        self._show(screen)
        screen.activate()
        self.settle()
        self._have_focus()
        return screen

    def sync(self) -> SyncScreen:
        """The sync screen, open."""
        screen = SyncScreen(
            self.counter.services,
            self.tasks,
            self.wording,
            self.notices,
            self.seat,
            self.around,
            self.window,
        )
        self._show(screen)
        screen.activate()
        self.settle()
        self._have_focus()
        return screen

    def _have_focus(self) -> None:
        """A window of the test before, going away, may have taken the focus along."""
        self.window.activateWindow()
        self.qtbot.waitUntil(self.window.isActiveWindow)

    def _show(self, screen: QWidget) -> None:
        layout = self.window.layout()
        assert layout is not None
        layout.addWidget(screen)
        screen.show()
        self._have_focus()


def picture() -> bytes:
    """A page as a PNG."""
    image = QImage(60, 40, QImage.Format.Format_RGB32)
    image.fill(QColor("white"))
    data = QByteArray()
    buffer = QBuffer(data)
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    assert image.save(buffer, "PNG")  # type: ignore[call-overload]
    return bytes(data.data())
