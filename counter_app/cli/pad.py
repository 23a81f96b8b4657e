"""``counter-app pad``: issue a paper pad and write its sheets as a PDF, while the counter is closed."""

from __future__ import annotations

import argparse
import getpass
import json
import os
import sys
from pathlib import Path
from typing import Final

from counter_app.bootstrap.station import RunningStation, open_enrolled
from counter_app.cli.words import complain, say, wording
from counter_app.config import Config, load_config
from counter_app.domain.errors import DomainError
from counter_app.domain.ledger_book import LedgerBook
from counter_app.domain.office import Clerk, Role
from counter_app.domain.pads import Pad
from counter_app.storage.files import os_error, write_durably

PIN: Final = "COUNTER_APP_PIN"
"""The environment's name for the clerk's PIN, for programs; people are asked."""
_WRONG_USAGE: Final = 2


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    what = parser.add_mutually_exclusive_group(required=True)
    what.add_argument("--count", type=int, help="issue a pad of so many sheets")
    what.add_argument("--again", metavar="BOOK", help="write a pad again that was issued: G03.1/2026")
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="the PDF to write")
    parser.add_argument("--clerk", default="", help="id of the supervisor or administrator who issues it")
    parser.add_argument("--holder", default="", help="who keeps the pad (default: the counter)")
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Issue or find the pad, then write its file; 1 when that failed, 2 when nobody was named."""
    config = load_config(options.data_dir, file=options.config)
    try:
        station = open_enrolled(config)
    except DomainError as error:
        return complain(config, error)
    try:
        if options.again:
            pad = _issued(station, options.again)
        else:
            clerk = _issuer(station, options.clerk)
            if clerk is None:
                return _ask_for_clerk(config, station)
            station.services.sign_in.attempt(clerk.id, _pin(config, clerk))
            pad = station.services.pads.issue(clerk, options.count, options.holder)
        return _write(config, station, pad, options)
    except DomainError as error:
        return complain(config, error)
    finally:
        station.close()


def _issued(station: RunningStation, label: str) -> Pad:
    book = LedgerBook.of_label(label)
    for view in station.services.pads.of_year(0 if book is None else book.year):
        if view.label == label:
            return view.pad
    raise DomainError("pad.unknown", book=label)


def _may_issue(station: RunningStation) -> list[Clerk]:
    return [clerk for clerk in station.services.sign_in.clerks() if clerk.role is not Role.CLERK]


def _issuer(station: RunningStation, name: str) -> Clerk | None:
    """Who is named; without a name whoever is the only one with the right."""
    offered = _may_issue(station)
    if not name:
        return offered[0] if len(offered) == 1 else None
    return next((clerk for clerk in station.services.sign_in.clerks() if clerk.id == name), None)


def _ask_for_clerk(config: Config, station: RunningStation) -> int:
    names = ", ".join(f"{clerk.id} ({clerk.name})" for clerk in _may_issue(station))
    sys.stderr.write(wording(config).text("cli.pad_who", names=names) + "\n")
    return _WRONG_USAGE


def _pin(config: Config, clerk: Clerk) -> str:
    """From the environment, or asked for; never an argument, which every user of the machine could read."""
    given = os.environ.get(PIN)
    if given is not None:
        return given
    prompt = wording(config).text("cli.pad_pin", name=clerk.name)
    return getpass.getpass(f"{prompt} ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _write(config: Config, station: RunningStation, pad: Pad, options: argparse.Namespace) -> int:
    words, book, file = wording(config), pad.label, str(options.out)
    try:
        write_durably(options.out, station.services.pad_papers.file(pad).data, mode=0o644)
    except OSError as error:
        sys.stderr.write(words.error(os_error(error)) + "\n")
        sys.stderr.write(words.text("cli.pad_not_written", book=book, file=file) + "\n")
        return 1
    first, last = pad.issued.first, pad.issued.last
    if options.json:
        told = {"book": book, "first": first, "last": last, "file": file}
        say(json.dumps(told, ensure_ascii=False))
    else:
        say(words.text("cli.pad_written", book=book, count=len(pad.lines), file=file))
    return 0
