"""``counter-app enrol``: make this computer a station, without a window."""

from __future__ import annotations

import argparse

from counter_app.bootstrap.enrolment import enrol_station
from counter_app.cli.words import complain, say, wording
from counter_app.config import load_config
from counter_app.domain.errors import DomainError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument("server", help="address of the central system, https://…")
    parser.add_argument("code", help="one-time code from the office's administrator")


def run(options: argparse.Namespace) -> int:
    """Enrol; 0 when this computer is a station now."""
    config = load_config(options.data_dir, file=options.config)
    try:
        station = enrol_station(config, options.server, options.code)
    except DomainError as error:
        return complain(config, error)
    say(wording(config).text("cli.enrolled", station=station.name, folder=str(config.data_dir)))
    return 0
