"""The command line: one module per sub-command, imported only when it is asked for."""

from __future__ import annotations

import argparse
import importlib
import sys
from collections.abc import Sequence
from pathlib import Path
from types import ModuleType

from counter_app.config import ConfigError

COMMANDS = {
    "counter": "open the counter (also without any sub-command)",
    "enrol": "make this computer a station of an office, with a one-time code",
    "central": "the central system: serve, add-office, add-clerk, enrol-code, stations, revoke, dossiers",
    "simulate": "virtual devices: printer, scanner",
    "demo": "a demo office with an embedded central system and virtual devices",
    "forms": "make every official form of every form package, filled in from a sample and blank",
    "ledger": "the ledger of a year (Mẫu 06): a PDF for each book and one workbook",
    "pad": "issue a paper pad for a failure and write its numbered sheets as a PDF, or write them again",
    "deadline": "when a result is due and why: by procedure or rule, way of filing and regulation",
    "sign": "sign a paper with a key file or a token, stamp it with the time, or tell what is signed",
    "doctor": "check display, fonts, keyring, disk, devices, clock and central system",
    "recover": "get the database's key back with the office's recovery key",
    "identify": "what a number, a card's code, machine-readable lines or a picture of one is",
    "identity": "who this station is, for a central system that forgot it (central readmit)",
    "backup-unsent": "write a sealed copy of unsent work to a stick, a second disk or a share",
    "restore-unsent": "put a backup of unsent work back, into this station or a new one",
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run ``counter-app``; returns the exit status: 0 well, 1 failed, 2 wrong usage."""
    # Help and messages are Vietnamese; a Windows console may be set to another code page.
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")
    given = list(sys.argv[1:] if arguments is None else arguments)
    name = next((word for word in given if word in COMMANDS), None)
    parser = argparse.ArgumentParser(prog="counter-app", description="Quầy Một Cửa")
    parser.add_argument("--data-dir", type=Path, help="the station's folder (default: machine-wide)")
    parser.add_argument("--config", type=Path, help="another counter.toml than the data folder's")
    # For the programs that a demonstration starts; not for people.
    parser.add_argument("--attached", type=Path, help=argparse.SUPPRESS)
    commands = parser.add_subparsers(dest="called", metavar="COMMAND")
    for command, words in COMMANDS.items():
        sub = commands.add_parser(command, help=words, description=words)
        if command == name:
            _module(command).add_arguments(sub)
    options = parser.parse_args(given)
    if options.attached is not None:
        from counter_app.cli.lifeline import Lifeline  # noqa: PLC0415 - for a demonstration only

        options.lifeline = Lifeline(options.attached)
    module = _module(options.called or "counter")
    try:
        return int(module.run(options))
    except ConfigError as error:
        from counter_app.cli.words import complain_of_setting  # noqa: PLC0415 - texts are read only now

        return complain_of_setting(error)


def _module(command: str) -> ModuleType:
    return importlib.import_module(f"counter_app.cli.{command.replace('-', '_')}")
