"""Form packages on disk: read, checked, extended by one another, and chosen by the day.

``resources/forms/<package>/package.toml`` has ``[package]`` and ``[wording]``; each further file is a form.
A package may extend another one: what it lacks comes from there, and a form's file may change single blocks
of the other one's by their ``id``. So a new province's wording is a few lines of data.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import BaseModel, ValidationError

from counter_app.documents.forms.spec import FormSpec, PackageHead, Wording
from counter_app.domain.errors import DomainError

RECEIPT: Final = "receipt"
"""The receipt has a layout of its own (``receipt_pdf``): as large as one sheet allows, both copies."""
_PACKAGE_FILE: Final = "package.toml"


@dataclass(frozen=True, slots=True)
class FormPackage:
    """One legal regime; ``key`` is the folder's name, ``forms`` are those it has or inherits, by key."""

    key: str
    head: PackageHead
    wording: Wording
    forms: Mapping[str, FormSpec]

    def valid_on(self, day: date) -> bool:
        """Whether its days of validity include this one."""
        return self.head.valid_from <= day and (self.head.valid_to is None or day <= self.head.valid_to)


class FormPackages:
    """The packages in some folders.

    Raises ``DomainError("forms.bad_package", file, place)`` for a broken one.
    """

    def __init__(self, folders: Iterable[Path]) -> None:
        self._folders = {
            folder.name: folder
            for root in folders
            if root.is_dir()
            for folder in sorted(root.iterdir())
            if (folder / _PACKAGE_FILE).is_file()
        }
        self._packages = {key: self._read(key, ()) for key in self._folders}

    def __iter__(self) -> Iterator[FormPackage]:
        return iter(self._packages.values())

    def get(self, key: str) -> FormPackage:
        """A package by its key; raises ``DomainError("forms.unknown_package", package)``."""
        package = self._packages.get(key)
        if package is None:
            raise DomainError("forms.unknown_package", package=key)
        return package

    def valid_on(self, day: date, profile: str = "", chosen: str = "") -> FormPackage:
        """The package to print with on a day: the office's choice if it is valid then, else the newest.

        A package for this profile goes before one for all; a provisional one is used only where it is chosen.
        Raises ``DomainError("forms.none_valid", day)``.
        """
        picked = self._packages.get(chosen)
        if picked is not None and picked.valid_on(day):
            return picked
        fitting = [
            package
            for package in self._packages.values()
            if package.valid_on(day)
            and not package.head.provisional
            and not {"*", profile}.isdisjoint(package.head.profiles)
        ]
        if not fitting:
            raise DomainError("forms.none_valid", day=day.isoformat())
        return max(fitting, key=lambda one: (profile in one.head.profiles, one.head.valid_from, one.key))

    # --- reading ---------------------------------------------------------------------------------

    def _read(self, key: str, behind: tuple[str, ...]) -> FormPackage:
        folder = self._folders.get(key)
        if folder is None or key in behind:
            raise DomainError(
                "forms.bad_package", file=f"{behind[-1] if behind else key}/package.toml", place="extends"
            )
        tables = _toml(folder / _PACKAGE_FILE)
        place = f"{key}/{_PACKAGE_FILE}"
        head = _checked(PackageHead, tables.pop("package", {}), place, "package")
        base = self._read(head.extends, (*behind, key)) if head.extends else None
        words = tables.pop("wording", {})
        whole = {**base.wording.model_dump(), **words} if base is not None else words
        if tables:
            raise DomainError("forms.bad_package", file=place, place=next(iter(tables)))
        forms = dict(base.forms) if base is not None else {}
        for file in sorted(folder.glob("*.toml")):
            if file.name != _PACKAGE_FILE and file.stem != RECEIPT:
                forms[file.stem] = self._form(file, key, forms)
        return FormPackage(key, head, _checked(Wording, whole, place, "wording"), forms)

    def _form(self, file: Path, key: str, inherited: Mapping[str, FormSpec]) -> FormSpec:
        tables, place = _toml(file), f"{key}/{file.name}"
        changed = tables.pop("changes", None)
        if changed is None:
            return _checked(FormSpec, tables, place, "")
        source = inherited.get(str(changed.pop("of", file.stem)))
        if source is None:
            raise DomainError("forms.bad_package", file=place, place="changes.of")
        try:
            whole = _changed(source, tables, changed, place)
        except (
            TypeError,
            AttributeError,
            ValueError,
        ) as error:  # a table where a list should be, or the reverse
            raise DomainError("forms.bad_package", file=place, place="changes") from error
        return _checked(FormSpec, whole, place, "")


def _changed(source: FormSpec, tables: dict[str, Any], changes: dict[str, Any], file: str) -> dict[str, Any]:
    """The other form with new words: whole tables are merged, blocks changed, added or left out by ``id``."""
    whole = deepcopy(source.model_dump(mode="python", exclude_defaults=False))
    for name in ("form", "fields"):
        whole[name] |= tables.pop(name, {})
    for name in ("rows", "words"):
        whole[name] |= tables.pop(name, {})
    if tables:
        raise DomainError("forms.bad_package", file=file, place=next(iter(tables)))
    blocks: list[dict[str, Any]] = list(whole["blocks"])
    for block in changes.pop("block", []):
        blocks[_index(blocks, block.get("id", ""), file)] |= block
    for name in changes.pop("without", []):
        del blocks[_index(blocks, name, file)]
    for block in changes.pop("add", []):
        after = _index(blocks, block.pop("after", ""), file, "after ")
        blocks.insert(after + 1, block)
    if changes:
        raise DomainError("forms.bad_package", file=file, place=f"changes.{next(iter(changes))}")
    whole["blocks"] = blocks
    return whole


def _index(blocks: list[dict[str, Any]], name: str, file: str, how: str = "") -> int:
    for index, block in enumerate(blocks):
        if name and block.get("id") == name:
            return index
    raise DomainError("forms.bad_package", file=file, place=f"{how}id {name}")


def _toml(file: Path) -> dict[str, Any]:
    try:
        with file.open("rb") as stream:
            return tomllib.load(stream)
    except (OSError, ValueError) as error:
        raise DomainError(
            "forms.bad_package", file=f"{file.parent.name}/{file.name}", place="toml"
        ) from error


_Model = TypeVar("_Model", bound=BaseModel)


def _checked(kind: type[_Model], values: object, file: str, table: str) -> _Model:
    try:
        return kind.model_validate(values)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_input=False)[0]
        place = ".".join(str(part) for part in ((table,) if table else ()) + tuple(fault["loc"]))
        raise DomainError("forms.bad_package", file=file, place=f"{place}: {fault['msg']}") from error
