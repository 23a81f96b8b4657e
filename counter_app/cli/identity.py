"""``counter-app identity``: who this station is, for a central system that forgot it."""

from __future__ import annotations

import argparse
import json

from counter_app.bootstrap.identity import identity_of
from counter_app.cli.words import complain, say
from counter_app.config import load_config
from counter_app.domain.errors import DomainError


def add_arguments(_parser: argparse.ArgumentParser) -> None:
    """There are none."""


def run(options: argparse.Namespace) -> int:
    """Print the identity as JSON; it holds no secret."""
    config = load_config(options.data_dir, file=options.config)
    try:
        identity = identity_of(config)
    except DomainError as error:
        return complain(config, error)
    say(json.dumps(identity, ensure_ascii=False, indent=1))
    return 0
