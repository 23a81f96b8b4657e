"""Reads plain data (as JSON gives it) with exact types; every misfit names the field it stands in."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from typing import TypeVar

from counter_app.domain.errors import DomainError

_E = TypeVar("_E", bound=StrEnum)


class PlainReader:
    """One mapping under a path such as ``fee.page_rate``.

    ``misfit`` makes the error from a field's path, so that each document has its own error code.
    Absent and ``None`` are the same; ``True`` is not a number; texts are taken as they are.
    """

    def __init__(self, data: object, misfit: Callable[[str], DomainError], path: str = "") -> None:
        if not isinstance(data, Mapping):
            raise misfit(path)
        self._data: Mapping[str, object] = data
        self._misfit = misfit
        self._path = path

    def misfit(self, name: str) -> DomainError:
        """The error that says that field ``name`` does not fit."""
        return self._misfit(f"{self._path}.{name}" if self._path else name)

    def has(self, name: str) -> bool:
        """Whether the field is there and not ``None``."""
        return self._data.get(name) is not None

    def text(self, name: str, default: str | None = None) -> str:
        """A text; with a ``default`` it may be absent, without it must not be blank."""
        value = self._data.get(name)
        if value is None and default is not None:
            return default
        if not isinstance(value, str) or (default is None and not value.strip()):
            raise self.misfit(name)
        return value

    def optional_text(self, name: str) -> str | None:
        """A text that is not blank, or ``None``."""
        return self.text(name) if self.has(name) else None

    def flag(self, name: str, *, default: bool = False) -> bool:
        """``True`` or ``False``."""
        value = self._data.get(name, default)
        if not isinstance(value, bool):
            raise self.misfit(name)
        return value

    def count(self, name: str) -> int:
        """A whole number, zero or more."""
        value = self._data.get(name)
        if not isinstance(value, int) or isinstance(value, bool) or value < 0:
            raise self.misfit(name)
        return value

    def optional_count(self, name: str) -> int | None:
        """A whole number, zero or more, or ``None``."""
        return self.count(name) if self.has(name) else None

    def day(self, name: str) -> date:
        """An ISO date ``yyyy-mm-dd``."""
        try:
            return date.fromisoformat(self.text(name))
        except ValueError as error:
            raise self.misfit(name) from error

    def choice(self, name: str, kind: type[_E], default: _E | None = None) -> _E:
        """One value of an enumeration."""
        if default is not None and not self.has(name):
            return default
        try:
            return kind(self.text(name))
        except ValueError as error:
            raise self.misfit(name) from error

    def choices(self, name: str, kind: type[_E]) -> tuple[_E, ...]:
        """Several values of an enumeration, in the order given."""
        try:
            return tuple(kind(value) for value in self.texts(name))
        except ValueError as error:
            raise self.misfit(name) from error

    def texts(self, name: str) -> tuple[str, ...]:
        """A list of texts that are not blank; absent is empty."""
        values = self._items(name)
        texts = tuple(value for value in values if isinstance(value, str) and value.strip())
        if len(texts) != len(values):
            raise self.misfit(name)
        return texts

    def mapping(self, name: str) -> Mapping[str, object]:
        """The mapping under ``name`` as it is, for what reads it with rules of its own."""
        value = self._data.get(name)
        if not isinstance(value, Mapping):
            raise self.misfit(name)
        return value

    def part(self, name: str) -> PlainReader:
        """The mapping under ``name``."""
        return PlainReader(self._data.get(name), self._misfit, f"{self._path}.{name}" if self._path else name)

    def parts(self, name: str) -> tuple[PlainReader, ...]:
        """The mappings of a list, each with its place from 1 in the path; absent is empty."""
        path = f"{self._path}.{name}" if self._path else name
        return tuple(
            PlainReader(item, self._misfit, f"{path}.{place}")
            for place, item in enumerate(self._items(name), start=1)
        )

    def _items(self, name: str) -> Sequence[object]:
        values = self._data.get(name)
        if values is None:
            return ()
        if not isinstance(values, list | tuple):
            raise self.misfit(name)
        return values
