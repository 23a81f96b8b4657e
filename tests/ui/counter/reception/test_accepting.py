"""Accepting: what is missing is told, what was accepted is safe, papers are told as they truly went."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.services.ports import PrinterCondition
from counter_app.services.store_ports import DossierQuery, Verdict, VerdictState
from counter_app.services.sync_ports import LineState
from counter_app.ui.counter.parts.shown import PaperStage
from counter_app.ui.shared.field import Finding
from tests.builders import Counter, counter
from tests.fakes.clock import SetClock
from tests.ui.counter.conftest import AT, CARD, Front, MakeFront


def fill(front: Front, code: str = "1.001193") -> None:
    front.scan(CARD)
    front.presenter.edit_party("owner.phone", "0901234567")
    front.presenter.choose_procedure(code)
    front.presenter.tick_required()
    front.settle()


def accept(front: Front) -> None:
    front.key(Qt.Key.Key_F12)


def test_everything_that_is_missing_is_told_at_once(front: Front) -> None:
    front.scan(CARD)
    front.presenter.edit_party("owner.address", "")
    front.presenter.choose_procedure("1.001193")
    front.settle()
    assert front.state.form.notes == {}  # nothing is scolded before it was tried
    accept(front)
    assert front.state.accepted is None
    assert front.view.applicant.owner.fields["address"].finding is Finding.ERROR
    assert [row.missing for row in front.state.form.components[:2]] == [True, True]
    assert QApplication.focusWidget() is front.view.applicant.owner.fields["address"].edit
    texts = [row.text for row in front.state.form.missing if row.blocks]
    assert len(texts) == 3
    verdict = front.state.form.verdict
    assert verdict is not None
    assert "3" in verdict.text


def test_a_missing_thing_in_the_summary_leads_to_its_place(front: Front) -> None:
    front.scan(CARD)
    front.presenter.choose_procedure("1.001193")
    front.settle()
    front.view.summary.missing_pressed.emit("components.1")
    table = front.view.components.table
    assert table.hasFocus()
    assert table.currentIndex().row() == 1


def test_a_birth_date_that_cannot_be_read_is_not_dropped(front: Front) -> None:
    fill(front)
    front.view.go_to("owner.birth_date")
    front.type("31021990")
    accept(front)
    assert front.state.accepted is None
    field = front.view.applicant.owner.fields["birth_date"]
    assert field.finding is Finding.ERROR
    assert field.text() == "31021990"


@pytest.mark.requirement("PT-17")
def test_papers_are_printed_after_accepting_and_told_as_printed(front: Front) -> None:
    fill(front)
    accept(front)
    accepted = front.state.accepted
    assert accepted is not None
    assert [row.stage for row in accepted.papers] == [PaperStage.PRINTED, PaperStage.PRINTED]
    assert len(front.counter.page.sheets) == 1
    assert len(front.counter.slip.slips) == 1


def test_a_printer_out_of_paper_undoes_nothing_and_prints_again_when_asked(front: Front) -> None:
    front.counter.page.state = PrinterCondition.PAPER_OUT
    fill(front)
    accept(front)
    accepted = front.state.accepted
    assert accepted is not None
    row = accepted.papers[0]
    assert row.stage is PaperStage.FAILED
    assert "hết giấy" in row.sign.text
    assert front.services.dossiers.detail(accepted.dossier_id).dossier.code == accepted.code
    front.counter.page.state = PrinterCondition.READY
    front.view.accepted.print_pressed.emit(row.paper)
    front.settle()
    accepted = front.state.accepted
    assert accepted is not None
    assert accepted.papers[0].stage is PaperStage.PRINTED
    assert accepted.papers[0].detail == ""  # the first paper that came out is no reprint


@pytest.mark.requirement("AG-24")
def test_printing_once_more_is_marked_as_a_reprint(front: Front) -> None:
    fill(front)
    accept(front)
    front.view.accepted.print_pressed.emit("mau-01")
    front.settle()
    accepted = front.state.accepted
    assert accepted is not None
    assert "IN LẠI" in accepted.papers[0].detail


def test_a_printer_that_cannot_tell_is_never_said_to_have_printed(front: Front) -> None:
    front.counter.page.state = PrinterCondition.MUTE
    fill(front)
    accept(front)
    accepted = front.state.accepted
    assert accepted is not None
    assert accepted.papers[0].stage is PaperStage.SENT
    assert "xem giấy" in accepted.papers[0].sign.text


def test_a_counter_without_a_printer_says_so_and_the_dossier_is_safe(front: Front) -> None:
    front.counter.printers.page = None
    front.counter.printers.slip = None
    fill(front)
    accept(front)
    accepted = front.state.accepted
    assert accepted is not None
    assert [row.stage for row in accepted.papers] == [PaperStage.NO_PRINTER]


@pytest.mark.requirement("N-80")
def test_saved_here_becomes_synchronised_only_when_the_verdict_came(front: Front) -> None:
    front.line(LineState.OFFLINE)
    fill(front)
    assert "Lưu tại máy" in front.state.form.offline
    accept(front)
    accepted = front.state.accepted
    assert accepted is not None
    assert accepted.saved.text == "Đã lưu tại máy – chưa gửi"
    database = front.counter.database
    with database.read() as reads:
        entries = [recorded.entry.id for recorded in reads.timeline(accepted.dossier_id)]
    front.line(LineState.ONLINE, touched=frozenset({accepted.dossier_id}))
    accepted = front.state.accepted
    assert accepted is not None
    assert accepted.saved.text == "Đã lưu tại máy – chưa gửi"
    database.judge(Verdict(VerdictState.ACCEPTED), *entries)
    front.line(LineState.ONLINE, touched=frozenset({accepted.dossier_id}))
    accepted = front.state.accepted
    assert accepted is not None
    assert accepted.saved.text == "Đã đồng bộ"


def test_a_full_disk_receives_nothing_and_keeps_everything_on_the_screen(front: Front) -> None:
    fill(front)
    front.presenter.leave()
    front.settle()
    front.counter.database.fail()
    accept(front)
    refused = front.state
    assert refused.accepted is None
    assert refused.form.draft.owner.full_name == "NGUYỄN THỊ MẪU"
    assert not refused.form.busy
    assert any(front.wording.text("error.storage.full") in text for text in front.said())
    accept(front)
    assert front.state.accepted is not None
    assert front.said() == [], "what is over is not said beside what is received"


def test_a_clock_behind_the_journal_is_asked_about_and_can_be_confirmed(front: Front) -> None:
    front.counter.accept()
    front.move_clock(hours=-3)
    fill(front)
    accept(front)
    assert front.state.accepted is None
    assert any(front.wording.text("error.clock.behind_journal") in text for text in front.said())
    front.frame.notices.bars()[-1].acted.emit()
    front.settle()
    assert front.state.accepted is not None


def test_pressing_twice_receives_once(front: Front) -> None:
    fill(front)
    front.presenter.accept()
    front.presenter.accept()
    front.settle()
    with front.counter.database.read() as reads:
        assert len(reads.find(DossierQuery())) == 1


def test_a_provisional_code_is_told_as_one(make_front: MakeFront) -> None:
    station: Counter = counter(numbers=None, clock=SetClock(AT))
    front = make_front(station)
    front.sign_in()
    fill(front)
    accept(front)
    accepted = front.state.accepted
    assert accepted is not None
    assert "mã tạm" in accepted.provisional


def test_f2_begins_the_next_reception(front: Front) -> None:
    fill(front)
    accept(front)
    front.key(Qt.Key.Key_F2)
    assert front.state.accepted is None
    assert front.view.applicant.owner.fields["number"].edit.hasFocus()
