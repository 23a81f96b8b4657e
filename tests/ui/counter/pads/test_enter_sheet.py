"""Entering from paper in the reception: the sheet, its time, what it promised, and what is refused."""

from __future__ import annotations

import pytest

from counter_app.domain.pads import Pad
from counter_app.domain.work_calendar import vietnam_time
from counter_app.ui.counter.pads.sheet_dialog import SheetDialog
from counter_app.ui.shared.field import Finding
from tests.builders import clerks
from tests.ui.counter.conftest import CARD, Front


@pytest.fixture
def pad(front: Front) -> Pad:
    """Issued at 09:17; two hours have passed since."""
    made = front.services.pads.issue(clerks()[2], 5)
    front.move_clock(hours=2)
    return made


def opened(front: Front) -> SheetDialog:
    front.view.paper.click()
    front.settle()
    dialog = front.screen.paper.dialog
    assert dialog is not None
    return dialog


def give(front: Front, dialog: SheetDialog, time: str) -> None:
    dialog.time.set_text(time)
    dialog.act.click()
    front.settle()


def fill(front: Front) -> None:
    front.scan(CARD)
    front.presenter.edit_party("owner.phone", "0901234567")
    front.presenter.choose_procedure("1.000894")
    front.presenter.tick_required()
    front.settle()


def test_a_sheet_is_entered_with_what_stands_on_it_and_no_receipt_is_printed(front: Front, pad: Pad) -> None:
    fill(front)
    dialog = opened(front)
    assert dialog.line.text() == "1"
    dialog.clerk.set_text("Lê Thị Mẫu")
    give(front, dialog, "10:30")
    assert front.screen.paper.dialog is None
    assert "G03.1/2026" in front.view.paper.text()
    front.view.summary.accept.click()
    front.settle()
    page = front.state.accepted
    assert page is not None
    assert page.code == pad.code(1)
    assert "10:30" in page.received
    assert "Lê Thị Mẫu" in page.received
    assert page.papers == ()
    assert page.can_print


@pytest.mark.requirement("N-81")
def test_the_due_time_on_the_paper_stays_and_is_shown_as_promised(front: Front, pad: Pad) -> None:
    fill(front)
    dialog = opened(front)
    dialog.due_day.set_text("27/11/2026")
    give(front, dialog, "10:30")
    assert front.presenter.draft.due is not None
    assert "27/11" in front.state.form.due.value + front.state.form.due.suffix
    assert front.presenter.draft.due.reason in front.state.form.due.detail
    again = opened(front)
    assert (again.due_day.text(), again.due_time.text()) == ("27/11/2026", "17:00")


def test_what_cannot_be_is_refused_next_to_its_field(front: Front, pad: Pad) -> None:
    fill(front)
    dialog = opened(front)
    give(front, dialog, "12:00")
    assert dialog.day.finding is Finding.ERROR
    give(front, dialog, "07:00")
    assert dialog.day.finding is Finding.ERROR
    dialog.line.set_text("9")
    give(front, dialog, "10:30")
    assert dialog.line.finding is Finding.ERROR
    assert front.presenter.draft.paper is None


def test_a_line_that_is_entered_is_refused_with_the_dossier_that_has_it(front: Front, pad: Pad) -> None:
    fill(front)
    give(front, opened(front), "10:30")
    front.view.summary.accept.click()
    front.settle()
    front.window.new_reception()
    front.settle()
    dialog = opened(front)
    assert dialog.line.text() == "2"
    dialog.line.set_text("1")
    give(front, dialog, "10:30")
    assert dialog.line.finding is Finding.ERROR
    assert pad.code(1) in dialog.line.finding_text()


def test_scanning_a_sheet_fills_pad_and_line(front: Front, pad: Pad) -> None:
    front.scan(pad.code(3))
    front.settle()
    dialog = front.screen.paper.dialog
    assert dialog is not None
    assert (dialog.pad.value(), dialog.line.text()) == (pad.label, "3")
    front.scan(pad.code(4))
    front.settle()
    assert dialog.line.text() == "4"


def test_without_a_pad_the_clerk_is_told_who_issues_one(front: Front) -> None:
    front.view.paper.click()
    front.settle()
    assert front.screen.paper.dialog is None
    assert front.said()


def test_a_draft_that_is_not_from_paper_after_all_has_the_time_of_now(front: Front, pad: Pad) -> None:
    fill(front)
    give(front, opened(front), "10:30")
    assert front.presenter.draft.received_at is not None
    assert f"{vietnam_time(front.presenter.draft.received_at):%H:%M}" == "10:30"
    opened(front).drop.click()
    front.settle()
    draft = front.presenter.draft
    assert draft.paper is None
    assert draft.received_at is None
