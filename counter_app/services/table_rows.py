"""The rows of a table that somebody was sent: CSV as a spreadsheet writes it, or JSON, by their place."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from counter_app.domain.errors import DomainError
from counter_app.domain.vietnamese import fold, nfc

_PACKED = b"PK\x03\x04"
"""How a workbook (.xlsx, .ods) begins."""


@dataclass(frozen=True, slots=True)
class TableShape:
    """What a table holds: ``columns`` are headings without marks in lower case by the name of the value.

    ``area`` is the area of its error codes, ``needed`` the values without which it is no such table,
    ``shown`` their headings for people, ``items`` the key of the rows in a JSON document.
    """

    area: str
    columns: Mapping[str, tuple[str, ...]]
    needed: tuple[str, ...]
    shown: Mapping[str, str]
    items: str
    most_rows: int = 20_000
    most_columns: int = 200

    def error(self, code: str, **params: str | int) -> DomainError:
        """``DomainError("<area>.<code>")``."""
        return DomainError(f"{self.area}.{code}", **params)


@dataclass(frozen=True, slots=True)
class Table:
    """``rows``: their place from 1 as a spreadsheet counts it, and what stands there by name of the value.

    ``ignored`` are headings of which nothing is known; ``is_json`` that the values are JSON's, not texts.
    """

    rows: tuple[tuple[int, object], ...]
    ignored: tuple[str, ...] = ()
    is_json: bool = False


def read_table(data: bytes, shape: TableShape) -> Table:
    """Read a file: UTF-8 or UTF-16, columns divided by comma, semicolon or tab, named in any known way.

    Raises ``DomainError`` in the table's area: ``bad_file``, ``workbook``, ``no_columns`` (with ``missing``),
    ``too_wide``, ``too_long`` (with ``limit``) or ``no_rows``.
    """
    text = _decoded(data, shape)
    table = _json(text, shape) if text.lstrip()[:1] in ("[", "{") else _csv(text, shape)
    if not table.rows:
        raise shape.error("no_rows")
    return table


def _decoded(data: bytes, shape: TableShape) -> str:
    if data.startswith(_PACKED):
        raise shape.error("workbook")
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise shape.error("bad_file") from error
    if "\x00" in text:
        raise shape.error("bad_file")
    return text


def _json(text: str, shape: TableShape) -> Table:
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise shape.error("bad_file") from error
    rows = plain.get(shape.items) if isinstance(plain, dict) else plain
    if not isinstance(rows, list):
        raise shape.error("bad_file")
    if len(rows) > shape.most_rows:
        raise shape.error("too_long", limit=shape.most_rows)
    return Table(tuple(enumerate(rows, start=1)), is_json=True)


def _csv(text: str, shape: TableShape) -> Table:
    skipped, text = _without_hint(text)
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=head.count)
    try:
        lines = list(_lines(text, delimiter, shape))
    except csv.Error as error:
        raise shape.error("bad_file") from error
    if not lines:
        return Table(())
    columns, ignored = _columns(lines[0][1], shape)
    return Table(
        tuple(
            (number + skipped, {name: row[place] for place, name in columns.items() if place < len(row)})
            for number, row in lines[1:]
        ),
        ignored,
    )


def _without_hint(text: str) -> tuple[int, str]:
    """Spreadsheets take a first line ``sep=;`` for themselves."""
    first, _, rest = text.partition("\n")
    return (1, rest) if first.strip().lower().startswith("sep=") else (0, text)


def _lines(text: str, delimiter: str, shape: TableShape) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for number, row in enumerate(reader, start=1):
        if number > shape.most_rows:
            raise shape.error("too_long", limit=shape.most_rows)
        if len(row) > shape.most_columns:
            raise shape.error("too_wide", limit=shape.most_columns)
        if any(cell.strip() for cell in row):
            yield number, row


def _columns(head: Sequence[str], shape: TableShape) -> tuple[dict[int, str], tuple[str, ...]]:
    """Which column holds what, by its heading in Vietnamese (with or without marks) or English."""
    names = {word: name for name, words in shape.columns.items() for word in words}
    columns: dict[int, str] = {}
    ignored = []
    for place, cell in enumerate(head):
        name = names.get(" ".join(fold(nfc(cell)).split()))
        if name is not None and name not in columns.values():
            columns[place] = name
        elif cell.strip():
            ignored.append(" ".join(nfc(cell).split())[:60])
    missing = [shape.shown[name] for name in shape.needed if name not in columns.values()]
    if missing:
        raise shape.error("no_columns", missing=", ".join(missing))
    return columns, tuple(ignored)
