"""Whatever the slip printer does, the dossier is saved, and what is said of the slip is true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from counter_app.config import Config
from counter_app.devices.simulators import PrinterSimulator
from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import DossierReceived, SlipPrinted
from counter_app.services.ports import PrinterCondition, PrintResult
from counter_app.services.printing import SLIP, Printed
from counter_app.services.settings import DeviceChoice
from counter_app.services.store_ports import DossierFilter
from tests.fixtures.central import CentralServer
from tests.fixtures.real_counter import RealCounter, enrolled


@dataclass
class Desk:
    """A counter and the printer beside it."""

    counter: RealCounter
    printer: PrinterSimulator

    def receive(self) -> Dossier:
        return self.counter.receive("Nguyễn Thị Mẫu")

    def print_slip(self, dossier: Dossier) -> Printed:
        return self.counter.running.services.printing.print_slip(dossier.id, self.counter.clerk)

    def prints(self, dossier: Dossier) -> int:
        """How often the journal says that a slip was printed."""
        detail = self.counter.running.services.dossiers.detail(dossier.id)
        return detail.dossier.prints.get(SLIP, 0)

    def kinds(self) -> list[str]:
        return [entry.kind for entry in self.counter.entries()]


@contextmanager
def at_a_desk(config: Config, printer: PrinterSimulator) -> Iterator[Desk]:
    with RealCounter(config, sync=False) as counter:
        services, devices = counter.running.services, counter.running.devices
        address = {"address": f"127.0.0.1:{printer.port}", "speed_mm_s": "500"}
        settings = services.settings.load().with_device("slip_printer", DeviceChoice("escpos_tcp", address))
        services.settings.save(settings)
        devices.apply(settings)
        yield Desk(counter, printer)


@pytest.fixture
def desk(central: CentralServer, tmp_path: Path, qapp: QApplication) -> Iterator[Desk]:
    with PrinterSimulator() as printer, at_a_desk(enrolled(central, tmp_path / "station"), printer) as made:
        yield made


def switched(name: str, value: object = True) -> Callable[[PrinterSimulator], None]:
    return lambda printer: printer.set(name, value)


FAILING = [
    pytest.param(switched("paper_out"), PrinterCondition.PAPER_OUT, id="out of paper"),
    pytest.param(switched("cover_open"), PrinterCondition.COVER_OPEN, id="cover open"),
    pytest.param(switched("unplugged"), PrinterCondition.UNREACHABLE, id="unplugged"),
    pytest.param(switched("cut_line_after", 3000), None, id="unplugged in the middle"),
    pytest.param(switched("mute"), PrinterCondition.MUTE, id="mute"),
]


@pytest.mark.requirement("AG-24")
@pytest.mark.parametrize(("spoil", "condition"), FAILING)
def test_a_slip_that_did_not_come_out_is_called_failed_and_printed_again_as_the_first(
    spoil: Callable[[PrinterSimulator], None], condition: PrinterCondition | None, desk: Desk
) -> None:
    spoil(desk.printer)
    dossier = desk.receive()
    failed = desk.print_slip(dossier)
    assert failed.outcome.result is PrintResult.FAILED
    assert condition in (None, failed.outcome.condition)
    assert desk.counter.running.services.dossiers.count("", DossierFilter.ALL) == 1
    assert desk.prints(dossier) == 0
    assert desk.kinds() == [DossierReceived.KIND]

    for switch, value in (("unplugged", False), ("mute", False), ("cut_line_after", None)):
        desk.printer.set(switch, value)
    desk.printer.load_paper()
    again = desk.print_slip(dossier)
    assert (again.outcome.result, again.reprint) == (PrintResult.PRINTED, 0)
    assert desk.prints(dossier) == 1


@pytest.mark.requirement("AG-24")
def test_a_slip_of_which_nobody_knows_is_never_called_printed_and_the_next_one_is_marked(desk: Desk) -> None:
    """The roll ends in the middle: the printer is full of data and answers no more."""
    desk.printer.set("paper_left_mm", 40)
    dossier = desk.receive()
    first = desk.print_slip(dossier)
    assert (first.outcome.result, first.outcome.condition) == (PrintResult.SENT, PrinterCondition.MUTE)
    desk.printer.load_paper()
    desk.printer.wait_for_receipts(1)
    second = desk.print_slip(dossier)
    assert (second.outcome.result, second.reprint) == (PrintResult.PRINTED, 1)
    assert desk.kinds() == [DossierReceived.KIND, SlipPrinted.KIND, SlipPrinted.KIND]
    bodies = [entry.body for entry in desk.counter.entries() if entry.kind == SlipPrinted.KIND]
    assert [b'"result":"sent"' in (body or b"") for body in bodies] == [True, False]


def test_a_printer_that_lies_cannot_be_caught_but_the_second_slip_is_marked(desk: Desk) -> None:
    desk.printer.set("paper_out")
    desk.printer.set("liar")
    dossier = desk.receive()
    assert desk.print_slip(dossier).outcome.result is PrintResult.PRINTED
    assert desk.printer.receipts == []
    desk.printer.set("liar", False)
    desk.printer.load_paper()
    assert desk.print_slip(dossier).reprint == 1


def test_a_printer_that_stops_taking_data_does_not_hold_the_counter(desk: Desk) -> None:
    desk.printer.set("deaf")
    dossier = desk.receive()
    outcome = desk.print_slip(dossier).outcome
    assert outcome.result in (PrintResult.FAILED, PrintResult.SENT)
    assert outcome.condition in (PrinterCondition.MUTE, PrinterCondition.UNREACHABLE)
    assert desk.receive().ledger_line == dossier.ledger_line + 1
