"""Which form package the office prints with, where the day alone does not decide it."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Role
from counter_app.services.office_context import FORM_CHOICE, OfficeContext, OfficeSource
from counter_app.services.office_directory import DIRECTORY, read_directory
from counter_app.services.ports import Paper
from counter_app.services.store_ports import Database


@dataclass(frozen=True, slots=True)
class OfferedForm:
    """One form of a package, as the regulation numbers and calls it."""

    key: str
    number: str
    title: str
    paper: Paper
    source: str


@dataclass(frozen=True, slots=True)
class OfferedPackage:
    """A form package that is installed; ``provisional``: its layout was not seen in the official text."""

    key: str
    name: str
    valid_from: date
    valid_to: date | None
    provisional: bool
    remark: str
    forms: tuple[OfferedForm, ...]


class FormShelf(Protocol):
    """The form packages that are installed; may be slow."""

    def packages(self) -> Sequence[OfferedPackage]:
        """Every package, by key."""
        ...

    def used_on(self, day: date) -> str:
        """The key of the package that papers of a day are printed with; raises ``forms.none_valid``."""
        ...

    def blank(self, package: str, form: str) -> bytes:
        """A form with nothing but the office on it, as PDF; raises ``DomainError("forms.unknown_*")``."""
        ...


class FormChoice:
    """Keeps the choice; the centre's goes before what is chosen at the station."""

    def __init__(self, database: Database, office: OfficeSource, shelf: FormShelf) -> None:
        self._database, self._office = database, office
        self.shelf = shelf

    def chosen(self) -> str:
        """The chosen package; empty: the newest that is valid on the day."""
        return self._office.current().form_package

    def fixed(self) -> bool:
        """Whether the central system chose for the office."""
        with self._database.read() as reads:
            return bool(read_directory(reads.document(DIRECTORY)).office.form_package)

    def choose(self, clerk: Clerk, package: str) -> OfficeContext:
        """Choose, or leave it to the day with an empty key.

        Raises ``DomainError``: ``forms.not_allowed``, ``.from_centre`` or ``.unknown_package``.
        """
        if clerk.role is not Role.ADMINISTRATOR or not clerk.active:
            raise DomainError("forms.not_allowed")
        if self.fixed():
            raise DomainError("forms.from_centre")
        if package and package not in {one.key for one in self.shelf.packages()}:
            raise DomainError("forms.unknown_package", package=package)
        plain = json.dumps({"kind": FORM_CHOICE, "package": package}).encode()
        with self._database.begin() as work:
            stored = work.documents.get(FORM_CHOICE)
            work.documents.put(FORM_CHOICE, 1 if stored is None else stored[0] + 1, plain)
        return self._office.refresh()
