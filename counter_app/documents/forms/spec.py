"""How a form is described in its file: what it is, which fields it has, and its blocks from the top down.

A block names the values that it shows as ``{name}``, with a pattern for times and money where one is needed
(``{due_at:instant}``). Reading a file checks it whole: a name that is no field, or a word too many, is
refused with the place where it stands, for the form would not be the official one.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from string import Formatter
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, model_validator

PaperName = Literal["A5", "A4", "A4-landscape"]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Masthead(_Strict):
    """Agency and state, number and date (NĐ 30/2020/NĐ-CP, Phụ lục I)."""

    kind: Literal["masthead"]
    id: str = ""
    parent: str
    center: str
    number: str
    place_date: str


class CodeBand(_Strict):
    """The title with QR code, dossier code, copy label and the mark of a reprint."""

    kind: Literal["code"]
    id: str = ""
    label: str
    code: str
    remark: str = ""


class Title(_Strict):
    """A title without a code; ``under`` is a line below it."""

    kind: Literal["title"]
    id: str = ""
    text: str
    under: str = ""


class Line(_Strict):
    """A label and its value; without a value there are so many dotted ``lines`` to write on."""

    kind: Literal["line"] = "line"
    id: str = ""
    label: str
    value: str
    strong: bool = False
    lines: int = Field(default=1, ge=1, le=12)


class PairOfLines(_Strict):
    """Two lines side by side where both fit."""

    kind: Literal["pair"]
    id: str = ""
    left: Line
    right: Line


class Paragraph(_Strict):
    """Running text; a value that is missing becomes dots."""

    kind: Literal["text"]
    id: str = ""
    text: str
    style: Literal["plain", "bold", "italic"] = "plain"
    align: Literal["left", "center"] = "left"


class TableColumn(_Strict):
    """A column: its head, its part of the width, and what its cells show.

    ``group`` heads several columns. ``blank`` stands in the empty lines of a blank form. ``stays``: it is not
    struck through in a line that was cancelled (the reason stands there).
    """

    head: str
    width: float = Field(gt=0)
    value: str
    group: str = ""
    blank: str = ""
    stays: bool = False
    align: Literal["left", "center"] = "left"


class Table(_Strict):
    """A table over the rows ``rows``; ``blank`` is how many empty lines stand there when there are none.

    ``more``: at least so many empty lines follow the rows, for what people will still write by hand; with
    them there are no fewer lines than ``blank``.
    """

    kind: Literal["table"]
    id: str = ""
    rows: str
    columns: tuple[TableColumn, ...] = Field(min_length=1)
    blank: int = Field(default=4, ge=0, le=60)
    more: int = Field(default=0, ge=0, le=60)
    row_height: float = Field(default=0, ge=0)
    """The least height of a line in points, where people write or sign in it."""


class Place(_Strict):
    """Who signs."""

    title: str
    sign: str = ""
    name: str = ""
    remark: str = ""


class Signatures(_Strict):
    """Where people sign, from left to right."""

    kind: Literal["signatures"]
    id: str = ""
    places: tuple[Place, ...] = Field(min_length=1, max_length=3)


class Notes(_Strict):
    """The remarks at the foot of the last sheet."""

    kind: Literal["notes"]
    id: str = ""
    title: str
    items: tuple[str, ...]


BlockSpec = Annotated[
    Masthead | CodeBand | Title | Line | PairOfLines | Paragraph | Table | Signatures | Notes,
    Field(discriminator="kind"),
]


class FormHead(_Strict):
    """Which form this is; ``copies`` are the labels of its copies (liên), empty where there is one."""

    number: str
    title: str
    legal_basis: tuple[str, ...] = Field(min_length=1)
    paper: PaperName
    copies: tuple[str, ...] = ()
    source: str
    """Where its words are known from, and how sure that is."""


class Wording(_Strict):
    """What is worded alike on every form of a package."""

    state: str
    motto: str
    blank: str
    instant: str
    date: str
    provisional: str
    reprint: tuple[str, ...]
    continued: str
    sheet_of: str
    reference: str


class FormSpec(_Strict):
    """A form: its head, the fields that it may show (name to label for people), rows, and its blocks.

    ``words`` says for a field or column with coded values what stands on the form for each of them.
    """

    form: FormHead
    fields: dict[str, str]
    rows: dict[str, dict[str, str]] = {}
    words: dict[str, dict[str, str]] = {}
    blocks: tuple[BlockSpec, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_are_fields(self) -> FormSpec:
        for block in self.blocks:
            if isinstance(block, Table):
                columns = self.rows.get(block.rows)
                if columns is None:
                    raise ValueError(f"the rows {block.rows!r} are not declared")
                for column in block.columns:
                    _only(column.value, {*columns, "line"}, f"rows.{block.rows}")
            else:
                for pattern in _patterns(block):
                    _only(pattern, self.fields.keys(), "fields")
        return self


class PackageHead(_Strict):
    """A legal regime's forms; valid from the first to the last day (``None``: still valid).

    ``profiles`` are the office profiles that it is for (``"*"``: all). ``provisional``: known from secondary
    sources only, so it is used where an office chooses it and never by itself. What it lacks, the package
    named by ``extends`` gives.
    """

    name: str
    legal_basis: tuple[str, ...] = Field(min_length=1)
    valid_from: date
    valid_to: date | None = None
    profiles: tuple[str, ...] = ("*",)
    provisional: bool = False
    extends: str = ""
    remark: str = ""


def names_in(pattern: str) -> Iterator[str]:
    """The names of the values that a pattern shows."""
    for _, name, _, _ in Formatter().parse(pattern):
        if name is not None:
            yield name


def _only(pattern: str, known: object, where: str) -> None:
    for name in names_in(pattern):
        if name not in known:  # type: ignore[operator]
            raise ValueError(f"{{{name}}} is not among {where}")


def _patterns(block: object) -> Iterator[str]:
    match block:
        case Masthead():
            yield from (block.parent, block.center, block.number, block.place_date)
        case CodeBand():
            yield from (block.code, block.remark)
        case Title():
            yield from (block.text, block.under)
        case Line():
            yield from (block.label, block.value)
        case PairOfLines():
            yield from (block.left.label, block.left.value, block.right.label, block.right.value)
        case Paragraph():
            yield block.text
        case Signatures():
            for place in block.places:
                yield from (place.title, place.name)
        case _:
            return
