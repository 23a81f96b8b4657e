"""What every kind of entry shares: its nature, its body as plain data, and how a body is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import ClassVar, Final, Protocol, Self, TypeVar

from counter_app.domain.errors import DomainError

_T = TypeVar("_T")

MISFITS: Final = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError, RecursionError)
"""What reading plain data of any shape may raise; no body, however odd, may stop those behind it."""


class Nature(StrEnum):
    """A fact physically happened and is never refused; a decision can be."""

    FACT = "fact"
    DECISION = "decision"


class Body(Protocol):
    """What an entry says; one frozen class per kind."""

    KIND: ClassVar[str]
    VERSION: ClassVar[int]
    NATURE: ClassVar[Nature]

    def to_body(self) -> dict[str, object]: ...

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Self: ...


class BodyReader:
    """Reads a body and turns every misfit into one ``DomainError`` that names the kind."""

    def __init__(self, kind: str, body: Mapping[str, object]) -> None:
        self._kind = kind
        self._body = body

    def text(self, name: str, default: str | None = None) -> str:
        value = self._body.get(name, default)
        if not isinstance(value, str):
            raise DomainError("entry.bad_body", kind=self._kind, field=name)
        return value

    def number(self, name: str) -> int:
        value = self._body.get(name)
        if not isinstance(value, int) or isinstance(value, bool):
            raise DomainError("entry.bad_body", kind=self._kind, field=name)
        return value

    def mapping(self, name: str) -> Mapping[str, object]:
        value = self._body.get(name)
        if not isinstance(value, dict):
            raise DomainError("entry.bad_body", kind=self._kind, field=name)
        return value

    def items(self, name: str) -> list[object]:
        value = self._body.get(name)
        if not isinstance(value, list):
            raise DomainError("entry.bad_body", kind=self._kind, field=name)
        return value

    def whole(self, build: Callable[[], _T]) -> _T:
        try:
            return build()
        except MISFITS as error:
            raise DomainError("entry.bad_body", kind=self._kind, field="") from error
