"""The shipped catalogues: complete, tidy, and consistent with one another and with the domain."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from counter_app.domain.fee_rules import FeeKind
from counter_app.domain.procedures import Catalogue, parse_catalogue
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.received import Channel
from counter_app.domain.statuses import TRANSITIONS, Status

FOLDER = Path(__file__).resolve().parents[2] / "resources" / "catalogues"
KINDS = {
    "agencies.json": "agencies",
    "enums.json": "enums",
    "holidays.json": "holidays",
    "procedures-index.json": "procedure_index",
    "procedures.json": "procedures",
    "province-profiles.json": "province_profiles",
    "provinces.json": "provinces",
    "statuses.json": "statuses",
}


@cache
def document(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads((FOLDER / name).read_text(encoding="utf-8"))
    return loaded


@cache
def catalogue(name: str) -> Catalogue:
    return parse_catalogue(document(name))


def texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [text for part in value.values() for text in texts(part)]
    if isinstance(value, list):
        return [text for part in value for text in texts(part)]
    return []


def enumeration(name: str) -> list[dict[str, Any]]:
    (found,) = [entry["values"] for entry in document("enums.json")["lists"] if entry["list"] == name]
    values: list[dict[str, Any]] = found
    return values


# --- all documents --------------------------------------------------------------------------------


def test_no_other_documents_lie_in_the_folder() -> None:
    assert {path.name for path in FOLDER.iterdir()} == set(KINDS)


@pytest.mark.parametrize(("name", "kind"), KINDS.items())
def test_every_document_says_what_it_is_its_version_and_from_when_it_holds(name: str, kind: str) -> None:
    head = document(name)
    assert head["kind"] == kind
    assert re.fullmatch(r"20\d\d\.\d\d\.\d+", head["version"])
    assert date.fromisoformat(head["valid_from"])
    assert head["source"]


@pytest.mark.parametrize("name", KINDS)
def test_every_text_is_composed_and_trimmed(name: str) -> None:
    raw = (FOLDER / name).read_bytes()
    assert not raw.startswith(b"\xef\xbb\xbf")
    assert b"\r" not in raw
    for text in texts(document(name)):
        assert unicodedata.is_normalized("NFC", text)
        assert text == " ".join(text.split())


# --- procedures -----------------------------------------------------------------------------------


def test_all_78_procedures_are_read_without_a_fault() -> None:
    assert catalogue("procedures.json").faults == ()
    assert len(catalogue("procedures.json").procedures) == 78
    assert all(procedure.detailed for procedure in catalogue("procedures.json").procedures)


def test_the_344_codes_of_the_index_are_327_named_and_17_unnamed() -> None:
    index = catalogue("procedures-index.json")
    assert index.faults == ()
    assert (len(index.procedures), len(index.unnamed_codes)) == (327, 17)
    assert not {procedure.code for procedure in index.procedures} & set(index.unnamed_codes)


def test_described_and_listed_procedures_make_334_that_can_be_chosen() -> None:
    both = catalogue("procedures.json").extended_by(catalogue("procedures-index.json"))
    assert len(both.procedures) == len(both.by_code) == 334
    assert sum(procedure.detailed for procedure in both.procedures) == 78


def test_described_procedures_agree_with_the_index() -> None:
    listed = catalogue("procedures-index.json").by_code
    shared = [procedure for procedure in catalogue("procedures.json").procedures if procedure.code in listed]
    assert len(shared) == 71
    for procedure in shared:
        other = listed[procedure.code]
        assert (procedure.name_vi, procedure.field_vi, procedure.levels) == (
            other.name_vi,
            other.field_vi,
            other.levels,
        )
        assert (procedure.channels, procedure.result_codes) == (other.channels, other.result_codes)
        assert procedure.publishing_decision == other.publishing_decision


@pytest.mark.parametrize("name", ["procedures.json", "procedures-index.json"])
def test_rows_are_sorted_by_code_and_their_lists_have_no_doubles(name: str) -> None:
    codes = [procedure.code for procedure in catalogue(name).procedures]
    assert codes == sorted(codes)
    levels = {value["key"] for value in enumeration("authority_level")}
    for procedure in catalogue(name).procedures:
        for listed in (procedure.levels, procedure.channels, procedure.result_codes):
            assert len(set(listed)) == len(listed), procedure.code
        assert procedure.levels
        assert set(procedure.levels) <= levels
        assert "district" not in procedure.levels
        assert all(re.fullmatch(r"KQ\.[A-Z]\d\d\.\d{5,6}", code) for code in procedure.result_codes)


def test_every_described_procedure_can_be_filed_and_asks_for_something() -> None:
    for procedure in catalogue("procedures.json").procedures:
        assert procedure.channels, procedure.code
        assert procedure.components, procedure.code


def test_component_names_are_whole() -> None:
    """A name may hold a semicolon inside brackets: it must not have been cut there."""
    names = [c.name for p in catalogue("procedures.json").procedures for c in p.components]
    assert len(names) == 192
    for name in names:
        assert name.count("(") == name.count(")"), name
        assert "|" not in name
        assert name[0].isupper(), name
        assert not name.endswith((";", ",", ":"))
    assert "Giấy tờ tùy thân (xuất trình; chỉ cần số định danh nếu tra cứu được CSDL dân cư)" in names
    assert "Văn bản ủy quyền (nếu ủy quyền; chứng thực trừ người thân thích)" in names


def test_components_ask_for_paper_unless_only_information_is_given() -> None:
    without_paper = [
        (p.code, c.name)
        for p in catalogue("procedures.json").procedures
        for c in p.components
        if c.originals + c.copies == 0
    ]
    assert without_paper == [("2.001159", "Thông tin người lưu trú")]


def test_components_of_the_birth_registration() -> None:
    components = catalogue("procedures.json").by_code["1.001193"].components
    assert [(c.name.split(" (")[0], c.originals, c.copies, c.condition.value) for c in components] == [
        ("Tờ khai đăng ký khai sinh theo mẫu", 1, 0, "required"),
        ("Giấy chứng sinh hoặc văn bản người làm chứng/giấy cam đoan", 1, 0, "required"),
        ("Biên bản trẻ bị bỏ rơi", 1, 0, "conditional"),
        ("Văn bản xác nhận kỹ thuật hỗ trợ sinh sản", 1, 0, "conditional"),
        ("Văn bản ủy quyền", 1, 0, "conditional"),
        ("Giấy tờ tùy thân", 1, 0, "present_only"),
    ]


def test_processing_times_have_a_unit_or_say_that_none_is_set() -> None:
    units = Counter(p.time.unit for p in catalogue("procedures.json").procedures)
    assert units == {
        "working_days": 44,
        "not_set": 13,
        "days": 10,
        "same_day": 9,
        "hours": 1,
        "yearly": 1,
    }
    assert units.keys() == set(get_args(TimeUnit))


def test_a_number_without_unit_is_kept_but_sets_no_time() -> None:
    unclear = [
        p
        for p in catalogue("procedures.json").procedures
        if p.time.unit == "not_set" and p.time.value is not None
    ]
    assert len(unclear) == 9
    for procedure in unclear:
        assert not procedure.time.is_set
        assert "không ghi đơn vị" in procedure.time.note


def test_a_placeholder_of_the_portal_is_never_free_of_charge() -> None:
    kinds = Counter(p.fee.kind for p in catalogue("procedures.json").procedures)
    assert kinds == {FeeKind.FREE: 26, FeeKind.LOCAL: 21, FeeKind.FIXED: 18, FeeKind.NOT_SET: 13}
    for procedure in catalogue("procedures.json").procedures:
        for channel in Channel:
            amount = procedure.fee.amount(channel, on=date(2026, 11, 21))
            assert (amount == 0) == procedure.fee.is_free, procedure.code
    for code in ("1.000656", "1.001612", "1.010039", "1.010041", "1.013978"):
        assert catalogue("procedures.json").by_code[code].fee.amount("online") is None


def test_no_listed_procedure_claims_a_fee_or_a_time() -> None:
    for procedure in catalogue("procedures-index.json").procedures:
        assert procedure.fee.kind is FeeKind.NOT_SET
        assert not procedure.time.is_set
        assert procedure.provisional


def test_what_was_not_checked_against_a_decision_is_marked_provisional() -> None:
    for procedure in catalogue("procedures.json").procedures:
        assert procedure.provisional or procedure.publishing_decision, procedure.code
        assert procedure.portal_url or procedure.provisional, procedure.code


# --- places, agencies -----------------------------------------------------------------------------


def test_63_places_of_birth_registration_belong_to_34_provinces_of_today() -> None:
    rows = document("provinces.json")["provinces"]
    prefixes = [row["pin_prefix"] for row in rows]
    assert len(prefixes) == 63
    assert prefixes == sorted(set(prefixes))
    assert all(re.fullmatch(r"\d{3}", prefix) for prefix in prefixes)
    before = {row["name_before_2025_07_01"] for row in rows}
    now = {row["name_now"] for row in rows}
    assert (len(before), len(now)) == (63, 34)
    assert now - before == {"Huế"}


def test_level_one_codes_are_63_provinces_and_ten_ministries() -> None:
    rows = document("agencies.json")["agencies"]
    assert len({row["code"] for row in rows}) == len(rows) == 73
    provinces = [row for row in rows if row["kind"] == "province"]
    assert [row["code"] for row in provinces] == [f"H{number:02d}" for number in range(1, 64)]
    ministries = [row for row in rows if row["kind"] == "ministry"]
    assert len(ministries) == 10
    assert all(re.fullmatch(r"G\d\d", row["code"]) for row in ministries)
    names = {row["code"]: row["name_vi"] for row in rows}
    assert names["H29"].endswith("Hồ Chí Minh")
    assert all(row["name_vi"] and "?" not in row["name_vi"] for row in rows)


def test_every_province_of_the_agencies_is_a_place_of_birth_registration() -> None:
    places = {row["name_before_2025_07_01"] for row in document("provinces.json")["provinces"]}
    for row in document("agencies.json")["agencies"]:
        if row["kind"] == "province":
            name = re.sub(r"^UBND (tỉnh|thành phố|TP\.) ?", "", row["name_vi"])
            assert any(name in place or place.removeprefix("TP. ") in name for place in places), name


# --- statuses, enumerations -----------------------------------------------------------------------


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


# --- province profiles ----------------------------------------------------------------------------


def test_five_provinces_have_a_profile_and_the_default_covers_the_rest() -> None:
    head = document("province-profiles.json")
    assert set(head["profiles"]) == {"an-giang", "ha-tinh", "nghe-an", "lai-chau", "phu-tho"}
    assert len(head["default"]) == 26
    for profile in head["profiles"].values():
        assert profile["provisional"] is True
        assert profile["name_vi"]
        assert profile["portal"].startswith(("https://dichvucong.", "http://dichvucong."))
        for name, value in profile.items():
            if name in head["default"] and head["default"][name] is not None:
                assert type(value) is type(head["default"][name]), name


def test_profiles_hold_what_the_provinces_decided_differently() -> None:
    profiles = document("province-profiles.json")["profiles"]
    assert profiles["lai-chau"]["online_decision_working_hours"] == 8
    assert profiles["nghe-an"]["queue_ticket_per_bcci_dossier"] is True
    assert profiles["phu-tho"]["recovery_hours"] == 12
    assert profiles["an-giang"]["incident_reply_hours"] == 4
    assert profiles["ha-tinh"]["incident_addressees"] == ["Sở TTTT", "VP UBND tỉnh"]
