"""What presses is told by working days, from this machine's clock alone."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

import pytest

from counter_app.domain.entries import AskedItem
from counter_app.domain.office import Role
from counter_app.domain.work_calendar import VIETNAM
from counter_app.services.alerts import Alert, AlertCounts
from counter_app.services.processing_wishes import EndWish, ReappointWish, SupplementWish
from counter_app.services.store_ports import DossierFilter
from tests.builders import MARRIAGE, Counter, clerk, clerks, counter
from tests.fakes.clock import SetClock

FIVE_DAYS = "1.010040"


def at(day: int, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=VIETNAM).astimezone(UTC)


@pytest.fixture
def desk() -> Counter:
    """Received on Monday the 2nd at 08:37, due on Monday the 9th at 08:37."""
    return counter(clock=SetClock(at(2, "08:37")))


@pytest.mark.requirement("NA-39", "N-81")
@pytest.mark.parametrize(
    ("day", "clock", "alert", "apology"),
    [
        (4, "17:00", None, False),
        (5, "07:30", Alert.TWO_DAYS, False),
        (6, "07:30", Alert.ONE_DAY, True),
        (7, "10:00", Alert.ONE_DAY, False),
        (9, "08:37", Alert.TODAY, False),
        (9, "08:38", Alert.OVERDUE, False),
    ],
)
def test_a_due_time_presses_two_working_days_before(
    desk: Counter, day: int, clock: str, alert: Alert | None, *, apology: bool
) -> None:
    dossier = desk.accept(FIVE_DAYS)
    desk.clock.set(at(day, clock))
    found = desk.services.alerts.of(dossier)
    assert (found.due, found.apology_due) == (alert, apology)
    counts = desk.services.alerts.counts()
    assert (counts.overdue, counts.soon) == (
        int(alert is Alert.OVERDUE),
        int(alert in (Alert.TODAY, Alert.ONE_DAY, Alert.TWO_DAYS)),
    )
    rows = desk.dossiers.find("", DossierFilter.DUE_SOON)
    assert len(rows) == counts.soon


@pytest.mark.requirement("NA-39")
def test_after_an_apology_the_new_time_presses_and_no_second_apology_does(desk: Counter) -> None:
    dossier = desk.accept(FIVE_DAYS)
    wish = ReappointWish(at(12, "10:00"), "consulting", "Chờ ý kiến", "12/PXL")
    moved = desk.services.processing.reappoint(dossier.id, clerk(), wish)
    desk.clock.set(at(11, "09:00"))
    found = desk.services.alerts.of(moved)
    assert (found.due, found.apology_due, found.apologise_by) == (Alert.ONE_DAY, False, None)


@pytest.mark.requirement("N-19")
def test_while_a_supplement_is_awaited_only_that_presses(desk: Counter) -> None:
    dossier = desk.accept(FIVE_DAYS)
    wish = SupplementWish((AskedItem("Giấy chứng sinh"),), "Thiếu", at(20, "17:00"))
    asked = desk.services.processing.ask_supplement(dossier.id, clerk(), wish)
    desk.clock.set(at(10, "09:00"))
    assert desk.services.alerts.counts() == AlertCounts(0, 0)
    desk.clock.set(at(19, "09:00"))
    found = desk.services.alerts.of(asked)
    assert (found.due, found.awaits_supplement, found.apologise_by) == (Alert.ONE_DAY, True, None)
    assert desk.services.alerts.counts() == AlertCounts(0, 0)
    assert desk.dossiers.count("", DossierFilter.SUPPLEMENT) == 1
    desk.clock.set(at(20, "17:01"))
    assert desk.services.alerts.of(asked).due is Alert.OVERDUE
    assert [row.due_at for row in desk.dossiers.find("", DossierFilter.SUPPLEMENT)] == [at(20, "17:00")]
    assert desk.dossiers.count("", DossierFilter.OVERDUE) == 0, "the applicant is late, not the office"


@pytest.mark.requirement("N-19")
def test_the_notice_of_a_supplement_is_due_after_the_days_that_the_office_set(desk: Counter) -> None:
    dossier = desk.accept(FIVE_DAYS)
    found = desk.services.alerts.of(dossier)
    assert (found.notice_by, found.notice_clause) == (at(5, "08:37"), "NĐ 61/2018/NĐ-CP Đ19 k4")
    admin = replace(clerks()[2], role=Role.ADMINISTRATOR)
    desk.services.rules.set_value(admin, "supplement_notice_working_days", "2", "QĐ 7/2026")
    found = desk.services.alerts.of(dossier)
    assert (found.notice_by, found.notice_clause) == (at(4, "08:37"), "QĐ 7/2026")
    wish = SupplementWish((AskedItem("Giấy chứng sinh"),), "Thiếu")
    asked = desk.services.processing.ask_supplement(dossier.id, clerk(), wish)
    assert desk.services.alerts.of(asked).notice_by is None


@pytest.mark.requirement("N-19")
def test_no_notice_is_told_of_where_the_result_is_due_as_soon(desk: Counter) -> None:
    assert desk.services.alerts.of(desk.accept(MARRIAGE)).notice_by is None


def test_nothing_presses_once_it_has_ended(desk: Counter) -> None:
    dossier = desk.accept(FIVE_DAYS)
    refused = desk.services.processing.refuse(dossier.id, clerk(), EndWish("other", "Không đủ điều kiện"))
    desk.clock.set(at(12, "09:00"))
    assert desk.services.alerts.of(refused).due is None
    assert desk.services.alerts.counts() == AlertCounts(0, 0)
