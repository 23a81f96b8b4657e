"""What several screens show, as frozen values: presenters make them, views draw them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from counter_app.ui.shared.field import Finding
from counter_app.ui.shared.tokens import Tone


@dataclass(frozen=True, slots=True)
class Note:
    """The line under a field."""

    finding: Finding
    text: str


@dataclass(frozen=True, slots=True)
class Sign:
    """An icon with words in a tone."""

    icon: str
    text: str
    tone: Tone = Tone.NEUTRAL


@dataclass(frozen=True, slots=True)
class Figure:
    """A value in large figures with what stands behind and under it."""

    value: str
    suffix: str = ""
    detail: str = ""
    tone: Tone | None = None
    action: str = ""
    """The word that changes it."""


NOTHING: Final = Figure("")


class PaperStage(StrEnum):
    """How far one paper has come."""

    PRINTING = "printing"
    PRINTED = "printed"
    SENT = "sent"
    SAVED = "saved"
    FAILED = "failed"
    NO_PRINTER = "no_printer"


@dataclass(frozen=True, slots=True)
class PaperRow:
    """One paper of a dossier: what it is, how its print went, what can be done."""

    paper: str
    title: str
    stage: PaperStage
    sign: Sign
    detail: str
    action: str
    """"In lại", "Thử lại" or nothing while it prints."""
    file: str = ""
    """Where it lies as a file, because no printer was there."""
