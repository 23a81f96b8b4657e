"""What changed between two versions of a procedure: told whole, and nothing told that is the same."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.domain.fee_rules import FeeKind, FeeRule
from counter_app.domain.procedure_changes import (
    Change,
    ChangedPart,
    catalogue_changes,
    procedure_changes,
)
from counter_app.domain.procedures import (
    Catalogue,
    ComponentCondition,
    ComponentSpec,
    Procedure,
    procedure_from_plain,
)
from counter_app.domain.processing_time import ProcessingTime, Stage
from counter_app.domain.received import Channel

FORM = ComponentSpec("Tờ khai theo mẫu", 1, 0, ComponentCondition.REQUIRED)
MAP = ComponentSpec("Bản đồ", 0, 2, ComponentCondition.CONDITIONAL)
OLD = Procedure(
    "1.999999",
    "Cấp giấy phép mẫu",
    "Xây dựng",
    publishing_decision="1/QĐ",
    time=ProcessingTime(5, "working_days", "Theo luật"),
    fee=FeeRule(FeeKind.FIXED, 8_000, 4_000, note="Thông tư mẫu"),
    components=(FORM, MAP),
    result_codes=("KQ.G15.000031",),
    channels=(Channel.DIRECT, Channel.ONLINE),
)
PROCEDURES = st.builds(
    Procedure,
    st.just("1.999999"),
    st.sampled_from(["Cấp giấy phép mẫu", "Cấp lại giấy phép mẫu"]),
    st.just("Xây dựng"),
    time=st.builds(ProcessingTime, st.integers(1, 3), st.sampled_from(["working_days", "not_set"])),
    components=st.lists(st.sampled_from([FORM, MAP, replace(FORM, copies=1)]), max_size=2).map(
        lambda found: tuple({one.name: one for one in found}.values())
    ),
)


def parts(after: Procedure | None) -> list[str]:
    return [change.part.value for change in procedure_changes(OLD, after)]


@pytest.mark.requirement("HT-14")
@pytest.mark.parametrize(
    ("after", "part", "matters"),
    [
        (replace(OLD, name_vi="Tên khác"), "name", True),
        (replace(OLD, time=ProcessingTime(3, "working_days")), "time", True),
        (replace(OLD, time=ProcessingTime(5, "not_set")), "time", True),
        (replace(OLD, fee=FeeRule(FeeKind.NOT_SET)), "fee", True),
        (replace(OLD, fee=FeeRule(FeeKind.FIXED, 8_000, 5_000)), "fee", True),
        (replace(OLD, components=(FORM,)), "component_removed", True),
        (replace(OLD, components=(replace(FORM, originals=2), MAP)), "component_changed", True),
        (
            replace(OLD, components=(FORM, replace(MAP, condition=ComponentCondition.REQUIRED))),
            "component_changed",
            True,
        ),
        (replace(OLD, channels=(Channel.DIRECT,)), "channels", True),
        (replace(OLD, valid_from=date(2027, 3, 1)), "valid_from", True),
        (replace(OLD, valid_to=date(2027, 3, 1)), "valid_to", True),
        (replace(OLD, field_vi="Nhà ở"), "field", False),
        (replace(OLD, publishing_decision="2/QĐ"), "decision", False),
        (replace(OLD, result_codes=()), "results", False),
        (replace(OLD, stages=(Stage("Thẩm định", "Phòng mẫu", 2, "working_days"),)), "stages", False),
        (None, "closed", True),
    ],
)
def test_each_part_that_changed_is_told_by_itself(after: Procedure | None, part: str, matters: bool) -> None:
    [change] = procedure_changes(OLD, after)
    assert (change.part.value, change.matters) == (part, matters)


@pytest.mark.parametrize(
    "after",
    [
        replace(OLD, note="Ghi chú", office_note="Phòng 2", keywords=("gp",), provisional=True),
        replace(OLD, time=replace(OLD.time, note="Lời khác"), fee=replace(OLD.fee, note="Lời khác")),
        replace(OLD, components=(MAP, FORM), channels=(Channel.ONLINE, Channel.DIRECT)),
        replace(OLD, components=(replace(FORM, name="TỜ KHAI  theo mẫu"), MAP)),
    ],
)
def test_words_beside_it_and_another_order_are_no_change(after: Procedure) -> None:
    assert parts(after) == []


def test_a_paper_under_another_name_is_another_paper() -> None:
    renamed = replace(FORM, name="Đơn đề nghị")
    assert procedure_changes(OLD, replace(OLD, components=(renamed, MAP))) == (
        Change(ChangedPart.COMPONENT_ADDED, None, renamed),
        Change(ChangedPart.COMPONENT_REMOVED, FORM, None),
    )


@given(PROCEDURES, PROCEDURES)
def test_changes_are_told_exactly_when_something_is_different_and_the_same_from_both_sides(
    one: Procedure, other: Procedure
) -> None:
    there, back = procedure_changes(one, other), procedure_changes(other, one)
    assert len(there) == len(back)
    same = replace(one, components=()) == replace(other, components=()) and set(one.components) == set(
        other.components
    )
    assert (not there) == same


@given(PROCEDURES)
def test_a_procedure_read_back_from_plain_data_has_no_changes(one: Procedure) -> None:
    assert procedure_changes(one, procedure_from_plain(one.to_dict())) == ()


def test_a_new_catalogue_is_told_as_what_came_went_and_changed() -> None:
    gone, new = replace(OLD, code="1.000001"), replace(OLD, code="1.000002")
    changed = replace(OLD, name_vi="Tên khác")
    found = catalogue_changes(Catalogue("1", (gone, OLD)), Catalogue("2", (changed, new)))
    assert (found.added, found.removed, list(found.changed)) == (("1.000002",), ("1.000001",), ["1.999999"])
    assert catalogue_changes(Catalogue("1", (OLD,)), Catalogue("2", (OLD,))).is_empty


@pytest.mark.parametrize(
    ("day", "holds"),
    [("2026-12-31", False), ("2027-01-01", True), ("2027-06-30", True), ("2027-07-01", False)],
)
def test_a_procedure_holds_on_its_first_and_its_last_day(day: str, holds: bool) -> None:
    dated = procedure_from_plain(
        replace(OLD, valid_from=date(2027, 1, 1), valid_to=date(2027, 6, 30)).to_dict()
    )
    assert dated.in_force(date.fromisoformat(day)) is holds
