"""Who the owner is, while a reception is in hand: looked up by itself, told on one line, never in the way."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QDialog

from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import GuidanceOutcome
from counter_app.domain.identity_view import identity_view
from counter_app.domain.parties import Party, PartyKind
from counter_app.services.identity_ports import IdentityAnswer, IdentityQuestion
from counter_app.services.ports import Scan
from counter_app.services.sync_ports import LineState
from counter_app.ui.counter.identity.identity_state import GuideGiven, IdentityShown
from counter_app.ui.counter.reception.earlier_filling import take_earlier
from counter_app.ui.counter.reception.earlier_sheet import EarlierModel
from counter_app.ui.shared import theme
from counter_app.ui.shared.tokens import Tone
from tests.builders import citizen, counter
from tests.fakes.clock import SetClock
from tests.fakes.identity import SetGateway, denied
from tests.ui.counter.conftest import AT, CARD, OTHER_CARD, Front, MakeFront

Enter, Escape = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def front(front: Front) -> Front:
    """A clerk with a line, and a program that need not wait before it asks."""
    front.screen.identity._soon.setInterval(0)
    front.line(LineState.ONLINE)
    return front


def shown(front: Front) -> IdentityShown:
    return front.state.form.identity


def asked(front: Front, count: int = 1) -> None:
    """Until so many questions went out and were answered."""
    front.qtbot.waitUntil(lambda: len(front.counter.gateway.asked) >= count)
    front.settle()


class SlowGateway(SetGateway):
    """Answers when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.may_answer = threading.Event()

    def ask(self, question: IdentityQuestion) -> IdentityAnswer:
        told = super().ask(question)
        assert self.may_answer.wait(10)
        return told


@pytest.fixture
def slow(make_front: MakeFront) -> Iterator[tuple[Front, SlowGateway]]:
    gateway = SlowGateway()
    station = counter(clock=SetClock(AT))
    station.gateway = gateway
    station.restart()
    front = make_front(station)
    front.sign_in()
    front.screen.identity._soon.setInterval(0)
    front.line(LineState.ONLINE)
    yield front, gateway
    gateway.may_answer.set()
    front.settle()


# --- looked up by itself -----------------------------------------------------------------------


@pytest.mark.requirement("LC-18", "AG-68")
def test_a_scanned_card_is_looked_up_by_itself_and_told_in_one_green_line(front: Front) -> None:
    front.scan(CARD)
    asked(front)
    state = shown(front)
    assert (state.check.text, state.check.tone) == ("Khớp VNeID, mức 2", Tone.GREEN)
    assert state.known is not None
    assert state.known.text == "Thẻ CCCD · súng quét 09:17"
    assert state.doubts == ()
    assert state.sighted is None
    line = front.view.applicant.identity
    assert line.check.words() == "Khớp VNeID, mức 2"
    assert not any(part.isVisible() for part in (line.doubts, line.eye, line.guide, line.earlier))


@pytest.mark.requirement("LC-18")
@pytest.mark.parametrize(
    ("state", "words"),
    [
        (IdentityState.MATCHED, "Khớp VNeID"),
        (IdentityState.LEVEL_1, "Khớp VNeID, mức 1"),
        (IdentityState.MISMATCH, "Không khớp VNeID"),
        (IdentityState.NO_ACCOUNT, "Chưa có tài khoản VNeID"),
        (IdentityState.UNAVAILABLE, "Hệ thống định danh không trả lời, sẽ tự hỏi lại"),
    ],
)
def test_every_answer_has_its_words_and_none_stops_the_reception(
    front: Front, state: IdentityState, words: str
) -> None:
    front.counter.gateway.say(state)
    front.scan(CARD)
    asked(front)
    assert shown(front).check.text == words
    front.presenter.choose_procedure("1.001193")
    front.presenter.tick_required()
    front.presenter.accept()
    front.settle()
    assert front.accepted() is not None


def test_nothing_is_asked_while_a_name_is_being_typed_but_as_soon_as_it_is_left(front: Front) -> None:
    front.type("089190000017")
    front.key(Enter)
    front.type("nguyễn thị")
    front.key(Qt.Key.Key_Left)
    assert front.counter.gateway.asked == []
    assert not front.screen.identity._soon.isActive()
    front.key(Enter)
    asked(front)
    assert front.counter.gateway.asked[0].full_name.lower() == "nguyễn thị"


def test_what_is_no_number_is_not_asked_and_f5_leads_to_it(front: Front) -> None:
    front.presenter.edit_party("owner.full_name", "NGUYỄN THỊ MẪU")
    front.settle()
    assert not shown(front).can_check
    assert shown(front).check.text == "Cần đủ số và họ tên để xác thực"
    front.view.go_to("procedure")
    front.view.applicant.identity.check.click()
    front.settle()
    assert front.view.applicant.owner.fields["number"].edit.hasFocus()
    assert front.counter.gateway.asked == []


def test_the_window_answers_and_accepts_while_the_question_is_on_its_way(
    slow: tuple[Front, SlowGateway],
) -> None:
    front, gateway = slow
    front.presenter.change(replace(front.draft(), owner=citizen(source="card")))
    front.qtbot.waitUntil(lambda: shown(front).checking)
    assert shown(front).check.text == "Đang kiểm tra VNeID…"
    front.presenter.choose_procedure("1.001193")
    front.presenter.tick_required()
    front.presenter.accept()
    front.qtbot.waitUntil(lambda: front.accepted() is not None)
    assert not gateway.may_answer.is_set()
    gateway.may_answer.set()
    front.settle()
    assert front.accepted() is not None
    assert not QApplication.activeModalWidget()


def test_an_answer_to_data_that_changed_meanwhile_is_dropped_and_asked_anew(
    slow: tuple[Front, SlowGateway],
) -> None:
    front, gateway = slow
    gateway.say(IdentityState.MISMATCH, IdentityState.LEVEL_1)
    front.presenter.change(replace(front.draft(), owner=citizen(source="card")))
    front.qtbot.waitUntil(lambda: shown(front).checking)
    front.presenter.change(
        replace(front.draft(), owner=citizen(source="card", full_name="Nguyễn Thị Mẫu Hai"))
    )
    assert not shown(front).checking
    gateway.may_answer.set()
    front.qtbot.waitUntil(lambda: len(gateway.asked) == 2)
    front.settle()
    assert shown(front).check.text == "Khớp VNeID, mức 1"
    assert [question.full_name for question in gateway.asked] == ["Nguyễn Thị Mẫu", "Nguyễn Thị Mẫu Hai"]


def test_a_changed_name_makes_the_answer_not_count_any_more(front: Front) -> None:
    front.scan(CARD)
    asked(front)
    front.line(LineState.OFFLINE)
    front.presenter.edit_party("owner.full_name", "NGUYỄN THỊ MẪU MỚI")
    front.settle()
    assert shown(front).check.text.startswith("Chưa xác thực")


def test_f5_asks_again_at_once(front: Front) -> None:
    front.counter.gateway.say(IdentityState.NO_ACCOUNT, IdentityState.LEVEL_1)
    front.scan(CARD)
    asked(front)
    front.key(Qt.Key.Key_F5)
    asked(front, 2)
    assert shown(front).check.text == "Khớp VNeID, mức 1"


def test_a_look_up_that_is_not_allowed_is_told_on_the_line(front: Front) -> None:
    front.counter.gateway.say(denied())
    front.scan(CARD)
    asked(front)
    assert shown(front).check.text == front.wording.error(denied())
    assert shown(front).check.tone is Tone.AMBER


@pytest.mark.requirement("LC-20")
def test_the_principal_is_looked_up_and_named_not_the_person_at_the_counter(front: Front) -> None:
    front.scan(CARD)
    front.presenter.edit_party("submitter_role", "authorised")
    front.scan(OTHER_CARD)
    asked(front)
    assert {question.number for question in front.counter.gateway.asked} == {"089190000017"}
    assert shown(front).check.text == "Chủ hồ sơ: Khớp VNeID, mức 2"
    assert shown(front).said.startswith("Chủ hồ sơ NGUYỄN THỊ MẪU")
    section = front.view.applicant
    assert section.identity.y() < section.submitter.mapTo(section, section.submitter.rect().topLeft()).y()


def test_a_state_body_is_not_looked_up(front: Front) -> None:
    owner = Party(kind=PartyKind.STATE_BODY, full_name="Sở Mẫu", number="H01.1")
    front.presenter.change(replace(front.draft(), owner=owner))
    front.settle()
    assert shown(front).check.text == "Cơ quan nhà nước, không tra tài khoản"
    assert not shown(front).can_check


# --- without a line ----------------------------------------------------------------------------


@pytest.mark.requirement("LC-18", "O8")
def test_without_a_line_it_waits_calmly_and_asks_by_itself_when_the_line_is_back(front: Front) -> None:
    front.line(LineState.OFFLINE)
    front.scan(CARD)
    state = shown(front)
    assert state.check.text == "Chưa xác thực (mất mạng), sẽ tự kiểm tra khi có mạng"
    assert state.check.tone is Tone.NEUTRAL
    assert front.counter.gateway.asked == []
    front.line(LineState.ONLINE)
    asked(front)
    assert shown(front).check.tone is Tone.GREEN


@pytest.mark.requirement("O8")
def test_the_comparison_by_eye_is_one_key_and_goes_into_the_entry(front: Front) -> None:
    front.line(LineState.OFFLINE)
    front.scan(CARD)
    assert shown(front).sighted is False
    front.key(Qt.Key.Key_C, Qt.KeyboardModifier.AltModifier)
    assert front.view.applicant.identity.eye.isChecked()
    front.presenter.choose_procedure("1.001193")
    front.presenter.tick_required()
    front.presenter.accept()
    front.settle()
    accepted = front.accepted()
    assert accepted is not None
    view = identity_view(front.services.dossiers.detail(accepted.dossier_id).dossier)
    assert view.evidence.sighted is True
    assert (view.evidence.document, view.evidence.source) == ("card_2021", "serial")
    assert view.state is IdentityState.NOT_CHECKED


def test_another_number_is_not_compared_yet(front: Front) -> None:
    front.line(LineState.OFFLINE)
    front.scan(CARD)
    front.view.applicant.identity.eye.click()
    front.settle()
    front.presenter.edit_party("owner.number", "089190000018")
    front.settle()
    assert shown(front).sighted is False


# --- what is doubtful --------------------------------------------------------------------------


def test_doubts_are_listed_worst_first_and_lead_to_their_fields_by_keyboard(front: Front) -> None:
    front.counter.gateway.say(IdentityState.MISMATCH)
    front.scan("089190000017||NGUYEN THI MAU|15031990|Nam|Ap Mau, Long Xuyen, An Giang|01082021")
    asked(front)
    doubts = shown(front).doubts
    assert [doubt.tone for doubt in doubts] == [Tone.RED, Tone.AMBER, Tone.AMBER]
    assert doubts[1].text == front.wording.text("finding.pin_sex_mismatch")
    assert doubts[2].text == front.wording.text("finding.card_without_marks")
    front.key(Qt.Key.Key_X, Qt.KeyboardModifier.AltModifier)
    sheet = front.screen.sheets.doubts
    assert sheet is not None
    assert sheet.isVisible()
    assert QApplication.focusWidget() is sheet.lines[0]
    front.key(Qt.Key.Key_Down)
    front.key(Qt.Key.Key_Down)
    assert QApplication.focusWidget() is sheet.lines[2]
    front.key(Enter)
    assert not sheet.isVisible()
    assert front.view.applicant.owner.fields["full_name"].edit.hasFocus()


def test_escape_closes_the_doubts_and_gives_the_focus_back(front: Front) -> None:
    front.scan(CARD)
    front.presenter.edit_party("owner.sex", "male")
    front.settle()
    front.view.applicant.identity.doubts.click()
    front.settle()
    front.key(Escape)
    sheet = front.screen.sheets.doubts
    assert sheet is not None
    assert not sheet.isVisible()
    assert front.view.applicant.identity.doubts.hasFocus()


def test_a_zone_of_a_passport_is_named_as_what_was_read(front: Front) -> None:
    scan = Scan(
        "P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10",
        "file",
        AT,
    )
    front.counter.devices.scan(scan)
    front.settle()
    owner = front.draft().owner
    assert (owner.kind, owner.number, owner.source) == (PartyKind.FOREIGNER, "L898902C3", "mrz")
    assert owner.nationality
    known = shown(front).known
    assert known is not None
    assert known.text == "Hộ chiếu (MRZ) · tệp ảnh 09:17"


def test_typed_values_stand_beside_those_of_a_zone_that_differs(front: Front) -> None:
    front.presenter.change(
        replace(
            front.draft(),
            owner=Party(kind=PartyKind.FOREIGNER, full_name="ANNA ERIKSSON", number="L898902C3"),
        )
    )
    front.scan("P<UTOERIKSSON<<ANNA<MARIA<<<<<<<<<<<<<<<<<<<\nL898902C36UTO7408122F1204159ZE184226B<<<<<10")
    question = front.state.form.question
    assert question is not None
    assert question.same_person
    assert question.document == "Hộ chiếu (MRZ)"
    assert front.draft().owner.full_name == "ANNA ERIKSSON"
    assert front.draft().owner.birth_date == "1974-08-12"


def test_a_card_gives_the_marks_that_a_zone_has_not(front: Front) -> None:
    owner = Party(full_name="NGUYEN THI MAU", number="089190000017", source="mrz")
    front.presenter.change(replace(front.draft(), owner=owner))
    front.scan(CARD)
    assert front.draft().owner.full_name == "NGUYỄN THỊ MẪU"
    assert front.state.form.question is None


# --- calm --------------------------------------------------------------------------------------


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_the_line_is_equally_high_in_every_state(front: Front, scale: float) -> None:
    theme.apply(QApplication.instance(), "light", scale)  # type: ignore[arg-type]
    front.settle()
    line = front.view.applicant.identity
    heights = {line.height()}
    states = (
        IdentityState.LEVEL_2,
        IdentityState.MISMATCH,
        IdentityState.NO_ACCOUNT,
        IdentityState.UNAVAILABLE,
    )
    front.counter.gateway.say(*states)
    front.scan(CARD)
    asked(front)
    for count in range(2, 5):
        heights.add(line.height())
        front.screen.identity.check_now()
        asked(front, count)
    front.line(LineState.OFFLINE)
    front.presenter.edit_party("owner.sex", "male")
    facts = front.presenter.facts
    front.presenter.remark(replace(facts, identity=replace(facts.identity, earlier=8, earlier_most=8)))
    front.settle()
    heights.add(line.height())
    assert len(heights) == 1


def test_an_answer_does_not_take_the_focus(front: Front) -> None:
    front.scan(CARD)
    front.view.go_to("owner.phone")
    front.screen.identity.check_now()
    asked(front, 2)
    assert front.view.applicant.owner.fields["phone"].edit.hasFocus()


# --- no account --------------------------------------------------------------------------------


@pytest.mark.requirement("LC-19")
def test_somebody_without_an_account_is_guided_step_by_step_and_the_outcome_is_kept(front: Front) -> None:
    front.counter.gateway.say(IdentityState.NO_ACCOUNT)
    front.scan(CARD)
    asked(front)
    front.key(Qt.Key.Key_K, Qt.KeyboardModifier.AltModifier)
    guide = front.view.applicant.guide
    assert guide.isVisible()
    assert not isinstance(QApplication.activeWindow(), QDialog)
    steps = list(guide.steps)
    assert steps[0] == "explain"
    assert QApplication.focusWidget() is guide.steps[steps[0]]
    front.key(Qt.Key.Key_Space)
    assert guide.outcome is not None
    guide.outcome.button(GuidanceOutcome.REFUSED.value).click()
    guide.note.set_text("Không có điện thoại")
    front.presenter.choose_procedure("1.001193")
    front.settle()
    assert guide.steps[steps[0]].isChecked(), "the reception goes on beside it"
    guide.record.click()
    front.settle()
    assert not guide.isVisible()
    assert shown(front).guide == "Đã hướng dẫn"
    front.presenter.tick_required()
    front.presenter.accept()
    front.settle()
    accepted = front.accepted()
    assert accepted is not None
    given = identity_view(front.services.dossiers.detail(accepted.dossier_id).dossier).guidance
    assert given is not None
    assert (given.outcome, given.steps, given.note) == (
        GuidanceOutcome.REFUSED,
        ("explain",),
        "Không có điện thoại",
    )


@pytest.mark.requirement("LC-19")
def test_without_a_line_only_what_can_be_told_is_listed_and_the_outcome_says_why(front: Front) -> None:
    front.line(LineState.OFFLINE)
    front.scan(CARD)
    front.view.applicant.identity.guide.click()
    front.settle()
    guide = front.view.applicant.guide
    assert guide.outcome is not None
    assert guide.outcome.value() == GuidanceOutcome.OFFLINE.value
    assert "install" not in guide.steps


def test_an_account_that_was_made_is_looked_up_at_once(front: Front) -> None:
    front.counter.gateway.say(IdentityState.NO_ACCOUNT, IdentityState.LEVEL_1)
    front.scan(CARD)
    asked(front)
    front.screen.identity.guided(GuideGiven(GuidanceOutcome.CREATED.value, ("explain",), ""))
    asked(front, 2)
    assert shown(front).check.text == "Khớp VNeID, mức 1"


def test_the_guidance_can_be_left_without_a_word(front: Front) -> None:
    front.counter.gateway.say(IdentityState.NO_ACCOUNT)
    front.scan(CARD)
    asked(front)
    front.view.applicant.identity.guide.click()
    front.settle()
    front.key(Escape)
    assert not front.view.applicant.guide.isVisible()
    assert front.draft().guidance is None
    assert front.view.applicant.identity.guide.hasFocus()


# --- earlier dossiers --------------------------------------------------------------------------


def with_earlier(front: Front) -> str:
    owner = citizen(phone="0900 000 017", email="mau@example.com")
    dossier = front.counter.accept(owner=owner)
    front.scan(CARD)
    front.settle()
    return dossier.id


def test_the_same_persons_earlier_dossiers_are_one_key_away(front: Front) -> None:
    known = with_earlier(front)
    assert shown(front).earlier == ("1 hồ sơ trước", "1")
    front.key(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    sheet = front.screen.sheets.earlier
    assert sheet is not None
    assert sheet.isVisible()
    assert sheet.table.hasFocus()
    front.key(Escape)
    assert not sheet.isVisible()
    assert front.view.applicant.identity.earlier.hasFocus()
    front.key(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    front.key(Enter)
    assert front.window.opened() == "dossiers"
    assert front.window._made["dossiers"].opened == [known]  # type: ignore[attr-defined]


def test_data_of_an_earlier_dossier_fill_only_what_is_empty_and_that_is_recorded(front: Front) -> None:
    known = with_earlier(front)
    front.presenter.edit_party("owner.address", "Số 5 đường Mẫu")
    front.key(Qt.Key.Key_H, Qt.KeyboardModifier.AltModifier)
    front.key(Enter, Qt.KeyboardModifier.ControlModifier)
    owner = front.draft().owner
    assert (owner.phone, owner.email, owner.address) == ("0900 000 017", "mau@example.com", "Số 5 đường Mẫu")
    assert owner.source == "card"
    kinds = [item.kind for item in front.services.dossiers.detail(known).timeline]
    assert "identity.revealed" in kinds
    front.frame.notices.bars()[-1].acted.emit()
    assert front.draft().owner.phone == ""


def test_a_name_from_an_earlier_dossier_is_named_as_such(front: Front) -> None:
    draft = replace(front.draft(), owner=Party(number="089190000017"))
    filled = take_earlier(draft, citizen())
    assert filled.owner.source == "earlier"
    assert filled.owner.full_name == "Nguyễn Thị Mẫu"
    other = replace(front.draft(), owner=Party(kind=PartyKind.FOREIGNER, number="X1234567"))
    assert take_earlier(other, citizen()) == other


def test_the_rows_of_earlier_dossiers_are_a_sound_model(front: Front) -> None:
    front.counter.accept()
    rows = front.services.identity_acts.earlier_dossiers("089190000017")
    model = EarlierModel(front.wording, front.services.clock.now)
    tester = QAbstractItemModelTester(model, QAbstractItemModelTester.FailureReportingMode.Fatal)
    model.start(rows, more=False)
    assert model.rowCount() == 1
    model.start([], more=False)
    assert model.rowCount() == 0
    assert tester is not None


def test_another_draft_has_its_own_answer_and_earlier_dossiers(front: Front) -> None:
    with_earlier(front)
    asked(front)
    front.key(Qt.Key.Key_F2)
    assert shown(front).earlier == ("", "")
    assert shown(front).check.text == "Quét thẻ hoặc gõ số định danh"
