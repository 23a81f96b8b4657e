"""Pads in the ledger: issued and saved, what waits to be entered, sheets declared void."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

from counter_app.ui.counter.pads.pad_dialogs import IssueDialog
from counter_app.ui.shared.field import Finding
from tests.builders import clerk, clerks
from tests.ui.counter.ledger_desk import open_ledger, supervise, words
from tests.ui.counter.record_desk import Desk


def test_a_supervisor_issues_a_pad_and_saves_it(desk: Desk, tmp_path: Path) -> None:
    screen = open_ledger(desk, tmp_path)
    assert not screen.view.issue.isVisible()
    supervise(desk)
    screen.clerk_changed()
    screen.view.issue.click()
    desk.settle()
    dialog = screen.pads.issuing
    assert dialog is not None
    dialog.count.set_text("501")
    dialog.act.click()
    assert dialog.count.finding is Finding.ERROR
    dialog.count.set_text("2")
    dialog.act.click()
    desk.settle()
    assert [file.name for file in tmp_path.iterdir()] == ["so-giay-G03.1-2026.pdf"]
    assert [view.label for view in desk.counter.services.pads.of_year(2026)] == ["G03.1/2026"]


def test_a_pad_is_printed_straight_away(desk: Desk) -> None:
    dialog = issuing(desk)
    dialog.count.set_text("2")
    dialog.print.click()
    desk.settle()
    assert [title for _, title, _ in desk.counter.page.sheets] == ["so-giay-G03.1-2026"]
    assert any("Đã in sổ giấy G03.1/2026" in words for _, words in desk.notices.shown())


def test_a_pad_that_did_not_come_out_is_issued_and_can_be_saved_from_the_notice(
    desk: Desk, tmp_path: Path
) -> None:
    dialog = issuing(desk, tmp_path)
    desk.counter.services.printing.printers.page = None
    dialog.print.click()
    desk.settle()
    assert [view.label for view in desk.counter.services.pads.of_year(2026)] == ["G03.1/2026"]
    (bar,) = [one for one in desk.notices.bars() if "chưa chọn máy in A4" in one.text()]
    bar.acted.emit()
    desk.settle()
    assert [file.name for file in tmp_path.iterdir()] == ["so-giay-G03.1-2026.pdf"]


def issuing(desk: Desk, folder: Path | None = None) -> IssueDialog:
    screen = open_ledger(desk, folder)
    supervise(desk)
    screen.clerk_changed()
    screen.view.issue.click()
    desk.settle()
    dialog = screen.pads.issuing
    assert dialog is not None
    return dialog


def test_lines_that_wait_are_counted_and_a_void_sheet_stands_with_its_reason(desk: Desk) -> None:
    pads = desk.counter.services.pads
    pad = pads.issue(clerks()[2], 4)
    desk.counter.clock.move(timedelta(hours=2))
    sheet = pads.sheet(pad.label, 3)
    received_at = desk.counter.clock.now() - timedelta(hours=1)
    dossier = desk.counter.reception.accept(desk.counter.draft(paper=sheet, received_at=received_at), clerk())
    screen = open_ledger(desk)
    assert any("2 dòng" in sign and "1–2" in sign for sign in screen.view.signs())
    screen.view.void.click()
    desk.settle()
    dialog = screen.pads.voiding
    assert dialog is not None
    dialog.first.set_text("3")
    dialog.reason.set_text("Viết hỏng")
    dialog.act.click()
    desk.settle()
    assert dialog.first.finding is Finding.ERROR
    assert dossier.code in dialog.first.finding_text()
    dialog.first.set_text("2")
    dialog.act.click()
    desk.settle()
    assert screen.pads.voiding is None
    shown = [" ".join(row) for row in words(screen)]
    assert any("Gạch bỏ" in row and "Viết hỏng" in row for row in shown)
    assert any("Chưa nhập" in row for row in shown)
    assert any("Chưa dùng hoặc chưa nhập" in row for row in shown)
    assert any("Nhập từ giấy" in row for row in shown)
