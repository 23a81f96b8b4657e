"""The ten statuses and the enumerations."""

from __future__ import annotations

from counter_app.domain.received import Channel
from counter_app.domain.statuses import TRANSITIONS, Status
from tests.unit.catalogues.shelf import document, enumeration


def test_the_ten_statuses_and_their_steps_are_those_of_the_domain() -> None:
    rows = document("statuses.json")["statuses"]
    assert [row["code"] for row in rows] == list(range(1, 11))
    for row in rows:
        status = Status(row["code"])
        assert row["key"] == status.name.lower()
        assert {Status(code) for code in row["next"]} == TRANSITIONS[status]
        assert row["terminal"] == (not row["next"])
        assert row["label_vi"]
        assert row["label_en"]
    assert {Status(code) for code in document("statuses.json")["first"].values()} == TRANSITIONS[None]


def test_every_status_can_be_reached_and_local_states_are_no_status() -> None:
    head = document("statuses.json")
    reached = set(head["first"].values())
    steps = {row["code"]: row["next"] for row in head["statuses"]}
    for _ in steps:
        reached |= {after for code in reached for after in steps[code]}
    assert reached == steps.keys()
    for before, after in head["supervisor_only"]:
        assert after in steps[before]
    assert not {state["key"] for state in head["local_states"]} & {row["key"] for row in head["statuses"]}


def test_enumerations_have_unique_names_keys_and_codes() -> None:
    lists = document("enums.json")["lists"]
    assert len({entry["list"] for entry in lists}) == len(lists) == 15
    for entry in lists:
        keys = [value["key"] for value in entry["values"]]
        assert len(set(keys)) == len(keys)
        codes = [value["code"] for value in entry["values"] if value["code"] is not None]
        assert len(set(codes)) == len(codes)
        assert all(value["label_vi"] and value["label_en"] for value in entry["values"])


def test_filing_channels_are_those_of_the_domain() -> None:
    assert [value["key"] for value in enumeration("filing_channel")] == [channel.value for channel in Channel]
    assert [value["code"] for value in enumeration("filing_channel")] == [1, 2, 3]


def test_kinds_of_applicant_have_other_codes_in_each_upstream_system() -> None:
    def codes(name: str) -> dict[str, int]:
        return {value["key"]: value["code"] for value in enumeration(name)}

    assert codes("applicant_kind_national") == {"person": 1, "organisation": 2}
    assert codes("applicant_kind_ministry") == {"person": 0, "organisation": 1, "household_business": 2}


def test_the_district_is_readable_but_closed() -> None:
    (district,) = [value for value in enumeration("authority_level") if value["key"] == "district"]
    assert district["closed_on"] == "2025-07-01"
