"""All problems at once, each next to its field; only what the law or the slip needs blocks."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from counter_app.domain.entries import Channel, Delivery, DeliveryMethod
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.services.draft import Draft, DueChoice
from counter_app.services.review import EARLIEST
from tests.builders import BIRTH, MARRIAGE, Counter, brought_by, citizen, clerk, second_person
from tests.fakes.clock import MORNING


def problems(station: Counter, draft: Draft) -> list[tuple[str, str, bool]]:
    review = station.reception.review(draft)
    assert review.can_accept == (not any(problem.blocks for problem in review.problems))
    return [(problem.code, problem.field, problem.blocks) for problem in review.problems]


def of(station: Counter, **changes: Any) -> list[tuple[str, str, bool]]:
    return problems(station, station.draft(MARRIAGE, **changes))


def test_a_complete_draft_has_no_problem(station: Counter) -> None:
    assert of(station) == []


@pytest.mark.requirement("N-12", "NA-23")
def test_everything_that_is_missing_is_told_at_once_in_the_order_of_the_sections(station: Counter) -> None:
    draft = station.reception.choose_procedure(station.reception.open(clerk()), BIRTH)
    draft = replace(draft, submitter_role=SubmitterRole.AUTHORISED, set_count=0)
    draft = replace(draft, delivery=Delivery(DeliveryMethod.POSTAL))
    assert problems(station, draft) == [
        ("name_missing", "owner.full_name", True),
        ("address_missing", "owner.address", True),
        ("number_missing", "owner.number", False),
        ("contact_missing", "owner.phone", False),
        ("name_missing", "submitter.full_name", True),
        ("number_missing", "submitter.number", False),
        ("authorisation_missing", "authorisation", True),
        ("component_missing", "components.0", True),
        ("component_missing", "components.1", True),
        ("delivery_address_missing", "delivery.place", True),
        ("set_count", "set_count", True),
    ]


def test_an_empty_draft_asks_for_owner_and_procedure(station: Counter) -> None:
    blocking = [place for _, place, blocks in problems(station, station.reception.open(clerk())) if blocks]
    assert blocking == ["owner.full_name", "owner.address", "procedure"]


@pytest.mark.parametrize(
    ("owner", "problem"),
    [
        (citizen(full_name="12345"), ("name_odd", "owner.full_name", True)),
        (citizen(full_name="  "), ("name_missing", "owner.full_name", True)),
        (citizen(address=" "), ("address_missing", "owner.address", True)),
        (citizen(number=""), ("number_missing", "owner.number", False)),
        (citizen(phone="", email=""), ("contact_missing", "owner.phone", False)),
        (citizen(phone="12345"), ("phone_odd", "owner.phone", False)),
        (citizen(email="mau.example.com"), ("email_odd", "owner.email", False)),
        (citizen(email="@"), ("email_odd", "owner.email", False)),
        (citizen(kind=PartyKind.FOREIGNER), ("nationality_missing", "owner.nationality", False)),
    ],
)
def test_what_is_odd_in_the_owner_is_named_next_to_its_field(
    station: Counter, owner: Party, problem: tuple[str, str, bool]
) -> None:
    assert of(station, owner=owner) == [problem]


def test_warnings_never_block(station: Counter) -> None:
    owner = citizen(number="", phone="1", email="x")
    review = station.reception.review(station.draft(owner=owner))
    assert len(review.problems) == 3
    assert review.can_accept
    assert station.accept(owner=owner).owner == owner


@pytest.mark.requirement("AG-02")
@pytest.mark.parametrize(
    ("role", "asked"),
    [
        (SubmitterRole.LEGAL_REPRESENTATIVE, True),
        (SubmitterRole.AUTHORISED, True),
        (SubmitterRole.HIRED_SERVICE, True),
        (SubmitterRole.POSTMAN, False),
        (SubmitterRole.OWNER, False),
    ],
)
def test_who_comes_for_another_shows_a_paper_except_the_postman(
    station: Counter, role: SubmitterRole, asked: bool
) -> None:
    found = of(station, submitter_role=role, submitter=second_person(), authorisation=" ")
    assert (("authorisation_missing", "authorisation", True) in found) == asked


def test_the_submitter_needs_a_name_but_no_address(station: Counter) -> None:
    assert of(station, **brought_by(SubmitterRole.AUTHORISED, address="")) == []
    assert of(station, **brought_by(SubmitterRole.AUTHORISED, full_name="")) == [
        ("name_missing", "submitter.full_name", True)
    ]


@pytest.mark.requirement("NA-23")
def test_only_required_components_are_waited_for(station: Counter) -> None:
    draft = station.draft(BIRTH)
    without = tuple(replace(component, present=False) for component in draft.components)
    missing = [place for code, place, _ in problems(station, replace(draft, components=without))]
    required = [
        f"components.{index}"
        for index, component in enumerate(draft.components)
        if component.condition == "required"
    ]
    assert missing == required
    assert {component.condition for component in draft.components} == {
        "required",
        "conditional",
        "present_only",
    }


@pytest.mark.parametrize(
    ("kind", "warns"),
    [
        ("original", True),
        ("copy", True),
        ("certified_copy", True),
        ("sighted", False),
        ("electronic", False),
        ("on_record", False),
    ],
)
def test_a_paper_that_stays_here_is_counted(station: Counter, kind: str, warns: bool) -> None:
    draft = station.draft(MARRIAGE)
    first = replace(draft.components[0], copy_kind=kind, originals=0, copies=0, present=True)
    found = problems(station, replace(draft, components=(first, *draft.components[1:])))
    assert found == ([("component_count", "components.0", False)] if warns else [])


def test_data_that_are_held_already_stand_for_the_paper(station: Counter) -> None:
    draft = station.draft(MARRIAGE)
    held = replace(draft.components[0], copy_kind="on_record", originals=0, copies=0)
    dossier = station.reception.accept(replace(draft, components=(held, *draft.components[1:])), clerk())
    assert dossier.components[0].copy_kind == "on_record"


def test_a_result_sent_online_needs_a_way_to_reach_the_applicant(station: Counter) -> None:
    online = Delivery(DeliveryMethod.ONLINE)
    assert of(station, delivery=online) == []
    found = of(station, delivery=online, owner=citizen(phone="", email=""))
    assert ("delivery_contact_missing", "delivery.place", False) in found


DAY = timedelta(days=1)


@pytest.mark.requirement("N-43", "NA-29")
@pytest.mark.parametrize(
    ("channel", "back", "problem"),
    [
        (Channel.DIRECT, timedelta(), None),
        (Channel.DIRECT, DAY, None),
        (Channel.DIRECT, DAY + timedelta(seconds=1), ("received_earlier", "received_at", False)),
        (Channel.POSTAL, 30 * DAY, None),
        (Channel.POSTAL, EARLIEST, None),
        (Channel.POSTAL, EARLIEST + timedelta(seconds=1), ("received_long_ago", "received_at", True)),
        (Channel.POSTAL, -timedelta(seconds=1), ("received_in_future", "received_at", True)),
    ],
)
def test_a_typed_time_of_reception_lies_in_the_near_past(
    station: Counter, channel: Channel, back: timedelta, problem: tuple[str, str, bool] | None
) -> None:
    found = of(station, channel=channel, received_at=MORNING - back)
    assert found == ([] if problem is None else [problem])


def test_a_time_in_the_future_and_a_due_time_before_it_are_both_named(station: Counter) -> None:
    found = of(station, received_at=MORNING + DAY, due=DueChoice(MORNING, "Gõ nhầm"))
    assert found == [("due_in_past", "due", True), ("received_in_future", "received_at", True)]


@pytest.mark.parametrize(("sets", "fits"), [(0, False), (1, True), (99, True), (100, False)])
def test_the_number_of_sets_is_sensible(station: Counter, sets: int, fits: bool) -> None:
    assert (of(station, set_count=sets) == []) == fits


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("", []),
        (f"{MORNING:%Y-%m-%d}", []),
        (f"{MORNING + DAY:%Y-%m-%d}", [("birth_in_future", "owner.birth_date", False)]),
        ("3456-12-09", [("birth_in_future", "owner.birth_date", False)]),
    ],
)
def test_a_birth_after_today_is_named_and_waits_for_nothing(
    station: Counter, day: str, found: list[tuple[str, str, bool]]
) -> None:
    assert of(station, owner=citizen(birth_date=day)) == found
