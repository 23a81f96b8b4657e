"""The time split per stage, for the control sheet (Mẫu 05)."""

from __future__ import annotations

import pytest

from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import Holidays
from counter_app.domain.office_hours import OfficeHours
from counter_app.domain.procedures import parse_catalogue
from counter_app.domain.processing_time import Stage
from counter_app.domain.stage_times import stage_times
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.domain.working_time import due_time
from tests.fixtures.calendars import USUAL_DAY, WEEK, at, usual_calendar

RECEIVE = Stage("Tiếp nhận", "Trung tâm Phục vụ hành chính công", 4, "hours")
APPRAISE = Stage("Thẩm định", "Phòng Văn hóa - Xã hội", 2, "working_days")
SIGN = Stage("Ký duyệt", "Lãnh đạo UBND", 1, "working_days")


def test_each_stage_begins_where_the_one_before_ends() -> None:
    times = stage_times(usual_calendar(), at("2026-11-20T09:00"), [RECEIVE, APPRAISE, SIGN])
    assert [(one.starts_at, one.due.due_at) for one in times] == [
        (at("2026-11-20T09:00"), at("2026-11-20T15:00")),
        (at("2026-11-20T15:00"), at("2026-11-25T15:00")),
        (at("2026-11-25T15:00"), at("2026-11-26T15:00")),
    ]


def test_stages_in_days_end_with_the_whole_also_over_half_days() -> None:
    hours = OfficeHours.weekly({**dict.fromkeys(WEEK, USUAL_DAY), "sat": ("07:30-11:30",)})
    calendar = WorkCalendar(hours, Holidays(), "test")
    received = at("2026-11-20T16:20")
    whole = due_time(calendar, received, 3, "working_days").due_at
    times = stage_times(calendar, received, [SIGN, SIGN, SIGN], due_at=whole)
    assert times[0].due.due_at == at("2026-11-21T11:30")
    assert times[-1].due.due_at == whole
    assert not any(one.beyond_term for one in times)


def test_stages_that_take_longer_than_the_term_are_marked() -> None:
    received = at("2026-11-20T09:00")
    times = stage_times(usual_calendar(), received, [APPRAISE, SIGN, SIGN], due_at=at("2026-11-26T09:00"))
    assert [one.beyond_term for one in times] == [False, False, True]


def catalogue_row(**changes: object) -> dict[str, object]:
    return {
        "code": "1.000894",
        "name_vi": "Thủ tục đăng ký kết hôn",
        "field_vi": "Hộ tịch",
        "time": {"value": 3, "unit": "working_days"},
        "fee": {"kind": "free", "direct_vnd": 0, "online_vnd": 0},
        **changes,
    }


def test_stages_and_the_procedures_own_rules_come_with_the_catalogue() -> None:
    stages = [stage.to_dict() for stage in (RECEIVE, APPRAISE, SIGN)]
    row = catalogue_row(stages=stages, time={"value": 3, "unit": "working_days", "supplement": "pause"})
    catalogue = parse_catalogue({"version": "1", "procedures": [row]})
    assert catalogue.faults == ()
    assert catalogue.procedures[0].stages == (RECEIVE, APPRAISE, SIGN)
    assert catalogue.procedures[0].time.supplement == "pause"
    assert parse_catalogue(catalogue.to_dict()).procedures == catalogue.procedures


@pytest.mark.parametrize(
    ("field", "bad"), [("value", 0), ("unit", "days"), ("unit", "weeks"), ("name", ""), ("agency", None)]
)
def test_a_stage_that_makes_no_sense_is_reported(field: str, bad: object) -> None:
    row = catalogue_row(stages=[SIGN.to_dict() | {field: bad}])
    (fault,) = parse_catalogue({"version": "1", "procedures": [row]}).faults
    assert isinstance(fault, DomainError)
    assert fault.params["field"] == f"stages.1.{field}"
