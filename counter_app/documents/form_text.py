"""The words of an official form, read from its package under ``resources/forms``.

A form belongs to a legal regime and has a day from which it is valid. Another regime is another
folder of data; the code that lays the form out words nothing itself.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from pathlib import Path
from typing import TypeVar

Lines = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Form:
    """Which form of which regime this is."""

    package: str
    number: str
    title: str
    legal_basis: Lines
    valid_from: date


@dataclass(frozen=True, slots=True)
class Heading:
    """From the national heading down to the copy label."""

    state: str
    motto: str
    number: str
    place_date: str
    code: str
    copies: Lines
    provisional: str
    portal: str
    reprint: Lines


@dataclass(frozen=True, slots=True)
class Body:
    """The labels of the fields, in the order of the form."""

    center: str
    center_phone: str
    owner: str
    owner_id: str
    address: str
    phone: str
    email: str
    request: str
    request_value: str
    components: str
    components_continued: str
    rest_follows: str
    all_follow: str
    set_count: str
    sets: str
    legal_time: str
    received: str
    due: str
    return_place: str
    fee: str
    ledger_book: str
    ledger_line: str


@dataclass(frozen=True, slots=True)
class Signatures:
    """The two places to sign."""

    submitter: str
    receiver: str
    sign: str
    sign_electronic: str


@dataclass(frozen=True, slots=True)
class Notes:
    """The remarks at the foot."""

    title: str
    items: Lines


@dataclass(frozen=True, slots=True)
class Continuation:
    """What stands on the further sheets of a long list."""

    title: str
    sheet: str
    sheet_of: str
    reference: str
    owner: str


@dataclass(frozen=True, slots=True)
class Values:
    """How values are worded."""

    instant: str
    blank: str
    fee_not_set: str
    fee_free: str
    fee_amount: str
    originals: str
    copies: str


@dataclass(frozen=True, slots=True)
class ProcessingTime:
    """How the legal processing time is worded, one pattern per unit."""

    working_days: str
    days: str
    hours: str
    same_day: str
    yearly: str
    not_set: str


@dataclass(frozen=True, slots=True)
class Slip:
    """The labels of the short version for receipt printers."""

    title: Lines
    number: str
    code: str
    owner: str
    request: str
    due: str
    due_clock: str
    due_day: str
    legal_time: str
    received: str
    papers: str
    paper_count: str
    fee: str
    counter: str
    return_place: str
    phone: str
    keep: str
    weekdays: Lines


@dataclass(frozen=True, slots=True)
class ReceiptText:
    """All words of Mẫu 01; one attribute per table of its file."""

    form: Form
    heading: Heading
    body: Body
    signatures: Signatures
    notes: Notes
    continuation: Continuation
    values: Values
    processing_time: ProcessingTime
    slip: Slip


Section = TypeVar("Section")


def _section(kind: type[Section], name: str, tables: Mapping[str, object]) -> Section:
    table = tables.get(name)
    if not isinstance(table, dict):
        raise ValueError(f"the table [{name}] is missing")  # noqa: TRY004 - it is the file that is wrong
    expected = {one.name: str(one.type) for one in fields(kind)}  # type: ignore[arg-type]
    if table.keys() != expected.keys():
        raise ValueError(f"[{name}] has other keys than expected: {sorted(table.keys() ^ expected.keys())}")
    return kind(**{key: _value(f"{name}.{key}", expected[key], value) for key, value in table.items()})


def _value(key: str, expected: str, value: object) -> object:
    if expected == "Lines" and isinstance(value, list) and all(isinstance(line, str) for line in value):
        return tuple(value)
    if (expected == "str" and isinstance(value, str)) or (expected == "date" and isinstance(value, date)):
        return value
    raise ValueError(f"{key} must be {expected}")


def _tables(forms: Path, package: str) -> dict[str, dict[str, object]]:
    """The receipt's file over that of the package which this one extends."""
    with (forms / package / "package.toml").open("rb") as file:
        extended = tomllib.load(file).get("package", {}).get("extends", "")
    tables = _tables(forms, extended) if extended else {}
    path = forms / package / "receipt.toml"
    if extended and not path.exists():
        return tables
    with path.open("rb") as file:
        own = tomllib.load(file)
    return tables | {name: {**tables.get(name, {}), **table} for name, table in own.items()}


def receipt_text(resources: Path, package: str = "tt-01-2018") -> ReceiptText:
    """The words of the receipt (Mẫu 01) of a form package; what a package lacks comes from the extended one.

    Raises ``FileNotFoundError`` when the package is not there and ``ValueError`` when a word is
    missing, is one too many or has the wrong kind: the form would not be the official one.
    """
    tables = _tables(resources / "forms", package)
    try:
        return ReceiptText(
            form=_section(Form, "form", tables),
            heading=_section(Heading, "heading", tables),
            body=_section(Body, "body", tables),
            signatures=_section(Signatures, "signatures", tables),
            notes=_section(Notes, "notes", tables),
            continuation=_section(Continuation, "continuation", tables),
            values=_section(Values, "values", tables),
            processing_time=_section(ProcessingTime, "processing_time", tables),
            slip=_section(Slip, "slip", tables),
        )
    except ValueError as error:
        raise ValueError(f"{package}/receipt.toml: {error}") from error
