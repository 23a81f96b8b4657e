"""``counter-app simulate``: virtual devices and services that anyone can run and look at."""

from __future__ import annotations

import argparse
import sys

from counter_app.devices.simulators import printer_program, scanner_program


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the devices."""
    devices = parser.add_subparsers(dest="device", required=True)
    printer = devices.add_parser("printer", help="a slip printer on TCP whose paper is kept as pictures")
    printer_program.add_printer_arguments(printer)
    scanner = devices.add_parser("scanner", help="a code reader on TCP with invented cards")
    scanner_program.add_scanner_arguments(scanner)
    vneid = devices.add_parser("vneid", help="the national e-ID service, with invented people")
    if "vneid" in sys.argv:
        from counter_app.cli import simulate_vneid  # noqa: PLC0415 - loads the web server

        simulate_vneid.add_vneid_arguments(vneid)
    bench = devices.add_parser("bench", help="a window for both, and for the cable to the central system")
    if "bench" in sys.argv:
        from counter_app.bootstrap import bench as bench_program  # noqa: PLC0415 - loads Qt

        bench_program.add_arguments(bench)


def run(options: argparse.Namespace) -> int:
    """Run the device until it is told to end."""
    match options.device:
        case "printer":
            return printer_program.printer_from_arguments(options)
        case "scanner":
            return scanner_program.scanner_from_arguments(options)
        case "vneid":
            from counter_app.cli import simulate_vneid  # noqa: PLC0415

            return simulate_vneid.vneid_from_arguments(options)
        case _:
            from counter_app.bootstrap import bench as bench_program  # noqa: PLC0415

            return bench_program.run(options)
