"""A code gun that types, over the whole window: its burst is held back from the field and does its work."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QApplication

from counter_app.devices.scanners.wedge_gate import WedgeGate
from counter_app.devices.scanners.wedge_scanner import WedgeScanner, WedgeSettings
from counter_app.ui.shared.wedge_filter import WedgeFilter
from tests.ui.counter.conftest import CARD, DossiersStandIn, Front

GUN_GAP_MS = 4


class Gun:
    """Types into the window as the system would."""

    def __init__(self, front: Front) -> None:
        self._front = front
        self._at = 1_000

    def shoot(self, text: str) -> None:
        for letter in text:
            self._press(0, letter)
        self._press(Qt.Key.Key_Return, "\r")
        self._front.settle()

    def _press(self, key: int, text: str) -> None:
        self._at += GUN_GAP_MS
        window = self._front.frame.windowHandle()
        for kind in (QEvent.Type.KeyPress, QEvent.Type.KeyRelease):
            event = QKeyEvent(kind, key, Qt.KeyboardModifier.NoModifier, text)
            event.setTimestamp(self._at)
            QApplication.sendEvent(window, event)


@pytest.fixture
def gun(front: Front, qapp: QApplication) -> Iterator[Gun]:
    scanner = WedgeScanner(WedgeSettings())
    scanner.start(front.counter.devices.scan, lambda _state: None)
    keys = WedgeFilter(WedgeGate(scanner))
    keys.install(qapp)
    yield Gun(front)
    keys.remove(qapp)


def test_a_slip_shot_into_a_text_field_opens_its_dossier_and_types_nothing(front: Front, gun: Gun) -> None:
    dossier = front.counter.accept()
    front.view.go_to("owner.full_name")
    front.type("NGUYỄN")
    gun.shoot(dossier.code)
    screen = front.window._made["dossiers"]
    assert isinstance(screen, DossiersStandIn)
    assert screen.opened == [dossier.id]
    assert front.draft().owner.full_name == "NGUYỄN"
    assert screen.box.text() == ""


def test_a_card_shot_into_the_search_of_another_screen_begins_a_reception(front: Front, gun: Gun) -> None:
    front.key(Qt.Key.Key_F3)
    gun.shoot(CARD)
    assert front.window.opened() == "reception"
    assert front.draft().owner.full_name == "NGUYỄN THỊ MẪU"
    screen = front.window._made["dossiers"]
    assert isinstance(screen, DossiersStandIn)
    assert screen.box.text() == ""
