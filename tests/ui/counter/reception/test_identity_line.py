"""Who the owner is, while a reception is in hand: looked up by itself, told on one line, never in the way."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_view import identity_view
from counter_app.domain.parties import Party, PartyKind
from counter_app.services.ports import Scan
from counter_app.services.sync_ports import LineState
from counter_app.ui.shared import theme
from counter_app.ui.shared.tokens import Tone
from tests.builders import citizen, counter
from tests.fakes.clock import SetClock
from tests.fakes.identity import denied
from tests.ui.counter.conftest import AT, CARD, OTHER_CARD, Front, MakeFront
from tests.ui.counter.reception.identity_front import SlowGateway, asked, at_once, shown

Enter, Escape = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def front(front: Front) -> Front:
    return at_once(front)


@pytest.fixture
def slow(make_front: MakeFront) -> Iterator[tuple[Front, SlowGateway]]:
    gateway = SlowGateway()
    station = counter(clock=SetClock(AT))
    station.gateway = gateway
    station.restart()
    front = make_front(station)
    front.sign_in()
    at_once(front)
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


@pytest.mark.requirement("LC-47")
def test_a_look_up_is_bound_to_the_reception_in_hand_and_its_clerk_and_keeps_only_the_answer(
    front: Front,
) -> None:
    front.scan(CARD)
    asked(front)
    question, draft = front.counter.gateway.asked[0], front.draft()
    assert (question.dossier_id, question.clerk) == (draft.dossier_id, draft.clerk)
    assert draft.answer is not None
    assert set(draft.answer.to_plain()) == {"check", "at", "transaction", "asked"}
    assert draft.owner.source == "card"


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


def test_only_the_source_is_cut_where_the_state_of_the_owner_has_room(front: Front) -> None:
    front.scan(CARD)
    asked(front)
    front.presenter.edit_party("submitter_role", "authorised")
    front.line(LineState.OFFLINE)
    front.presenter.edit_party("owner.sex", "male")
    front.settle()
    check = front.view.applicant.identity.check
    assert check.words().startswith("Chủ hồ sơ: Chưa xác thực (mất mạng)")
    for width in range(1240, 1440, 8):
        front.frame.resize(width, 696)
        front.settle()
        assert check.width() >= check.sizeHint().width(), f"cut in a window of {width} px"


def test_an_answer_does_not_take_the_focus(front: Front) -> None:
    front.scan(CARD)
    front.view.go_to("owner.phone")
    front.screen.identity.check_now()
    asked(front, 2)
    assert front.view.applicant.owner.fields["phone"].edit.hasFocus()
