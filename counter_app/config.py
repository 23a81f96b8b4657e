"""Settings of the machine, from a file and the environment, validated once at the start.

What a clerk may change while the program runs is not here but in the station's database.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from pathlib import Path

FILE_NAME = "counter.toml"
ENVIRONMENT_PREFIX = "COUNTER_APP_"


class ConfigError(Exception):
    """A setting that cannot be used; ``setting`` names it, ``value`` is what stood there."""

    def __init__(self, setting: str, value: object, expected: str) -> None:
        super().__init__(f"{setting} = {value!r}: expected {expected}")
        self.setting = setting
        self.value = value
        self.expected = expected


@dataclass(frozen=True, slots=True)
class Config:
    """Where the station lives and how its program starts.

    ``data_dir`` holds the database, the vault and the logs. ``keys`` says where the database's key is
    kept: ``auto`` (the system's keyring if there is one, else a machine-wide file), ``keyring`` or ``file``.
    ``language`` and ``theme`` are used until somebody chose others in the settings.
    """

    data_dir: Path
    central_url: str = ""
    keys: str = "auto"
    language: str = "vi"
    theme: str = "light"
    log_level: str = "INFO"


_CHOICES: Mapping[str, tuple[str, ...]] = {
    "keys": ("auto", "keyring", "file"),
    "language": ("vi", "en"),
    "theme": ("light", "dark", "contrast"),
    "log_level": ("DEBUG", "INFO", "WARNING", "ERROR"),
}


def default_data_dir() -> Path:
    """Machine-wide where the account may write there, so that it outlives a user profile."""
    from platformdirs import site_data_path, user_data_path  # noqa: PLC0415 - only where no folder is named

    machine = site_data_path("quay-mot-cua", appauthor=False)
    parent = machine if machine.exists() else machine.parent
    if parent.exists() and os.access(parent, os.W_OK):
        return machine
    return user_data_path("quay-mot-cua", appauthor=False)


def load_config(
    data_dir: Path | None = None, environment: Mapping[str, str] | None = None, file: Path | None = None
) -> Config:
    """Read ``counter.toml`` in the data folder, then the environment; raises ``ConfigError``."""
    environment = os.environ if environment is None else environment
    named = data_dir or _path(environment.get(ENVIRONMENT_PREFIX + "DATA_DIR"))
    folder = (named or default_data_dir()).expanduser().absolute()
    values: dict[str, object] = {}
    path = file or folder / FILE_NAME
    if path.exists():
        try:
            values.update(tomllib.loads(path.read_text("utf-8")))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ConfigError(str(path), str(error), "a TOML file in UTF-8") from error
    elif file is not None:
        raise ConfigError("--config", str(file), "a file that exists")
    names = {field.name for field in fields(Config)} - {"data_dir"}
    for name in names:
        if (text := environment.get(ENVIRONMENT_PREFIX + name.upper())) is not None:
            values[name] = text
    for name, value in values.items():
        if name not in names:
            raise ConfigError(name, value, "one of " + ", ".join(sorted(names)))
        _check(name, value)
    return Config(data_dir=folder, **{name: str(value) for name, value in values.items()})


def _path(text: str | None) -> Path | None:
    return Path(text) if text else None


def _check(name: str, value: object) -> None:
    if not isinstance(value, str):
        raise ConfigError(name, value, "text")
    choices = _CHOICES.get(name)
    if choices is not None and value not in choices:
        raise ConfigError(name, value, "one of " + ", ".join(choices))
    if name == "central_url" and value and not value.startswith(("https://", "http://")):
        raise ConfigError(name, value, "an address that begins with https://")
