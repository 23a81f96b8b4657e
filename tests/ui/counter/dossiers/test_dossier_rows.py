"""The list beside the search: renewed by news, in one line or two, with the number that people say."""

from __future__ import annotations

import threading

import pytest
from PySide6.QtWidgets import QApplication

from counter_app.services.store_ports import DossierRow
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.dossiers.dossier_cells import short_code
from counter_app.ui.shared import theme
from counter_app.ui.shared.cells import CELL_ROLE
from tests.fakes.clock import MORNING
from tests.fakes.line import EMPTY
from tests.ui.counter.dossiers.looking import shown
from tests.ui.counter.record_desk import Desk


def test_news_of_sync_renew_the_list_without_moving_the_choice(desk: Desk) -> None:
    first = desk.accept("Nguyễn Thị Mẫu")
    screen = desk.dossiers()
    screen.view.list.enter_rows(open_first=False)
    desk.settle()
    other = desk.accept("Lê Văn Mẫu", "089080000021")
    teller = threading.Thread(
        target=desk.counter.line.tell,
        args=(SyncStatus(LineState.ONLINE, MORNING, EMPTY), frozenset({other.id})),
    )
    teller.start()
    teller.join()
    desk.qtbot.waitUntil(lambda: len(shown(screen)) == 2)
    assert screen.keeper.state is not None
    assert screen.keeper.state.id == first.id
    row = screen.view.list.table.current_row()
    assert isinstance(row, DossierRow)
    assert row.id == first.id


# --- room ------------------------------------------------------------------------------------


def test_rows_take_two_lines_where_there_is_no_room_for_all_columns(desk: Desk, qapp: QApplication) -> None:
    dossier = desk.accept()
    screen = desk.dossiers()
    screen.open_dossier(dossier.id)
    assert screen.finder.model.columnCount() == 7
    theme.apply(qapp, "light", 1.5)
    desk.qtbot.waitUntil(lambda: screen.finder.model.columnCount() == 4)
    cell = screen.finder.model.index(0, 1).data(CELL_ROLE)
    assert cell.second
    row = screen.view.list.table.current_row()
    assert isinstance(row, DossierRow)
    assert row.id == dossier.id
    desk.settle()


@pytest.mark.parametrize(
    ("code", "short"),
    [
        ("H01.15.21-261123-5306", ("261123-", "5306")),
        ("TAM-H01.15.21-Q03-261120-0001", ("TẠM 03-1120-", "0001")),
        ("TAM-H01.15.21-G03.1-26-0007", ("TẠM G03.1-", "0007")),
        ("000.21.15.H01-261120-0001", ("261120-", "0001")),
        ("KHAC", ("", "KHAC")),
    ],
)
def test_the_number_that_people_say_is_set_apart(code: str, short: tuple[str, str]) -> None:
    assert short_code(code) == short
