"""Receptions in hand: kept soon after each change, offered again, lost to no lock, clerk or full disk."""

from __future__ import annotations

from PySide6.QtCore import Qt

from counter_app.ui.counter.reception.draft_keeper import DELAY_MS
from tests.ui.counter.conftest import CARD, CLERK, OTHER, OTHER_CARD, Front, MakeFront

Control = Qt.KeyboardModifier.ControlModifier


def stored(front: Front, person: str = CLERK) -> list[str]:
    with front.counter.database.read() as reads:
        return [draft.content for draft in reads.drafts(person)]


def test_a_change_is_kept_within_half_a_second(front: Front) -> None:
    assert DELAY_MS <= 500
    front.type("089190000017")
    assert stored(front) == []
    front.qtbot.waitUntil(lambda: len(stored(front)) == 1, timeout=DELAY_MS + 400)
    front.settle()
    saved = front.state.form.saved
    assert saved is not None
    assert saved.text == "Nháp lưu 09:17:04"


def test_typing_on_does_not_put_keeping_off(front: Front) -> None:
    keeper = front.presenter._keeper
    front.presenter.edit_party("owner.full_name", "N")
    first = keeper._timer.remainingTime()
    front.presenter.edit_party("owner.full_name", "NG")
    assert 0 < keeper._timer.remainingTime() <= first


def test_an_empty_reception_is_not_kept(front: Front) -> None:
    front.presenter.edit_party("owner.full_name", "N")
    front.presenter.edit_party("owner.full_name", "")
    front.presenter.leave()
    front.settle()
    assert stored(front) == []


def test_a_draft_that_was_emptied_again_leaves_the_store(front: Front) -> None:
    front.presenter.edit_party("owner.full_name", "NGUYỄN THỊ MẪU")
    front.presenter.leave()
    front.settle()
    assert len(stored(front)) == 1
    front.presenter.edit_party("owner.full_name", "")
    front.presenter.leave()
    front.settle()
    assert stored(front) == []


def test_the_draft_is_there_again_after_the_program_was_started_anew(
    front: Front, make_front: MakeFront
) -> None:
    front.scan(CARD)
    front.presenter.leave()
    front.settle()
    front.counter.restart()
    again = make_front(front.counter)
    again.sign_in()
    form = again.state.form
    assert form.draft.owner.full_name == "NGUYỄN THỊ MẪU"
    assert form.saved is not None
    assert again.view.applicant.owner.fields["number"].text() == "089 190 000 017"


def test_locking_keeps_the_draft_and_the_same_clerk_goes_on_with_it(front: Front) -> None:
    front.scan(CARD)
    front.key(Qt.Key.Key_L, Control)
    assert front.frame.seat.signed_in is None
    assert len(stored(front)) == 1
    assert not front.window.isVisible()
    front.sign_in()
    assert front.window.isVisible()
    assert front.state.form.draft.owner.number == "089190000017"


def test_a_draft_belongs_to_the_clerk_who_opened_it(front: Front) -> None:
    front.scan(CARD)
    front.window.lock()
    front.sign_in(OTHER)
    assert front.state.form.draft.is_empty
    assert front.view.applicant.owner.fields["full_name"].text() == ""
    front.window.lock()
    front.sign_in(CLERK)
    assert front.state.form.draft.owner.full_name == "NGUYỄN THỊ MẪU"


def test_several_drafts_can_be_chosen_from(front: Front) -> None:
    front.scan(CARD)
    first = front.state.form.draft.id
    front.key(Qt.Key.Key_F2)
    front.presenter.edit_party("owner.full_name", "LÊ VĂN MẪU")
    front.settle()
    rows = front.state.form.drafts
    assert [row.title for row in rows] == ["LÊ VĂN MẪU", "NGUYỄN THỊ MẪU"]
    assert front.view.drafts.isVisible()
    front.view.drafts.chosen.emit(first)
    front.settle()
    assert front.state.form.draft.id == first
    assert len(stored(front)) == 2


def test_the_figure_counts_the_others_and_not_the_one_in_hand(front: Front) -> None:
    front.presenter.edit_party("owner.full_name", "NGUYỄN THỊ MẪU")
    front.settle()
    assert not front.view.drafts.isVisible()
    front.key(Qt.Key.Key_F2)
    assert front.view.drafts.button.text() == "1 nháp khác"  # what is in hand is still empty
    front.presenter.edit_party("owner.full_name", "LÊ VĂN MẪU")
    front.settle()
    assert front.view.drafts.button.text() == "1 nháp khác"
    front.key(Qt.Key.Key_F2)
    assert front.view.drafts.button.text() == "2 nháp khác"


def test_the_search_stays_in_the_line_of_the_title_on_a_small_screen(front: Front) -> None:
    front.scan(CARD)
    front.presenter.leave()
    front.key(Qt.Key.Key_F2)
    front.scan(OTHER_CARD)
    front.presenter.leave()
    front.settle()
    view = front.view
    assert view.saved.isVisible()
    assert view.fresh_button.isVisible()
    search, fresh = view.search.geometry(), view.fresh_button.geometry()
    assert abs(search.center().y() - fresh.center().y()) <= 2
    assert search.left() > fresh.right()


def test_a_draft_thrown_away_can_be_taken_back(front: Front) -> None:
    front.scan(CARD)
    front.presenter.leave()
    front.presenter.discard()
    front.settle()
    assert stored(front) == []
    assert front.state.form.draft.is_empty
    front.frame.notices.bars()[-1].acted.emit()
    front.presenter.leave()
    front.settle()
    assert front.state.form.draft.owner.full_name == "NGUYỄN THỊ MẪU"
    assert len(stored(front)) == 1


def test_a_draft_that_cannot_be_kept_is_told_once_and_tried_again(front: Front) -> None:
    front.counter.database.fail(times=2)
    front.scan(CARD)
    front.presenter.leave()
    front.settle()
    front.presenter.leave()
    front.settle()
    saved = front.state.form.saved
    assert saved is not None
    assert saved.text == "Nháp chưa lưu được"
    assert len(front.said()) == 1
    front.presenter.leave()
    front.settle()
    assert len(stored(front)) == 1
    assert front.state.form.saved is not None
    assert front.state.form.saved.text.startswith("Nháp lưu")
    assert front.said() == []


def test_closing_the_window_keeps_what_is_in_hand(front: Front) -> None:
    front.scan(CARD)
    front.frame.close()
    front.tasks.shutdown()
    assert len(stored(front)) == 1


def test_what_was_accepted_does_not_come_back_as_a_draft(front: Front) -> None:
    front.scan(CARD)
    front.presenter.choose_procedure("1.001193")
    front.presenter.tick_required()
    front.presenter.accept()
    front.settle()
    assert front.state.accepted is not None
    front.presenter.leave()
    front.settle()
    assert stored(front) == []
