"""Finding as one types: codes of every kind, names without marks, pages, selections, empty lists."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from datetime import timedelta

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest
from PySide6.QtWidgets import QApplication

from counter_app.domain.entries import CodeAssigned, StatusChanged
from counter_app.domain.journal import Basis
from counter_app.domain.statuses import Status
from counter_app.services.recording import record
from counter_app.services.store_ports import DossierFilter, DossierRow, Verdict, VerdictState
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.dossiers.dossier_cells import DossierCells
from counter_app.ui.counter.dossiers.dossier_list import names_whole
from counter_app.ui.counter.dossiers.dossiers_model import PAGE, DossiersModel
from counter_app.ui.counter.dossiers.dossiers_screen import DossiersScreen
from counter_app.ui.shared.cells import CELL_ROLE, Cell
from tests.builders import counter
from tests.fakes.clock import MORNING
from tests.fakes.line import EMPTY
from tests.ui.counter.dossiers.looking import shown
from tests.ui.counter.record_desk import Desk


def owner(screen: DossiersScreen) -> str:
    """Whose dossier is open on the right, if any."""
    return "" if screen.keeper.state is None else screen.keeper.state.owner


def names(screen: DossiersScreen) -> list[str]:
    return [row.owner_name for row in shown(screen)]


def look_for(desk: Desk, screen: DossiersScreen, text: str) -> None:
    screen.view.list.search.setText(text)
    desk.qtbot.waitUntil(lambda: screen.finder.state.text == text.strip())
    desk.settle()


def test_a_name_is_found_while_it_is_typed_without_marks(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Hồng Mẫu")
    desk.accept("Lê Văn Mẫu", "089080000021")
    screen = desk.dossiers()
    QTest.keyClicks(screen.view.list.search, "hong mau")
    desk.qtbot.waitUntil(lambda: names(screen) == ["Nguyễn Thị Hồng Mẫu"])
    desk.settle()
    assert screen.finder.state.found == "1 hồ sơ khớp"


@pytest.mark.requirement("PT-37", "NA-19")
def test_a_dossier_is_found_by_its_official_code_its_number_and_its_slip_number(desk: Desk) -> None:
    wanted, _ = desk.accept(), desk.accept("Lê Văn Mẫu", "089080000021")
    screen = desk.dossiers()
    for text in (wanted.code, wanted.code.lower(), wanted.slip_number, wanted.owner.number):
        look_for(desk, screen, text)
        assert [row.id for row in shown(screen)] == [wanted.id], text


@pytest.mark.requirement("NA-19")
def test_a_provisional_code_still_finds_the_dossier_after_the_official_one_has_come(desk: Desk) -> None:
    desk.counter = counter(numbers=None, clock=desk.counter.clock)
    dossier = desk.accept()
    provisional = dossier.code
    assign(desk, dossier.id, "H01.15.21-261123-0217")
    screen = desk.dossiers()
    look_for(desk, screen, provisional)
    assert [row.code for row in shown(screen)] == ["H01.15.21-261123-0217"]


def assign(desk: Desk, dossier_id: str, code: str) -> None:
    """The centre gave an official code."""
    write(desk, dossier_id, CodeAssigned(code))


def write(desk: Desk, dossier_id: str, event: CodeAssigned | StatusChanged) -> None:
    """An entry of the centre."""
    with desk.counter.database.begin() as work:
        dossier = work.dossiers.get(dossier_id)
        assert dossier is not None
        context = desk.counter.office.current()
        record(work, desk.counter.clock, context, dossier, "centre", event, Basis.CENTRAL)


def test_nothing_of_the_personal_number_stands_in_the_list(desk: Desk) -> None:
    desk.accept(number="089190000017")
    screen = desk.dossiers()
    model = screen.finder.model
    said = [
        str(model.index(0, column).data(role))
        for column in range(model.columnCount())
        for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole, CELL_ROLE)
    ]
    assert not [text for text in said if "190000017" in text.replace(" ", "")]


def test_an_answer_to_what_was_typed_before_is_never_shown(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    desk.accept("Lê Văn Mẫu", "089080000021")
    screen = desk.dossiers()
    answered: list[list[str]] = []
    screen.finder.restarted.connect(lambda _: answered.append(names(screen)))
    gate = threading.Event()
    held = desk.tasks.database(lambda: gate.wait(10))
    screen.finder.search("nguyen")
    screen.finder.search("le van")
    gate.set()
    desk.settle()
    assert held.settled
    assert answered == [["Lê Văn Mẫu"]]


def test_the_first_page_is_short_and_the_next_ones_come_as_one_scrolls(desk: Desk) -> None:
    for number in range(PAGE + 20):
        desk.accept(f"Nguyễn Thị Mẫu {number}")
    screen = desk.dossiers()
    model = screen.finder.model
    assert model.rowCount() == PAGE
    assert model.canFetchMore()
    screen.view.list.table.scrollToBottom()
    desk.qtbot.waitUntil(lambda: model.rowCount() == PAGE + 20)
    assert not model.canFetchMore()
    assert len({row.id for row in model.rows()}) == PAGE + 20
    positions = [row.position for row in model.rows()]
    assert positions == sorted(positions, reverse=True)


def test_a_page_that_could_not_be_read_is_told_and_asked_for_again(desk: Desk) -> None:
    for number in range(PAGE + 1):
        desk.accept(f"Nguyễn Thị Mẫu {number}")
    screen = desk.dossiers()
    model = screen.finder.model
    unreadable = desk.counter.database.read

    def fail() -> None:
        raise ZeroDivisionError

    desk.counter.database.read = fail  # type: ignore[method-assign, assignment]
    model.fetchMore(QModelIndex())
    desk.settle()
    desk.counter.database.read = unreadable  # type: ignore[method-assign]
    assert model.rowCount() == PAGE
    assert [type(caught) for caught in desk.unexpected] == [ZeroDivisionError]
    desk.unexpected.clear()
    assert model.canFetchMore()
    model.fetchMore(QModelIndex())
    desk.qtbot.waitUntil(lambda: model.rowCount() == PAGE + 1)


def test_the_model_keeps_qts_rules_through_growing_renewing_and_other_columns(desk: Desk) -> None:
    cells = DossierCells(desk.wording, lambda: MORNING)
    model = DossiersModel(cells.wide())
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Warning)
    rows = made_rows(desk, PAGE + 3)
    asked: list[int] = []
    model.more_wanted.connect(asked.append)
    generation = model.start(rows[:PAGE], more=True)
    model.fetchMore(QModelIndex())
    model.fetchMore(QModelIndex())
    # The tester asks too: only one question is out at a time, whoever asks.
    assert asked == [generation]
    model.append(generation - 1, rows[PAGE:], more=False)
    assert model.rowCount() == PAGE
    model.append(generation, rows[PAGE:], more=False)
    assert model.rowCount() == PAGE + 3
    assert model.renew(rows, more=False) is False
    assert model.renew(rows[1:], more=False) is True
    model.set_columns(cells.narrow())
    assert model.columnCount() == len(cells.narrow())
    model.start([], more=False)
    assert (model.rowCount(), model.canFetchMore()) == (0, False)
    tester.deleteLater()


def made_rows(desk: Desk, count: int) -> Sequence[DossierRow]:
    for number in range(count):
        desk.accept(f"Nguyễn Thị Mẫu {number}")
    return desk.counter.dossiers.find("", limit=count)


def test_each_selection_tells_how_many_it_holds_and_shows_only_those(desk: Desk, clock: object) -> None:
    dossier = desk.accept()
    screen = desk.dossiers()
    assert screen.view.list.chips.button("mine_today").words() == "Của tôi hôm nay 1"
    assert screen.view.list.chips.button("to_return").words() == "Chờ trả 0"
    status(desk, dossier.id, Status.DONE)
    desk.accept("Lê Văn Mẫu", "089080000021")
    screen.finder.refresh()
    desk.settle()
    assert screen.view.list.chips.button("to_return").words() == "Chờ trả 1"
    screen.view.list.chips.button("to_return").click()
    desk.settle()
    assert [row.id for row in shown(screen)] == [dossier.id]


def status(desk: Desk, dossier_id: str, new: Status) -> None:
    write(desk, dossier_id, StatusChanged(int(new)))


def test_an_overdue_dossier_says_so_in_icon_and_words(desk: Desk) -> None:
    dossier = desk.accept()
    assert dossier.due_at is not None
    desk.counter.clock.set(dossier.due_at + timedelta(days=2))
    screen = desk.dossiers()
    model = screen.finder.model
    column = [each.title for each in model.columns].index("Hẹn trả")
    cell = model.index(0, column).data(CELL_ROLE)
    assert cell.icon == "alarm-clock"
    assert cell.text.endswith("quá 2 ngày")


def test_a_dossier_that_is_done_is_no_longer_overdue(desk: Desk) -> None:
    dossier = desk.accept()
    status(desk, dossier.id, Status.DONE)
    desk.counter.clock.move(timedelta(days=30))
    screen = desk.dossiers()
    model = screen.finder.model
    column = [each.title for each in model.columns].index("Hẹn trả")
    assert model.index(0, column).data(CELL_ROLE).icon == ""


@pytest.mark.requirement("N-80")
def test_the_list_says_saved_here_not_sent_until_the_centre_has_answered(desk: Desk) -> None:
    desk.accept()
    screen = desk.dossiers()
    assert sent(screen).said == "Đã lưu tại máy – chưa gửi"
    database = desk.counter.database
    database.judge(Verdict(VerdictState.ACCEPTED), *(entry.id for entry in database.chain()))
    screen.finder.refresh()
    desk.settle()
    assert sent(screen).said == "Hệ thống đã nhận"


def sent(screen: DossiersScreen) -> Cell:
    model = screen.finder.model
    cell = model.index(0, model.columnCount() - 1).data(CELL_ROLE)
    assert isinstance(cell, Cell)
    return cell


# --- nothing to show -------------------------------------------------------------------------


def test_a_machine_without_dossiers_says_so_and_offers_to_receive_one(desk: Desk) -> None:
    screen = desk.dossiers()
    nothing = screen.finder.state.nothing
    assert nothing is not None
    assert nothing.title == "Máy này chưa có hồ sơ nào"
    screen.view.list.empty_action.click()
    assert desk.around.receptions == 1


def test_what_was_not_found_says_what_was_searched_and_leads_to_all_dossiers(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    screen = desk.dossiers()
    screen.finder.choose(DossierFilter.OVERDUE)
    look_for(desk, screen, "mau")
    nothing = screen.finder.state.nothing
    assert nothing is not None
    assert nothing.title == "Không tìm thấy “mau”"
    assert "Chỉ tìm trong mục “Quá hạn”." in nothing.text
    assert "số định danh" in nothing.text
    screen.view.list.empty_action.click()
    desk.settle()
    assert names(screen) == ["Nguyễn Thị Mẫu"]


# --- keys ------------------------------------------------------------------------------------


def test_the_search_has_the_focus_and_arrow_and_enter_lead_to_the_dossier(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    desk.accept("Lê Văn Mẫu", "089080000021")
    screen = desk.dossiers()
    assert screen.view.list.search.hasFocus()
    QTest.keyClick(screen.view.list.search, Qt.Key.Key_Down)
    assert screen.view.list.table.hasFocus()
    QTest.keyClick(screen.view.list.table, Qt.Key.Key_Down)
    desk.settle()
    assert screen.keeper.state is not None
    assert screen.keeper.state.owner == "Nguyễn Thị Mẫu"
    QTest.keyClick(screen.view.list.table, Qt.Key.Key_Return)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert screen.view.panel.isAncestorOf(focused)
    QTest.keyClick(screen.view.panel, Qt.Key.Key_F3)
    assert screen.view.list.search.hasFocus()


def test_the_only_match_is_opened_by_itself(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    desk.accept("Lê Văn Mẫu", "089080000021")
    screen = desk.dossiers()
    assert owner(screen) == ""
    look_for(desk, screen, "le van")
    assert owner(screen) == "Lê Văn Mẫu"


@pytest.mark.requirement("AG-30")
def test_a_part_of_a_code_or_number_opens_nobodys_dossier_by_itself(desk: Desk) -> None:
    dossier = desk.accept(number="089190000017")
    screen = desk.dossiers()
    for part in (dossier.code[:-1], dossier.code.rpartition("-")[2], "08919000001", "0900"):
        look_for(desk, screen, part)
        assert len(shown(screen)) == 1, part
        assert owner(screen) == "", part
    for whole in (dossier.code, dossier.code.partition("-")[2], "089190000017"):
        look_for(desk, screen, whole)
        assert owner(screen) == dossier.owner.full_name, whole
        look_for(desk, screen, "khong co ai")
        assert owner(screen) == "", whole


def test_a_whole_number_may_be_typed_in_groups(desk: Desk) -> None:
    row = made_rows(desk, 1)[0]
    assert names_whole("089 190 000 017", row)
    assert names_whole("0900.000.017", row)
    assert not names_whole("089 190 000", row)
    assert not names_whole("", row)


def test_text_typed_on_another_screen_is_looked_for_here(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    desk.accept("Lê Văn Mẫu", "089080000021")
    screen = desk.dossiers()
    screen.search("le van")
    desk.qtbot.waitUntil(lambda: owner(screen) == "Lê Văn Mẫu")
    desk.settle()
    assert screen.view.list.search.hasFocus()


def test_another_search_leaves_no_dossier_open_that_is_not_in_the_list(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    desk.accept("Lê Văn Mẫu", "089080000021")
    desk.accept("Lê Thị Mẫu", "089190000025")
    screen = desk.dossiers()
    look_for(desk, screen, "nguyen")
    assert owner(screen) == "Nguyễn Thị Mẫu"
    look_for(desk, screen, "le")
    assert owner(screen) == ""


def test_another_clerk_finds_nothing_of_the_last_ones_search(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    screen = desk.dossiers()
    look_for(desk, screen, "nguyen")
    screen.clerk_changed()
    desk.settle()
    assert screen.keeper.state is None
    assert screen.view.list.search.text() == ""
    assert screen.finder.state.text == ""


# --- how fresh it is -------------------------------------------------------------------------


class Nothing:
    text = ""


@pytest.mark.requirement("AG-30")
def test_the_list_tells_how_old_the_data_of_others_are(desk: Desk) -> None:
    screen = desk.dossiers()
    assert screen.finder.state.age is not None
    assert screen.finder.state.age.text == "Chưa liên lạc được với hệ thống: chỉ có hồ sơ ghi tại máy này"
    offline = SyncStatus(LineState.OFFLINE, MORNING, EMPTY, last_contact_at=MORNING - timedelta(minutes=20))
    desk.counter.line.tell(offline)
    desk.qtbot.waitUntil(lambda: "08:10" in (screen.finder.state.age or Nothing).text)


def test_the_list_gives_way_to_messages_and_the_dossier_beside_it_does_not(desk: Desk) -> None:
    desk.accept()
    screen = desk.dossiers()
    panel, rows = screen.view.panel.height(), screen.view.list.table.height()
    screen.make_room(120)
    desk.qtbot.waitUntil(lambda: screen.view.list.table.height() <= rows - 120)
    assert screen.view.panel.height() == panel
    assert screen.giving_way() is screen.view.list
