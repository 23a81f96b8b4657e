"""A demonstration's own process for the tests: starts every program in a folder, says so, and waits."""

from __future__ import annotations

import sys
from pathlib import Path

from counter_app.bootstrap.enrolment import enrol_station
from counter_app.cli.demo_office import DemoOffice


def main(folder: Path) -> None:
    """Start what both kinds of demonstration start, say so in a line, and wait for the end of the input."""
    with DemoOffice(folder) as office:
        office.found()
        central = office.start_central()
        enrol_station(office.config, central, office.enrol_code())
        printer = office.start(
            "simulate", "printer", "--port", "0", "--control-port", "0", "--no-stdin",
            "--paper-dir", str(office.paper_dir), log="printer",
        )  # fmt: skip
        scanner = office.start(
            "simulate", "scanner", "--port", "0", "--control-port", "0", "--no-stdin", log="scanner"
        )
        office.start(
            "simulate", "bench", "--paper-dir", str(office.paper_dir),
            "--printer", f"127.0.0.1:{printer.started['control_port']}",
            "--scanner", f"127.0.0.1:{scanner.started['control_port']}",
            log="bench", announces=False, environment={"QT_QPA_PLATFORM": "offscreen"},
        )  # fmt: skip
        office.start("demo", "--station", str(office.config.data_dir), "--out", str(folder), log="station")
        sys.stdout.write("all started\n")
        sys.stdout.flush()
        sys.stdin.read()


if __name__ == "__main__":
    main(Path(sys.argv[1]))
