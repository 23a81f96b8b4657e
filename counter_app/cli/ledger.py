"""``counter-app ledger``: the books of a year as PDF (Mẫu 06) and XLSX, also beside an open counter."""

from __future__ import annotations

import argparse
import json
from pathlib import Path

from counter_app.bootstrap.ledger import ledger_of
from counter_app.cli.words import complain, say, wording
from counter_app.config import load_config
from counter_app.domain.errors import DomainError
from counter_app.services.ledger import LedgerQuery


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the options."""
    parser.add_argument("--year", type=int, required=True, help="the year of the books")
    parser.add_argument("--book", default="", help="one book only: 03 or 03/2026")
    parser.add_argument("--field", default="", help="the lines of one field only: Hộ tịch")
    parser.add_argument(
        "--format", choices=("both", "pdf", "xlsx"), default="both", help="what to write (default: both)"
    )
    parser.add_argument(
        "--out", type=Path, default=Path(), metavar="DIR", help="where to write (default: here)"
    )
    parser.add_argument("--json", action="store_true", help="print one JSON object")


def run(options: argparse.Namespace) -> int:
    """Write a PDF for each book and one workbook."""
    config = load_config(options.data_dir, file=options.config)
    book = options.book if not options.book or "/" in options.book else f"{options.book}/{options.year}"
    query = LedgerQuery(options.year, book, options.field)
    try:
        with ledger_of(config) as export:
            names = export.save(
                query, options.out, pdf=options.format != "xlsx", xlsx=options.format != "pdf"
            )
    except DomainError as error:
        return complain(config, error)
    if options.json:
        say(json.dumps({"folder": str(options.out), "files": list(names)}, ensure_ascii=False))
    else:
        text = wording(config).text("cli.ledger_written", files=", ".join(names), folder=str(options.out))
        say(text)
    return 0
