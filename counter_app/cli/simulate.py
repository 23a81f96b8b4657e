"""``counter-app simulate``: virtual devices that anyone can run and look at."""

from __future__ import annotations

import argparse

from counter_app.devices.simulators import printer_program, scanner_program


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the devices."""
    devices = parser.add_subparsers(dest="device", required=True)
    printer = devices.add_parser("printer", help="a slip printer on TCP whose paper is kept as pictures")
    printer_program.add_printer_arguments(printer)
    scanner = devices.add_parser("scanner", help="a code reader on TCP with invented cards")
    scanner_program.add_scanner_arguments(scanner)


def run(options: argparse.Namespace) -> int:
    """Run the device until it is told to end."""
    if options.device == "printer":
        return printer_program.printer_from_arguments(options)
    return scanner_program.scanner_from_arguments(options)
