"""``counter-app backup-unsent``: a sealed copy of unsent work on another disk, beside an open counter too."""

from __future__ import annotations

import argparse
from pathlib import Path

from counter_app.bootstrap.unsent import back_up
from counter_app.cli.words import complain, say, wording
from counter_app.config import load_config
from counter_app.domain.errors import DomainError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments."""
    parser.add_argument(
        "--to", type=Path, help="folder on a stick, second disk or share (default: the one set)"
    )


def run(options: argparse.Namespace) -> int:
    """Write one backup; 0 also when nothing is unsent, 1 when it could not be written."""
    config = load_config(options.data_dir, file=options.config)
    words = wording(config)
    try:
        written = back_up(config, options.to)
    except DomainError as error:
        if error.code == "backup.nothing":
            say(words.text("cli.nothing_unsent"))
            return 0
        return complain(config, error)
    say(
        words.text(
            "cli.backed_up",
            entries=written.entries,
            drafts=written.drafts,
            files=written.files,
            path=str(written.path),
        )
    )
    return 0
