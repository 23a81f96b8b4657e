"""``counter-app recover``: the database's key back with the office's recovery key."""

from __future__ import annotations

import argparse

from counter_app.bootstrap.keys import key_store
from counter_app.cli.recovery_key import asked_secret
from counter_app.cli.words import complain, say, wording
from counter_app.config import load_config
from counter_app.domain.errors import DomainError
from counter_app.storage.open import DATABASE_FILE, database_id, open_station
from counter_app.storage.recovery import recover


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the arguments; the key itself is asked for, so that it stays out of the shell's history."""
    parser.add_argument("--key-file", help="file with the recovery key (64 hexadecimal digits), - for stdin")


def run(options: argparse.Namespace) -> int:
    """Put the key back into this computer's key store and open the database with it."""
    config = load_config(options.data_dir, file=options.config)
    words = wording(config)
    try:
        secret = asked_secret(options.key_file, words.text("cli.recovery_key_prompt"))
        keys = key_store(config)
        key = recover(config.data_dir, secret)
        path = config.data_dir / DATABASE_FILE
        if not path.exists():
            raise DomainError("storage.missing")
        if not keys.save(database_id(path), key):
            raise DomainError("keys.not_kept")
        store = open_station(config.data_dir, keys)
        store.close()
    except DomainError as error:
        return complain(config, error)
    say(words.text("cli.recovered", place=keys.place))
    return 0
