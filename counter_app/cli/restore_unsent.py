"""``counter-app restore-unsent``: put a backup of unsent work back, into its station or another one."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Final

from counter_app.bootstrap.unsent import put_back
from counter_app.cli.recovery_key import asked_secret
from counter_app.cli.words import complain, say, wording
from counter_app.config import load_config
from counter_app.domain.errors import DomainError

_PATIENCE: Final = 60


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; the key itself is asked for, so that it stays out of the shell's history."""
    parser.add_argument("file", type=Path, help="the backup (.qmcbak)")
    parser.add_argument("--recovery-key", action="store_true", help="ask for the office's recovery key")
    parser.add_argument("--key-file", help="file with the recovery key (64 hexadecimal digits), - for stdin")
    parser.add_argument("--offline", action="store_true", help="do not ask the central system first")


def run(options: argparse.Namespace) -> int:
    """Put back what is missing; 0 when everything is here now, 1 when something waits or failed."""
    config = load_config(options.data_dir, file=options.config)
    words = wording(config)
    patience = 0 if options.offline else _PATIENCE
    try:
        secret = None
        if options.recovery_key or options.key_file:
            secret = asked_secret(options.key_file, words.text("cli.recovery_key_prompt"))
        if patience:
            say(words.text("cli.asking_centre", seconds=patience))
        restored = put_back(config, options.file, secret, patience=patience)
    except DomainError as error:
        return complain(config, error)
    say(
        words.text(
            "cli.restored",
            own=restored.own,
            appended=restored.appended,
            known=restored.known,
            drafts=restored.drafts,
            files=restored.files,
        )
    )
    if restored.waiting:
        say(words.text("cli.restore_waits", count=restored.waiting))
        return 1
    return 0
