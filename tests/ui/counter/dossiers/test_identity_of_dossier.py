"""The owner's identity in the dossier screens: tasks for a person, what led there, what is shown whole."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.domain.entries import IdentityRevealed, IdentitySettled
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import GuidanceOutcome, SettlementOutcome
from counter_app.services.identity_ports import IdentityCounts
from counter_app.services.store_ports import DossierFilter
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.dossiers.dossier_words import DossierWords
from counter_app.ui.counter.dossiers.dossiers_screen import DossiersScreen
from counter_app.ui.counter.dossiers.private_facts import PrivateFacts
from counter_app.ui.counter.identity.guide_dialog import GuideDialog
from counter_app.ui.counter.identity.identity_watch import IdentityWatch
from counter_app.ui.counter.identity.settle_dialog import SettleDialog
from counter_app.ui.counter.parts.told_block import ToldBlock
from tests.builders import clerk
from tests.fakes.line import EMPTY
from tests.ui.counter.dossiers.looking import detail, opened, private, shown
from tests.ui.counter.record_desk import Desk


def answered(desk: Desk, *states: IdentityState) -> DossiersScreen:
    """A dossier of which the e-ID system said these things, one after the other; the page is open."""
    desk.counter.line.tell(SyncStatus(LineState.ONLINE, desk.counter.clock.now(), EMPTY))
    dossier = desk.accept()
    desk.counter.gateway.say(*states)
    for _ in states:
        desk.counter.services.identity.check_dossier(dossier.id, clerk())
    return opened(desk, dossier)


def task_block(screen: DossiersScreen) -> ToldBlock:
    return next(block for block in screen.view.panel.head.findChildren(ToldBlock) if hasattr(block, "act"))


def settling(screen: DossiersScreen) -> SettleDialog:
    task_block(screen).act.click()
    dialog = screen.findChild(SettleDialog)
    assert dialog is not None
    return dialog


# --- a mismatch is a task ----------------------------------------------------------------------


@pytest.mark.requirement("LC-18", "O8")
def test_a_mismatch_is_a_task_in_the_list_and_in_the_detail_and_changes_nothing(desk: Desk) -> None:
    screen = answered(desk, IdentityState.MISMATCH)
    state = detail(screen)
    assert state.warned[0].sign.text == "Không khớp VNeID, cần xem"
    assert state.warned[0].act == "Xử lý…"
    assert state.owner == "Nguyễn Thị Mẫu"
    row = shown(screen)[0]
    cell = screen.finder.cells._status(row)
    assert (cell.icon, cell.text) == ("shield-x", "Xem danh tính")
    assert "1" in screen.finder.state.chips[DossierFilter.IDENTITY]
    screen.finder.choose(DossierFilter.IDENTITY)
    desk.settle()
    assert [found.id for found in shown(screen)] == [state.id]


@pytest.mark.requirement("LC-18", "O8")
def test_a_person_settles_a_mismatch_with_outcome_note_and_name(desk: Desk) -> None:
    screen = answered(desk, IdentityState.MISMATCH)
    dialog = settling(screen)
    dialog.outcome.button(SettlementOutcome.DOCUMENT_RIGHT.value).click()
    dialog.note.set_text("Đã xem lại thẻ")
    dialog.act.click()
    desk.settle()
    assert screen.findChild(SettleDialog) is None
    state = detail(screen)
    assert [warned.deed for warned in state.warned] == []
    assert state.identity is not None
    assert state.identity.lines[-1].startswith("Đã xử lý: giấy tờ đúng như hồ sơ, Trần Thị Mẫu lúc")
    entry = next(entry for entry in state.timeline if entry.icon == "user-check")
    assert "Đã xem lại thẻ" in entry.detail
    screen.finder.choose(DossierFilter.IDENTITY)
    desk.settle()
    assert shown(screen) == []


def test_another_outcome_needs_a_note(desk: Desk) -> None:
    screen = answered(desk, IdentityState.MISMATCH)
    dialog = settling(screen)
    dialog.outcome.button(SettlementOutcome.OTHER.value).click()
    dialog.act.click()
    desk.settle()
    assert dialog.note.finding_text() == "Chọn “Cách khác” thì ghi rõ đã làm gì."
    kinds = [entry.kind for entry in desk.counter.database.chain()]
    assert IdentitySettled.KIND not in kinds
    dialog.reject()


def test_a_settlement_that_could_not_be_recorded_says_why_and_keeps_what_was_typed(desk: Desk) -> None:
    screen = answered(desk, IdentityState.MISMATCH)
    dialog = settling(screen)
    acts = desk.counter.services.identity_acts
    acts.settle(detail(screen).id, clerk(), SettlementOutcome.COME_BACK)
    dialog.note.set_text("Hẹn thứ Hai")
    dialog.act.click()
    desk.settle()
    assert dialog.note.finding_text()
    assert dialog.note.text() == "Hẹn thứ Hai"
    assert dialog.act.isEnabled()
    dialog.reject()


@pytest.mark.requirement("LC-19")
def test_somebody_without_an_account_is_guided_later_too(desk: Desk) -> None:
    screen = answered(desk, IdentityState.NO_ACCOUNT)
    assert detail(screen).warned[0].sign.text == "Chưa có tài khoản VNeID"
    task_block(screen).act.click()
    dialog = screen.findChild(GuideDialog)
    assert dialog is not None
    assert dialog.panel.outcome is not None
    dialog.panel.outcome.button(GuidanceOutcome.NOT_POSSIBLE.value).click()
    dialog.panel.record.click()
    desk.settle()
    state = detail(screen)
    assert [warned.deed for warned in state.warned] == []
    assert state.identity is not None
    assert any(line.startswith("Hướng dẫn: không thể, Trần Thị Mẫu") for line in state.identity.lines)


# --- what led there ----------------------------------------------------------------------------


@pytest.mark.requirement("LC-18")
def test_each_answer_is_listed_with_time_state_clerk_and_transaction(desk: Desk) -> None:
    screen = answered(desk, IdentityState.LEVEL_1)
    block = detail(screen).identity
    assert block is not None
    assert block.sign.text == "Khớp VNeID, mức 1"
    assert block.lines[0] == "Nhập tay, chưa đọc giấy tờ"
    told = block.lines[1]
    assert told.startswith("Hỏi lúc ")
    assert told.endswith("Khớp VNeID, mức 1 · Trần Thị Mẫu · Mã tra cứu C06-1")
    assert any("Mã tra cứu C06-1" in entry.detail for entry in detail(screen).timeline)


def test_it_can_be_asked_now_from_the_detail(desk: Desk) -> None:
    screen = answered(desk)
    assert detail(screen).identity is not None
    desk.counter.gateway.say(IdentityState.LEVEL_2)
    screen.view.panel.identity.check.click()
    desk.settle()
    block = detail(screen).identity
    assert block is not None
    assert block.sign.text == "Khớp VNeID, mức 2"
    assert any("Khớp VNeID, mức 2" in text for _, text in desk.notices.shown())


def test_the_rail_counts_what_a_person_has_to_look_at(desk: Desk) -> None:
    watch = IdentityWatch(desk.counter.services, desk.tasks, desk.window)
    told: list[int] = []
    watch.changed.connect(told.append)
    watch.start()
    desk.settle()
    answered(desk, IdentityState.MISMATCH)
    assert desk.counter.services.identity_acts.counts() == IdentityCounts(mismatch=1)
    watch.look()
    desk.settle()
    assert told == [1]
    watch.stop()


# --- what is shown whole -----------------------------------------------------------------------


def revealed(desk: Desk) -> list[str]:
    items = desk.counter.services.dossiers.detail(desk.counter.database.chain()[0].subject).timeline
    return [item.event.view for item in items if isinstance(item.event, IdentityRevealed)]


@pytest.mark.requirement("HT-15", "N-04")
def test_a_number_is_shown_only_after_that_was_recorded_with_the_clerks_name(desk: Desk) -> None:
    screen = opened(desk, desk.accept())
    assert "•" in private(screen).shown()
    private(screen).eye.click()
    assert "•" in private(screen).shown()
    desk.settle()
    assert private(screen).shown() == "089 190 000 017"
    assert revealed(desk) == ["dossier"]
    entry = detail(screen).timeline[0]
    assert entry.title == "Xem số định danh đầy đủ"
    assert "Trần Thị Mẫu" in entry.detail


@pytest.mark.requirement("HT-15", "N-04")
def test_a_telephone_is_recorded_as_what_it_is(desk: Desk) -> None:
    screen = opened(desk, desk.accept())
    private(screen, "Điện thoại").eye.click()
    desk.settle()
    assert revealed(desk) == ["dossier.phone"]
    assert detail(screen).timeline[0].title == "Xem số điện thoại đầy đủ"
    assert "•" in private(screen).shown()


def test_the_eye_works_by_keyboard_and_hiding_records_nothing(desk: Desk) -> None:
    screen = opened(desk, desk.accept())
    eye = private(screen).eye
    eye.setFocus()
    QTest.keyClick(eye, Qt.Key.Key_Space)
    desk.settle()
    assert private(screen).shown() == "089 190 000 017"
    QTest.keyClick(private(screen).eye, Qt.Key.Key_Space)
    desk.settle()
    assert "•" in private(screen).shown()
    assert revealed(desk) == ["dossier"]


def test_what_is_shown_hides_again_by_itself(desk: Desk) -> None:
    state = DossierWords(desk.wording).detail(
        desk.counter.dossiers.detail(desk.accept().id), desk.counter.clock.now()
    )
    facts = PrivateFacts(desk.wording, desk.window, hidden_after_ms=1)
    facts.wanted.connect(facts.show_whole)
    facts.show_facts(state.id, state.private)
    line = facts.lines["Số định danh"]
    line.eye.click()
    assert line.shown() == "089 190 000 017"
    desk.qtbot.waitUntil(lambda: "•" in line.shown())


@pytest.mark.requirement("HT-15", "N-04")
def test_nothing_in_the_list_is_a_whole_number(desk: Desk) -> None:
    screen = opened(desk, desk.accept())
    model = screen.finder.model
    for columns in (screen.finder.cells.wide(), screen.finder.cells.narrow()):
        for column in columns:
            cell = column.cell(model.rows()[0])
            assert not any("089190000017" in text for text in (cell.text, cell.second, cell.said))


def test_opening_a_correction_shows_the_number_and_is_recorded(desk: Desk) -> None:
    screen = opened(desk, desk.accept())
    screen.view.panel.acts.correct.click()
    desk.settle()
    assert revealed(desk) == ["correction"]
