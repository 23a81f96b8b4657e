"""How commands speak to people."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import cast

from counter_app.config import Config, ConfigError
from counter_app.domain.errors import DomainError
from counter_app.i18n.wording import Language, Wording
from counter_app.paths import resources


def wording(config: Config) -> Wording:
    """The texts in the configured language."""
    return Wording(cast("Language", config.language), resources() / "i18n", strict=False)


def say(text: str) -> None:
    """One line for the person at the terminal."""
    sys.stdout.write(text + "\n")
    sys.stdout.flush()


def complain(config: Config, error: DomainError) -> int:
    """Word an error on standard error; returns the exit status 1."""
    sys.stderr.write(wording(config).error(error) + "\n")
    return 1


def complain_of_setting(error: ConfigError) -> int:
    """Say which setting cannot be used, in the default language; returns the exit status 2."""
    words = wording(Config(Path()))
    text = words.text("cli.bad_setting", setting=error.setting, expected=error.expected)
    sys.stderr.write(text + "\n")
    return 2
