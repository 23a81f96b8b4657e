"""A stop with its notice, going on where the work stood, and acts that are only rehearsed."""

from __future__ import annotations

from datetime import timedelta

import pytest

from counter_app.domain.entries import AskedItem, DossierStopped
from counter_app.domain.errors import DomainError
from counter_app.domain.statuses import Status
from counter_app.services.office_context import FORM_CHOICE
from counter_app.services.paper_content import papers_of
from counter_app.services.processing_offer import Deed, offered
from counter_app.services.processing_wishes import Approval, EndWish, StopForm, SupplementWish
from tests.builders import MARRIAGE, Counter, clerk, clerks, counter, put_document

WISH = EndWish("dispute", "Đang có tranh chấp", document="15/TB-UBND")
LEAVE = Approval(clerks()[2], "Tranh chấp đã hòa giải")
MISSING = SupplementWish((AskedItem("Tờ khai"),), "Thiếu")


@pytest.fixture
def desk() -> Counter:
    return counter()


@pytest.mark.requirement("N-74")
def test_a_stop_without_a_form_keeps_the_reason_and_the_number_of_the_agencys_own_notice(
    desk: Counter,
) -> None:
    processing = desk.services.processing
    assert processing.stop_form() == StopForm("tt-01-2018", there=False)
    stopped = processing.stop(desk.accept(MARRIAGE).id, clerk(), WISH)
    assert stopped.course.ended is not None
    event = stopped.course.ended[1]
    assert isinstance(event, DossierStopped)
    assert (event.reason, event.document, event.slip_number, event.package) == (
        "Đang có tranh chấp",
        "15/TB-UBND",
        "",
        "",
    )
    assert [paper.form for paper in papers_of(stopped)] == ["control"]
    put_document(desk.database, FORM_CHOICE, {"kind": FORM_CHOICE, "package": "tt-03-2025"})
    desk.office.refresh()
    assert processing.stop_form() == StopForm("tt-03-2025", there=True)


def test_a_stopped_dossier_goes_on_with_the_due_time_that_it_had(desk: Counter) -> None:
    processing, dossier = desk.services.processing, desk.accept(MARRIAGE)
    stopped = processing.stop(dossier.id, clerk(), WISH)
    assert offered(stopped) == (Deed.RESUME,)
    desk.clock.move(timedelta(hours=1))
    going = processing.resume(dossier.id, clerk(), LEAVE, document="16/TB-UBND")
    assert (going.status, going.due_at, going.course.ended) == (Status.IN_PROCESS, dossier.due_at, None)
    assert Deed.STOP in offered(going)
    assert Deed.RESUME not in offered(going)


@pytest.mark.requirement("N-19")
def test_a_supplement_that_was_awaited_when_it_was_stopped_is_awaited_again(desk: Counter) -> None:
    processing, dossier = desk.services.processing, desk.accept(MARRIAGE)
    processing.ask_supplement(dossier.id, clerk(), MISSING)
    processing.stop(dossier.id, clerk(), WISH)
    going = processing.resume(dossier.id, clerk(), LEAVE)
    assert going.status is Status.SUPPLEMENT_ASKED
    assert going.course.awaited is not None
    desk.clock.move(timedelta(days=1))
    came = processing.take_supplement(dossier.id, clerk())
    assert came.status is Status.RECEIVED
    assert came.due_at is not None
    assert dossier.due_at is not None
    assert came.due_at > dossier.due_at, "counted from zero"


@pytest.mark.parametrize(
    ("approval", "code"),
    [
        (None, "resume.supervisor_needed"),
        (Approval(clerks()[0], "Làm tiếp"), "resume.supervisor_needed"),
        (Approval(clerks()[2], " "), "resume.reason_missing"),
    ],
)
def test_going_on_needs_a_supervisor_and_a_reason(
    desk: Counter, approval: Approval | None, code: str
) -> None:
    processing, dossier = desk.services.processing, desk.accept(MARRIAGE)
    processing.stop(dossier.id, clerk(), WISH)
    with pytest.raises(DomainError) as refused:
        processing.resume(dossier.id, clerk(), approval)
    assert refused.value.code == code


def test_what_was_not_stopped_does_not_go_on(desk: Counter) -> None:
    dossier = desk.accept(MARRIAGE)
    with pytest.raises(DomainError) as refused:
        desk.services.processing.resume(dossier.id, clerk(), LEAVE)
    assert refused.value.code == "resume.not_stopped"


def test_a_rehearsed_act_shows_its_slip_and_keeps_nothing(desk: Counter) -> None:
    dossier = desk.accept(MARRIAGE)
    told = list(desk.recorded)
    rehearsal = desk.services.processing.rehearsing()
    shown = [rehearsal.ask_supplement(dossier.id, clerk(), MISSING) for _ in range(2)]
    assert [one.status for one in shown] == [Status.SUPPLEMENT_ASKED] * 2
    numbers = [paper.number for one in shown for paper in papers_of(one) if paper.form == "supplement"]
    assert numbers == ["0001-03", "0001-03"], "no number is used up"
    name = papers_of(shown[0])[0].name
    assert desk.services.printing.preview_of(shown[0], name).startswith(b"%PDF")
    assert desk.services.dossiers.detail(dossier.id).dossier == dossier
    assert desk.recorded == told
    kept = desk.services.processing.ask_supplement(dossier.id, clerk(), MISSING)
    assert papers_of(kept)[0].number == "0001-03"
