"""``counter-app`` and ``counter-app counter``: open the counter."""

from __future__ import annotations

import argparse
import sys

from counter_app.cli.display import can_open_window
from counter_app.config import ConfigError, load_config


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """No arguments of its own."""


def run(options: argparse.Namespace) -> int:
    """Open the window; 2 when the configuration cannot be used, 1 when there is no display."""
    try:
        config = load_config(options.data_dir, file=options.config)
    except ConfigError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if not can_open_window():
        from counter_app.cli.words import wording  # noqa: PLC0415 - start-up reads no more than it needs

        sys.stderr.write(wording(config).text("cli.needs_display") + "\n")
        return 1
    from counter_app.bootstrap.counter import open_counter  # noqa: PLC0415

    return open_counter(config)
