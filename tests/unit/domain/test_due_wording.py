from __future__ import annotations

from datetime import date

import pytest

from counter_app.domain.holidays import Holidays
from counter_app.domain.receipt import TimeUnit
from counter_app.domain.work_calendar import WorkCalendar
from counter_app.domain.working_time import due_time
from counter_app.i18n import Wording
from counter_app.services.due_wording import explain_due
from tests.fixtures.calendars import RESOURCES, at, usual_calendar, usual_hours

TODAY = date(2026, 11, 21)


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return usual_calendar()


def told(
    calendar: WorkCalendar, received: str, value: int | None, unit: TimeUnit, today: date = TODAY
) -> str:
    due = due_time(calendar, at(received), value, unit)
    return explain_due(Wording("vi", RESOURCES / "i18n"), due.steps, today=today)


@pytest.mark.parametrize(
    ("received", "value", "unit", "sentence"),
    [
        (
            "2026-11-20T16:20",
            3,
            "working_days",
            "3 ngày làm việc, trừ 24/11 nghỉ Ngày Văn hóa Việt Nam, nên 26/11",
        ),
        ("2026-11-25T09:00", 2, "working_days", "2 ngày làm việc, đến 27/11"),
        (
            "2026-02-13T09:00",
            3,
            "working_days",
            "3 ngày làm việc, trừ 16/02 đến 20/02 nghỉ Tết Nguyên Đán, nên 25/02",
        ),
        ("2026-08-21T09:00", 1, "working_days", "1 ngày làm việc, tính cả 22/08 làm bù, nên 22/08"),
        (
            "2026-08-28T09:00",
            1,
            "working_days",
            "1 ngày làm việc, trừ 31/08 đến 02/09 nghỉ Quốc khánh, nên 03/09",
        ),
        (
            "2026-11-21T10:00",
            1,
            "working_days",
            (
                "1 ngày làm việc, nhận vào ngày nghỉ nên tính từ 07:30 ngày 23/11, "
                "trừ 24/11 nghỉ Ngày Văn hóa Việt Nam, nên 25/11"
            ),
        ),
        (
            "2026-11-20T12:00",
            1,
            "working_days",
            "1 ngày làm việc, nhận trong giờ nghỉ trưa nên tính từ 13:30, nên 23/11",
        ),
        (
            "2026-11-24T10:00",
            1,
            "working_days",
            (
                "1 ngày làm việc, nhận vào ngày nghỉ Ngày Văn hóa Việt Nam nên tính từ 07:30 ngày 25/11, "
                "nên 26/11"
            ),
        ),
        ("2026-11-06T09:00", 15, "days", "15 ngày, ngày cuối 21/11 là ngày nghỉ, nên 23/11"),
        ("2026-11-06T09:00", 18, "days", "18 ngày, trừ 24/11 nghỉ Ngày Văn hóa Việt Nam, nên 25/11"),
        (
            "2026-11-23T16:30",
            8,
            "hours",
            "8 giờ làm việc, trừ 24/11 nghỉ Ngày Văn hóa Việt Nam, nên 16:30 ngày 25/11",
        ),
        ("2026-11-20T09:17", 0, "same_day", "Trả trong ngày, vì nhận không quá 15:00"),
        (
            "2026-11-23T15:01",
            0,
            "same_day",
            (
                "Nhận sau 15:00 nên trả trong ngày làm việc tiếp theo, 25/11, "
                "trừ 24/11 nghỉ Ngày Văn hóa Việt Nam"
            ),
        ),
        (
            "2026-11-21T09:00",
            0,
            "same_day",
            "Nhận vào ngày nghỉ nên tính từ 07:30 ngày 23/11, trả trong ngày 23/11",
        ),
        ("2026-11-20T09:00", None, "yearly", "Giải quyết theo đợt hằng năm, không tính ngày hẹn"),
        (
            "2026-11-20T09:00",
            3,
            "not_set",
            "Danh mục ghi 3 nhưng không ghi là ngày, ngày làm việc hay giờ",
        ),
    ],
)
def test_the_slip_can_say_why(
    received: str, value: int | None, unit: TimeUnit, sentence: str, calendar: WorkCalendar
) -> None:
    assert told(calendar, received, value, unit) == sentence


def test_a_due_date_in_another_year_names_the_year(calendar: WorkCalendar) -> None:
    assert told(calendar, "2026-12-30T09:00", 3, "working_days").startswith(
        "3 ngày làm việc, trừ 01/01/2027 nghỉ Tết Dương lịch, nên 05/01/2027"
    )


def test_holidays_that_are_only_expected_are_said_to_be(calendar: WorkCalendar) -> None:
    sentence = told(calendar, "2027-02-03T09:00", 3, "working_days", today=date(2027, 2, 3))
    assert sentence.endswith(". Lịch nghỉ ngày 04/02 mới là dự kiến, cần đối chiếu khi có thông báo")


def test_a_due_time_beyond_the_known_holidays_says_so(calendar: WorkCalendar) -> None:
    sentence = told(calendar, "2028-12-28T09:00", 30, "working_days", today=date(2028, 12, 28))
    assert sentence.endswith(". Chưa có lịch nghỉ sau ngày 31/12, cần đối chiếu lại ngày hẹn")


def test_an_empty_holiday_table_is_not_taken_for_a_year_without_holidays() -> None:
    due = due_time(WorkCalendar(usual_hours(), Holidays(), "test"), at("2026-11-20T09:00"), 3, "working_days")
    assert due.steps[-1].code == "calendar_unknown"


def test_english_tells_the_same_with_english_names(calendar: WorkCalendar) -> None:
    due = due_time(calendar, at("2026-11-20T16:20"), 3, "working_days")
    assert (
        explain_due(Wording("en", RESOURCES / "i18n"), due.steps, today=TODAY)
        == "3 working day(s), without 24/11 (Vietnamese Culture Day), hence 26/11"
    )
