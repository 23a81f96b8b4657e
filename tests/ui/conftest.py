"""What tests of windows need: no noise of the offscreen platform, the light look, Vietnamese words."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.ui.shared import theme

OFFSCREEN_CANNOT = "This plugin does not support propagateSizeHints"

Page = Callable[..., QWidget]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's offscreen platform warns of what it cannot do whenever a window is shown; that is no finding."""
    for item in items:
        if "tests/ui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_CANNOT))


@pytest.fixture(scope="session")
def wording() -> Wording:
    return Wording("vi", resources() / "i18n")


@pytest.fixture(autouse=True)
def light(qapp: QApplication) -> Iterator[None]:
    if theme.current() != theme.Look("light", 1.0) or not qapp.styleSheet():
        theme.apply(qapp)
    yield
    if theme.current() != theme.Look("light", 1.0):
        theme.apply(qapp)


@pytest.fixture
def page(qtbot: QtBot) -> Page:
    """Shows widgets one below the other in an active window, and gives the window."""
    kept: list[QWidget] = []

    def show(*widgets: QWidget) -> QWidget:
        host = QWidget()
        kept.append(host)
        qtbot.addWidget(host)
        column = QVBoxLayout(host)
        for widget in widgets:
            column.addWidget(widget)
        host.show()
        host.activateWindow()
        qtbot.waitUntil(host.isActiveWindow)
        return host

    return show
