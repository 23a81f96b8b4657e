"""What stands behind the identity line: guidance to an account, and the same person's earlier dossiers."""

from __future__ import annotations

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication, QDialog

from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import GuidanceOutcome
from counter_app.domain.identity_view import identity_view
from counter_app.domain.parties import Party, PartyKind
from counter_app.services.sync_ports import LineState
from counter_app.ui.counter.identity.identity_state import GuideGiven
from counter_app.ui.counter.reception.earlier_filling import take_earlier
from counter_app.ui.counter.reception.earlier_sheet import EarlierModel
from tests.builders import citizen
from tests.ui.counter.conftest import CARD, Front
from tests.ui.counter.reception.identity_front import asked, at_once, shown

Enter, Escape = Qt.Key.Key_Return, Qt.Key.Key_Escape


@pytest.fixture
def front(front: Front) -> Front:
    return at_once(front)


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
