"""``counter-app central``: the central system."""

from __future__ import annotations

import argparse

from counter_app.central import commands
from counter_app.cli.words import complain
from counter_app.config import load_config
from counter_app.domain.errors import DomainError

add_arguments = commands.add_arguments


def run(options: argparse.Namespace) -> int:
    """Carry out a sub-command of the central system."""
    try:
        return commands.run(options)
    except DomainError as error:
        return complain(load_config(options.data_dir, file=options.config), error)
