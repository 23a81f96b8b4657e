"""Entries that want a person: told with why and what to do, answered from the keyboard, told as it went."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import EntrySettled, read_event
from counter_app.domain.journal import EntryId
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.services.sync_care import BODY_MISSING, Ailing, Remedy
from counter_app.ui.counter.dossiers.correction_dialog import CorrectionDialog
from counter_app.ui.counter.dossiers.dossiers_screen import DossiersScreen
from counter_app.ui.counter.mending.mend_dialog import MendDialog
from counter_app.ui.counter.mending.mend_words import MendWords
from counter_app.ui.counter.pictures import sample_care
from counter_app.ui.counter.pictures.sample_dossiers import NOW
from counter_app.ui.counter.sync.sync_screen import SyncScreen
from tests.builders import clerk
from tests.ui.counter.dossiers.looking import detail, opened
from tests.ui.counter.record_desk import Desk

VI, EN = (Wording(language, resources() / "i18n") for language in ("vi", "en"))
REFUSED = Verdict(VerdictState.REFUSED, "already_cancelled")
CONFLICT = Verdict(VerdictState.CONFLICT, "received_twice")
QUARANTINED = Verdict(VerdictState.HELD, BODY_MISSING)
HELD = Verdict(VerdictState.HELD, "waits_for_reception")


def cancelled(desk: Desk, verdict: Verdict = REFUSED) -> tuple[Dossier, EntryId]:
    """A dossier whose reception was taken, and whose cancelling got this verdict."""
    dossier = desk.accept()
    desk.counter.dossiers.cancel(dossier.id, clerk(), "Tiếp nhận trùng")
    database = desk.counter.database
    first, second = (entry.id for entry in database.chain())
    database.judge(Verdict(VerdictState.ACCEPTED), first)
    database.judge(verdict, second)
    return dossier, second


def corrected_at_length(desk: Desk) -> tuple[Dossier, EntryId]:
    """A correction with a note that was too much for the centre."""
    dossier = desk.accept()
    desk.counter.dossiers.correct(dossier.id, clerk(), "Bổ sung", note="Gọi trước khi trả. " * 40)
    database = desk.counter.database
    first, second = (entry.id for entry in database.chain())
    database.judge(Verdict(VerdictState.ACCEPTED), first)
    database.judge(QUARANTINED, second)
    return dossier, second


def to_look_at(desk: Desk) -> SyncScreen:
    screen = desk.sync()
    screen.show_ailing()
    desk.settle()
    return screen


def question(desk: Desk, screen: SyncScreen | DossiersScreen) -> MendDialog:
    desk.settle()
    dialog = screen.findChild(MendDialog)
    assert dialog is not None
    return dialog


def settled(desk: Desk) -> list[EntrySettled]:
    events = [read_event(entry) for entry in desk.counter.database.chain()]
    return [event for event in events if isinstance(event, EntrySettled)]


# --- from the sync centre --------------------------------------------------------------------


def test_a_refused_entry_is_settled_from_the_keyboard_with_a_reason(desk: Desk) -> None:
    _, entry_id = cancelled(desk)
    screen = to_look_at(desk)
    assert "Hỏi quầy đã hủy hồ sơ" in screen.view.advice.text()
    QTest.keyClick(screen.view.ailing, Qt.Key.Key_Return)
    dialog = question(desk, screen)
    assert dialog.windowTitle().startswith("Hủy hồ sơ H01.")
    assert dialog.reason.edit.hasFocus()
    dialog.agree()
    assert dialog.reason.finding_text() == "Cần ghi lý do để tiếp tục."
    assert settled(desk) == []
    dialog.reason.set_text("Đã hỏi Quầy 01: hủy đúng")
    dialog.agree()
    desk.settle()
    assert screen.findChild(MendDialog) is None
    (said,) = settled(desk)
    assert (said.entry_id, said.reason, said.clerk_name) == (
        entry_id,
        "Đã hỏi Quầy 01: hủy đúng",
        clerk().name,
    )
    desk.settle()
    assert screen.presenter.ailing.rowCount() == 0
    assert "Các quầy khác sẽ thấy khi việc này được gửi" in desk.notices.shown()[-1][1]


def test_the_question_leads_to_the_dossier_and_to_its_correction(desk: Desk) -> None:
    dossier, _ = cancelled(desk)
    screen = to_look_at(desk)
    screen.view.look.click()
    dialog = question(desk, screen)
    dialog.open_key.click()
    assert desk.around.dossiers == [dossier.id]
    desk.settle()
    screen.view.look.click()
    question(desk, screen).correct_key.click()
    assert desk.around.corrected == [dossier.id]


def test_a_dossier_that_is_cancelled_is_not_offered_to_be_put_right(desk: Desk) -> None:
    cancelled(desk, CONFLICT)
    screen = to_look_at(desk)
    screen.view.look.click()
    dialog = question(desk, screen)
    assert not dialog.correct_key.isVisible()
    assert dialog.open_key.isVisible()


def test_what_came_without_its_content_can_be_sent_again(desk: Desk) -> None:
    _, entry_id = corrected_at_length(desk)
    screen = to_look_at(desk)
    screen.view.look.click()
    dialog = question(desk, screen)
    assert dialog.act.words() == "Gửi lại"
    assert not dialog.reason.isVisible()
    dialog.agree()
    desk.settle()
    database = desk.counter.database
    assert database.state.entries[entry_id].verdict.state is VerdictState.PENDING
    assert "Nếu hệ thống vẫn chưa nhận" in desk.notices.shown()[-1][1]


def test_a_long_text_is_shortened_and_recorded_anew(desk: Desk) -> None:
    dossier, entry_id = corrected_at_length(desk)
    screen = to_look_at(desk)
    screen.view.look.click()
    dialog = question(desk, screen)
    dialog.choice.button(Remedy.REWRITE.value).click()
    note = dialog.texts["note"]
    assert note.isVisible()
    note.set_text("Gọi trước khi trả.")
    assert note.finding_text() == "18 chữ, trước đó 759 chữ"
    dialog.reason.set_text("Ghi chú quá dài")
    dialog.agree()
    desk.settle()
    with desk.counter.database.read() as reads:
        after = reads.dossier(dossier.id)
    assert after is not None
    assert after.note == "Gọi trước khi trả."
    assert [said.entry_id for said in settled(desk)] == [entry_id]


def test_what_is_refused_in_the_question_stays_open_with_what_was_typed(desk: Desk) -> None:
    corrected_at_length(desk)
    screen = to_look_at(desk)
    screen.view.look.click()
    dialog = question(desk, screen)
    dialog.choice.button(Remedy.REWRITE.value).click()
    dialog.reason.set_text("Ghi chú quá dài")
    dialog.agree()
    desk.settle()
    assert dialog.isVisible()
    assert dialog.problem.text() == VI.text("error.mend.not_shorter")
    assert dialog.act.isEnabled()
    assert dialog.reason.text() == "Ghi chú quá dài"


def test_what_was_dealt_with_in_between_is_not_asked_again(desk: Desk) -> None:
    _, entry_id = cancelled(desk)
    screen = to_look_at(desk)
    desk.counter.services.care.mending.settle(entry_id, clerk(), "Đã xem")
    screen.view.look.click()
    desk.settle()
    assert screen.findChild(MendDialog) is None
    assert desk.notices.shown()[-1][1] == "Việc này đã được xử lý rồi."


# --- from the dossier ------------------------------------------------------------------------


@pytest.mark.parametrize("verdict", [REFUSED, CONFLICT, QUARANTINED, HELD])
def test_the_dossier_tells_what_is_the_matter_and_leads_to_the_question(desk: Desk, verdict: Verdict) -> None:
    dossier, entry_id = cancelled(desk, verdict)
    screen = opened(desk, dossier)
    block = next(warned for warned in detail(screen).warned if warned.mends is not None)
    assert block.mends == entry_id
    assert VI.text(f"verdict.{verdict.code}") in block.detail
    screen.view.panel.head.mend_pressed.emit(entry_id)
    dialog = question(desk, screen)
    assert not dialog.open_key.isVisible()


def test_after_it_is_settled_the_dossier_warns_no_more_and_its_timeline_tells_who(desk: Desk) -> None:
    dossier, entry_id = cancelled(desk)
    screen = opened(desk, dossier)
    screen.mending.ask(entry_id)
    dialog = question(desk, screen)
    dialog.reason.set_text("Hủy đúng")
    dialog.agree()
    desk.settle()
    state = detail(screen)
    assert [warned for warned in state.warned if warned.mends is not None] == []
    assert state.timeline[0].title == "Đã xem và xử lý việc cần xem"
    assert f"{clerk().name} · lý do: Hủy đúng" in state.timeline[0].detail


def test_another_screen_can_ask_for_a_correction(desk: Desk) -> None:
    dossier = desk.accept()
    screen = desk.dossiers()
    screen.correct_dossier(dossier.id)
    desk.settle()
    assert screen.findChild(CorrectionDialog) is not None


# --- words -----------------------------------------------------------------------------------


@pytest.mark.parametrize("wording", [VI, EN])
@pytest.mark.parametrize("ailing", sample_care.ALL, ids=lambda one: one.ailment.value)
def test_every_ailment_has_words_for_why_what_it_means_and_what_to_do(
    wording: Wording, ailing: Ailing
) -> None:
    state = MendWords(wording).state(ailing, (), NOW)
    for words in (state.title, state.about, state.sign.text, state.reason, state.meaning, state.advice):
        assert words
        assert "{" not in words
    assert (resources() / "icons" / f"{state.sign.icon}.svg").is_file()


def test_every_reason_of_the_centre_has_its_own_advice() -> None:
    reasons = {key.removeprefix("verdict.") for key in VI.all_keys() if key.startswith("verdict.")}
    missing = {reason for reason in reasons if not VI.has(f"mend.advice.{reason.replace('.', '_')}")}
    assert missing == set()
