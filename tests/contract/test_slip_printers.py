"""What every slip printer keeps to, whatever the route: each driver passes the same tests."""

from __future__ import annotations

import socket
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from counter_app import devices
from counter_app.devices.simulators import PrinterSimulator
from counter_app.devices.simulators.paper import Receipt
from counter_app.domain.errors import DomainError
from counter_app.services.ports import MonoImage, PrinterCondition, PrintResult, SlipPrinter
from tests.fixtures.fake_cups import FakeCups
from tests.fixtures.slip_images import is_printed_unchanged, noise

A_FEW_SECONDS = 6.0
# Rows that hold DLE EOT 1 to 4 and DLE ENQ: real printers answer them even in the middle of a picture.
LIKE_REQUESTS = MonoImage(
    576, 40, (b"\x10\x04\x01\x10\x04\x02\x10\x04\x04\x10\x05\x02").ljust(72, b"\x10") * 40
)


class Route:
    """A printer with the paper at its other end."""

    printer: SlipPrinter
    done: PrintResult
    """What a job ends with when all is well: routes without a way back know no more than ``SENT``."""
    well: PrinterCondition

    def receipts(self, count: int) -> list[Receipt]:
        raise NotImplementedError

    def vanish(self) -> None:
        raise NotImplementedError


@dataclass
class TcpRoute(Route):
    printer: SlipPrinter
    paper: PrinterSimulator
    done: PrintResult
    well: PrinterCondition

    def receipts(self, count: int) -> list[Receipt]:
        return self.paper.wait_for_receipts(count)

    def vanish(self) -> None:
        self.paper.set("unplugged")


@dataclass
class QueueRoute(Route):
    printer: SlipPrinter
    paper: PrinterSimulator
    cups: FakeCups
    done: PrintResult = PrintResult.SENT
    well: PrinterCondition = PrinterCondition.MUTE

    def receipts(self, count: int) -> list[Receipt]:
        """Carry the jobs from the queue to the printer, as the queue's backend would."""
        for job in self.cups.jobs:
            assert job.options == ("raw",)
            with socket.create_connection(("127.0.0.1", self.paper.port)) as line:
                line.sendall(job.data)
        return self.paper.wait_for_receipts(count)

    def vanish(self) -> None:
        self.cups.set(runs=False)


@pytest.fixture
def paper() -> Iterator[PrinterSimulator]:
    with PrinterSimulator() as simulator:
        yield simulator


@pytest.fixture(params=["tcp", "tcp_never_asked", "raw_queue"])
def route(
    request: pytest.FixtureRequest, paper: PrinterSimulator, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Route:
    address = {"address": f"127.0.0.1:{paper.port}", "speed_mm_s": 500}
    if request.param == "tcp":
        printer = devices.create("slip_printer", "escpos_tcp", address)
        return TcpRoute(printer, paper, PrintResult.PRINTED, PrinterCondition.READY)
    if request.param == "tcp_never_asked":
        paper.set("mute")
        printer = devices.create("slip_printer", "escpos_tcp", {**address, "status": "never"})
        return TcpRoute(printer, paper, PrintResult.SENT, PrinterCondition.MUTE)
    if sys.platform == "win32":
        pytest.skip("the stand-in for the print service is a shell script")
    cups = FakeCups(tmp_path)
    monkeypatch.setenv("PATH", f"{cups.bin}:/usr/bin:/bin")
    return QueueRoute(devices.create("slip_printer", "escpos_raw_queue", {"queue": cups.queue}), paper, cups)


@pytest.mark.requirement("LC-45")
class TestEverySlipPrinter:
    @pytest.mark.parametrize(
        "image",
        [noise(576, 200), noise(571, 65), noise(8, 1), noise(384, 720), LIKE_REQUESTS],
        ids=["full width", "odd width", "one byte", "long", "like status requests"],
    )
    def test_a_slip_arrives_with_no_dot_changed(self, route: Route, image: MonoImage) -> None:
        outcome = route.printer.print_image(image)
        assert (outcome.result, outcome.condition) == (route.done, route.well)
        assert outcome.printer == route.printer.name
        (receipt,) = route.receipts(1)
        assert is_printed_unchanged(image, receipt.image)
        assert receipt.kind == "partial"

    def test_each_slip_is_a_piece_of_paper_of_its_own_in_order(self, route: Route) -> None:
        slips = [noise(576, 40, seed) for seed in (1, 2, 3)]
        for slip in slips:
            assert route.printer.print_image(slip).result is route.done
        receipts = route.receipts(3)
        assert all(is_printed_unchanged(slip, one.image) for slip, one in zip(slips, receipts, strict=True))

    def test_it_says_what_it_is_and_how_it_is(self, route: Route) -> None:
        assert route.printer.name
        assert route.printer.width_dots == 576
        assert route.printer.condition() is route.well

    @pytest.mark.requirement("HT-17")
    def test_a_printer_that_is_not_there_is_named_in_time_and_nothing_raises(self, route: Route) -> None:
        route.vanish()
        began = time.monotonic()
        assert route.printer.condition() is PrinterCondition.UNREACHABLE
        outcome = route.printer.print_image(noise(576, 10))
        assert (outcome.result, outcome.condition) == (PrintResult.FAILED, PrinterCondition.UNREACHABLE)
        assert time.monotonic() - began < A_FEW_SECONDS

    def test_an_image_wider_than_the_paper_is_refused_with_both_widths(self, route: Route) -> None:
        with pytest.raises(DomainError) as refused:
            route.printer.print_image(noise(577, 4))
        assert refused.value.code == "device.image_too_wide"
        assert refused.value.params == {"width": 577, "paper": 576}

    @pytest.mark.parametrize(
        "image", [MonoImage(576, 10, b"\x00" * 71), MonoImage(0, 0, b""), MonoImage(8, 0, b"")]
    )
    def test_an_image_that_is_none_is_refused(self, route: Route, image: MonoImage) -> None:
        with pytest.raises(DomainError) as refused:
            route.printer.print_image(image)
        assert refused.value.code == "device.image_malformed"
