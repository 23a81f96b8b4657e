"""Last days in the list and in a dossier: for an apology, for a supplement, for its notice."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import AskedItem
from counter_app.domain.work_calendar import VIETNAM
from counter_app.services.processing_offer import Deed
from counter_app.services.processing_wishes import ReappointWish, SupplementWish
from counter_app.services.store_ports import DossierFilter
from counter_app.ui.counter.dossiers.dossiers_screen import DossiersScreen
from counter_app.ui.shared.cells import CELL_ROLE, Cell
from tests.builders import clerk
from tests.ui.counter.dossiers.looking import detail, facts, opened, shown
from tests.ui.counter.record_desk import Desk

FIVE_DAYS = "1.010040"


def at(day: int, clock: str) -> datetime:
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=VIETNAM).astimezone(UTC)


def received(desk: Desk) -> Dossier:
    """On Monday the 2nd at 08:37, due on Monday the 9th at 08:37."""
    desk.counter.clock.set(at(2, "08:37"))
    return desk.counter.accept(FIVE_DAYS)


def looked_at(desk: Desk) -> DossiersScreen:
    screen = desk.dossiers()
    desk.settle()
    return screen


def due_cell(screen: DossiersScreen) -> Cell:
    model = screen.finder.model
    column = [each.title for each in model.columns].index("Hẹn trả")
    cell = model.index(0, column).data(CELL_ROLE)
    assert isinstance(cell, Cell)
    return cell


def chip(screen: DossiersScreen, selection: DossierFilter) -> str:
    """The words of a chip; nothing while it is not offered."""
    button = screen.view.list.chips.button(selection.value)
    return "" if button.isHidden() else button.words()


def test_the_detail_counts_working_days_near_the_end_as_the_list_does(desk: Desk) -> None:
    dossier = received(desk)
    desk.counter.clock.set(at(5, "09:00"))  # Thursday: a weekend lies between
    screen = opened(desk, dossier)
    assert detail(screen).due.detail.startswith("Thứ Hai · còn 2 ngày làm việc")


@pytest.mark.requirement("NA-39", "N-23")
def test_the_last_day_to_apologise_is_told_in_the_row_and_can_be_chosen(desk: Desk) -> None:
    dossier = received(desk)
    desk.counter.clock.set(at(6, "08:00"))
    screen = looked_at(desk)
    assert due_cell(screen).text == "09/11 · hạn chót hẹn lại"
    assert chip(screen, DossierFilter.APOLOGY) == "Hạn chót hẹn lại 1"
    screen.view.list.chips.button("apology").click()
    desk.settle()
    assert [row.id for row in shown(screen)] == [dossier.id]
    wish = ReappointWish(at(12, "10:00"), "consulting", "Chờ ý kiến", "12/PXL")
    desk.counter.services.processing.reappoint(dossier.id, clerk(), wish)
    screen.finder.refresh()
    desk.settle()
    assert shown(screen) == []
    assert chip(screen, DossierFilter.APOLOGY) == "Hạn chót hẹn lại 0", "it stays while it is chosen"
    screen.view.list.chips.button("all").click()
    desk.settle()
    assert chip(screen, DossierFilter.APOLOGY) == ""
    assert "hạn chót" not in due_cell(screen).text


@pytest.mark.requirement("N-19")
def test_the_applicants_time_to_supplement_is_told_when_it_ends_and_after(desk: Desk) -> None:
    dossier = received(desk)
    wish = SupplementWish((AskedItem("Giấy chứng sinh"),), "Thiếu", at(20, "17:00"))
    desk.counter.services.processing.ask_supplement(dossier.id, clerk(), wish)
    screen = looked_at(desk)
    assert chip(screen, DossierFilter.SUPPLEMENT) == ""
    assert "bổ sung" not in due_cell(screen).text
    desk.counter.clock.set(at(19, "09:00"))
    screen.finder.refresh()
    desk.settle()
    assert (due_cell(screen).text, chip(screen, DossierFilter.SUPPLEMENT)) == (
        "20/11 · hạn bổ sung",
        "Đến hạn bổ sung 1",
    )
    desk.counter.clock.set(at(23, "09:00"))
    screen.finder.refresh()
    desk.settle()
    assert due_cell(screen).text == "20/11 · quá hạn bổ sung"
    assert chip(screen, DossierFilter.OVERDUE) == "Quá hạn 0", "the applicant is late, not the office"


@pytest.mark.requirement("N-19")
@pytest.mark.parametrize(
    ("now", "told", "count", "mark"),
    [
        (at(3, "10:00"), "", "", False),
        (at(4, "10:00"), "Ngày làm việc tới là hạn báo bổ sung", "Hạn báo bổ sung 1", False),
        (at(5, "08:00"), "Hôm nay là hạn báo bổ sung", "Hạn báo bổ sung 1", True),
        (at(6, "08:00"), "", "", False),
    ],
)
def test_on_day_two_and_three_it_is_told_until_when_a_supplement_may_be_asked_for(
    desk: Desk, now: datetime, told: str, count: str, *, mark: bool
) -> None:
    dossier = received(desk)
    desk.counter.clock.set(now)
    screen = opened(desk, dossier)
    desk.settle()
    asking = [one.sign.text for one in detail(screen).warned if one.deed == Deed.ASK_SUPPLEMENT]
    assert asking == ([told] if told else [])
    assert chip(screen, DossierFilter.NOTICE) == count
    assert due_cell(screen).text.endswith("hạn báo bổ sung") is mark


@pytest.mark.requirement("N-19")
def test_the_dossier_names_the_deadline_of_the_notice_with_its_clause_while_it_is_ahead(desk: Desk) -> None:
    screen = opened(desk, received(desk))
    assert facts(detail(screen))["Hạn báo bổ sung"] == "hết ngày 05/11/2026 (NĐ 61/2018/NĐ-CP Đ19 k4)"
    desk.counter.clock.move(timedelta(days=4))
    screen.keeper.refresh()
    desk.settle()
    assert "Hạn báo bổ sung" not in facts(detail(screen))
