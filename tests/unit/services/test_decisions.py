"""Fee and due time as they are decided: by the catalogue, or by a clerk who says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from counter_app.domain.due_time import Rule
from counter_app.domain.entries import Channel
from counter_app.domain.fee_rules import FeeKind, FeePer, FeeRule
from counter_app.domain.fees import FeeBasis, FeeDecision
from counter_app.services.draft import Draft, DueChoice, FeeChoice
from counter_app.services.office_context import CATALOGUE
from counter_app.services.reception import Review
from tests.builders import (
    CERTIFIED_COPY,
    DEATH,
    EXTRACT,
    IDENTITY_CARD,
    MARRIAGE,
    PENSION,
    POOR,
    RESIDENCE,
    SIGNATURE,
    TREES,
    Counter,
    clerk,
    put_document,
)
from tests.fakes.clock import MORNING


def reviewed(station: Counter, code: str, **changes: Any) -> Review:
    return station.reception.review(station.draft(code, **changes))


def fee(station: Counter, code: str, **changes: Any) -> FeeDecision:
    decided = reviewed(station, code, **changes).fee
    assert decided is not None
    return decided


def problems(review: Review) -> list[tuple[str, bool]]:
    return [(problem.code, problem.blocks) for problem in review.problems]


def install(station: Counter, rule: FeeRule) -> None:
    """Let this be the fee of certifying a signature."""
    known = station.office.current().catalogue.by_code[SIGNATURE]
    changed = {"version": "9", "procedures": [replace(known, fee=rule).to_dict()]}
    put_document(station.database, CATALOGUE, changed)
    station.office.refresh()


# --- fee -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("code", "amount", "basis"),
    [
        (MARRIAGE, 0, FeeBasis.FREE),
        (TREES, None, FeeBasis.NOT_SET),
        (DEATH, None, FeeBasis.LOCAL),
        (SIGNATURE, 10_000, FeeBasis.FIXED),
    ],
)
def test_free_not_set_local_and_fixed_are_four_things(
    station: Counter, code: str, amount: int | None, basis: FeeBasis
) -> None:
    decided = fee(station, code)
    assert (decided.amount_vnd, decided.basis) == (amount, basis)
    dossier = station.accept(code)
    assert dossier.fee["amount_vnd"] == amount
    assert dossier.fee["basis"] == basis.value


def test_a_fee_that_nobody_knows_is_named_and_blocks_nothing(station: Counter) -> None:
    for code in (TREES, DEATH):
        review = reviewed(station, code)
        assert ("fee_not_set", False) in problems(review)
        assert review.can_accept


@pytest.mark.parametrize(
    ("channel", "amount"), [(Channel.DIRECT, 20_000), (Channel.POSTAL, 20_000), (Channel.ONLINE, 10_000)]
)
def test_the_fee_depends_on_the_way_of_filing(station: Counter, channel: Channel, amount: int) -> None:
    assert fee(station, RESIDENCE, channel=channel).amount_vnd == amount


def test_a_fee_for_a_way_of_filing_that_the_catalogue_does_not_price_is_not_set(station: Counter) -> None:
    assert fee(station, SIGNATURE, channel=Channel.ONLINE) == FeeDecision(
        None, FeeBasis.NOT_SET, fee(station, SIGNATURE).note
    )


@pytest.mark.parametrize("per", FeePer)
def test_a_way_of_filing_that_the_rule_makes_free_is_free_and_the_other_is_paid(
    station: Counter, per: FeePer
) -> None:
    rule = FeeRule(FeeKind.LOCAL, 8_000, 0, per, note="NQ 5/2026")
    install(station, rule)
    assert fee(station, SIGNATURE, channel=Channel.ONLINE) == FeeDecision(0, FeeBasis.FREE, "NQ 5/2026")
    paid = fee(station, SIGNATURE, fee_copies=1, fee_pages=1)
    assert paid == FeeDecision(8_000, FeeBasis.LOCAL, "NQ 5/2026")


@pytest.mark.parametrize(
    ("at", "amount"),
    [(datetime(2026, 12, 31, 3, tzinfo=UTC), 25_000), (datetime(2027, 1, 4, 3, tzinfo=UTC), 50_000)],
)
def test_a_reduction_holds_on_the_day_of_reception(station: Counter, at: datetime, amount: int) -> None:
    station.clock.set(at)
    assert fee(station, IDENTITY_CARD).amount_vnd == amount


@pytest.mark.parametrize(("copies", "amount"), [(1, 8_000), (3, 24_000)])
def test_a_fee_by_copy_is_counted(station: Counter, copies: int, amount: int) -> None:
    assert fee(station, EXTRACT, fee_copies=copies).amount_vnd == amount


@pytest.mark.parametrize(
    ("pages", "copies", "amount"),
    [(1, 1, 2_000), (2, 1, 4_000), (3, 1, 5_000), (3, 4, 20_000), (500, 1, 200_000), (500, 2, 400_000)],
)
def test_a_fee_by_page_is_counted_with_its_ceiling(
    station: Counter, pages: int, copies: int, amount: int
) -> None:
    assert fee(station, CERTIFIED_COPY, fee_pages=pages, fee_copies=copies).amount_vnd == amount


@pytest.mark.parametrize(
    ("code", "counts"),
    [
        (EXTRACT, {}),
        (EXTRACT, {"fee_copies": -1}),
        (CERTIFIED_COPY, {"fee_copies": 2}),
        (CERTIFIED_COPY, {"fee_pages": 2}),
        (CERTIFIED_COPY, {"fee_copies": 2, "fee_pages": -3}),
    ],
)
def test_what_is_not_counted_yet_is_not_set_and_not_free(
    station: Counter, code: str, counts: dict[str, int]
) -> None:
    review = reviewed(station, code, **counts)
    assert review.fee is not None
    assert (review.fee.amount_vnd, review.fee.basis) == (None, FeeBasis.NOT_SET)
    assert ("fee_count_missing", False) in problems(review)
    assert "fee_not_set" not in [code for code, _ in problems(review)]


def test_a_local_fee_is_typed_with_its_basis(station: Counter) -> None:
    choice = FeeChoice(5_000, "typed", " NQ 12/2025/NQ-HĐND tỉnh An Giang ")
    dossier = station.accept(DEATH, fee=choice)
    assert dossier.fee == {"amount_vnd": 5_000, "basis": "typed", "note": "NQ 12/2025/NQ-HĐND tỉnh An Giang"}


@pytest.mark.requirement("N-57")
def test_an_exemption_names_its_group_and_costs_nothing(station: Counter) -> None:
    dossier = station.accept(SIGNATURE, fee=FeeChoice(10_000, "exempt", "Hộ nghèo"))
    assert dossier.fee == {"amount_vnd": 0, "basis": "exempt", "note": "Hộ nghèo"}


@pytest.mark.parametrize(
    ("choice", "problem"),
    [
        (FeeChoice(5_000, "typed", "  "), "fee_without_reason"),
        (FeeChoice(0, "exempt", ""), "fee_without_reason"),
        (FeeChoice(-1, "typed", "NQ 12/2025"), "fee_negative"),
    ],
)
def test_a_choice_that_is_not_whole_blocks_and_does_not_count(
    station: Counter, choice: FeeChoice, problem: str
) -> None:
    review = reviewed(station, SIGNATURE, fee=choice)
    assert (problem, True) in problems(review)
    assert review.fee == fee(station, SIGNATURE)


# --- due time ------------------------------------------------------------------------------------


@pytest.mark.parametrize(("code", "rule"), [(PENSION, Rule.NOT_SET), (POOR, Rule.YEARLY)])
def test_where_no_time_is_set_one_is_asked_for_and_none_is_invented(
    station: Counter, code: str, rule: Rule
) -> None:
    review = reviewed(station, code)
    assert review.due is not None
    assert (review.due.due_at, review.due.rule) == (None, rule)
    assert ("due_not_set", False) in problems(review)
    assert station.accept(code).due_at is None


def test_a_time_that_a_clerk_sets_travels_with_its_reason(station: Counter) -> None:
    at = MORNING + timedelta(days=10)
    dossier = station.accept(PENSION, due=DueChoice(at, " Theo QĐ 45/2026/QĐ-UBND "))
    assert dossier.due_at == at
    assert dossier.due is not None
    steps = dossier.due["steps"]
    assert isinstance(steps, list)
    assert [(step["code"], step["params"]) for step in steps] == [
        ("typed", {"reason": "Theo QĐ 45/2026/QĐ-UBND"})
    ]
    assert dossier.due["rule"] == "typed"


def test_another_time_than_the_catalogues_keeps_what_the_catalogue_says(station: Counter) -> None:
    dossier = station.accept(MARRIAGE, due=DueChoice(MORNING + timedelta(days=3), "Người dân hẹn"))
    assert dossier.due is not None
    assert (dossier.due["value"], dossier.due["unit"]) == (1, "working_days")


@pytest.mark.parametrize(
    ("choice", "problem"),
    [
        (DueChoice(MORNING + timedelta(days=1), " "), "due_without_reason"),
        (DueChoice(MORNING, "Gõ nhầm"), "due_in_past"),
    ],
)
def test_a_time_without_reason_or_in_the_past_blocks(
    station: Counter, choice: DueChoice, problem: str
) -> None:
    review = reviewed(station, MARRIAGE, due=choice)
    assert (problem, True) in problems(review)
    assert not review.can_accept


def test_choosing_another_procedure_forgets_what_was_set_for_the_last_one(station: Counter) -> None:
    draft: Draft = replace(
        station.draft(CERTIFIED_COPY),
        fee=FeeChoice(1, "typed", "x"),
        due=DueChoice(MORNING, "x"),
        fee_copies=2,
        fee_pages=3,
    )
    other = station.reception.choose_procedure(draft, MARRIAGE)
    assert (other.fee, other.due, other.fee_copies, other.fee_pages) == (None, None, 0, 0)
    assert other.owner == draft.owner
    assert draft.clerk == clerk().id
