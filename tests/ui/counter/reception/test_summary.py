"""Due time, fee, delivery and time of reception: what is shown, what can be set, what is refused."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.domain.received import Channel
from counter_app.ui.counter.parts.shown import Figure
from counter_app.ui.shared import theme
from counter_app.ui.shared.field import Finding
from counter_app.ui.shared.tokens import Tone
from tests.builders import (
    BIRTH,
    CERTIFIED_COPY,
    DEATH,
    IDENTITY_CARD,
    MARRIAGE,
    PENSION,
    POOR,
    RESIDENCE,
    TREES,
)
from tests.ui.counter.conftest import CARD, Front

Enter = Qt.Key.Key_Return


def choose(front: Front, code: str) -> None:
    front.scan(CARD)
    front.presenter.choose_procedure(code)
    front.presenter.tick_required()
    front.settle()


def test_a_result_of_today_is_told_by_its_time_with_the_reason(front: Front) -> None:
    choose(front, BIRTH)
    due = front.state.form.due
    assert (due.value, due.suffix) == ("17:00", "hôm nay")
    assert "15:00" in due.detail


def test_a_result_of_another_day_is_told_by_its_date_and_the_holiday_is_named(front: Front) -> None:
    choose(front, MARRIAGE)
    due = front.state.form.due
    assert (due.value, due.suffix) == ("25/11", "thứ Tư, 09:17")
    assert "Ngày Văn hóa Việt Nam" in due.detail


def test_due_and_fee_wait_for_a_procedure(front: Front) -> None:
    assert front.state.form.due.value == "–"
    assert front.state.form.fee == Figure("–")
    assert front.state.form.due.action == ""


def test_the_due_time_moves_on_with_the_clock(front: Front) -> None:
    choose(front, BIRTH)
    front.move_clock(hours=6)
    front.screen.tick()
    front.settle()
    assert front.view.summary.due.line._suffix == "thứ Tư, 17:00"


@pytest.mark.parametrize("code", [PENSION, POOR])
def test_without_a_legal_time_nothing_is_invented_and_the_reception_is_not_held_up(
    front: Front, code: str
) -> None:
    choose(front, code)
    due = front.state.form.due
    assert due.value == "Hẹn sau"
    assert due.action == "Đặt ngày hẹn"
    assert not [item for item in front.state.form.missing if item.blocks]


@pytest.mark.requirement("AG-25")
def test_a_due_date_can_be_set_with_a_reason_only(front: Front) -> None:
    choose(front, PENSION)
    front.presenter.open_editor("due")
    front.settle()
    editor = front.view.summary.due_editor
    editor.day.set_text("30/11/2026")
    editor.try_apply()
    front.settle()
    assert editor.reason.finding is Finding.ERROR
    assert front.state.form.draft.due is None
    editor.reason.set_text("Theo quy trình của UBND tỉnh")
    front.view.summary.due_editor.reason.edit.setFocus()
    front.key(Enter)
    due = front.state.form.due
    assert (due.value, due.suffix) == ("30/11", "thứ Hai, 17:00")
    assert "Theo quy trình của UBND tỉnh" in due.detail
    assert not editor.isVisible()
    front.presenter.propose_due(None)
    assert front.state.form.due.value == "Hẹn sau"


def test_a_due_date_before_the_reception_is_refused_next_to_the_field(front: Front) -> None:
    choose(front, PENSION)
    front.presenter.open_editor("due")
    front.settle()
    editor = front.view.summary.due_editor
    editor.day.set_text("20/11/2026")
    editor.reason.set_text("Nhầm")
    editor.try_apply()
    front.settle()
    assert editor.day.finding is Finding.ERROR
    assert editor.isVisible()
    assert front.state.form.draft.due is None


def test_free_is_said_only_where_a_rule_says_so(front: Front) -> None:
    choose(front, BIRTH)
    assert front.state.form.fee.value == "Miễn lệ phí"
    for code in (DEATH, TREES):
        front.presenter.choose_procedure(code)
        fee = front.state.form.fee
        assert fee.value == "Chưa xác định mức phí"
        assert fee.tone is Tone.AMBER
        assert "Miễn" not in fee.detail


def test_an_amount_from_the_local_table_is_typed_with_its_basis(front: Front) -> None:
    choose(front, DEATH)
    front.presenter.open_editor("fee")
    front.settle()
    editor = front.view.summary.fee_editor
    editor.amount.set_text("tám nghìn")
    editor.try_apply()
    assert editor.amount.finding is Finding.ERROR
    editor.amount.set_text("8000")
    editor.try_apply()
    front.settle()
    assert editor.note.finding is Finding.ERROR
    editor.note.set_text("NQ 12/2025/NQ-HĐND")
    editor.try_apply()
    front.settle()
    fee = front.state.form.fee
    assert fee.value == "8.000\N{NO-BREAK SPACE}đ"
    assert "NQ 12/2025/NQ-HĐND" in fee.detail
    front.presenter.propose_fee(None)
    assert front.state.form.fee.value == "Chưa xác định mức phí"


@pytest.mark.requirement("N-57")
def test_an_exemption_needs_the_group(front: Front) -> None:
    choose(front, RESIDENCE)
    front.presenter.open_editor("fee")
    front.settle()
    editor = front.view.summary.fee_editor
    editor.basis.button("exempt").click()
    assert not editor.amount.isVisible()
    editor.try_apply()
    front.settle()
    assert editor.note.finding is Finding.ERROR
    editor.note.set_text("Hộ nghèo")
    editor.try_apply()
    assert front.state.form.fee.value == "Được miễn"


def test_a_fee_by_page_and_copy_is_counted_in_the_summary(front: Front) -> None:
    choose(front, CERTIFIED_COPY)
    assert front.state.form.fee.value == "Cần số bản để tính"
    summary = front.view.summary
    assert summary.copies.isVisible()
    assert summary.pages.isVisible()
    summary.copies.edit.setFocus()
    front.type("3")
    front.key(Enter)
    front.type("4")
    assert front.state.form.fee.value == "18.000\N{NO-BREAK SPACE}đ"
    front.presenter.choose_procedure(BIRTH)
    front.settle()
    assert not summary.copies.isVisible()


def test_half_a_fee_for_a_time_is_what_is_asked_for(front: Front) -> None:
    choose(front, IDENTITY_CARD)
    assert front.state.form.fee.value.endswith("đ")


@pytest.mark.requirement("NA-29")
def test_a_time_of_reception_in_the_past_counts_and_one_in_the_future_is_refused(front: Front) -> None:
    choose(front, MARRIAGE)
    front.presenter.open_editor("received")
    front.settle()
    editor = front.view.summary.received_editor
    assert editor.day.text() == "23/11/2026"
    editor.time.set_text("10:00")
    editor.try_apply()
    front.settle()
    assert editor.day.finding is Finding.ERROR
    assert front.state.form.draft.received_at is None
    editor.channel.button("postal").click()
    editor.day.set_text("20/11")
    editor.time.set_text("1545")
    editor.try_apply()
    front.settle()
    draft = front.state.form.draft
    assert draft.channel is Channel.POSTAL
    assert front.state.form.received.value == "15:45"
    assert front.state.form.due.suffix == "hôm nay" or front.state.form.due.value != "25/11"
    front.presenter.open_editor("received")
    front.settle()
    editor.reset.click()
    assert front.state.form.draft.received_at is None


def test_an_untouched_time_stays_now(front: Front) -> None:
    choose(front, MARRIAGE)
    front.presenter.open_editor("received")
    front.settle()
    front.view.summary.received_editor.try_apply()
    assert front.state.form.draft.received_at is None


def test_esc_gives_an_editor_up(front: Front) -> None:
    choose(front, DEATH)
    front.presenter.open_editor("fee")
    front.settle()
    assert front.view.summary.fee_editor.amount.edit.hasFocus()
    front.key(Qt.Key.Key_Escape)
    assert not front.view.summary.fee_editor.isVisible()
    assert front.state.form.draft.fee is None


@pytest.mark.requirement("AG-29")
def test_the_result_goes_by_post_to_the_owners_address_unless_another_is_typed(front: Front) -> None:
    choose(front, BIRTH)
    front.view.summary.method.button("postal").click()
    front.settle()
    place = front.view.summary.place
    assert place.isVisible()
    assert place.text().startswith("Ấp Mẫu")
    place.edit.selectAll()
    place.edit.setFocus()
    front.type("Số 5 đường Mẫu")
    assert front.state.form.draft.delivery.place.startswith("Số 5 đường Mẫu")
    front.view.summary.method.button("counter").click()
    front.settle()
    assert not place.isVisible()


def test_no_set_of_papers_is_not_a_dossier(front: Front) -> None:
    choose(front, BIRTH)
    front.view.components.sets.setFocus()
    front.view.components.sets.selectAll()
    front.type("0")
    assert [item.place for item in front.state.form.missing if item.blocks] == ["set_count"]


def test_what_is_missing_stays_in_sight_by_the_button_with_large_text(
    front: Front, qapp: QApplication
) -> None:
    theme.apply(qapp, "light", 1.5)
    front.scan(CARD)
    front.presenter.choose_procedure(BIRTH)
    front.settle()
    summary = front.view.summary
    rows = [line for line in summary.missing._lines if line.isVisible()]
    assert rows
    for line in rows:
        assert summary.rect().contains(line.mapTo(summary, line.rect().bottomLeft()))
        assert line.mapTo(summary, line.rect().bottomLeft()).y() < summary.accept.y()
    assert summary.blocks.height() > theme.current().px(100)


def test_messages_that_stay_cover_neither_the_papers_nor_the_button(front: Front) -> None:
    front.presenter.choose_procedure(BIRTH)
    front.settle()
    button = front.view.summary.accept.mapTo(front.frame, front.view.summary.accept.rect().topLeft())
    front.frame.notices.error("Ổ đĩa đã đầy.")
    front.settle()
    bar = front.frame.notices.bars()[0]
    top = bar.mapTo(front.frame, bar.rect().topLeft()).y()
    scroll = front.view._scroll
    assert scroll.mapTo(front.frame, scroll.rect().bottomLeft()).y() < top
    after = front.view.summary.accept.mapTo(front.frame, front.view.summary.accept.rect().topLeft())
    assert after == button
    front.frame.notices.clear()
    front.settle()
    assert scroll.mapTo(front.frame, scroll.rect().bottomLeft()).y() > top
