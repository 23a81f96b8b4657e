"""How a driver declares its settings, and how values from files and screens become such settings."""

from __future__ import annotations

import dataclasses
import ipaddress
import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import MISSING, dataclass
from typing import Any, Final, Literal, TypeVar

from counter_app.domain.errors import DomainError

SettingKind = Literal["text", "int", "choice", "host_port", "pick"]

_KEY: Final = "counter_app.setting"
_HOST_NAME: Final = re.compile(r"(?:[A-Za-z0-9_][A-Za-z0-9_-]{0,62}\.)*[A-Za-z0-9_][A-Za-z0-9_-]{0,62}\.?")
S = TypeVar("S")


@dataclass(frozen=True)
class HostPort:
    """A network address; ``host`` is a name, an IPv4 or a bare IPv6 address."""

    host: str
    port: int

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


@dataclass(frozen=True)
class Option:
    """Something of this machine that may be picked: ``label`` is its own name, in no language."""

    value: str
    label: str


def _no_options() -> Sequence[Option]:
    return ()


@dataclass(frozen=True)
class SettingField:
    """One line of a device's settings screen.

    ``label_key`` and ``choice_key`` are worded by i18n. ``default`` is ``None`` when a value has to be
    given. ``low`` and ``high`` bound an int, ``default_port`` completes an address. ``options`` asks this
    machine what there is to pick now; it may take a moment.
    """

    name: str
    kind: SettingKind
    label_key: str
    default: object
    required: bool
    choices: tuple[str, ...]
    low: int | None
    high: int | None
    default_port: int | None
    options: Callable[[], Sequence[Option]] = _no_options

    def choice_key(self, choice: str) -> str:
        """The key of the name of one choice."""
        return f"device.choice.{self.name}.{choice}"


@dataclass(frozen=True)
class _Rule:
    kind: SettingKind
    choices: tuple[str, ...] = ()
    low: int | None = None
    high: int | None = None
    default_port: int | None = None
    options: Callable[[], Sequence[Option]] = _no_options


def text() -> Mapping[str, object]:
    """Field metadata: a line of text."""
    return {_KEY: _Rule("text")}


def number(low: int, high: int) -> Mapping[str, object]:
    """Field metadata: a whole number within bounds, both allowed."""
    return {_KEY: _Rule("int", low=low, high=high)}


def choice(choices: Iterable[str]) -> Mapping[str, object]:
    """Field metadata: one of some fixed words."""
    return {_KEY: _Rule("choice", choices=tuple(choices))}


def host_port(default_port: int | None = None) -> Mapping[str, object]:
    """Field metadata: a network address, ``host:port`` or ``host`` alone when there is a usual port."""
    return {_KEY: _Rule("host_port", default_port=default_port)}


def pick(options: Callable[[], Sequence[Option]]) -> Mapping[str, object]:
    """Field metadata: a line of text, usually one of what this machine has now; another one may be typed."""
    return {_KEY: _Rule("pick", options=options)}


def setting_fields(settings_type: type) -> tuple[SettingField, ...]:
    """The declared fields of a settings dataclass, in the order in which the screen shows them."""
    return tuple(_field(entry) for entry in dataclasses.fields(settings_type))


def _field(entry: dataclasses.Field[Any]) -> SettingField:
    rule: _Rule = entry.metadata[_KEY]
    required = entry.default is MISSING
    return SettingField(
        name=entry.name,
        kind=rule.kind,
        label_key=f"device.setting.{entry.name}",
        default=None if required else entry.default,
        required=required,
        choices=rule.choices,
        low=rule.low,
        high=rule.high,
        default_port=rule.default_port,
        options=rule.options,
    )


def read_settings(settings_type: type[S], values: Mapping[str, object]) -> S:
    """Check values and build the settings of a driver.

    Raises ``DomainError`` with ``device.setting_unknown``, ``device.setting_missing``,
    ``device.setting_invalid``, ``device.setting_out_of_range`` or ``device.setting_not_a_choice``;
    ``setting`` names the field.
    """
    fields = {field.name: field for field in setting_fields(settings_type)}
    for name in values:
        if name not in fields:
            raise DomainError("device.setting_unknown", setting=name)
    checked: dict[str, Any] = {}
    for name, field in fields.items():
        if name in values and values[name] is not None:
            checked[name] = _READERS[field.kind](field, values[name])
        elif field.required:
            raise DomainError("device.setting_missing", setting=name)
    return settings_type(**checked)


def _invalid(field: SettingField) -> DomainError:
    return DomainError("device.setting_invalid", setting=field.name)


def _read_text(field: SettingField, value: object) -> str:
    if not isinstance(value, str):
        raise _invalid(field)
    text = unicodedata.normalize("NFC", value).strip()
    if any(unicodedata.category(letter) == "Cc" for letter in text):
        raise _invalid(field)
    if not text and field.required:
        raise DomainError("device.setting_missing", setting=field.name)
    return text


def _read_int(field: SettingField, value: object) -> int:
    if isinstance(value, str) and value.strip().isascii() and value.strip().isdigit():
        value = int(value)
    if not isinstance(value, int) or isinstance(value, bool):
        raise _invalid(field)
    low, high = field.low, field.high
    if (low is not None and value < low) or (high is not None and value > high):
        raise DomainError("device.setting_out_of_range", setting=field.name, low=low, high=high)
    return value


def _read_choice(field: SettingField, value: object) -> str:
    if not isinstance(value, str) or value not in field.choices:
        raise DomainError("device.setting_not_a_choice", setting=field.name)
    return value


def _read_host_port(field: SettingField, value: object) -> HostPort:
    if isinstance(value, HostPort):
        value = str(value)
    text = _read_text(field, value)
    host, port = _split_address(text)
    if port is None and field.default_port is not None:
        port = str(field.default_port)
    if not _is_host(host):
        raise _invalid(field)
    if port is None or not (port.isascii() and port.isdigit()) or not 0 < int(port) < 65536:
        raise _invalid(field)
    return HostPort(host, int(port))


def _is_host(host: str) -> bool:
    if ":" not in host:
        return len(host) <= 253 and _HOST_NAME.fullmatch(host) is not None
    try:
        ipaddress.IPv6Address(host)
    except ValueError:
        return False
    return True


def _split_address(text: str) -> tuple[str, str | None]:
    if text.startswith("["):
        host, closed, rest = text[1:].partition("]")
        if not closed or (rest and not rest.startswith(":")):
            return "", None
        return host, rest[1:] if rest else None
    if text.count(":") > 1:
        return text, None
    host, colon, port = text.partition(":")
    return host, port if colon else None


_READERS: Final[Mapping[SettingKind, Callable[[SettingField, object], object]]] = {
    "text": _read_text,
    "int": _read_int,
    "choice": _read_choice,
    "host_port": _read_host_port,
    "pick": _read_text,
}
