"""Reading a file of procedures into a catalogue: every row is taken, or rejected with its column and why."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.procedure_changes import CatalogueChanges, catalogue_changes
from counter_app.domain.procedures import Catalogue, Procedure
from counter_app.services.catalogue_rows import SHAPE, CellError, code_of, row_from_cells, row_from_plain
from counter_app.services.table_rows import read_table

LARGEST: Final = 8 * 1024 * 1024
"""Bytes; all procedures of the country in full are fewer."""
_CHANGES: Final = "~"
"""Stands in a catalogue's version between that of its source and the count of the office's changes."""


@dataclass(frozen=True, slots=True)
class RejectedCell:
    """A row that cannot be used; ``row`` is its place in the file, ``column`` the name of the value.

    ``text`` shows which row it is; ``column`` is empty when the whole row is none.
    """

    row: int
    column: str
    reason: DomainError
    text: str


@dataclass(frozen=True, slots=True)
class CatalogueImport:
    """What a file would make of a catalogue; nothing is stored yet.

    ``accepted`` counts rows, also those that change nothing. ``ignored`` are headings that nobody knows.
    """

    catalogue: Catalogue
    changes: CatalogueChanges
    accepted: int
    rejected: tuple[RejectedCell, ...] = ()
    ignored: tuple[str, ...] = ()


def check_size(size: int) -> None:
    """Refuse a file before it is read; raises ``DomainError("catalogue.too_large")``."""
    if size > LARGEST:
        raise DomainError("catalogue.too_large", limit=LARGEST // (1024 * 1024))


def read_catalogue_file(
    data: bytes, base: Catalogue, index: Catalogue, *, whole: bool = False
) -> CatalogueImport:
    """Read a file over ``base``, the office's own catalogue; ``index`` knows names of further procedures.

    ``whole``: the file is the whole catalogue, so that what it does not name goes; a procedure whose row is
    rejected stays as it was. Raises ``DomainError("catalogue.*")`` when the file is no such table at all.
    """
    check_size(len(data))
    table = read_table(data, SHAPE)
    taken: dict[str, Procedure] = {}
    rows: dict[str, int] = {}
    rejected: list[RejectedCell] = []
    stay: set[str] = set()
    for number, row in table.rows:
        try:
            code = code_of(row)
            stay.add(code)
            if code in rows:
                raise CellError("code", DomainError("catalogue.repeated", row=rows[code]))
            known = base.by_code.get(code) or index.by_code.get(code)
            assert isinstance(row, Mapping)  # ``code_of`` found a code in it
            read = row_from_plain if table.is_json else row_from_cells
            taken[code] = read(row, code, known)
            rows[code] = number
        except CellError as error:
            rejected.append(RejectedCell(number, error.column, error.reason, _shown(row)))
    kept = (one for one in base.procedures if not whole or one.code in stay)
    catalogue = replace(base, procedures=_merged(kept, taken), faults=())
    return CatalogueImport(
        catalogue, catalogue_changes(base, catalogue), len(taken), tuple(rejected), table.ignored
    )


def published_version(read: CatalogueImport, count: int, on: date) -> Catalogue:
    """The catalogue as it goes out: ``count`` tells how often the office's was published before.

    Raises ``DomainError("catalogue.nothing_accepted")`` or ``("catalogue.nothing_changed")``: a file that was
    taken in already makes no new version.
    """
    if not read.accepted:
        raise DomainError("catalogue.nothing_accepted")
    if read.changes.is_empty:
        raise DomainError("catalogue.nothing_changed")
    base = read.catalogue.version.partition(_CHANGES)[0]
    return replace(read.catalogue, version=f"{base}{_CHANGES}{count}", valid_from=on)


def _merged(kept: Iterable[Procedure], taken: Mapping[str, Procedure]) -> tuple[Procedure, ...]:
    by_code = {procedure.code: procedure for procedure in kept} | dict(taken)
    return tuple(by_code[code] for code in sorted(by_code))


def _shown(row: object) -> str:
    values = row.values() if isinstance(row, Mapping) else [row]
    texts = (" ".join(str(value).split())[:60] for value in list(values)[:3] if value not in (None, ""))
    return " · ".join(text for text in texts if text)[:120]
