"""What stands on an official form, whatever the form: values by name, and the rows of its tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

FormValue = str | int | datetime | date | None
"""A text, a number, an instant (aware) or a day; ``None`` and ``""`` leave a line to write on."""


@dataclass(frozen=True, slots=True)
class FormRow:
    """One line of a table; ``struck`` is a line that was cancelled: it stays readable, struck through."""

    values: Mapping[str, FormValue]
    struck: bool = False


@dataclass(frozen=True, slots=True)
class FormContent:
    """Values for one form; a form uses those that it names and leaves the others.

    ``qr_text`` is empty where no code is to be drawn. ``provisional`` tells that ``dossier_code`` is not the
    official one yet. ``reprint`` counts the prints before this one (TT 01/2018/TT-VPCP Điều 10).
    """

    values: Mapping[str, FormValue] = field(default_factory=dict)
    rows: Mapping[str, Sequence[FormRow]] = field(default_factory=dict)
    qr_text: str = ""
    provisional: bool = False
    reprint: int = 0
