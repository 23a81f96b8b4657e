"""The rows of a file as a spreadsheet writes it (CSV), or of a JSON document, by their place in the file."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.domain.vietnamese import fold, nfc


def override_rows(data: bytes) -> list[tuple[int, object]]:
    """Rows of a table of overrides: ``(line or item from 1, values by name)``, as they stand there.

    A CSV file is UTF-8 or UTF-16, its columns are divided by comma, semicolon or tab and named in Vietnamese
    or English. Raises ``DomainError`` with ``calendar.bad_file``, ``.no_columns`` or ``.no_rows``.
    """
    text = _decoded(data)
    rows = list(_json_rows(text) if text.lstrip()[:1] in ("[", "{") else _csv_rows(text))
    if not rows:
        raise DomainError("calendar.no_rows")
    return rows


def _decoded(data: bytes) -> str:
    try:
        text = data.decode("utf-16" if data[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise DomainError("calendar.bad_file") from error
    if "\x00" in text:
        raise DomainError("calendar.bad_file")
    return text


def _json_rows(text: str) -> Iterator[tuple[int, object]]:
    try:
        plain = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise DomainError("calendar.bad_file") from error
    rows = plain.get("overrides") if isinstance(plain, dict) else plain
    if not isinstance(rows, list):
        raise DomainError("calendar.bad_file")
    return enumerate(rows, start=1)


_COLUMNS: Final = {
    "from": ("from", "date", "tu ngay", "ngay"),
    "to": ("to", "den ngay"),
    "effect": ("effect", "hieu luc", "nghi/lam viec"),
    "decision": ("decision", "so quyet dinh", "so van ban", "quyet dinh"),
    "decided_on": ("decided_on", "ngay quyet dinh", "ngay van ban", "ngay ban hanh"),
    "name_vi": ("name_vi", "noi dung", "ly do", "ten"),
    "name_en": ("name_en", "noi dung tieng anh", "tieng anh"),
    "kind": ("kind", "loai"),
    "hours": ("hours", "gio lam viec", "gio"),
}
_NEEDED: Final = ("from", "effect", "decision", "name_vi")
_SHOWN: Final = {
    "from": "Từ ngày",
    "effect": "Hiệu lực",
    "decision": "Số quyết định",
    "name_vi": "Nội dung",
}


def _csv_rows(text: str) -> Iterator[tuple[int, object]]:
    head = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(";\t,", key=head.count)
    try:
        lines = [
            (number, row) for number, row in _lines(text, delimiter) if any(cell.strip() for cell in row)
        ]
    except csv.Error as error:
        raise DomainError("calendar.bad_file") from error
    if not lines:
        return
    columns = _columns(lines[0][1])
    for number, row in lines[1:]:
        yield number, {name: row[place] for place, name in columns.items() if place < len(row)}


def _lines(text: str, delimiter: str) -> Iterator[tuple[int, Sequence[str]]]:
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    for row in reader:
        yield reader.line_num, row


def _columns(head: Sequence[str]) -> dict[int, str]:
    """Which column holds what, by its heading in Vietnamese (with or without marks) or English."""
    names = {word: name for name, words in _COLUMNS.items() for word in words}
    headings = (" ".join(fold(nfc(cell)).split()) for cell in head)
    columns = {place: names[word] for place, word in enumerate(headings) if word in names}
    missing = [_SHOWN[name] for name in _NEEDED if name not in columns.values()]
    if missing:
        raise DomainError("calendar.no_columns", missing=", ".join(missing))
    return columns
