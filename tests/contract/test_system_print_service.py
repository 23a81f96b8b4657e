"""The queue's troubles, as CUPS 2.4.2 was seen to tell them, and what the counter makes of them."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from counter_app import devices
from counter_app.devices.printers.cups import CupsQueue
from counter_app.devices.printers.page_system import CupsPagePrinter, queue_names
from counter_app.services.ports import Paper, PrinterCondition, PrintOutcome, PrintResult
from tests.fixtures.fake_cups import FakeCups

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the stand-in is a shell script")

PDF = b"%PDF-1.4\n%%EOF\n"
UNAVAILABLE = "The printer may not exist or is unavailable at this time."


@pytest.fixture
def cups(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> FakeCups:
    service = FakeCups(tmp_path)
    monkeypatch.setenv("PATH", f"{service.bin}:/usr/bin:/bin")
    return service


def printer(cups: FakeCups) -> CupsPagePrinter:
    """A printer that follows a job only with one look."""
    return CupsPagePrinter(CupsQueue(cups.queue), "laser", follow_s=0)


def print_one(cups: FakeCups) -> PrintOutcome:
    return printer(cups).print_pdf(PDF, title="T", paper="A5")


def test_a_job_asks_for_its_paper_one_sided_and_bears_its_title(cups: FakeCups) -> None:
    printer(cups).print_pdf(PDF, title="H01.15.21-261120-0001", paper="A5")
    (job,) = cups.jobs
    assert job.options == ("media=A5", "sides=one-sided")
    assert job.title == "H01.15.21-261120-0001"


@pytest.mark.parametrize(
    ("changes", "condition"),
    [
        ({"enabled": False, "message": "Paper jam"}, PrinterCondition.OFFLINE),
        ({"accepting": False}, PrinterCondition.OFFLINE),
        ({"alerts": ["media-empty-error"]}, PrinterCondition.PAPER_OUT),
        ({"alerts": ["media-needed"]}, PrinterCondition.PAPER_OUT),
        ({"alerts": ["door-open-error", "media-empty-error"]}, PrinterCondition.COVER_OPEN),
        ({"alerts": ["cover-open"]}, PrinterCondition.COVER_OPEN),
        ({"alerts": ["media-jam-error"]}, PrinterCondition.FAULT),
        ({"enabled": False, "alerts": ["paused"]}, PrinterCondition.OFFLINE),
        ({"runs": False}, PrinterCondition.UNREACHABLE),
        ({"queue": "another"}, PrinterCondition.UNREACHABLE),
    ],
)
@pytest.mark.requirement("HT-17")
def test_a_queue_that_cannot_print_is_named_and_gets_no_job(
    cups: FakeCups, changes: dict[str, object], condition: PrinterCondition
) -> None:
    page_printer = printer(cups)
    cups.set(**changes)
    assert page_printer.condition() is condition
    outcome = page_printer.print_pdf(PDF, title="T", paper="A4")
    assert (outcome.result, outcome.condition) == (PrintResult.FAILED, condition)
    assert cups.jobs == []


@pytest.mark.parametrize("alert", ["media-empty-warning", "media-low", "media-low-report"])
def test_a_warning_on_the_queue_is_told_and_does_not_block_it(cups: FakeCups, alert: str) -> None:
    # CUPS keeps the warnings of a cancelled job until the next one prints.
    cups.set(alerts=[alert])
    assert printer(cups).condition() is PrinterCondition.PAPER_LOW
    assert print_one(cups).result is PrintResult.PRINTED


def test_an_old_message_of_a_missing_printer_does_not_block_the_queue(cups: FakeCups) -> None:
    cups.set(message=UNAVAILABLE)
    assert printer(cups).condition() is PrinterCondition.READY
    assert print_one(cups).result is PrintResult.PRINTED


@pytest.mark.parametrize(
    ("status", "alerts"),
    [
        ("Printer cannot print with supplied options.", "processing-to-stop-point"),
        ("Print job canceled at printer.", "processing-to-stop-point"),
        ("", "job-canceled-by-user"),
        ("", "aborted-by-system"),
    ],
)
def test_a_job_that_the_printer_or_a_person_ended_is_not_printed(
    cups: FakeCups, status: str, alerts: str
) -> None:
    cups.jobs_will_fail(status, alerts)
    assert print_one(cups).result is PrintResult.FAILED


def test_a_job_for_a_printer_that_is_switched_off_is_taken_back(cups: FakeCups) -> None:
    cups.jobs_will_wait(message=UNAVAILABLE)
    outcome = print_one(cups)
    assert (outcome.result, outcome.condition) == (PrintResult.FAILED, PrinterCondition.UNREACHABLE)
    assert [job.state for job in cups.jobs] == ["cancelled"]


def test_a_job_stopped_by_an_error_is_taken_back(cups: FakeCups) -> None:
    cups.jobs_will_wait(alerts=["media-jam-error"])
    outcome = print_one(cups)
    assert (outcome.result, outcome.condition) == (PrintResult.FAILED, PrinterCondition.FAULT)
    assert [job.state for job in cups.jobs] == ["cancelled"]


def test_a_job_that_waits_for_paper_stays_in_the_queue_and_the_reason_is_told(cups: FakeCups) -> None:
    cups.jobs_will_wait(alerts=["cups-waiting-for-job-completed", "media-empty-warning"])
    outcome = print_one(cups)
    assert (outcome.result, outcome.condition) == (PrintResult.SENT, PrinterCondition.PAPER_OUT)
    assert [job.state for job in cups.jobs] == ["waiting"]


def test_a_job_that_takes_long_is_sent_and_left_alone(cups: FakeCups) -> None:
    cups.jobs_will_wait(message="Printing.")
    outcome = print_one(cups)
    assert (outcome.result, outcome.condition) == (PrintResult.SENT, PrinterCondition.READY)
    assert [job.state for job in cups.jobs] == ["waiting"]


def test_a_print_service_that_hangs_is_mute(cups: FakeCups) -> None:
    cups.set(hangs=True)
    hanging = CupsPagePrinter(CupsQueue(cups.queue, within_s=0.2), "laser", follow_s=0)
    assert hanging.condition() is PrinterCondition.MUTE
    assert hanging.print_pdf(PDF, title="T", paper="A4").result is PrintResult.FAILED


def test_the_default_printer_is_used_when_none_is_named(cups: FakeCups) -> None:
    default = devices.create("page_printer", "system", {})
    assert default.print_pdf(PDF, title="T", paper="A4").result is PrintResult.PRINTED
    cups.set(default=False)
    assert default.condition() is PrinterCondition.UNREACHABLE


def test_the_sizes_that_the_queue_offers_can_be_asked(cups: FakeCups) -> None:
    assert printer(cups).papers() == frozenset[Paper](("A4", "A5"))
    cups.set(sizes=["*A4", "Env10"])
    assert printer(cups).papers() == frozenset[Paper](("A4",))
    cups.set(runs=False)
    assert printer(cups).papers() is None


def test_the_queues_are_listed_for_the_settings_screen(cups: FakeCups) -> None:
    assert queue_names() == (cups.queue,)
    cups.set(runs=False)
    assert queue_names() == ()
