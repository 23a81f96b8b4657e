"""Devices made of software that anyone can run: a receipt printer and code readers."""

from counter_app.devices.simulators.cards import SampleCard, sample_cards
from counter_app.devices.simulators.printer import PrinterSimulator
from counter_app.devices.simulators.printer_program import (
    add_printer_arguments,
    printer_from_arguments,
    run_printer,
)
from counter_app.devices.simulators.scanner import ScannerSimulator
from counter_app.devices.simulators.scanner_program import (
    add_scanner_arguments,
    run_scanner,
    scanner_from_arguments,
)
from counter_app.devices.simulators.serial_gun import SerialGun

__all__ = [
    "PrinterSimulator",
    "SampleCard",
    "ScannerSimulator",
    "SerialGun",
    "add_printer_arguments",
    "add_scanner_arguments",
    "printer_from_arguments",
    "run_printer",
    "run_scanner",
    "sample_cards",
    "scanner_from_arguments",
]
