"""The entry points: one key each, told in the menu, on the form and after accepting."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt

from counter_app.ui.counter.reading.camera_dialog import CameraDialog
from counter_app.ui.counter.reading.mrz_dialog import MrzDialog
from counter_app.ui.counter.reading.read_menu import WAYS
from tests.ui.counter.conftest import Front

ALT, NONE = Qt.KeyboardModifier.AltModifier, Qt.KeyboardModifier.NoModifier


@pytest.mark.parametrize(
    ("key", "modifiers", "kind"),
    [(Qt.Key.Key_F7, NONE, CameraDialog), (Qt.Key.Key_M, ALT, MrzDialog)],
)
def test_a_key_opens_its_way(front: Front, key: Qt.Key, modifiers: Qt.KeyboardModifier, kind: type) -> None:
    front.key(key, modifiers)
    assert isinstance(front.window.reading.dialog, kind)
    front.window.reading.stop()
    front.settle()


def test_the_menu_names_each_way_with_its_key(front: Front) -> None:
    texts = [action.text() for action in front.view.reading.menu.actions()]
    assert [text.partition("\t")[2] for text in texts] == [keys for _, _, keys in WAYS]
    front.view.reading.menu.actions()[1].trigger()
    assert isinstance(front.window.reading.dialog, MrzDialog)


def test_a_paper_can_be_read_from_the_page_after_accepting(front: Front) -> None:
    front.presenter.choose_procedure("1.001193")
    front.scan("089190000017||NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, phường Long Xuyên|01082021")
    front.presenter.tick_required()
    front.presenter.accept()
    front.settle()
    assert front.accepted() is not None
    front.key(Qt.Key.Key_F7)
    front.settle()
    front.qtbot.waitUntil(lambda: bool(front.counter.cameras.sessions))
    front.counter.cameras.sessions[-1].read("089080000021||LÊ VĂN MẪU|02071980|Nam|Khóm Mẫu 2|01082021")
    front.qtbot.waitUntil(lambda: front.window.reading.dialog is None)
    front.settle()
    assert front.accepted() is None
    assert front.draft().owner.full_name == "LÊ VĂN MẪU"
