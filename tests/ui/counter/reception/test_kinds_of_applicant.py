"""Citizens, foreigners, organisations, household businesses, state bodies: their fields and their numbers."""

from __future__ import annotations

import pytest

from counter_app.domain.parties import Party, PartyKind
from counter_app.i18n import Wording
from counter_app.ui.shared.field import Finding
from tests.ui.counter.conftest import CARD, Front

VISIBLE = {
    PartyKind.CITIZEN: {"number", "full_name", "birth_date", "sex", "address", "phone", "email"},
    PartyKind.FOREIGNER: {
        "number",
        "full_name",
        "birth_date",
        "sex",
        "nationality",
        "address",
        "phone",
        "email",
    },
    PartyKind.ORGANISATION: {"number", "full_name", "representative", "address", "phone", "email"},
    PartyKind.HOUSEHOLD_BUSINESS: {"number", "full_name", "representative", "address", "phone", "email"},
    PartyKind.STATE_BODY: {"number", "full_name", "representative", "address", "phone", "email"},
}


@pytest.mark.parametrize("kind", PartyKind)
def test_the_fields_follow_the_kind(front: Front, kind: PartyKind) -> None:
    front.presenter.edit_party("owner.kind", kind.value)
    front.settle()
    owner = front.view.applicant.owner
    names = {*owner.fields, "sex"}
    assert {name for name in names if owner.labelled(name).isVisible()} == VISIBLE[kind]


def test_labels_follow_the_kind_for_eyes_and_ears(front: Front) -> None:
    front.presenter.edit_party("owner.kind", "organisation")
    front.settle()
    number = front.view.applicant.owner.fields["number"]
    assert number.label() == "Mã số thuế, mã doanh nghiệp"
    assert number.edit.accessibleName() == number.label()


def test_nothing_hidden_is_recorded_when_the_kind_changes(front: Front) -> None:
    front.scan(CARD)
    front.presenter.edit_party("owner.kind", "organisation")
    owner = front.state.form.draft.owner
    assert (owner.birth_date, owner.sex, owner.source) == ("", "", "typed")


@pytest.mark.parametrize(
    ("number", "code"),
    [
        ("08919000001", "pin_wrong_length"),
        ("08919000001X", "pin_not_digits"),
        ("350000017", "pin_is_old_number"),
    ],
)
def test_a_number_that_can_never_be_right_is_red_once_it_was_left_and_never_blocks(
    front: Front, wording: Wording, number: str, code: str
) -> None:
    front.presenter.edit_party("owner.full_name", "NGUYỄN THỊ MẪU")
    front.view.go_to("owner.number")
    front.type(number)
    assert front.view.applicant.owner.fields["number"].finding is Finding.NONE  # not while it is typed
    front.view.go_to("owner.phone")
    front.settle()
    field = front.view.applicant.owner.fields["number"]
    assert field.finding is Finding.ERROR
    assert field.finding_text() == wording.text(f"finding.{code}", length=len(number))
    assert all(item.place != "owner.number" for item in front.state.form.missing if item.blocks)


def test_a_number_that_can_be_right_but_is_doubtful_stays_amber(front: Front, wording: Wording) -> None:
    front.presenter.edit_party("owner.birth_date", "1991-03-15")
    front.view.go_to("owner.number")
    front.type("089190000017")
    front.view.go_to("owner.phone")
    front.settle()
    field = front.view.applicant.owner.fields["number"]
    assert field.finding is Finding.WARNING
    assert field.finding_text() == wording.text("finding.pin_year_mismatch")


def test_a_birth_date_in_the_future_is_named_at_the_date_and_not_at_the_number(
    front: Front, wording: Wording
) -> None:
    front.view.go_to("owner.number")
    front.type("089190000017")
    front.view.go_to("owner.birth_date")
    front.type("09/12/3456")
    front.view.go_to("owner.phone")
    front.settle()
    fields = front.view.applicant.owner.fields
    assert fields["birth_date"].finding is Finding.ERROR
    assert fields["birth_date"].finding_text() == wording.text("problem.birth_in_future")
    assert fields["number"].finding is Finding.NONE
    assert front.state.form.identity.doubts == ()
    assert [item.blocks for item in front.state.form.missing if item.place == "owner.birth_date"] == [False]


def test_a_sex_that_does_not_fit_the_number_is_pointed_out(front: Front) -> None:
    front.scan(CARD)
    front.presenter.edit_party("owner.sex", "male")
    front.settle()
    doubts = front.state.form.identity.doubts
    assert [doubt.text for doubt in doubts] == [front.wording.text("finding.pin_sex_mismatch")]
    assert front.view.applicant.identity.doubts.isVisible()


def test_a_typed_name_on_a_card_is_no_longer_the_cards(front: Front) -> None:
    front.scan(CARD)
    front.presenter.edit_party("owner.full_name", "NGUYỄN THỊ MẪU MỚI")
    assert front.state.form.draft.owner.source == "typed"


def test_a_foreigners_passport_gets_no_twelve_digit_check(front: Front) -> None:
    front.presenter.edit_party("owner.kind", "foreigner")
    front.settle()
    front.view.go_to("owner.number")
    front.type("x0000001")
    front.view.go_to("owner.phone")
    front.settle()
    field = front.view.applicant.owner.fields["number"]
    assert field.finding is Finding.NONE
    assert front.state.form.draft.owner.number == "X0000001"


def test_a_half_typed_birth_date_is_left_alone_while_other_things_change(front: Front) -> None:
    front.view.go_to("owner.birth_date")
    front.type("1503")
    front.presenter.tick()
    front.presenter.edit_party("owner.phone", "0901234567")
    front.settle()
    assert front.view.applicant.owner.fields["birth_date"].text() == "1503"
    assert front.state.form.draft.owner == Party(phone="0901234567")
    front.type("1990")
    front.view.go_to("owner.phone")
    front.settle()
    assert front.view.applicant.owner.fields["birth_date"].text() == "15/03/1990"
