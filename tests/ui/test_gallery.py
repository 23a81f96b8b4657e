"""The gallery shows every shared widget: nothing is clipped, everything that takes the focus has a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLabel, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from counter_app.i18n import Language, Wording
from counter_app.paths import resources
from counter_app.ui.gallery import Gallery, main
from counter_app.ui.shared import theme
from counter_app.ui.shared.labels import ElidedLabel
from counter_app.ui.shared.tokens import THEMES, ThemeName


@pytest.fixture
def light_again(qapp: QApplication) -> Iterator[None]:
    yield
    theme.apply(qapp)


def gallery(qtbot: QtBot, language: Language) -> Gallery:
    made = Gallery(Wording(language, resources() / "i18n"))
    qtbot.addWidget(made)
    made.resize(1366, 1500)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    return made


def clipped(root: QWidget) -> list[str]:
    """Words that have less room than they need, where they may neither wrap nor shorten."""
    labels = [label for label in root.findChildren(QLabel) if label.isVisible() and label.text()]
    firm = [label for label in labels if not label.wordWrap() and not isinstance(label, ElidedLabel)]
    wrapped = [label for label in labels if label.wordWrap()]
    buttons = [button for button in root.findChildren(QPushButton) if button.isVisible()]
    return [
        *(label.text() for label in firm if label.sizeHint().width() > label.width() + 1),
        *(label.text() for label in wrapped if label.heightForWidth(label.width()) > label.height()),
        *(button.text() for button in buttons if button.sizeHint().width() > button.width()),
    ]


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_no_words_are_clipped(
    qtbot: QtBot, qapp: QApplication, light_again: None, language: Language, scale: float
) -> None:
    theme.apply(qapp, "light", scale)
    shown = gallery(qtbot, language)
    shown.show_notices()
    assert clipped(shown) == []


def test_everything_that_takes_the_focus_has_a_name(
    qtbot: QtBot, light_again: None, qapp: QApplication
) -> None:
    theme.apply(qapp)
    shown = gallery(qtbot, "vi")
    shown.show_notices()
    nameless = [
        widget
        for widget in shown.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
        and widget.focusProxy() is None
        and type(widget).__name__ not in ("QScrollArea", "QWidget")
    ]
    assert nameless == []


def test_tab_reaches_every_control_and_comes_back(
    qtbot: QtBot, light_again: None, qapp: QApplication
) -> None:
    theme.apply(qapp)
    shown = gallery(qtbot, "vi")
    shown.strip.connection.setFocus()
    reached: list[QWidget] = []
    for _ in range(200):
        focus = QApplication.focusWidget()
        assert focus is not None
        if reached and focus is reached[0]:
            break
        reached.append(focus)
        QTest.keyClick(focus, Qt.Key.Key_Tab)
    else:
        pytest.fail("Tab does not come back")
    assert shown.cards.search in reached
    assert shown.cards.table in reached
    assert shown.strip.clerk in reached


@pytest.mark.parametrize("name", THEMES)
def test_a_picture_can_be_taken_in_every_theme(
    qtbot: QtBot, light_again: None, tmp_path: Path, name: ThemeName
) -> None:
    picture = tmp_path / "gallery.png"
    assert main(["--shot", str(picture), "--theme", name, "--scale", "1.25", "--notices"]) == 0
    image = QImage(str(picture))
    assert image.width() >= 1366
    colors = {image.pixelColor(x, 300).name() for x in range(0, image.width(), 3)}
    assert theme.current().hex("wash") in colors
