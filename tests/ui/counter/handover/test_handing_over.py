"""Dossiers are handed over and taken back from the dossier screen, one by one and several at once."""

from __future__ import annotations

from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMenu

from counter_app.domain.statuses import Status
from counter_app.services.handovers import HandOverWish
from counter_app.ui.counter.dossiers.dossiers_screen import DossiersScreen
from counter_app.ui.counter.handover.handover_dialogs import HandOverDialog, TakeBackDialog
from counter_app.ui.counter.handover.pile_dialog import PileDialog
from counter_app.ui.counter.processing.wish_dialog import WishDialog
from counter_app.ui.shared.dialogs import ReasonQuestion
from tests.builders import MARRIAGE, clerk
from tests.ui.counter.dossiers.looking import detail, opened
from tests.ui.counter.record_desk import Desk

ROOM = "Phòng Văn hóa – Xã hội"


def dialog_of(desk: Desk, screen: DossiersScreen, kind: type[WishDialog]) -> WishDialog:
    desk.settle()
    (dialog,) = screen.findChildren(kind)
    assert isinstance(dialog, kind)
    return dialog


def offered(screen: DossiersScreen) -> list[str]:
    menu = QMenu()
    screen.handover.add_to(menu, detail(screen).dossier)
    return [action.text() for action in menu.actions()]


def printed(desk: Desk) -> list[str]:
    return [title.rpartition("-")[0] for _, title, _ in desk.counter.page.sheets]


@pytest.mark.requirement("LC-27", "N-16", "AG-28")
def test_a_dossier_is_handed_over_and_its_result_taken_back(desk: Desk) -> None:
    screen = opened(desk, desk.counter.accept(MARRIAGE))
    button = screen.view.panel.acts.handover
    assert button.text() == "Bàn giao…"
    button.click()
    dialog = dialog_of(desk, screen, HandOverDialog)
    assert isinstance(dialog, HandOverDialog)
    dialog.fields.taker.set_text("")
    dialog.act.click()
    assert dialog.fields.taker.finding_text() == "Ghi phòng, đơn vị nhận hồ sơ."
    dialog.fields.taker.set_text(ROOM)
    dialog.act.click()
    desk.settle()
    state = detail(screen)
    assert state.dossier.status is Status.IN_PROCESS
    assert f"Bàn giao cho {ROOM}" in [entry.title for entry in state.timeline]
    assert printed(desk) == ["control"]
    assert button.text() == "Nhận lại…"
    button.click()
    back = dialog_of(desk, screen, TakeBackDialog)
    back.act.click()
    desk.settle()
    assert detail(screen).dossier.status is Status.DONE
    assert not button.isVisibleTo(screen)


def test_a_control_sheet_that_is_with_the_dossier_already_is_not_offered_again(desk: Desk) -> None:
    dossier = desk.counter.accept(MARRIAGE)
    desk.counter.services.printing.print_paper(dossier.id, clerk(), "control")
    screen = opened(desk, dossier)
    screen.handover.ask("hand_over", detail(screen).dossier)
    dialog = dialog_of(desk, screen, HandOverDialog)
    assert isinstance(dialog, HandOverDialog)
    assert not dialog.sheet.isChecked()


def test_a_time_ahead_is_refused_in_the_form_and_what_was_typed_stays(desk: Desk) -> None:
    screen = opened(desk, desk.counter.accept(MARRIAGE))
    screen.handover.ask("hand_over", detail(screen).dossier)
    dialog = dialog_of(desk, screen, HandOverDialog)
    assert isinstance(dialog, HandOverDialog)
    dialog.fields.taker.set_text(ROOM)
    dialog.fields.at.day.set_text("31/12/2099")
    dialog.act.click()
    desk.settle()
    assert dialog.problem.text() == "Thời điểm bàn giao không thể sau lúc này."
    assert dialog.fields.taker.text() == ROOM


def test_the_department_that_has_it_already_is_not_proposed_again(desk: Desk) -> None:
    dossier = desk.counter.accept(MARRIAGE)
    other = "Phòng Kinh tế, Hạ tầng và Đô thị"
    for room in (other, ROOM):
        desk.counter.services.handovers.hand_over([dossier.id], clerk(), HandOverWish(room))
        desk.counter.clock.move(timedelta(minutes=1))
    screen = opened(desk, dossier)
    screen.handover.ask("hand_over", detail(screen).dossier)
    dialog = dialog_of(desk, screen, HandOverDialog)
    assert isinstance(dialog, HandOverDialog)
    assert (dialog.fields.taker.text(), dialog.fields.taken_by.text()) == ("", "")
    completer = dialog.fields.taker.edit.completer()
    completer.setCompletionPrefix("Phòng")
    assert completer.completionCount() == 1
    assert completer.currentCompletion() == other
    assert dialog.fields.taker.width() == dialog.fields.note.width()
    dialog.act.click()
    assert dialog.fields.taker.finding_text() == "Ghi phòng, đơn vị nhận hồ sơ."


@pytest.mark.requirement("O10")
def test_a_line_written_by_mistake_is_struck_through(desk: Desk) -> None:
    dossier = desk.counter.accept(MARRIAGE)
    desk.counter.services.handovers.hand_over([dossier.id], clerk(), HandOverWish(ROOM))
    screen = opened(desk, dossier)
    assert offered(screen) == ["Bàn giao hồ sơ…", "Nhận lại hồ sơ…", "Gạch bỏ dòng bàn giao cuối…"]
    screen.handover.ask("strike", detail(screen).dossier)
    (question,) = screen.findChildren(ReasonQuestion)
    question.reason.set_text("Nhầm hồ sơ")
    question.act.click()
    desk.settle()
    assert detail(screen).dossier.status is Status.RECEIVED
    assert "Gạch bỏ một dòng bàn giao" in [entry.title for entry in detail(screen).timeline]


@pytest.mark.requirement("N-16", "NA-25")
def test_what_was_not_handed_over_in_time_is_told_with_what_to_do(desk: Desk) -> None:
    screen = opened(desk, desk.counter.accept(MARRIAGE))
    assert [one for one in detail(screen).warned if one.deed == "hand_over"] == []
    desk.counter.clock.move(timedelta(days=3))
    screen.keeper.refresh()
    desk.settle()
    (late,) = [one for one in detail(screen).warned if one.deed == "hand_over"]
    assert late.sign.text == "Chưa bàn giao, đã quá hạn"
    screen.view.panel.head.deed_pressed.emit(late.deed)
    dialog_of(desk, screen, HandOverDialog)


@pytest.mark.requirement("LC-27")
def test_the_pile_of_the_day_is_ticked_recorded_and_its_list_printed_at_once(desk: Desk) -> None:
    dossiers = [desk.counter.accept(MARRIAGE) for _ in range(3)]
    screen = desk.dossiers()
    screen.view.list.handover.click()
    pile = dialog_of(desk, screen, PileDialog)
    assert isinstance(pile, PileDialog)
    assert pile.to_go.count() == 3
    pile.act.click()
    assert pile.problem.text() == "Chọn ít nhất một hồ sơ."
    pile.all.click()
    pile.to_go.item(0).setCheckState(Qt.CheckState.Unchecked)
    assert pile.counted.text() == "Đã chọn 2/3"
    pile.hand_over.taker.set_text(ROOM)
    pile.act.click()
    desk.settle()
    known = [desk.counter.dossiers.detail(one.id).dossier for one in dossiers]
    assert sorted(one.status for one in known) == [Status.RECEIVED, Status.IN_PROCESS, Status.IN_PROCESS]
    assert [title for _, title, _ in desk.counter.page.sheets] == ["ban-giao-0001-03"]
    screen.handover.print_list("0001-03")
    desk.settle()
    assert len(desk.counter.page.sheets) == 2


def test_what_the_departments_have_comes_back_together(desk: Desk) -> None:
    dossiers = [desk.counter.accept(MARRIAGE) for _ in range(2)]
    ids = [one.id for one in dossiers]
    desk.counter.services.handovers.hand_over(ids, clerk(), HandOverWish(ROOM), listed=True)
    screen = desk.dossiers()
    screen.handover.open_pile()
    pile = dialog_of(desk, screen, PileDialog)
    assert isinstance(pile, PileDialog)
    pile.way.chosen.emit("back")
    assert pile.to_come.count() == 2
    pile.all.click()
    pile.act.click()
    desk.settle()
    assert {desk.counter.dossiers.detail(one).dossier.status for one in ids} == {Status.DONE}
    assert [one.number for one in desk.counter.services.handover_papers.lists()] == ["0002-03", "0001-03"]
