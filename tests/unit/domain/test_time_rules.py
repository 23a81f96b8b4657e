"""What a province's regulation says of time, each value with its clause; the national rules for the rest."""

from __future__ import annotations

from datetime import time

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.time_rules import OnlineStart, SupplementEffect, TimeRules
from tests.fixtures.calendars import profile_rules

PROFILES = ("an-giang", "ha-tinh", "nghe-an", "lai-chau", "phu-tho")


def test_the_defaults_are_the_national_rules() -> None:
    shipped = profile_rules("")
    assert shipped.clauses["supplement"] == "NĐ 61/2018/NĐ-CP Đ19 k4"
    assert TimeRules(clauses=shipped.clauses) == shipped
    assert (shipped.transfer_cutoff, shipped.same_day_cutoff) == (time(15), time(15))
    assert (shipped.max_reappointments, shipped.apology_days_before) == (1, 1)
    assert shipped.supplement is SupplementEffect.RESTART


@pytest.mark.parametrize("profile", PROFILES)
def test_every_province_that_differs_names_the_clause_in_its_own_regulation(profile: str) -> None:
    rules, national = profile_rules(profile), profile_rules("")
    assert rules.provisional
    for name in ("online_start", "online_decision_hours", "supplement", "transfer_cutoff"):
        if getattr(rules, name) != getattr(national, name):
            assert rules.clause(name).endswith(rules.regulation)
            assert rules.clause(name).startswith("Đ")


def test_what_a_profile_leaves_out_keeps_the_national_clause() -> None:
    assert profile_rules("phu-tho").clause("supplement_notice_days") == "NĐ 61/2018/NĐ-CP Đ19 k4"
    assert profile_rules("phu-tho").clause("max_reappointments") == "Đ10 k3 QĐ 24/2024/QĐ-UBND"


def document(**own: object) -> dict[str, object]:
    default = {
        "supplement_notice_working_days": 3,
        "apology_latest_days_before_due": 1,
        "max_reappointments": 1,
    }
    return {"default": default, "profiles": {"mau": {"regulation": "QĐ 1", **own}}}


def test_an_office_may_set_every_value_otherwise() -> None:
    own = {
        "online_received_time": "reception",
        "online_decision_working_hours": 4,
        "supplement_effect": "pause",
        "transfer_cutoff": "16:00",
        "same_day_cutoff": "10:30",
        "apology_latest_days_before_due": 2,
    }
    rules = TimeRules.of_profile(document(**own), "mau")
    assert rules.online_start is OnlineStart.RECEPTION
    assert (rules.online_decision_hours, rules.supplement) == (4, SupplementEffect.PAUSE)
    assert (rules.transfer_cutoff, rules.same_day_cutoff) == (time(16), time(10, 30))
    assert rules.apology_days_before == 2


def test_an_office_may_differ_from_its_profile_and_names_its_own_clause() -> None:
    profile = document(transfer_cutoff="16:00", clauses={"transfer_cutoff": "Đ5"})
    own = {"regulation": "QĐ 7", "transfer_cutoff": "14:30", "clauses": {"transfer_cutoff": "Đ2"}}
    rules = TimeRules.of_profile(profile, "mau", own)
    assert (rules.transfer_cutoff, rules.clause("transfer_cutoff")) == (time(14, 30), "Đ2 QĐ 7")
    silent = TimeRules.of_profile(profile, "mau", {"transfer_cutoff": "14:30"})
    assert (silent.transfer_cutoff, silent.clause("transfer_cutoff")) == (time(14, 30), "")


def test_an_unknown_profile_is_named_with_those_that_are_known() -> None:
    with pytest.raises(DomainError, match=r"time_rules\.unknown_profile") as caught:
        TimeRules.of_profile(document(), "moon")
    assert caught.value.params == {"profile": "moon", "known": "mau"}


@pytest.mark.parametrize(
    ("field", "bad"),
    [
        ("transfer_cutoff", "three"),
        ("transfer_cutoff", 15),
        ("online_received_time", "entered in the system"),
        ("supplement_effect", "stop"),
        ("apology_latest_days_before_due", 0),
        ("max_reappointments", "one"),
        ("clauses", ["Đ1"]),
    ],
)
def test_a_value_that_makes_no_sense_is_named(field: str, bad: object) -> None:
    with pytest.raises(DomainError, match=r"time_rules\.bad_profile") as caught:
        TimeRules.of_profile(document(**{field: bad}), "mau")
    assert caught.value.params == {"field": field}
