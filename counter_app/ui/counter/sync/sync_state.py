"""What the sync screen shows, as frozen values: ``SyncWords`` makes them, the view draws them."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.ui.counter.parts.shown import Sign


@dataclass(frozen=True, slots=True)
class CardState:
    """One of the four cards on top."""

    sign: Sign
    detail: str = ""


@dataclass(frozen=True, slots=True)
class TroubleRow:
    """An entry that the centre did not take as it is: what, why, and which dossier to open."""

    title: str
    reason: str
    dossier_id: str


@dataclass(frozen=True, slots=True)
class Trouble:
    """What needs a person; ``refused`` tells that something was not accepted at all."""

    title: str
    refused: bool
    rows: tuple[TroubleRow, ...]
    more: str = ""


@dataclass(frozen=True, slots=True)
class EmptyWords:
    """Why the list is empty."""

    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class SyncState:
    """All that stands around the rows, which are in the model."""

    line: CardState
    waiting: CardState
    safe: CardState
    clock: CardState
    trouble: Trouble | None
    segment: str
    chips: tuple[tuple[str, str], ...]
    heading: str
    empty: EmptyWords | None
    can_send: bool
    trying: bool
