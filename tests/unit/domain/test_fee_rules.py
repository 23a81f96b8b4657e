"""What a fee rule says, and above all what it does not say."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.fee_rules import FeeKind, FeePer, FeeRule, PageRate, read_fee
from counter_app.domain.plain_reader import PlainReader
from counter_app.domain.received import Channel

DAY = date(2026, 11, 23)


def fee(**plain: object) -> FeeRule:
    return read_fee(reader(plain))


def reader(plain: Mapping[str, object]) -> PlainReader:
    return PlainReader(plain, lambda field: DomainError("catalogue.bad_row", field=field))


@pytest.mark.parametrize("channel", ["direct", "online", "postal"])
def test_free_is_zero_whichever_way_it_is_filed(channel: str) -> None:
    assert fee(kind="free", direct_vnd=0).amount(channel, on=DAY) == 0


@pytest.mark.parametrize("channel", ["direct", "online", "postal"])
@pytest.mark.parametrize("kind", ["not_set", "local"])
def test_an_amount_that_nobody_set_is_unknown_and_never_free(kind: str, channel: str) -> None:
    rule = fee(kind=kind)
    assert rule.amount(channel, on=DAY) is None
    assert not rule.is_free


def test_filing_online_has_its_own_amount_and_post_pays_as_at_the_counter() -> None:
    rule = fee(kind="fixed", direct_vnd=20_000, online_vnd=10_000)
    assert (rule.amount("direct"), rule.amount("online"), rule.amount("postal")) == (20_000, 10_000, 20_000)


@pytest.mark.parametrize("kind", ["fixed", "local"])
def test_one_way_of_filing_may_be_free_beside_one_that_is_paid(kind: str) -> None:
    rule = fee(kind=kind, direct_vnd=8_000, online_vnd=0)
    assert (rule.amount("direct"), rule.amount("online"), rule.amount("postal")) == (8_000, 0, 8_000)
    assert [rule.is_free_for(channel) for channel in Channel] == [
        channel is Channel.ONLINE for channel in Channel
    ]
    assert not rule.is_free
    assert read_fee(reader(rule.to_dict())) == rule


def test_what_is_not_known_is_not_free_beside_one_that_is_paid() -> None:
    rule = fee(kind="local", direct_vnd=8_000)
    assert not rule.is_free_for("online")
    assert not fee(kind="not_set").is_free_for("direct")


def test_a_channel_without_amount_is_unknown() -> None:
    assert fee(kind="fixed", direct_vnd=2_000).amount("online") is None


def test_an_unknown_channel_is_refused() -> None:
    with pytest.raises(ValueError, match="pigeon"):
        fee(kind="fixed", direct_vnd=2_000).amount("pigeon")


@pytest.mark.parametrize(
    ("day", "amount"),
    [
        (date(2025, 6, 30), 50_000),
        (date(2025, 7, 1), 25_000),
        (date(2026, 12, 31), 25_000),
        (date(2027, 1, 1), 50_000),
        (None, 50_000),
    ],
)
def test_a_reduction_holds_from_its_first_to_its_last_day(day: date | None, amount: int) -> None:
    rule = fee(
        kind="fixed",
        direct_vnd=50_000,
        reduction={"percent": 50, "from": "2025-07-01", "to": "2026-12-31"},
    )
    assert rule.amount("direct", on=day) == amount


@pytest.mark.parametrize(
    ("pages", "total"),
    [(0, 0), (1, 2_000), (2, 4_000), (3, 5_000), (10, 12_000), (198, 200_000), (500, 200_000)],
)
def test_certified_copies_cost_less_from_the_third_page_and_have_a_ceiling(pages: int, total: int) -> None:
    assert PageRate(first_pages=2, first_vnd=2_000, further_vnd=1_000, max_vnd=200_000).total(pages) == total


def test_a_negative_number_of_pages_is_refused() -> None:
    with pytest.raises(ValueError, match="negative"):
        PageRate(2, 2_000, 1_000, 200_000).total(-1)


@pytest.mark.parametrize(
    ("plain", "field"),
    [
        ({"kind": "free", "direct_vnd": 8_000}, "direct_vnd"),
        ({"kind": "fixed"}, "direct_vnd"),
        ({"kind": "fixed", "direct_vnd": 0}, "direct_vnd"),
        ({"kind": "fixed", "direct_vnd": 0, "online_vnd": 0}, "direct_vnd"),
        ({"kind": "local", "direct_vnd": 0, "online_vnd": 0}, "direct_vnd"),
        ({"kind": "not_set", "online_vnd": 0}, "direct_vnd"),
        ({"kind": "local", "direct_vnd": 0}, "direct_vnd"),
        ({"kind": "fixed", "direct_vnd": -1}, "direct_vnd"),
        ({"kind": "fixed", "direct_vnd": "8000"}, "direct_vnd"),
        ({"kind": "fixed", "direct_vnd": True}, "direct_vnd"),
        ({"kind": "miễn phí"}, "kind"),
        ({}, "kind"),
        ({"kind": "fixed", "direct_vnd": 1, "per": "kilo"}, "per"),
        ({"kind": "fixed", "direct_vnd": 1, "page_rate": {"first_pages": 2}}, "page_rate.first_vnd"),
        (
            {
                "kind": "fixed",
                "direct_vnd": 1,
                "reduction": {"percent": 101, "from": "2026-01-01", "to": "2026-02-01"},
            },
            "reduction.percent",
        ),
        (
            {
                "kind": "fixed",
                "direct_vnd": 1,
                "reduction": {"percent": 5, "from": "2026-02-01", "to": "2026-01-01"},
            },
            "reduction.to",
        ),
        (
            {
                "kind": "fixed",
                "direct_vnd": 1,
                "reduction": {"percent": 5, "from": "01/02/2026", "to": "2026-03-01"},
            },
            "reduction.from",
        ),
    ],
)
def test_a_fee_that_contradicts_itself_is_refused_with_its_field(
    plain: dict[str, object], field: str
) -> None:
    with pytest.raises(DomainError) as caught:
        fee(**plain)
    assert caught.value.params["field"] == field


@pytest.mark.parametrize(
    "rule",
    [
        FeeRule(FeeKind.NOT_SET, note="cần đối chiếu"),
        FeeRule(FeeKind.FREE, 0, 0),
        FeeRule(FeeKind.LOCAL, 15_000),
        fee(
            kind="fixed",
            direct_vnd=2_000,
            per="page",
            page_rate={"first_pages": 2, "first_vnd": 2_000, "further_vnd": 1_000, "max_vnd": 200_000},
            reduction={"percent": 50, "from": "2025-07-01", "to": "2026-12-31"},
        ),
        FeeRule(FeeKind.FIXED, 8_000, 8_000, per=FeePer.COPY),
    ],
)
def test_a_rule_survives_the_way_to_plain_data_and_back(rule: FeeRule) -> None:
    assert read_fee(reader(rule.to_dict())) == rule
