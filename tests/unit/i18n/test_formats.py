from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counter_app.i18n import Language, Wording
from counter_app.i18n.formats import local, span_parts
from counter_app.paths import resources

EVENING = datetime(2026, 11, 23, 17, 30, 5, tzinfo=UTC)
"""Half past midnight of the 24th in Vietnam."""


def words(language: Language = "vi") -> Wording:
    return Wording(language, resources() / "i18n")


@pytest.fixture
def vi() -> Wording:
    return words()


def test_instants_are_shown_on_vietnams_clocks(vi: Wording) -> None:
    assert vi.date(EVENING) == "24/11/2026"
    assert vi.short_date(EVENING) == "24/11"
    assert vi.time(EVENING) == "00:30"
    assert vi.time_with_seconds(EVENING) == "00:30:05"
    assert vi.date_time(EVENING) == "00:30, 24/11/2026"
    assert vi.weekday(EVENING) == "thứ Ba"


def test_an_instant_without_time_zone_is_refused(vi: Wording) -> None:
    with pytest.raises(ValueError, match="time zone"):
        vi.time(EVENING.replace(tzinfo=None))


@pytest.mark.parametrize(
    ("vnd", "said"), [(0, "0 đ"), (8000, "8.000 đ"), (1234567, "1.234.567 đ"), (-5000, "-5.000 đ")]
)
def test_money_has_points_and_the_sign_behind_a_space_that_does_not_break(
    vi: Wording, vnd: int, said: str
) -> None:
    assert vi.money(vnd) == said.replace(" ", "\N{NO-BREAK SPACE}")


@given(st.integers())
def test_a_count_reads_back_to_itself(value: int) -> None:
    assert int(words().number(value).replace(".", "")) == value


@pytest.mark.parametrize(
    ("count", "said"),
    [(0, "0 B"), (1023, "1023 B"), (1024, "1,0 KB"), (4404019, "4,2 MB"), (300 * 1024**2, "300 MB")],
)
def test_sizes_take_the_largest_unit_that_fits(vi: Wording, count: int, said: str) -> None:
    assert vi.size(count).replace(".", "") == said


def test_decimals_have_a_comma(vi: Wording) -> None:
    assert vi.decimal(0.44) == "0,4"
    assert vi.decimal(1234.5, 2) == "1.234,50"


@pytest.mark.parametrize(
    ("days", "vietnamese", "english"),
    [
        (0, "hôm nay", "today"),
        (1, "ngày mai", "tomorrow"),
        (-1, "hôm qua", "yesterday"),
        (2, "25/11", "25/11"),
        (60, "22/01/2027", "22/01/2027"),
    ],
)
def test_near_days_have_names_and_far_ones_their_year(days: int, vietnamese: str, english: str) -> None:
    today = date(2026, 11, 23)
    assert words("vi").relative_date(today + timedelta(days), today) == vietnamese
    assert words("en").relative_date(today + timedelta(days), today) == english


def test_today_is_judged_in_vietnam_not_in_greenwich(vi: Wording) -> None:
    assert vi.relative_date(EVENING, date(2026, 11, 24)) == "hôm nay"
    assert vi.relative_date(date(2026, 11, 24), EVENING) == "hôm nay"


@pytest.mark.parametrize(
    ("days", "vietnamese", "english"),
    [
        (3, "còn 3 ngày", "3 days left"),
        (1, "còn 1 ngày", "1 day left"),
        (0, "hôm nay", "today"),
        (-2, "quá 2 ngày", "2 days overdue"),
    ],
)
def test_due_days_say_how_far_they_are(days: int, vietnamese: str, english: str) -> None:
    today = date(2026, 11, 23)
    assert words("vi").days_from(today + timedelta(days), today) == vietnamese
    assert words("en").days_from(today + timedelta(days), today) == english


@pytest.mark.parametrize(
    ("span", "vietnamese", "english"),
    [
        (timedelta(seconds=0), "0 giây", "0 seconds"),
        (timedelta(seconds=40), "40 giây", "40 seconds"),
        (timedelta(minutes=35, seconds=12), "35 phút", "35 minutes"),
        (timedelta(hours=2, minutes=5), "2 giờ 5 phút", "2 hours 5 minutes"),
        (timedelta(hours=2, seconds=5), "2 giờ", "2 hours"),
        (timedelta(days=3, hours=1, minutes=9), "3 ngày 1 giờ", "3 days 1 hour"),
        (timedelta(days=1, minutes=9), "1 ngày", "1 day"),
    ],
)
def test_spans_are_told_in_their_two_largest_units(span: timedelta, vietnamese: str, english: str) -> None:
    assert words("vi").duration(span) == vietnamese
    assert words("en").duration(span) == english


@given(st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=9999)))
def test_the_parts_of_a_span_add_up(span: timedelta) -> None:
    days, hours, minutes, seconds = span_parts(span)
    assert hours < 24
    assert minutes < 60
    assert seconds < 60
    again = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    assert timedelta(0) <= span - again < timedelta(seconds=1)


@given(st.integers(min_value=-2_000_000_000, max_value=8_000_000_000))
def test_local_time_is_the_same_instant(seconds: int) -> None:
    instant = datetime.fromtimestamp(seconds, UTC)
    assert local(instant) == instant
