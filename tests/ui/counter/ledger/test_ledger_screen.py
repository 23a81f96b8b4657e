"""The ledger on the screen: filters, lines, what is missing, papers, closing the year."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import openpyxl
import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester, QTest

from counter_app.domain.errors import DomainError
from counter_app.services.ports import PrinterCondition
from tests.builders import TREES, clerk
from tests.ui.counter.ledger_desk import cells, open_ledger, supervise, words
from tests.ui.counter.record_desk import Desk
from tests.unit.services.test_ledger import told

NEW_YEAR = datetime(2027, 1, 4, 2, tzinfo=UTC)


@pytest.mark.requirement("N-26")
def test_lines_of_all_books_stand_in_order_and_what_has_not_arrived_is_said_calmly(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    told(desk.counter, "05/2026", 1, 4)
    screen = open_ledger(desk)
    QAbstractItemModelTester(
        screen.presenter.model, QAbstractItemModelTester.FailureReportingMode.Fatal, screen
    )
    assert [row[:2] for row in words(screen)] == [
        ["03", "01"],
        ["05", "01"],
        ["05", "02–03"],
        ["05", "04"],
    ]
    gap = cells(screen)[2]
    assert (gap[2].text, gap[2].tone, gap[2].quiet) == ("2 dòng chưa về", None, True)
    assert screen.view.signs() == [
        "Quyển 05/2026: 2 dòng chưa về đến quầy này (số 2–3); sẽ hiện khi quầy đó gửi."
    ]
    assert screen.view.summary.text() == "3 dòng"


def test_a_struck_line_is_struck_through_and_its_reason_is_not(desk: Desk) -> None:
    mistaken = desk.accept("Đỗ Văn Mẫu")
    desk.counter.dossiers.cancel(mistaken.id, clerk(), "Nhập hai lần")
    screen = open_ledger(desk)
    screen.resize(1400, 700)
    (row,) = cells(screen)
    struck = {cell.text: cell.struck for cell in row if cell.text}
    assert struck["Đỗ Văn Mẫu"]
    assert not struck["Gạch bỏ: Nhập hai lần"]
    assert "đã gạch bỏ" in row[2].said
    assert screen.view.summary.text() == "1 dòng · 1 dòng gạch bỏ"


def test_year_book_and_field_choose_the_lines(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    trees = desk.counter.accept(TREES)
    told(desk.counter, "05/2026", 1)
    told(desk.counter, "05/2024", 1, 2)
    screen = open_ledger(desk)
    view = screen.view
    assert [view.year.combo.itemText(one) for one in range(view.year.combo.count())] == ["2026", "2024"]
    assert [view.book.combo.itemText(one) for one in range(view.book.combo.count())] == [
        "Tất cả các quyển",
        "Quyển 03 – Quầy 03",
        "Quyển 05 – Quầy 05",
    ]
    view.book_chosen.emit("03/2026")
    desk.settle()
    assert len(words(screen)) == 2
    assert words(screen)[0][0] == "01"
    view.field_chosen.emit(str(trees.procedure["field"]))
    desk.settle()
    assert [row[0] for row in words(screen)] == ["02"]
    view.year_chosen.emit(2024)
    desk.settle()
    assert len(words(screen)) == 2
    assert view.book.value() == ""


def test_further_lines_come_as_one_scrolls(desk: Desk) -> None:
    told(desk.counter, "05/2026", *range(1, 131), *range(140, 260))
    screen = open_ledger(desk)
    model = screen.presenter.model
    QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal, screen)
    assert model.rowCount() == 100
    while model.end is not None:
        if model.canFetchMore():
            model.fetchMore()
        desk.settle()
    lines = [row[1] for row in words(screen)]
    assert len(lines) == 251
    assert lines[129:132] == ["130", "131–139", "140"]


def test_a_line_opens_its_dossier(desk: Desk) -> None:
    dossier = desk.accept("Nguyễn Thị Mẫu")
    screen = open_ledger(desk)
    screen.view.table.choose(0)
    QTest.keyClick(screen.view.table, Qt.Key.Key_Return)
    assert desk.around.dossiers == [dossier.id]


def test_an_empty_year_says_so_and_offers_no_paper(desk: Desk) -> None:
    screen = open_ledger(desk)
    assert screen.presenter.state.nothing is not None
    assert not screen.view.print.isEnabled()
    assert not screen.view.xlsx.isEnabled()


@pytest.mark.requirement("N-26", "N-24")
def test_the_ledger_is_printed_and_saved(desk: Desk, tmp_path: Path) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    screen = open_ledger(desk, tmp_path)
    screen.view.print.click()
    desk.settle()
    assert [sheet[1:] for sheet in desk.counter.page.sheets] == [("so-theo-doi-ho-so-2026-quyen-03", "A4")]
    screen.view.xlsx.click()
    desk.settle()
    screen.view.pdf.click()
    desk.settle()
    saved = sorted(path.name for path in tmp_path.iterdir())
    assert saved == ["so-theo-doi-ho-so-2026-quyen-03.pdf", "so-theo-doi-ho-so-2026-quyen-03.xlsx"]
    assert openpyxl.load_workbook(tmp_path / saved[1]).sheetnames == ["Quyển 03-2026"]
    assert any(str(tmp_path) in text for _, text in desk.notices.shown())


def test_a_print_or_a_file_that_failed_is_said_and_the_screen_goes_on(desk: Desk, tmp_path: Path) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    blocked = tmp_path / "file"
    blocked.write_text("x")
    screen = open_ledger(desk, blocked)
    desk.counter.page.state = PrinterCondition.OFFLINE
    screen.view.print.click()
    desk.settle()
    assert any("Chưa in được sổ" in text for _, text in desk.notices.shown())
    screen.view.pdf.click()
    desk.settle()
    assert any(str(blocked) in text for _, text in desk.notices.shown())
    assert screen.view.pdf.isEnabled()


@pytest.mark.requirement("N-26", "A22")
def test_a_supervisor_closes_a_year_that_is_over_with_the_counts_before_her(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    desk.counter.clock.set(NEW_YEAR)
    screen = open_ledger(desk)
    screen.view.year_chosen.emit(2026)
    desk.settle()
    assert not screen.view.close_year.isVisible()
    supervise(desk)
    screen.clerk_changed()
    assert screen.view.close_year.isVisible()
    screen.view.close_year.click()
    desk.settle()
    dialog = screen.closing
    assert dialog is not None
    dialog.agree()
    assert dialog.head.finding_text()
    dialog.head.set_text("Lê Văn Mẫu")
    dialog.agree()
    desk.settle()
    assert screen.closing is None
    assert not screen.view.close_year.isVisible()
    assert screen.view.signs() == ["Quyển 03/2026 đã khóa ngày 04/01/2027, thủ trưởng ký: Lê Văn Mẫu."]


def test_a_closing_that_cannot_be_kept_says_why_and_keeps_the_name(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    desk.counter.clock.set(NEW_YEAR)
    supervise(desk)
    screen = open_ledger(desk)
    screen.view.year_chosen.emit(2026)
    desk.settle()
    screen.view.close_year.click()
    desk.settle()
    dialog = screen.closing
    assert dialog is not None
    dialog.head.set_text("Lê Văn Mẫu")
    desk.counter.database.fail()
    dialog.agree()
    desk.settle()
    assert dialog.problem.text() == desk.wording.error(DomainError("storage.full"))
    assert dialog.head.text() == "Lê Văn Mẫu"
    dialog.reject()
    desk.settle()


def test_a_supervisor_goes_on_in_a_further_book(desk: Desk) -> None:
    desk.accept("Nguyễn Thị Mẫu")
    supervise(desk)
    screen = open_ledger(desk)
    assert screen.view.further.isVisible()
    screen.presenter.continue_book()
    desk.settle()
    second = desk.accept("Lê Văn Mẫu", "089080000021")
    assert (second.ledger_book, second.ledger_line) == ("03-2/2026", 2)
