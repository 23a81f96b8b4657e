"""The ledger as a workbook: a sheet for each book, laid out as the official form's table.

Every text is written as a text: what somebody typed is never taken for a formula or a link, however it
begins. Times are real dates of the workbook, in Vietnam time.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from string import Formatter
from typing import Any, Final

import xlsxwriter

from counter_app.documents.forms.spec import FormSpec, Paragraph, Table, TableColumn, Title, Wording
from counter_app.documents.forms.values import Filled
from counter_app.documents.wording import plain
from counter_app.domain.form_content import FormContent, FormRow, FormValue
from counter_app.i18n import formats

_FONT: Final = "Times New Roman"
_A4: Final = 9
_MILLIMETRES_A_CHARACTER: Final = 1.75
"""How much of the form's column one character of a sheet's column is wide, about."""
_TIME: Final = "dd/mm/yyyy hh:mm"
_LEAST_FOR_A_TIME: Final = 17
_HEAD: Final = 5
"""The row of the table's head, which takes two rows; above it stand the office and the title."""
_FORBIDDEN_IN_A_NAME: Final = re.compile(r"[\[\]:*?/\\']")
_LONGEST_NAME: Final = 31
_TAKEN_FOR_A_FORMULA: Final = ("=", "+", "-", "@")

_Formats = Mapping[str, Any]


def ledger_workbook(form: FormSpec, words: Wording, books: Sequence[FormContent]) -> bytes:
    """The workbook of these books (XLSX); ``form`` is the ledger of a form package, ``words`` its wording."""
    stream = io.BytesIO()
    workbook = xlsxwriter.Workbook(
        stream, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    )
    issued = next((book.values.get("issued_at") for book in books), None)
    created = {"created": formats.local(issued).replace(tzinfo=None)} if isinstance(issued, datetime) else {}
    workbook.set_properties({"title": form.form.title, **created})
    looks = _looks(workbook)
    names: set[str] = set()
    for book in books:
        sheet = workbook.add_worksheet(_sheet_name(book.values, names))
        _Sheet(sheet, looks, form, words, book).write()
    workbook.close()
    return stream.getvalue()


def _looks(workbook: Any) -> _Formats:
    base: dict[str, object] = {"font_name": _FONT, "font_size": 10, "valign": "top", "text_wrap": True}
    cell = {**base, "border": 1}
    struck = {**cell, "font_strikeout": True, "font_color": "#555555"}
    centred: dict[str, object] = {"align": "center"}
    made = {
        "office": {"font_name": _FONT, "font_size": 11, "bold": True},
        "title": {"font_name": _FONT, "font_size": 14, "bold": True, **centred},
        "under": {"font_name": _FONT, "font_size": 11, "italic": True, **centred},
        "head": {**cell, "bold": True, "valign": "vcenter", "bg_color": "#EDEDED", **centred},
        "text": cell,
        "text.struck": struck,
        # A person who edits such a cell still has a text.
        "odd": {**cell, "quote_prefix": True},
        "odd.struck": {**struck, "quote_prefix": True},
        "number": {**cell, **centred},
        "number.struck": {**struck, **centred},
        "time": {**cell, "num_format": _TIME, **centred},
        "time.struck": {**struck, "num_format": _TIME, **centred},
        "closing": {"font_name": _FONT, "font_size": 11},
    }
    return {name: workbook.add_format(look) for name, look in made.items()}


def _sheet_name(values: Mapping[str, FormValue], taken: set[str]) -> str:
    name = _FORBIDDEN_IN_A_NAME.sub("-", plain(str(values.get("book", "")))).strip("-") or "06"
    name = free = f"Quyển {name}"[:_LONGEST_NAME]
    number = 2
    while free.casefold() in taken:
        tail = f" ({number})"
        free, number = name[: _LONGEST_NAME - len(tail)] + tail, number + 1
    taken.add(free.casefold())
    return free


class _Sheet:
    """One book on its sheet."""

    def __init__(
        self, sheet: Any, looks: _Formats, form: FormSpec, words: Wording, book: FormContent
    ) -> None:
        self._sheet, self._looks, self._form, self._book = sheet, looks, form, book
        self._filled = Filled(words, book.values)
        self._table = next(block for block in form.blocks if isinstance(block, Table))
        self._columns = self._table.columns

    def write(self) -> None:
        self._set_up()
        self._write_title()
        self._write_head()
        row = _HEAD + 2
        for line in self._book.rows.get(self._table.rows, ()):
            for number, column in enumerate(self._columns):
                self._write_cell(row, number, column, line)
            row += 1
        self._write_closing(row + 1)

    def _set_up(self) -> None:
        sheet = self._sheet
        sheet.set_landscape()
        sheet.set_paper(_A4)
        sheet.set_margins(left=0.4, right=0.4, top=0.5, bottom=0.6)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(_HEAD, _HEAD + 1)
        sheet.set_footer("&L&A&R&P/&N")
        sheet.freeze_panes(_HEAD + 2, 0)
        for number, column in enumerate(self._columns):
            width = column.width / _MILLIMETRES_A_CHARACTER
            sheet.set_column(number, number, max(width, _LEAST_FOR_A_TIME if _is_time(column) else 5))

    def _write_title(self) -> None:
        values, last = self._book.values, len(self._columns) - 1
        self._sheet.write_string(0, 0, plain(str(values.get("agency_parent") or "")), self._looks["office"])
        self._sheet.write_string(1, 0, plain(str(values.get("center_name") or "")), self._looks["office"])
        title = next((block for block in self._form.blocks if isinstance(block, Title)), None)
        under = "" if title is None else self._filled.text(title.under)
        self._sheet.merge_range(2, 0, 2, last, "", self._looks["title"])
        self._sheet.write_string(2, 0, self._form.form.title, self._looks["title"])
        self._sheet.merge_range(3, 0, 3, last, "", self._looks["under"])
        self._sheet.write_string(3, 0, under, self._looks["under"])

    def _write_head(self) -> None:
        look = self._looks["head"]
        self._sheet.set_row(_HEAD + 1, 45)
        for first, last, group in _groups(self._columns):
            if group and last > first:
                self._sheet.merge_range(_HEAD, first, _HEAD, last, "", look)
            if group:
                self._sheet.write_string(_HEAD, first, group, look)
            for number in range(first, last + 1):
                head = self._columns[number].head
                if group:
                    self._sheet.write_string(_HEAD + 1, number, head, look)
                else:
                    self._sheet.merge_range(_HEAD, number, _HEAD + 1, number, "", look)
                    self._sheet.write_string(_HEAD, number, head, look)

    def _write_cell(self, row: int, number: int, column: TableColumn, line: FormRow) -> None:
        struck = ".struck" if line.struck and not column.stays else ""
        names = _names(column)
        value = line.values.get(names[0]) if len(set(names)) == 1 else self._of_several(column, line)
        if isinstance(value, datetime):
            look = self._looks[f"time{struck}"]
            self._sheet.write_datetime(row, number, formats.local(value).replace(tzinfo=None), look)
        elif isinstance(value, int):
            self._sheet.write_number(row, number, value, self._looks[f"number{struck}"])
        else:
            text = plain("" if value is None else str(value))
            kind = "odd" if text.startswith(_TAKEN_FOR_A_FORMULA) else "text"
            look = self._looks[f"{kind}{struck}"]
            if text:
                self._sheet.write_string(row, number, text, look)
            else:
                self._sheet.write_blank(row, number, None, look)

    def _of_several(self, column: TableColumn, line: FormRow) -> str:
        return " ".join(str(line.values.get(name) or "") for name in dict.fromkeys(_names(column)))

    def _write_closing(self, row: int) -> None:
        if not self._book.values.get("closed_on"):
            return
        closing = (block for block in self._form.blocks if isinstance(block, Paragraph))
        people = (str(self._book.values.get(name) or "") for name in ("keeper_name", "head_name"))
        texts = [self._filled.text(block.text) for block in closing if block.id == "closing"]
        fields = self._form.fields
        texts += [
            f"{fields[name]}: {person}"
            for name, person in zip(("keeper_name", "head_name"), people, strict=True)
            if person and name in fields
        ]
        for offset, text in enumerate(texts):
            self._sheet.write_string(row + offset, 0, text, self._looks["closing"])


def _names(column: TableColumn) -> list[str]:
    return [name for _, name, _, _ in Formatter().parse(column.value) if name]


def _is_time(column: TableColumn) -> bool:
    return ":clock}" in column.value or ":short}" in column.value


def _groups(columns: Sequence[TableColumn]) -> Iterator[tuple[int, int, str]]:
    """Runs of columns under one head: first, last, and the head; columns without one stand alone."""
    first = 0
    for number, column in enumerate(columns):
        following = columns[number + 1] if number + 1 < len(columns) else None
        if following is None or not column.group or following.group != column.group:
            yield first, number, column.group
            first = number + 1
