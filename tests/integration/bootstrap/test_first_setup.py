"""A computer without a station becomes one through the window, against a real central system."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QStackedWidget
from pytestqt.qtbot import QtBot

from counter_app.bootstrap.counter import counter_parts
from counter_app.bootstrap.first_setup import setup_of
from counter_app.config import Config
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.storage.open import DATABASE_FILE
from counter_app.ui.app import Program, build_window
from counter_app.ui.setup.setup_screen import SetupScreen
from counter_app.ui.shared import theme
from counter_app.ui.shared.field import Finding
from counter_app.ui.tasks import Tasks
from tests.fixtures.central import CentralServer

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support propagateSizeHints")
WITHIN_MS = 20_000


@pytest.fixture
def new_computer(central: CentralServer, tmp_path: Path) -> Config:
    """Nothing is in its folder; the administrator wrote the address into its configuration."""
    return Config(tmp_path / "new", central_url=central.url, keys="file")


@pytest.fixture
def program(qtbot: QtBot, qapp: QApplication, new_computer: Config) -> Iterator[Program]:
    theme.apply(qapp)
    parts = counter_parts(new_computer)
    wording = Wording("vi", resources() / "i18n")
    tasks = Tasks()
    made = build_window(replace(parts, setup=setup_of(new_computer, wording)), tasks)
    qtbot.addWidget(made.frame)
    made.frame.show()
    yield made
    made.close()
    made.frame.close()


def page_of(program: Program) -> object:
    pages = program.frame.centralWidget()
    assert isinstance(pages, QStackedWidget)
    return pages.currentWidget()


def setup_of_program(qtbot: QtBot, program: Program) -> SetupScreen:
    qtbot.waitUntil(lambda: isinstance(page_of(program), SetupScreen), timeout=WITHIN_MS)
    page = page_of(program)
    assert isinstance(page, SetupScreen)
    return page


def test_a_new_computer_is_set_up_and_its_door_knows_office_and_counter(
    qtbot: QtBot, program: Program, central: CentralServer, new_computer: Config
) -> None:
    page = setup_of_program(qtbot, program)
    assert page.form.server.text() == central.url
    page.form.code.edit.setText(central.code("03").lower())
    page.form.act.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WITHIN_MS)
    assert page.done.title.text() == "Máy này là Quầy 03"
    page.done.start.click()
    assert page_of(program) is program.frame.door
    qtbot.waitUntil(lambda: not program.frame.guard.state.opening, timeout=WITHIN_MS)
    assert program.frame.guard.state.counter == "Quầy 03"
    assert (new_computer.data_dir / DATABASE_FILE).is_file()


def test_a_wrong_code_is_said_at_its_field_and_the_right_one_then_works(
    qtbot: QtBot, program: Program, central: CentralServer
) -> None:
    page = setup_of_program(qtbot, program)
    page.form.code.edit.setText("K7QM-2XTR-9HDW")
    page.form.act.click()
    qtbot.waitUntil(lambda: page.form.code.finding is Finding.ERROR, timeout=WITHIN_MS)
    page.form.code.edit.setText(central.code("03"))
    page.form.act.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WITHIN_MS)


def test_without_a_line_it_is_said_at_the_address_and_the_same_code_works_later(
    qtbot: QtBot, program: Program, central: CentralServer
) -> None:
    page = setup_of_program(qtbot, program)
    page.form.code.edit.setText(central.code("03"))
    central.stop()
    page.form.act.click()
    qtbot.waitUntil(lambda: page.form.server.finding is Finding.ERROR, timeout=WITHIN_MS)
    central.start()
    page.form.act.click()
    qtbot.waitUntil(page.done.isVisible, timeout=WITHIN_MS)
