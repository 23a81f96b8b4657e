"""What stands around the rows of the dossier list, as frozen values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from counter_app.services.store_ports import DossierFilter
from counter_app.ui.counter.parts.shown import Sign


@dataclass(frozen=True, slots=True)
class Nothing:
    """Why the list is empty, and the one thing to do about it (``all``, ``receive`` or nothing)."""

    icon: str
    title: str
    text: str
    action: str = ""
    action_words: str = ""


@dataclass(frozen=True, slots=True)
class ListState:
    """Everything around the rows, which are in the model."""

    text: str = ""
    selection: DossierFilter = DossierFilter.ALL
    chips: Mapping[DossierFilter, str] = field(default_factory=dict)
    found: str = ""
    searching: bool = False
    nothing: Nothing | None = None
    age: Sign | None = None
