"""Tables over rows that come in pages."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.cells import CELL_ROLE, Cell
from counter_app.ui.shared.list_table import ListTable
from counter_app.ui.shared.paged_model import ROW_ROLE, Column, PagedModel
from counter_app.ui.shared.tokens import Tone


@dataclass(frozen=True)
class Line:
    number: int

    @property
    def code(self) -> str:
        return f"261123-{self.number:06d}"


def lines(offset: int, limit: int) -> list[Line]:
    return [Line(number) for number in range(offset, offset + limit)]


def made() -> PagedModel[Line]:
    sent = Cell(icon="cloud-check", tone=Tone.GREEN, said="hệ thống đã nhận")
    return PagedModel(
        [
            Column("Mã hồ sơ", 120, lambda line: Cell(line.code)),
            Column("Chủ hồ sơ", 100, lambda _: Cell("LÊ THỊ MẪU", strong=True), stretch=True),
            Column("Gửi", 50, lambda _: sent, right=True),
        ],
        page=10,
    )


@pytest.fixture
def model() -> PagedModel[Line]:
    return made()


@pytest.fixture
def table(qtbot: QtBot, model: PagedModel[Line]) -> ListTable:
    view = ListTable("Hồ sơ", model)
    qtbot.addWidget(view)
    view.resize(600, 400)
    view.show()
    qtbot.waitExposed(view)
    return view


def test_the_model_behaves_while_pages_come_and_go(qtbot: QtBot, model: PagedModel[Line]) -> None:
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.restart(95, lines(0, 10))
    model.fill(model.generation, 90, lines(90, 5))
    model.replace(3, Line(777))
    assert model.rowCount() == 95
    assert model.index(3, 0).data() == "261123-000777"
    model.restart(0)
    assert model.rowCount() == 0


def test_a_page_is_asked_for_once_when_it_comes_into_sight(qtbot: QtBot, model: PagedModel[Line]) -> None:
    asked: list[tuple[int, ...]] = []
    model.wanted.connect(lambda *page: asked.append(page))
    generation = model.restart(1_000_000, lines(0, 10))
    for row in (3, 25, 26, 29):
        model.index(row, 0).data()
    assert asked == [(generation, 20, 10)]


def test_the_last_page_asks_for_no_more_than_there_is(qtbot: QtBot, model: PagedModel[Line]) -> None:
    generation = model.restart(33)
    with qtbot.waitSignal(model.wanted) as told:
        model.index(32, 0).data()
    assert told.args == [generation, 30, 3]


def test_rows_are_empty_until_they_are_here(qtbot: QtBot, model: PagedModel[Line]) -> None:
    generation = model.restart(30)
    assert model.index(12, 0).data() is None
    with qtbot.waitSignal(model.dataChanged):
        model.fill(generation, 10, lines(10, 10))
    assert model.index(12, 0).data() == "261123-000012"


def test_an_answer_to_an_older_search_is_ignored(qtbot: QtBot, model: PagedModel[Line]) -> None:
    old = model.restart(30)
    model.restart(30)
    with qtbot.assertNotEmitted(model.dataChanged):
        model.fill(old, 10, lines(10, 10))


def test_a_page_that_failed_is_asked_for_again(qtbot: QtBot, model: PagedModel[Line]) -> None:
    model.restart(30)
    model.index(12, 0).data()
    model.forget(10)
    with qtbot.waitSignal(model.wanted):
        model.index(12, 0).data()


def test_few_pages_are_kept_in_memory(qtbot: QtBot, model: PagedModel[Line]) -> None:
    generation = model.restart(10_000)
    for offset in range(0, 10_000, 10):
        model.fill(generation, offset, lines(offset, 10))
    asked: list[tuple[int, ...]] = []
    model.wanted.connect(lambda *page: asked.append(page))
    assert model.row(9_999) == Line(9_999)
    assert model.row(0) is None
    assert asked == [(generation, 0, 10)]


def test_cells_are_words_for_screen_readers_too(qtbot: QtBot, model: PagedModel[Line]) -> None:
    model.restart(1, lines(0, 1))
    assert model.index(0, 2).data(Qt.ItemDataRole.AccessibleTextRole) == "hệ thống đã nhận"
    assert model.index(0, 2).data(Qt.ItemDataRole.ToolTipRole) == "hệ thống đã nhận"
    assert model.index(0, 1).data(Qt.ItemDataRole.AccessibleTextRole) == "LÊ THỊ MẪU"
    assert isinstance(model.index(0, 1).data(CELL_ROLE), Cell)
    assert model.index(0, 1).data(ROW_ROLE) == Line(0)


def test_titles_stand_over_their_columns(qtbot: QtBot, model: PagedModel[Line]) -> None:
    assert model.headerData(0, Qt.Orientation.Horizontal) == "Mã hồ sơ"
    assert model.headerData(9, Qt.Orientation.Horizontal) is None


def test_choosing_a_row_tells_it_and_enter_opens_it(
    qtbot: QtBot, table: ListTable, model: PagedModel[Line]
) -> None:
    model.restart(20, lines(0, 20))
    with qtbot.waitSignal(table.selected) as told:
        table.choose(1)
    assert told.args == [Line(1)]
    assert table.current_row() == Line(1)
    with qtbot.waitSignal(table.opened) as opened:
        QTest.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [Line(1)]


def test_a_chosen_row_that_comes_later_is_told_when_it_is_here(
    qtbot: QtBot, table: ListTable, model: PagedModel[Line]
) -> None:
    generation = model.restart(100, lines(0, 10))
    with qtbot.assertNotEmitted(table.selected):
        table.choose(55)
    with qtbot.waitSignal(table.selected) as told:
        model.fill(generation, 50, lines(50, 10))
    assert told.args == [Line(55)]


def test_only_rows_in_sight_are_asked_for(qtbot: QtBot, table: ListTable, model: PagedModel[Line]) -> None:
    offsets: set[int] = set()
    model.wanted.connect(lambda _, offset, __: offsets.add(offset))
    model.restart(1_000_000, lines(0, 10))
    table.grab()
    table.scrollTo(model.index(500_000, 0))
    table.grab()
    assert len(offsets) < 8
    assert max(offsets) in range(499_980, 500_011)


def test_rows_have_the_height_of_the_token_at_every_scale(
    qtbot: QtBot, qapp: QApplication, table: ListTable, model: PagedModel[Line]
) -> None:
    model.restart(20, lines(0, 20))
    assert table.rowHeight(0) == tokens.ROW
    theme.apply(qapp, "light", 1.5)
    assert table.rowHeight(0) == tokens.ROW * 1.5


def test_the_stretching_column_takes_what_is_left(table: ListTable) -> None:
    widths = [table.columnWidth(number) for number in range(3)]
    assert widths[0] == 120
    assert widths[2] == 50
    assert sum(widths) == table.viewport().width()


def test_tab_leaves_the_table(qtbot: QtBot, table: ListTable) -> None:
    assert not table.tabKeyNavigation()
    assert table.accessibleName() == "Hồ sơ"


def test_a_table_reached_by_key_has_a_row_to_stand_on_and_shows_it(
    qtbot: QtBot, table: ListTable, model: PagedModel[Line]
) -> None:
    model.restart(20, lines(0, 20))
    table.activateWindow()
    qtbot.waitUntil(table.isActiveWindow)
    table.clearFocus()
    table.setCurrentIndex(model.index(-1, -1))
    with qtbot.waitSignal(table.selected):
        table.setFocus(Qt.FocusReason.TabFocusReason)
    picture = table.viewport().grab().toImage()
    assert picture.pixelColor(60, 0).name() == theme.current().hex("focus")
