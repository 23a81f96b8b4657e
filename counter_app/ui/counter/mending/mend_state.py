"""What the question about one entry shows, as frozen values that ``MendWords`` makes."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from counter_app.domain.journal import EntryId
from counter_app.services.sync_care import LongText, Remedy
from counter_app.ui.counter.parts.shown import Sign


@dataclass(frozen=True, slots=True)
class RemedyWords:
    """One way to deal with it: its name among the choices, what follows from it, the button that does it."""

    remedy: Remedy
    name: str
    text: str
    act: str


@dataclass(frozen=True, slots=True)
class LongWords:
    """A text that may be shortened, under its field's name."""

    label: str
    long: LongText


@dataclass(frozen=True, slots=True)
class MendState:
    """One entry: what it is, what the central system says of it and why, and what can be done now.

    ``dossier_id`` is empty if no dossier of it is known here; ``can_correct``: it may still be put right.
    """

    entry_id: EntryId
    title: str
    about: str
    sign: Sign
    reason: str
    meaning: str
    advice: str
    dossier_id: str
    remedies: tuple[RemedyWords, ...]
    long_texts: tuple[LongWords, ...] = ()
    can_correct: bool = True


@dataclass(frozen=True, slots=True)
class Mended:
    """What the clerk decided."""

    remedy: Remedy
    reason: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
