"""Fixtures of the shared widgets: Vietnamese wording, and the light look before each test."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.ui.shared import theme

Page = Callable[..., QWidget]


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
