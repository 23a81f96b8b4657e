"""What goes wrong with a network slip printer is named, in time, and never taken for a printed slip."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from counter_app.devices.printers.escpos_tcp import EscposTcpPrinter, EscposTcpSettings, TimeLimits
from counter_app.devices.setting_fields import HostPort
from counter_app.devices.simulators import PrinterSimulator
from counter_app.services.ports import PrinterCondition, PrintResult, SlipPrinter
from tests.fixtures.slip_images import is_printed_unchanged, noise

SLIP = noise(576, 160)  # 20 mm of paper
A_FEW_SECONDS = 6.0
IMPATIENT = TimeLimits(connect_s=1.0, answer_s=0.4, send_s=0.5)


@pytest.fixture
def paper() -> Iterator[PrinterSimulator]:
    with PrinterSimulator() as simulator:
        yield simulator


def printer_at(port: int, limits: TimeLimits = IMPATIENT, speed_mm_s: int = 500) -> SlipPrinter:
    settings = EscposTcpSettings(HostPort("127.0.0.1", port), speed_mm_s=speed_mm_s)
    return EscposTcpPrinter(settings, limits)


@pytest.fixture
def printer(paper: PrinterSimulator) -> SlipPrinter:
    return printer_at(paper.port)


def eventually(holds: Callable[[], bool], within_s: float = 5.0) -> bool:
    end = time.monotonic() + within_s
    while time.monotonic() < end:
        if holds():
            return True
        time.sleep(0.01)
    return holds()


@contextmanager
def once_paper_moves(paper: PrinterSimulator, switch: str) -> Iterator[None]:
    """Turn a switch as soon as the first row of a slip is out."""

    def turn() -> None:
        if eventually(lambda: bool(paper.state()["hanging_rows"])):
            paper.set(switch)

    turning = threading.Thread(target=turn)
    turning.start()
    yield
    turning.join()


FAULTS = [
    ("paper_out", PrinterCondition.PAPER_OUT),
    ("cover_open", PrinterCondition.COVER_OPEN),
    ("cutter_error", PrinterCondition.FAULT),
    ("offline", PrinterCondition.OFFLINE),
    ("garbage", PrinterCondition.FAULT),
    ("wrong_bits", PrinterCondition.FAULT),
    ("mute", PrinterCondition.MUTE),
    ("half_mute", PrinterCondition.MUTE),
    ("deaf", PrinterCondition.MUTE),
    ("unplugged", PrinterCondition.UNREACHABLE),
]


@pytest.mark.requirement("HT-17")
@pytest.mark.parametrize(("fault", "condition"), FAULTS)
def test_a_printer_that_cannot_print_is_named_and_gets_no_job(
    paper: PrinterSimulator, printer: SlipPrinter, fault: str, condition: PrinterCondition
) -> None:
    paper.set(fault)
    began = time.monotonic()
    assert printer.condition() is condition
    assert time.monotonic() - began < 3.0

    outcome = printer.print_image(SLIP)
    assert (outcome.result, outcome.condition) == (PrintResult.FAILED, condition)
    assert time.monotonic() - began < A_FEW_SECONDS
    state = paper.state()
    assert (state["buffered_bytes"], state["hanging_rows"], paper.receipts) == (0, 0, [])


@pytest.mark.requirement("HT-17")
@pytest.mark.parametrize(("fault", "condition"), FAULTS)
def test_a_printer_that_was_mended_prints_without_a_restart(
    paper: PrinterSimulator, printer: SlipPrinter, fault: str, condition: PrinterCondition
) -> None:
    paper.set(fault)
    assert printer.print_image(SLIP).condition is condition
    paper.set(fault, False)
    assert printer.print_image(SLIP).result is PrintResult.PRINTED
    (receipt,) = paper.wait_for_receipts(1)
    assert is_printed_unchanged(SLIP, receipt.image)


def test_paper_that_runs_low_is_told_and_does_not_stop_printing(
    paper: PrinterSimulator, printer: SlipPrinter
) -> None:
    paper.set("paper_low")
    assert printer.condition() is PrinterCondition.PAPER_LOW
    outcome = printer.print_image(SLIP)
    assert (outcome.result, outcome.condition) == (PrintResult.PRINTED, PrinterCondition.PAPER_LOW)


def test_paper_that_ends_in_the_middle_of_a_slip_fails_it(
    paper: PrinterSimulator, printer: SlipPrinter
) -> None:
    paper.set("paper_left_mm", 5)
    outcome = printer.print_image(SLIP)
    assert (outcome.result, outcome.condition) == (PrintResult.FAILED, PrinterCondition.PAPER_OUT)
    assert paper.receipts == []
    assert paper.state()["hanging_rows"] == 5 * 8


def test_a_cover_opened_in_the_middle_of_a_slip_fails_it() -> None:
    with PrinterSimulator(speed_mm_s=20) as paper:
        printer = printer_at(paper.port, speed_mm_s=20)
        with once_paper_moves(paper, "cover_open"):
            outcome = printer.print_image(noise(576, 320))
    assert (outcome.result, outcome.condition) == (PrintResult.FAILED, PrinterCondition.COVER_OPEN)


def test_after_a_broken_off_slip_the_next_one_is_a_piece_of_its_own(
    paper: PrinterSimulator, printer: SlipPrinter
) -> None:
    paper.set("cut_line_after", 4000)
    outcome = printer.print_image(noise(576, 160, seed=7))
    assert (outcome.result, outcome.condition) == (PrintResult.FAILED, PrinterCondition.UNREACHABLE)
    assert printer.print_image(SLIP).result is PrintResult.PRINTED
    torn, whole = paper.wait_for_receipts(2)
    assert not is_printed_unchanged(SLIP, torn.image)
    assert is_printed_unchanged(SLIP, whole.image)


@pytest.mark.parametrize("after", [0, 1, 12, 13, 100, 5000, 11000])
def test_a_line_cut_anywhere_is_a_failed_job_and_never_an_exception(
    paper: PrinterSimulator, printer: SlipPrinter, after: int
) -> None:
    paper.set("cut_line_after", after)
    outcome = printer.print_image(SLIP)
    assert outcome.result is PrintResult.FAILED
    assert outcome.condition in (PrinterCondition.UNREACHABLE, PrinterCondition.MUTE)


def test_after_paper_was_refilled_the_stopped_slip_comes_out_whole_and_so_does_the_reprint(
    paper: PrinterSimulator, printer: SlipPrinter
) -> None:
    paper.set("paper_left_mm", 5)
    assert printer.print_image(SLIP).result is PrintResult.FAILED
    paper.load_paper()
    paper.wait_for_receipts(1)
    again = noise(576, 80, seed=3)
    assert printer.print_image(again).result is PrintResult.PRINTED
    first, blank, last = paper.wait_for_receipts(3)
    assert is_printed_unchanged(SLIP, first.image)
    assert set(blank.image.data) == {0}
    assert is_printed_unchanged(again, last.image)


def test_a_printer_that_takes_no_more_data_fails_the_job_with_its_reason() -> None:
    with PrinterSimulator(speed_mm_s=10) as paper:
        printer = printer_at(paper.port)
        slip = noise(576, 4000)  # more than every buffer on the way holds
        paper.set("paper_left_mm", 3)
        began = time.monotonic()
        outcome = printer.print_image(slip)
        assert (outcome.result, outcome.condition.can_print) == (PrintResult.FAILED, False)
        assert time.monotonic() - began < 10


def test_a_printer_that_falls_silent_after_the_job_is_sent_not_printed() -> None:
    with PrinterSimulator(speed_mm_s=50) as paper:
        printer = printer_at(paper.port, speed_mm_s=50)
        with once_paper_moves(paper, "mute"):
            outcome = printer.print_image(SLIP)
    assert (outcome.result, outcome.condition) == (PrintResult.SENT, PrinterCondition.MUTE)


def test_a_printer_that_answers_after_1_9_seconds_is_waited_for(paper: PrinterSimulator) -> None:
    paper.set("answer_delay_s", 1.9)
    began = time.monotonic()
    assert printer_at(paper.port, TimeLimits()).condition() is PrinterCondition.READY
    assert 1.9 <= time.monotonic() - began < 3.0


def test_a_printer_that_never_answers_is_given_up_after_about_two_seconds(paper: PrinterSimulator) -> None:
    paper.set("mute")
    began = time.monotonic()
    assert printer_at(paper.port, TimeLimits()).condition() is PrinterCondition.MUTE
    assert 2.0 <= time.monotonic() - began < 3.0


def test_a_slow_answer_does_not_answer_the_next_question(
    paper: PrinterSimulator, printer: SlipPrinter
) -> None:
    paper.set("paper_out")
    paper.set("answer_delay_s", 0.5)
    assert printer.condition() is PrinterCondition.MUTE
    paper.set("paper_out", False)
    paper.set("answer_delay_s", 0)
    assert printer.condition() is PrinterCondition.READY


def test_answers_of_an_earlier_connection_are_read_and_put_aside(
    paper: PrinterSimulator, printer: SlipPrinter
) -> None:
    paper.set("late_bytes")
    assert printer.condition() is PrinterCondition.READY
    assert printer.print_image(SLIP).result is PrintResult.PRINTED


def test_a_printer_that_answers_well_and_prints_nothing_cannot_be_seen_through(
    paper: PrinterSimulator, printer: SlipPrinter
) -> None:
    # The limit of what status bytes can tell: the slip has to be looked at in the end.
    paper.set("liar")
    paper.set("paper_out")
    assert printer.print_image(SLIP).result is PrintResult.PRINTED
    assert paper.receipts == []


def test_a_printer_that_another_computer_holds_is_mute_until_it_is_let_go(
    paper: PrinterSimulator, printer: SlipPrinter
) -> None:
    with socket.create_connection(("127.0.0.1", paper.port)) as other:
        assert eventually(lambda: paper.state()["connections"] == 1)
        assert printer.condition() is PrinterCondition.MUTE
        other.close()
        assert eventually(lambda: printer.condition() is PrinterCondition.READY)


def test_a_name_that_nobody_knows_is_not_reachable_in_time() -> None:
    printer = EscposTcpPrinter(EscposTcpSettings(HostPort("printer.invalid", 9100)), IMPATIENT)
    began = time.monotonic()
    assert printer.condition() is PrinterCondition.UNREACHABLE
    assert printer.print_image(SLIP).result is PrintResult.FAILED
    assert time.monotonic() - began < A_FEW_SECONDS


# --- things on a port that are no printer ---------------------------------------------------------


@contextmanager
def something_listens(behave: Callable[[socket.socket], None]) -> Iterator[int]:
    """A TCP server that does with each connection what a test wants."""
    ended = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.1)

        def serve() -> None:
            while not ended.is_set():
                try:
                    line, _ = server.accept()
                except TimeoutError:
                    continue
                with line:
                    line.settimeout(5)
                    try:
                        behave(line)
                    except OSError:
                        continue

        thread = threading.Thread(target=serve)
        thread.start()
        try:
            yield server.getsockname()[1]
        finally:
            ended.set()
            thread.join()


def chatter(line: socket.socket) -> None:
    while True:
        line.sendall(b"\x55")
        time.sleep(0.005)


def say_good_bye(_line: socket.socket) -> None:
    return


def speak_http(line: socket.socket) -> None:
    line.recv(100)
    line.sendall(b"HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n")


@pytest.mark.parametrize(
    ("behave", "condition"),
    [
        (chatter, PrinterCondition.FAULT),
        (speak_http, PrinterCondition.FAULT),
        (say_good_bye, PrinterCondition.UNREACHABLE),
    ],
)
def test_what_is_no_printer_is_never_ready_and_never_holds_the_counter_up(
    behave: Callable[[socket.socket], None], condition: PrinterCondition
) -> None:
    with something_listens(behave) as port:
        printer = printer_at(port)
        began = time.monotonic()
        assert printer.condition() is condition
        outcome = printer.print_image(SLIP)
        assert (outcome.result, outcome.condition) == (PrintResult.FAILED, condition)
        assert time.monotonic() - began < A_FEW_SECONDS
