"""What the page of the forms shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.services.form_choice import OfferedForm
from counter_app.ui.settings.state import Told


@dataclass(frozen=True, slots=True)
class PackageLine:
    """A package in words; ``key`` is empty for "as the day decides". ``usable``: it may be chosen now."""

    key: str
    name: str
    validity: str
    remark: str
    marks: tuple[Told, ...]
    looked_at: bool
    chosen: bool
    usable: bool


@dataclass(frozen=True, slots=True)
class FormsState:
    """The packages, and the forms of the one that is looked at."""

    packages: tuple[PackageLine, ...]
    told: Told | None
    looked_at: str
    name: str
    forms: tuple[OfferedForm, ...]


@dataclass(frozen=True, slots=True)
class SheetState:
    """One blank form: its pages as PNG, or what went wrong; ``busy`` while it is printed."""

    form: str = ""
    pages: tuple[bytes, ...] = ()
    source: str = ""
    told: Told | None = None
    busy: bool = False
