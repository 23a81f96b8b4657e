"""The people that the simulated service knows, and whether what is said of one agrees."""

from __future__ import annotations

import json
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from counter_app.domain.errors import DomainError
from counter_app.domain.plain_reader import PlainReader


class Kind(StrEnum):
    """Who somebody is."""

    CITIZEN = "citizen"
    FOREIGNER = "foreigner"
    ORGANISATION = "organisation"


class Account(StrEnum):
    """The e-ID account; ``UNTOLD``: there is one, but the service does not tell its level."""

    NONE = "none"
    LEVEL_1 = "level_1"
    LEVEL_2 = "level_2"
    LOCKED = "locked"
    UNTOLD = "untold"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody invented; the fields are as those of ``IdentityQuestion``."""

    kind: Kind
    number: str
    full_name: str
    account: Account
    birth_date: str = ""
    sex: str = ""
    nationality: str = ""

    def differs(self, said: Mapping[str, str]) -> Iterator[str]:
        """The names of the fields that were said and are not so; an empty one was not said."""
        for name in ("full_name", "birth_date", "sex", "nationality"):
            value = said.get(name, "")
            if value and plain_name(value) != plain_name(getattr(self, name)):
                yield name


class People:
    """Everybody by kind and number; of two with the same number the later one counts."""

    def __init__(self, people: Iterable[Person]) -> None:
        self._by_number = {(person.kind, person.number): person for person in people}

    def __len__(self) -> int:
        return len(self._by_number)

    def __iter__(self) -> Iterator[Person]:
        return iter(self._by_number.values())

    def find(self, kind: Kind, number: str) -> Person | None:
        """Who has that number."""
        return self._by_number.get((kind, number.replace(" ", "").upper()))


def plain_name(text: str) -> str:
    """A name as two systems compare it: composed, capital, single spaces."""
    return " ".join(unicodedata.normalize("NFC", text).upper().split())


def read_people(file: Path) -> list[Person]:
    """People of a JSON file: a list of objects with the fields of ``Person``.

    Raises ``DomainError("central.bad_people", file, field)``.
    """
    try:
        plain = json.loads(file.read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise DomainError("central.bad_people", file=file.name, field="") from error
    read = PlainReader(
        {"people": plain}, lambda field: DomainError("central.bad_people", file=file.name, field=field)
    )
    return [_person(row) for row in read.parts("people")]


def _person(row: PlainReader) -> Person:
    return Person(
        row.choice("kind", Kind),
        row.text("number"),
        row.text("full_name"),
        row.choice("account", Account),
        row.text("birth_date", ""),
        row.text("sex", ""),
        row.text("nationality", ""),
    )
