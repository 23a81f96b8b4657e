from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QPaintEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QStackedWidget
from pytestqt.qtbot import QtBot

from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.buttons import Button, IconButton, PrimaryButton
from tests.ui.conftest import Page


def test_the_key_on_the_cap_presses_the_button(qtbot: QtBot, page: Page) -> None:
    button = PrimaryButton("Tiếp nhận", shortcut="F12")
    host = page(button)
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(host, Qt.Key.Key_F12)


def test_a_disabled_button_does_not_answer_to_its_key(qtbot: QtBot, page: Page) -> None:
    button = PrimaryButton("Tiếp nhận", shortcut="F12")
    host = page(button)
    button.setEnabled(False)
    with qtbot.assertNotEmitted(button.clicked):
        QTest.keyClick(host, Qt.Key.Key_F12)


def test_one_key_may_stand_on_buttons_of_two_screens(qtbot: QtBot, page: Page) -> None:
    pages = QStackedWidget()
    first, second = Button("Một", shortcut="F9"), Button("Hai", shortcut="F9")
    pages.addWidget(first)
    pages.addWidget(second)
    host = page(pages)
    with qtbot.waitSignal(first.clicked), qtbot.assertNotEmitted(second.clicked):
        QTest.keyClick(host, Qt.Key.Key_F9)
    pages.setCurrentWidget(second)
    with qtbot.waitSignal(second.clicked), qtbot.assertNotEmitted(first.clicked):
        QTest.keyClick(host, Qt.Key.Key_F9)


def test_other_words_keep_the_key(qtbot: QtBot, page: Page) -> None:
    button = Button("Gọi tiếp", shortcut="F9")
    host = page(button)
    button.setText("Gọi A019")
    assert button.accessibleName() == "Gọi A019"
    with qtbot.waitSignal(button.clicked):
        QTest.keyClick(host, Qt.Key.Key_F9)


def test_an_ampersand_is_an_ampersand(qtbot: QtBot) -> None:
    button = Button("In & lưu")
    qtbot.addWidget(button)
    assert button.words() == "In & lưu"
    assert button.accessibleName() == "In & lưu"


@pytest.mark.parametrize(
    ("button", "height"),
    [(lambda: Button("A", size="small"), 30), (lambda: Button("A"), 34), (lambda: PrimaryButton("A"), 46)],
    ids=["small", "normal", "large"],
)
def test_heights_come_from_the_tokens(qtbot: QtBot, page: Page, button: object, height: int) -> None:
    assert callable(button)
    made = button()
    page(made)
    assert made.height() == height


def test_a_button_is_wide_enough_for_words_icon_and_cap(qtbot: QtBot) -> None:
    bare, full = Button("Gọi tiếp"), Button("Gọi tiếp", icon="megaphone", shortcut="F9")
    qtbot.addWidget(bare)
    qtbot.addWidget(full)
    assert full.sizeHint().width() >= bare.sizeHint().width() + tokens.ICON_SMALL + 30


def test_a_busy_button_cannot_be_pressed_twice(qtbot: QtBot, page: Page) -> None:
    button = Button("Gửi ngay", icon="send")
    page(button)
    button.set_busy(True)
    with qtbot.assertNotEmitted(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)
    button.set_busy(False)
    with qtbot.waitSignal(button.clicked):
        QTest.mouseClick(button, Qt.MouseButton.LeftButton)


class PaintedButton(Button):
    """Counts how often it was drawn on the screen."""

    drawn = 0

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        self.drawn += 1


def test_the_turning_mark_goes_from_the_screen_with_the_work_whatever_was_enabled_meanwhile(
    qtbot: QtBot, page: Page
) -> None:
    button = PaintedButton("Lưu Excel…", icon="download")
    page(button)
    button.set_busy(True)
    button.setEnabled(True)
    QApplication.processEvents()
    drawn = button.drawn
    button.set_busy(False)
    qtbot.waitUntil(lambda: button.drawn > drawn, timeout=10_000)


@pytest.mark.parametrize("kind", ["plain", "primary", "quiet", "chip", "link", "danger"])
def test_focus_is_visible_on_every_kind_of_button(qtbot: QtBot, page: Page, kind: object) -> None:
    button, other = Button("Quét", kind=kind), Button("Khác")  # type: ignore[arg-type]
    page(button, other)
    other.setFocus()
    without = button.grab().toImage()
    button.setFocus(Qt.FocusReason.TabFocusReason)
    with_focus = button.grab().toImage()
    assert without != with_focus
    focus = theme.current().color("focus").name()
    assert focus in {with_focus.pixelColor(x, 1).name() for x in range(with_focus.width())}


def test_an_icon_alone_has_a_name(qtbot: QtBot) -> None:
    button = IconButton("eye", "Hiện mật khẩu")
    qtbot.addWidget(button)
    assert button.accessibleName() == "Hiện mật khẩu"
    assert button.toolTip() == "Hiện mật khẩu"
    button.set("eye-off", "Ẩn mật khẩu")
    assert button.accessibleName() == "Ẩn mật khẩu"


def test_buttons_grow_with_the_text_scale(qtbot: QtBot, page: Page, qapp: QApplication) -> None:
    button = Button("Gọi tiếp")
    page(button)
    theme.apply(qapp, "light", 1.5)
    qtbot.waitUntil(lambda: button.height() == 51)
