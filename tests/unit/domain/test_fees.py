from __future__ import annotations

import json

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.fees import FeeBasis, FeeDecision, FeeTotal, total

NOT_SET = FeeDecision(None, FeeBasis.NOT_SET)
FREE = FeeDecision(0, FeeBasis.FREE)


def test_not_set_is_told_apart_from_free() -> None:
    assert NOT_SET != FREE
    assert (NOT_SET.is_known, FREE.is_known) == (False, True)
    assert not NOT_SET.to_collect
    assert not FREE.to_collect


def test_an_amount_is_collected() -> None:
    assert FeeDecision(8_000, FeeBasis.FIXED).to_collect


@pytest.mark.parametrize(
    ("amount", "basis", "note", "code"),
    [
        (-1, FeeBasis.FIXED, "", "fee.negative"),
        (None, FeeBasis.FIXED, "", "fee.amount_missing"),
        (None, FeeBasis.FREE, "", "fee.amount_missing"),
        (8_000, FeeBasis.FREE, "", "fee.amount_not_zero"),
        (8_000, FeeBasis.EXEMPT, "elderly", "fee.amount_not_zero"),
        (0, FeeBasis.NOT_SET, "", "fee.amount_without_basis"),
        (0, FeeBasis.EXEMPT, " ", "fee.reason_missing"),
        (8_000, FeeBasis.TYPED, "", "fee.reason_missing"),
    ],
)
def test_a_fee_without_a_sound_basis_is_refused(
    amount: int | None, basis: FeeBasis, note: str, code: str
) -> None:
    with pytest.raises(DomainError) as refused:
        FeeDecision(amount, basis, note)
    assert refused.value.code == code


def test_the_provinces_fee_may_be_unknown_until_its_table_is_loaded() -> None:
    assert not FeeDecision(None, FeeBasis.LOCAL).is_known
    assert FeeDecision(5_000, FeeBasis.LOCAL).is_known


@pytest.mark.parametrize(
    "fee",
    [NOT_SET, FREE, FeeDecision(0, FeeBasis.EXEMPT, "elderly"), FeeDecision(8_000, FeeBasis.TYPED, "NQ 12")],
)
def test_a_fee_survives_the_journal(fee: FeeDecision) -> None:
    assert FeeDecision.from_plain(json.loads(json.dumps(fee.to_plain()))) == fee


@pytest.mark.parametrize(
    "plain", [{}, {"amount_vnd": 1, "basis": "gift"}, {"amount_vnd": "x", "basis": "fixed"}]
)
def test_a_damaged_fee_is_refused(plain: dict[str, object]) -> None:
    with pytest.raises(DomainError, match=r"fee\.bad_record"):
        FeeDecision.from_plain(plain)


def test_an_unknown_fee_is_counted_and_not_taken_for_zero() -> None:
    assert total([NOT_SET, FREE, FeeDecision(8_000, FeeBasis.FIXED)]) == FeeTotal(8_000, unknown=1)
