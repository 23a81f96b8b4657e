"""Papers and clocks of a dossier in progress, as the acceptance scenarios tell them."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from counter_app.domain.due_time import DueTime
from counter_app.domain.entries import AskedItem, SlipPrinted, read_event
from counter_app.domain.errors import DomainError
from counter_app.domain.office import Station
from counter_app.domain.received import Channel
from counter_app.domain.statuses import Status
from counter_app.domain.work_calendar import VIETNAM
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.deadlines import all_deadlines
from counter_app.services.due_wording import explain_due
from counter_app.services.office_context import FORM_CHOICE
from counter_app.services.ports import PrinterCondition
from counter_app.services.processing_dues import last_day_to_apologise
from counter_app.services.processing_wishes import Approval, EndWish, ReappointWish, SupplementWish
from counter_app.services.store_ports import DossierFilter, Recorded, Verdict, VerdictState
from tests.builders import Counter, clerk, clerks, counter, directory_document, put_document
from tests.fakes.clock import SetClock

ACCEPTED = Verdict(VerdictState.ACCEPTED)
FIVE_DAYS = "1.010040"
"""Five working days, free."""
SUPERVISOR = clerks()[2]
MISSING = SupplementWish((AskedItem("Giấy chứng sinh", originals=1),), "Bản đã nộp không đọc được")
LATER = "Phải xác minh tại nơi cư trú cũ"


def at(day: int, clock: str, month: int = 11) -> datetime:
    """A moment of 2026 in Vietnam."""
    hour, minute = clock.split(":")
    return datetime(2026, month, day, int(hour), int(minute), tzinfo=VIETNAM)


def opened(day: int, clock: str) -> Counter:
    """A counter at a moment of November 2026; the office works 07:30–11:30 and 13:30–17:00."""
    return counter(clock=SetClock(at(day, clock).astimezone(UTC)))


def go_to(desk: Counter, day: int, clock: str, month: int = 11) -> None:
    desk.clock.set(at(day, clock, month).astimezone(UTC))


def code_of(refused: pytest.ExceptionInfo[DomainError]) -> str:
    return refused.value.code


# --- A5: papers are handed on --------------------------------------------------------------------


@pytest.mark.requirement("A5", "N-16")
@pytest.mark.parametrize(
    ("received", "due"),
    [
        (at(13, "14:59"), at(13, "17:00")),
        (at(13, "15:00"), at(13, "17:00")),
        (at(13, "15:01"), at(16, "07:30")),
    ],
)
def test_papers_received_on_friday_after_three_are_handed_on_on_monday_morning(
    received: datetime, due: datetime
) -> None:
    context = opened(13, "15:01").office.current()
    procedure = context.catalogue.by_code[FIVE_DAYS]
    found = all_deadlines(context.calendar, context.time_rules, procedure.time, received)
    assert found.transfer is not None
    assert found.transfer.due_at == due


# --- A6: an online dossier -----------------------------------------------------------------------


@pytest.mark.requirement("A6", "LC-21", "LC-22")
def test_eight_working_hours_from_saturday_end_on_monday_at_half_past_five() -> None:
    """Lai Châu's rule, in an office that works 07:30–11:30 and 13:30–17:30."""
    hours = {name: ["07:30-11:30", "13:30-17:30"] for name in ("mon", "tue", "wed", "thu", "fri")}
    office = {"profile": "lai-chau", "hours": {"versions": [{"valid_from": "2025-07-01", "days": hours}]}}
    desk = counter(directory=directory_document(**office), clock=SetClock(at(14, "10:00").astimezone(UTC)))
    context = desk.office.current()
    procedure = context.catalogue.by_code[FIVE_DAYS]
    filed = at(14, "10:00")
    found = all_deadlines(context.calendar, context.time_rules, procedure.time, filed, Channel.ONLINE)
    assert found.decision is not None
    assert found.decision.due_at == at(16, "17:30")
    assert found.transfer is None


# --- A7: a supplement ----------------------------------------------------------------------------


@pytest.mark.requirement("A7", "N-19", "N-12", "PT-15")
def test_complete_again_on_day_eight_the_time_is_counted_from_day_eight() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    first = dossier.due_at
    assert first == at(9, "08:37")

    go_to(desk, 5, "09:00")
    assert desk.dossiers.count("", DossierFilter.NOTICE) == 1, "day 3 is the last day for the slip"
    asked = desk.services.processing.ask_supplement(dossier.id, clerk(), MISSING)
    assert desk.dossiers.count("", DossierFilter.NOTICE) == 0
    assert asked.status is Status.SUPPLEMENT_ASKED
    assert asked.course.awaited is not None
    assert asked.course.awaited.asked.slip_number == "0001-03"
    assert asked.course.awaited.asked.notice_due_at == at(5, "08:37")

    go_to(desk, 12, "10:00")
    complete = desk.services.processing.take_supplement(dossier.id, clerk())
    assert complete.status is Status.RECEIVED
    assert complete.due_at == at(19, "10:00")
    assert complete.first_due_at == first
    wording = Wording("vi", resources() / "i18n")
    assert complete.due is not None
    told = explain_due(wording, DueTime.from_plain(complete.due).steps, today=at(12, "10:00").date())
    assert "12/11" in told
    assert "19/11" in told


@pytest.mark.requirement("N-19", "N-81")
def test_an_outage_stops_no_clock_and_a_supplement_counts_from_when_it_truly_came() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    go_to(desk, 5, "09:00")
    desk.services.processing.ask_supplement(dossier.id, clerk(), MISSING)
    go_to(desk, 16, "08:00")
    came = at(12, "10:00").astimezone(UTC)
    complete = desk.services.processing.take_supplement(dossier.id, clerk(), completed_at=came)
    assert complete.due_at == at(19, "10:00")
    assert complete.course.rounds[0].received_at == came


@pytest.mark.requirement("NA-16")
def test_a_second_supplement_needs_a_supervisor_and_her_reason() -> None:
    desk = opened(2, "08:37")
    dossier_id = desk.accept(FIVE_DAYS).id
    processing = desk.services.processing
    processing.ask_supplement(dossier_id, clerk(), MISSING)
    with pytest.raises(DomainError) as refused:
        processing.ask_supplement(dossier_id, clerk(), MISSING)
    assert code_of(refused) == "supplement.already_asked"

    desk.clock.move(timedelta(hours=1))
    processing.take_supplement(dossier_id, clerk())
    for approval, code in (
        (None, "supplement.supervisor_needed"),
        (Approval(clerk(), "Thẩm định thấy thiếu"), "supplement.supervisor_needed"),
        (Approval(SUPERVISOR, " "), "supplement.again_missing"),
    ):
        wish = SupplementWish(MISSING.items, MISSING.reason, approval=approval)
        with pytest.raises(DomainError) as refused:
            processing.ask_supplement(dossier_id, clerk(), wish)
        assert code_of(refused) == code

    wish = SupplementWish(
        MISSING.items, MISSING.reason, approval=Approval(SUPERVISOR, "Thẩm định thấy thiếu")
    )
    again = processing.ask_supplement(dossier_id, clerk(), wish).course
    assert [one.asked.slip_number for one in again.rounds] == ["0001-03", "0002-03"]
    assert again.rounds[1].asked.again_reason == "Thẩm định thấy thiếu"


# --- A8: apology and re-appointment --------------------------------------------------------------


def wish(day: int, **changes: str) -> ReappointWish:
    said = {"document": "12/PXL", "reason": LATER, "reason_code": "inspection", **changes}
    return ReappointWish(at(day, "10:00"), said["reason_code"], said["reason"], said["document"])


@pytest.mark.requirement("A8", "NA-39", "PT-34", "PT-35")
def test_the_first_reappointment_needs_the_apologys_number_and_keeps_the_old_due_date() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    go_to(desk, 6, "16:00")
    assert last_day_to_apologise(dossier, desk.office.current()) == at(6, "16:00").date()
    with pytest.raises(DomainError) as refused:
        desk.services.processing.reappoint(dossier.id, clerk(), wish(12, document=" "))
    assert code_of(refused) == "reappointment.document_missing"

    moved = desk.services.processing.reappoint(dossier.id, clerk(), wish(12))
    assert moved.due_at == at(12, "10:00")
    assert moved.first_due_at == at(9, "08:37")
    ((_, event),) = moved.course.reappointed
    assert (event.due_before, event.document, event.reason) == (at(9, "08:37"), "12/PXL", LATER)


@pytest.mark.requirement("A8", "NA-39", "PT-34")
def test_a_second_reappointment_is_refused_and_changes_nothing() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    moved = desk.services.processing.reappoint(dossier.id, clerk(), wish(12))
    entries = len(desk.database.chain())
    with pytest.raises(DomainError) as refused:
        desk.services.processing.reappoint(dossier.id, clerk(), wish(20))
    assert code_of(refused) == "reappointment.no_more"
    assert desk.dossiers.detail(dossier.id).dossier == moved
    assert len(desk.database.chain()) == entries


@pytest.mark.requirement("NA-39", "N-23")
def test_on_the_due_day_it_is_too_late_to_apologise() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    listed = []
    for day in range(2, 10):
        go_to(desk, day, "07:45")
        listed += [day] * desk.dossiers.count("", DossierFilter.APOLOGY)
    assert listed == [6], "Friday is the last day before Monday the 9th"
    go_to(desk, 9, "07:45")
    with pytest.raises(DomainError) as refused:
        desk.services.processing.reappoint(dossier.id, clerk(), wish(12))
    assert (code_of(refused), refused.value.params["latest"]) == ("reappointment.too_late", "06/11/2026")


# --- refusing, stopping, and their papers --------------------------------------------------------


@pytest.mark.requirement("AG-39", "N-22", "PT-16", "PT-33")
def test_a_refusal_is_entered_as_the_result_with_its_reason() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    with pytest.raises(DomainError) as refused:
        desk.services.processing.refuse(dossier.id, clerk(), EndWish("other", ""))
    assert code_of(refused) == "refusal.reason_missing"
    ended = EndWish("not_eligible", "Không đủ điều kiện về tuổi", "Luật Hộ tịch Điều 13")
    done = desk.services.processing.refuse(dossier.id, clerk(), ended)
    assert done.status is Status.DONE
    with pytest.raises(DomainError) as refused:
        desk.services.processing.refuse(dossier.id, clerk(), ended)
    assert code_of(refused) == "refusal.not_now"


@pytest.mark.requirement("PT-15", "PT-16", "NA-26", "NA-08", "O5")
def test_every_slip_has_a_number_of_its_own_is_printed_at_once_kept_and_marked_when_printed_again() -> None:
    desk = opened(2, "08:37")
    first, second = desk.accept(FIVE_DAYS), desk.accept(FIVE_DAYS)
    processing, printing = desk.services.processing, desk.services.printing
    for dossier in (first, second):
        processing.ask_supplement(dossier.id, clerk(), MISSING)
    processing.refuse(second.id, clerk(), EndWish("other", "Không đủ điều kiện"))
    assert [paper.name for paper in printing.papers(second.id)] == [
        "supplement 0002-03",
        "refusal 0001-03",
        "control",
    ]
    for expected in (0, 1):
        assert printing.print_paper(second.id, clerk(), "refusal 0001-03").reprint == expected
    (before, _, size), (again, _, _) = desk.page.sheets
    assert (size, before[:5], before != again) == ("A5", b"%PDF-", True)
    event = read_event(desk.database.chain()[-1])
    assert isinstance(event, SlipPrinted)
    assert (event.form, event.package, event.slip_number) == ("refusal", "tt-01-2018", "0001-03")
    assert desk.vault.get(event.sha256) == again


def test_what_a_slip_says_comes_from_what_was_recorded() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    desk.services.processing.ask_supplement(dossier.id, clerk(), MISSING)
    first = desk.services.printing.preview_paper(dossier.id, "supplement 0001-03")
    go_to(desk, 20, "09:00")
    desk.restart()
    assert desk.services.printing.preview_paper(dossier.id, "supplement 0001-03") == first


def test_a_paper_that_did_not_come_out_is_printed_again_and_the_act_stands() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    desk.services.processing.ask_supplement(dossier.id, clerk(), MISSING)
    desk.page.state = PrinterCondition.PAPER_OUT
    desk.services.printing.print_paper(dossier.id, clerk(), "supplement 0001-03")
    desk.page.state = PrinterCondition.READY
    assert desk.services.printing.print_paper(dossier.id, clerk(), "supplement 0001-03").reprint == 0


@pytest.mark.requirement("AG-16")
def test_a_stop_without_a_form_in_the_days_package_is_recorded_all_the_same() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    wish = EndWish("asked_by_applicant", "Ông Mẫu đề nghị dừng", returned_papers="Tờ khai")
    stopped = desk.services.processing.stop(dossier.id, clerk(), wish)
    assert stopped.status is Status.STOPPED
    assert [paper.form for paper in desk.services.printing.papers(dossier.id)] == ["control"]


@pytest.mark.requirement("PT-16")
def test_where_the_office_chose_a_package_with_a_notice_of_stopping_it_is_numbered_and_printed() -> None:
    desk = opened(2, "08:37")
    put_document(desk.database, FORM_CHOICE, {"kind": FORM_CHOICE, "package": "tt-03-2025"})
    desk.restart()
    dossier = desk.accept(FIVE_DAYS)
    wish = EndWish("asked_by_applicant", "Ông Mẫu đề nghị dừng", returned_papers="Tờ khai")
    desk.services.processing.stop(dossier.id, clerk(), wish)
    desk.services.printing.print_paper(dossier.id, clerk(), "stop 0001-03")
    event = read_event(desk.database.chain()[-1])
    assert isinstance(event, SlipPrinted)
    assert (event.form, event.package, len(desk.page.sheets)) == ("stop", "tt-03-2025", 1)


@pytest.mark.requirement("A8", "NA-39")
def test_of_two_apologies_made_without_a_line_the_earlier_counts_and_a_person_is_told() -> None:
    here = opened(2, "08:37")
    dossier = here.accept(FIVE_DAYS)
    (received,) = here.database.chain()
    there = counter(
        clock=SetClock(at(3, "09:00").astimezone(UTC)), station=Station("station-b", 1, "04", "Quầy 04")
    )
    there.database.learn(Recorded(received, ACCEPTED, 1, own=False))
    go_to(here, 4, "09:00")
    here.services.processing.reappoint(dossier.id, clerk(), wish(12))
    there.services.processing.reappoint(dossier.id, clerk(), wish(13))

    here.database.learn(Recorded(there.database.chain()[-1], ACCEPTED, 2, own=False))
    there.database.learn(Recorded(here.database.chain()[-1], ACCEPTED, 2, own=False))
    for desk in (here, there):
        known = desk.dossiers.detail(dossier.id).dossier
        assert known.due_at == at(13, "10:00")
        assert [conflict.code for conflict in known.conflicts] == ["reappointed_twice"]


@pytest.mark.requirement("AG-28")
def test_the_control_sheet_is_printed_without_a_line() -> None:
    desk = opened(2, "08:37")
    dossier = desk.accept(FIVE_DAYS)
    desk.services.printing.print_paper(dossier.id, clerk(), "control")
    ((pdf, _, size),) = desk.page.sheets
    assert (pdf[:5], size) == (b"%PDF-", "A5")
