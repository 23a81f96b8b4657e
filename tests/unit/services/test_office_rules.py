"""The office's regulation at a station: shown, changed by an administrator, the centre's word first."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.bootstrap.shipped import shipped_data
from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Role
from counter_app.domain.regulation import SPECS, Origin, OwnRules, RuleSpec, RuleValue
from counter_app.domain.time_rules import OnlineStart, TimeRules
from counter_app.services.office_context import OWN_RULES
from counter_app.services.office_rules import OfficeRules
from tests.builders import MARRIAGE, Counter, clerk, counter, directory_document, put_document

ADMINISTRATOR = Clerk("quan-tri", "Trần Văn Mẫu", Role.ADMINISTRATOR, "")
CLAUSE = "QĐ 12/2026/QĐ-UBND Đ5 k1"


def rules_of(made: Counter) -> OfficeRules:
    return OfficeRules(made.database, made.office, shipped_data().profiles or {})


def value_of(rules: OfficeRules, name: str, profile: str = "an-giang") -> RuleValue:
    return next(one for one in rules.show(profile).values if one.spec.name == name)


@pytest.fixture
def rules(station: Counter) -> OfficeRules:
    return rules_of(station)


def test_the_five_provinces_and_the_default_are_offered(rules: OfficeRules) -> None:
    assert [one.key for one in rules.profiles()] == [
        "",
        "an-giang",
        "ha-tinh",
        "nghe-an",
        "lai-chau",
        "phu-tho",
    ]
    assert rules.in_force() == "an-giang"


def test_every_value_tells_who_decided_it_and_by_which_clause(rules: OfficeRules) -> None:
    national = value_of(rules, "transfer_cutoff", "nghe-an")
    assert (national.value, national.origin) == ("15:00", Origin.NATIONAL)
    assert national.clause == "NĐ 61/2018/NĐ-CP Đ18 k2"
    assert not national.provisional
    province = value_of(rules, "online_received_time", "nghe-an")
    assert (province.value, province.origin) == ("reception", Origin.PROVINCE)
    assert province.clause == "Đ14 k2 QĐ 02/2021/QĐ-UBND"
    assert province.provisional
    silent = value_of(rules, "recovery_hours", "nghe-an")
    assert (silent.value, silent.clause) == (None, "")


def test_a_clause_without_a_value_says_the_same_by_the_provinces_own_clause(rules: OfficeRules) -> None:
    value = value_of(rules, "max_reappointments", "phu-tho")
    assert (value.value, value.origin) == (1, Origin.PROVINCE)
    assert value.clause.startswith("Đ10 k3")


def test_what_is_shown_is_what_due_times_are_computed_with(rules: OfficeRules) -> None:
    document = shipped_data().profiles or {}
    for profile in rules.profiles():
        held = TimeRules.of_profile(document, profile.key)
        shown = {one.spec.name: one for one in rules.show(profile.key).values}
        assert shown["online_received_time"].value == held.online_start
        assert shown["max_reappointments"].value == held.max_reappointments
        assert shown["transfer_cutoff"].value == f"{held.transfer_cutoff:%H:%M}"
        assert shown["online_received_time"].clause == held.clause("online_start")


def test_an_own_value_counts_at_once_survives_a_restart_and_is_named_in_the_entry(
    station: Counter, rules: OfficeRules
) -> None:
    before = station.accept(MARRIAGE)
    context = rules.set_value(ADMINISTRATOR, "online_received_time", "valid_notice", CLAUSE)
    assert context.time_rules.online_start is OnlineStart.VALID_NOTICE
    assert context.time_rules.clause("online_start") == CLAUSE
    assert context.profile_version == "an-giang/1+1"
    station.restart()
    assert station.office.current().time_rules.online_start is OnlineStart.VALID_NOTICE
    shown = value_of(rules_of(station), "online_received_time")
    assert (shown.origin, shown.clause, shown.provisional) == (Origin.STATION, CLAUSE, False)
    assert station.dossiers.detail(before.id).dossier.due == before.due


def test_an_own_value_is_taken_back(rules: OfficeRules, station: Counter) -> None:
    rules.set_value(ADMINISTRATOR, "transfer_cutoff", "14h30", CLAUSE)
    assert value_of(rules, "transfer_cutoff").value == "14:30"
    rules.take_back(ADMINISTRATOR, "transfer_cutoff")
    assert value_of(rules, "transfer_cutoff").origin is Origin.NATIONAL
    assert station.office.current().time_rules.transfer_cutoff.hour == 15


@pytest.mark.parametrize(
    ("name", "text", "code"),
    [
        ("max_reappointments", "9", "rules.bad_count"),
        ("max_reappointments", "một", "rules.bad_count"),
        ("transfer_cutoff", "25:00", "rules.bad_clock"),
        ("online_received_time", "moon", "rules.bad_choice"),
        ("after_hours_counts_from", "now", "rules.fixed"),
        ("unknown", "1", "rules.fixed"),
    ],
)
def test_values_that_make_no_sense_are_refused(rules: OfficeRules, name: str, text: str, code: str) -> None:
    with pytest.raises(DomainError) as refused:
        rules.set_value(ADMINISTRATOR, name, text, CLAUSE)
    assert refused.value.code == code


def test_a_value_needs_its_clause_and_an_administrator(rules: OfficeRules) -> None:
    with pytest.raises(DomainError, match=r"rules\.clause_missing"):
        rules.set_value(ADMINISTRATOR, "max_reappointments", "2", "  ")
    with pytest.raises(DomainError, match=r"rules\.not_allowed"):
        rules.set_value(clerk(), "max_reappointments", "2", CLAUSE)


def test_what_the_centre_says_is_shown_as_such_and_not_changed_here() -> None:
    centre = {"max_reappointments": 2, "clauses": {"max_reappointments": "Đ3"}, "regulation": "QĐ 9/2026"}
    made = counter(directory=directory_document(time_rules=centre))
    rules = rules_of(made)
    shown = value_of(rules, "max_reappointments")
    assert (shown.value, shown.origin, shown.clause) == (2, Origin.CENTRE, "Đ3 QĐ 9/2026")
    with pytest.raises(DomainError, match=r"rules\.from_centre"):
        rules.set_value(ADMINISTRATOR, "max_reappointments", "1", CLAUSE)
    with pytest.raises(DomainError, match=r"rules\.from_centre"):
        rules.choose(ADMINISTRATOR, "phu-tho")
    assert rules.show("an-giang").fixed


def test_an_office_of_which_the_centre_names_no_profile_chooses_one() -> None:
    made = counter(directory=directory_document(profile=""))
    rules = rules_of(made)
    assert rules.show("").in_force
    context = rules.choose(ADMINISTRATOR, "lai-chau")
    assert context.directory.office.profile == "lai-chau"
    assert context.time_rules.online_decision_hours == 8
    assert rules.show("lai-chau").in_force
    with pytest.raises(DomainError, match=r"time_rules\.unknown_profile"):
        rules.choose(ADMINISTRATOR, "moon")


def test_unreadable_own_values_are_named_and_the_province_stands_in(station: Counter) -> None:
    put_document(station.database, OWN_RULES, {"values": {"max_reappointments": 99}, "clauses": {}})
    context = station.office.refresh()
    assert context.faults[OWN_RULES].code == "rules.bad_count"
    assert context.time_rules.max_reappointments == 1


@given(st.sampled_from(SPECS), st.text(max_size=8))
def test_whatever_is_typed_is_refused_or_can_be_kept(spec: RuleSpec, text: str) -> None:
    try:
        value = spec.read(text)
    except DomainError:
        return
    own = OwnRules().with_value(spec.name, value, CLAUSE)
    assert OwnRules.from_plain(own.to_plain()) == own
