"""The shipped procedures: complete, tidy, and consistent with one another."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date
from typing import get_args

import pytest

from counter_app.domain.fee_rules import FeeKind
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.received import Channel
from tests.unit.catalogues.shelf import catalogue, enumeration


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
