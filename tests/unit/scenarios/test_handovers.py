"""Dossiers change hands between the counter and the departments, and the control sheet tells every time."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime

import pypdfium2
import pytest

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import AskedItem, StatusChanged
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Basis
from counter_app.domain.office import Station
from counter_app.domain.papers_place import PapersPlace, papers_place
from counter_app.domain.processing_time import Stage
from counter_app.domain.statuses import Status
from counter_app.domain.work_calendar import VIETNAM
from counter_app.services.handover_dues import hand_over_by
from counter_app.services.handovers import HandOverWish, TakeBackWish
from counter_app.services.office_context import CATALOGUE
from counter_app.services.processing_wishes import SupplementWish
from counter_app.services.recording import record
from counter_app.services.store_ports import Recorded, Verdict, VerdictState
from tests.builders import Counter, clerk, counter, put_document
from tests.fakes.clock import SetClock

FIVE_DAYS = "1.010040"
ROOM, OTHER = "Phòng Văn hóa – Xã hội", "Phòng Kinh tế"
TO_ROOM = HandOverWish(ROOM, "Lê Văn Mẫu")
MISSING = SupplementWish((AskedItem("Giấy chứng sinh", originals=1),), "Bản đã nộp không đọc được")


def at(day: int, clock: str) -> datetime:
    """A moment of November 2026 in Vietnam; the 2nd is a Monday."""
    hour, minute = clock.split(":")
    return datetime(2026, 11, day, int(hour), int(minute), tzinfo=VIETNAM)


def opened(day: int, clock: str, **how: object) -> Counter:
    return counter(clock=SetClock(at(day, clock).astimezone(UTC)), **how)  # type: ignore[arg-type]


def go_to(desk: Counter, day: int, clock: str) -> None:
    desk.clock.set(at(day, clock).astimezone(UTC))


def known(desk: Counter, dossier: Dossier) -> Dossier:
    return desk.dossiers.detail(dossier.id).dossier


def refusal(act: Callable[[], object]) -> str:
    with pytest.raises(DomainError) as refused:
        act()
    return refused.value.code


def words_of(pdf: bytes) -> str:
    document = pypdfium2.PdfDocument(pdf)
    text = " ".join(page.get_textpage().get_text_bounded() for page in document)
    document.close()
    return " ".join(text.replace("\x02", "").split())


# --- when ----------------------------------------------------------------------------------------


@pytest.mark.requirement("A5", "N-16", "O10")
@pytest.mark.parametrize(
    ("received", "by", "handed", "result"),
    [
        ("14:59", at(13, "17:00"), at(13, "17:00"), "on_time"),
        ("14:59", at(13, "17:00"), at(16, "07:30"), "late"),
        ("15:01", at(16, "07:30"), at(16, "07:30"), "on_time"),
        ("15:01", at(16, "07:30"), at(16, "07:31"), "late"),
    ],
)
def test_papers_go_the_same_day_or_after_three_the_next_working_morning(
    received: str, by: datetime, handed: datetime, result: str
) -> None:
    desk = opened(13, received)
    dossier = desk.accept(FIVE_DAYS)
    assert hand_over_by(dossier, desk.office.current()) == by
    desk.clock.set(handed.astimezone(UTC))
    (waits,) = desk.services.handovers.waiting()
    assert (waits.due_at, waits.late(handed)) == (by, result == "late")
    (gone,) = desk.services.handovers.hand_over([dossier.id], clerk(), TO_ROOM).dossiers
    (leg,) = gone.course.legs
    assert (leg.event.due_at, leg.event.result, gone.status) == (by, result, Status.IN_PROCESS)
    assert desk.services.handovers.waiting() == ()
    assert hand_over_by(gone, desk.office.current()) is None


@pytest.mark.requirement("HT-03")
def test_a_department_is_due_by_its_stages_and_what_it_gives_back_is_judged_by_them() -> None:
    desk = opened(2, "09:00")
    catalogue = desk.office.current().catalogue
    stages = (
        Stage("Tiếp nhận", "Trung tâm", 4, "hours"),
        Stage("Thẩm định", ROOM, 2, "working_days"),
        Stage("Trình ký", ROOM, 1, "working_days"),
        Stage("Trả kết quả", "Trung tâm", 1, "working_days"),
    )
    staged = replace(catalogue.by_code[FIVE_DAYS], stages=stages)
    put_document(desk.database, CATALOGUE, replace(catalogue, procedures=(staged,)).to_dict())
    desk.restart()
    early, late = desk.accept(FIVE_DAYS), desk.accept(FIVE_DAYS)
    handovers = desk.services.handovers
    assert handovers.departments([early])[1][0] == ROOM
    handovers.hand_over([early.id, late.id], clerk(), TO_ROOM)
    (first, second) = handovers.away()
    due = first.due_at
    assert due is not None
    assert due.date() == at(5, "09:00").date()
    assert (first.department, second.due_at) == (ROOM, due)
    go_to(desk, 4, "09:00")
    (came,) = handovers.take_back([early.id], clerk(), TakeBackWish(settled=True)).dossiers
    assert (came.course.legs[-1].event.result, came.status) == ("early", Status.DONE)
    go_to(desk, 6, "09:00")
    (came,) = handovers.take_back([late.id], clerk(), TakeBackWish(settled=True)).dossiers
    assert came.course.legs[-1].event.result == "late"
    assert handovers.away() == ()


def test_without_stages_a_department_is_due_when_the_result_is() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    desk.services.handovers.hand_over([dossier.id], clerk(), TO_ROOM)
    (away,) = desk.services.handovers.away()
    assert away.due_at == dossier.due_at == at(9, "08:37")


@pytest.mark.requirement("N-19")
def test_a_supplement_that_came_is_handed_over_too() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    handovers, processing = desk.services.handovers, desk.services.processing
    handovers.hand_over([dossier.id], clerk(), TO_ROOM)
    go_to(desk, 3, "09:00")
    back = TakeBackWish(settled=False, note="thiếu giấy chứng sinh")
    (came,) = handovers.take_back([dossier.id], clerk(), back).dossiers
    assert papers_place(came) is PapersPlace.TO_HAND_OVER
    asked = processing.ask_supplement(dossier.id, clerk(), MISSING)
    assert papers_place(asked) is None
    go_to(desk, 5, "15:30")
    processing.take_supplement(dossier.id, clerk())
    (waits,) = handovers.waiting()
    assert (waits.since, waits.due_at) == (at(5, "15:30"), at(6, "07:30"))
    (gone,) = handovers.hand_over([dossier.id], clerk(), TO_ROOM).dossiers
    assert gone.status is Status.IN_PROCESS
    assert gone.course.misfits == ()


def test_an_online_dossier_has_no_papers_to_hand_over_and_one_of_the_same_day_no_time_of_its_own() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    assert papers_place(replace(dossier, channel="online")) is None
    same_day = replace(dossier, first_due={**(dossier.first_due or {}), "unit": "same_day"})
    assert hand_over_by(same_day, desk.office.current()) is None


# --- true times and mistakes ---------------------------------------------------------------------


@pytest.mark.requirement("O10", "AG-28")
def test_what_changed_hands_on_paper_is_told_later_with_its_true_time() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    go_to(desk, 4, "09:00")
    handovers = desk.services.handovers
    handovers.hand_over([dossier.id], clerk(), replace(TO_ROOM, at=at(2, "16:40")))
    handovers.take_back([dossier.id], clerk(), TakeBackWish(settled=False, at=at(3, "10:00")))
    told = known(desk, dossier)
    assert [leg.at for leg in told.course.legs] == [at(2, "16:40"), at(3, "10:00")]
    assert told.course.legs[0].event.result == "on_time"
    entry = desk.database.chain()[-1]
    assert (entry.occurred_at, entry.recorded_at) == (at(3, "10:00"), at(4, "09:00"))


def test_a_time_before_the_reception_or_ahead_is_not_taken_and_nothing_is_recorded() -> None:
    desk = opened(2, "08:37")
    one, other = desk.accept(FIVE_DAYS), desk.accept(FIVE_DAYS)
    handovers, before = desk.services.handovers, len(desk.database.chain())

    def tell(**changes: object) -> Callable[[], object]:
        wish = replace(TO_ROOM, **changes)  # type: ignore[arg-type]
        return lambda: handovers.hand_over([one.id, other.id], clerk(), wish, listed=True)

    assert refusal(tell(at=at(2, "08:36"))) == "handover.before_reception"
    assert refusal(tell(at=at(2, "08:38"))) == "handover.in_future"
    assert refusal(tell(taker="  ")) == "handover.taker_missing"
    assert refusal(lambda: handovers.hand_over([], clerk(), TO_ROOM)) == "handover.nothing_chosen"
    assert refusal(lambda: handovers.take_back([one.id], clerk(), TakeBackWish(settled=True))) == (
        "handover.not_away"
    )
    assert len(desk.database.chain()) == before
    assert desk.services.handover_papers.lists() == ()


def test_a_line_written_by_mistake_is_struck_through_and_stays_on_the_sheet() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    handovers = desk.services.handovers
    (gone,) = handovers.hand_over([dossier.id], clerk(), TO_ROOM).dossiers
    line = gone.course.legs[0].id
    assert refusal(lambda: handovers.strike(dossier.id, clerk(), line, " ")) == "handover.reason_missing"
    back = handovers.strike(dossier.id, clerk(), line, "Nhầm hồ sơ")
    assert (back.status, papers_place(back)) == (Status.RECEIVED, PapersPlace.TO_HAND_OVER)
    assert refusal(lambda: handovers.strike(dossier.id, clerk(), line, "x")) == "handover.already_struck"
    sheet = words_of(desk.services.printing.preview_paper(dossier.id, "control"))
    assert "ghi nhầm: Nhầm hồ sơ" in sheet
    assert known(desk, dossier).entry_count == 3


def test_between_two_departments_the_first_one_gives() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    handovers = desk.services.handovers
    handovers.hand_over([dossier.id], clerk(), TO_ROOM)
    again = handovers.hand_over
    assert refusal(lambda: again([dossier.id], clerk(), TO_ROOM)) == "handover.already_there"
    (moved,) = again([dossier.id], clerk(), HandOverWish(OTHER)).dossiers
    event = moved.course.legs[-1].event
    assert (event.giver, event.taker, event.given_by, event.due_at) == (ROOM, OTHER, "", None)


# --- paper ---------------------------------------------------------------------------------------


@pytest.mark.requirement("AG-28", "HT-03")
def test_the_control_sheet_shows_every_change_of_hands_and_lines_for_those_to_come() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    handovers = desk.services.handovers
    for turn in range(7):
        go_to(desk, 2 + turn % 3, f"{9 + turn}:05") if turn < 3 else go_to(desk, 5, f"{9 + turn}:05")
        if turn % 2:
            handovers.take_back([dossier.id], clerk(), TakeBackWish(settled=False, note=f"lần {turn}"))
        else:
            handovers.hand_over([dossier.id], clerk(), replace(TO_ROOM, taken_by=f"Người thứ {turn} Mẫu"))
    pdf = desk.services.printing.preview_paper(dossier.id, "control")
    text = words_of(pdf)
    for turn in range(7):
        assert (f"lần {turn}" if turn % 2 else f"Người thứ {turn} Mẫu") in text
    assert text.count("Giao: Trung tâm") + text.count(f"Giao: {ROOM}") == 7
    assert text.count("Người giao:") == 7 + 2
    document = pypdfium2.PdfDocument(pdf)
    assert len(document) > 1
    document.close()


@pytest.mark.requirement("LC-27", "NA-27", "PT-26")
def test_several_dossiers_go_together_with_a_list_that_is_printed_and_printed_again_from_what_is_stored() -> (
    None
):
    desk = opened(2, "16:00")
    chosen = [desk.accept(FIVE_DAYS) for _ in range(3)]
    services = desk.services
    done = services.handovers.hand_over([one.id for one in chosen], clerk(), TO_ROOM, listed=True)
    assert done.list_number == "0001-03"
    assert {one.course.legs[0].event.list_number for one in done.dossiers} == {"0001-03"}
    papers = services.handover_papers
    first = papers.print(done.list_number)
    assert (first.paper, first.reprint) == ("handover", 0)
    ((pdf, _, size),) = desk.page.sheets
    assert size == "A4"
    text = words_of(pdf)
    assert all(one.code in text for one in chosen)
    assert "BÊN GIAO" in text
    assert ROOM in text
    desk.restart()
    assert desk.services.handover_papers.print(done.list_number).reprint == 1
    assert "in lại" in words_of(desk.page.sheets[-1][0])
    assert refusal(lambda: papers.pdf("0009-03")) == "handover.unknown_list"
    assert desk.services.handovers.departments()[0] == (ROOM, "Lê Văn Mẫu")


def test_a_list_has_one_side_that_gives() -> None:
    desk = opened(2, "08:37")
    one, other = desk.accept(FIVE_DAYS), desk.accept(FIVE_DAYS)
    handovers = desk.services.handovers
    handovers.hand_over([one.id], clerk(), TO_ROOM)
    handovers.hand_over([other.id], clerk(), HandOverWish(OTHER))
    back = TakeBackWish(settled=True)
    together = [one.id, other.id]
    assert refusal(lambda: handovers.take_back(together, clerk(), back, listed=True)) == (
        "handover.several_departments"
    )
    assert handovers.take_back(together, clerk(), back).list_number == ""


# --- several counters ----------------------------------------------------------------------------


@pytest.mark.requirement("O10")
def test_a_status_that_the_settling_agency_tells_as_well_contradicts_nothing() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    desk.services.handovers.hand_over([dossier.id], clerk(), TO_ROOM)
    with desk.database.begin() as work:
        now = work.dossiers.get(dossier.id)
        assert now is not None
        context = desk.office.current()
        told = StatusChanged(int(Status.IN_PROCESS), ROOM)
        record(work, desk.clock, context, now, "centre", told, Basis.CENTRAL)
    after = known(desk, dossier)
    assert (after.status, after.conflicts) == (Status.IN_PROCESS, ())


@pytest.mark.requirement("O10")
def test_two_counters_that_write_down_parts_of_the_way_without_a_line_agree_afterwards() -> None:
    here = opened(2, "08:37")
    dossier = here.accept(FIVE_DAYS)
    (received,) = here.database.chain()
    there = opened(2, "10:00", station=Station("station-b", 1, "04", "Quầy 04"))
    accepted = Verdict(VerdictState.ACCEPTED)
    there.database.learn(Recorded(received, accepted, 1, own=False))
    here.services.handovers.hand_over([dossier.id], clerk(), TO_ROOM)
    there.services.handovers.hand_over(
        [dossier.id], clerk(), HandOverWish(OTHER, at=at(2, "09:30"), given_by="Lê Văn Mẫu")
    )
    here.database.learn(Recorded(there.database.chain()[-1], accepted, 2, own=False))
    there.database.learn(Recorded(here.database.chain()[-1], accepted, 2, own=False))
    ways = [[leg.event.taker for leg in known(desk, dossier).course.legs] for desk in (here, there)]
    assert ways == [[ROOM, OTHER], [ROOM, OTHER]]
    assert known(here, dossier).conflicts == known(there, dossier).conflicts == ()
