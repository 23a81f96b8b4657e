"""What the sync screen shows, as frozen values: its words make them, the view draws them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from counter_app.ui.counter.parts.shown import Sign


class Deed(StrEnum):
    """What a button of a card or a banner asks for."""

    SEND_NOW = "send_now"
    BACK_UP = "back_up"
    CHOOSE_FOLDER = "choose_folder"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class Act:
    """A button: what it asks for, and its words."""

    deed: Deed
    words: str


@dataclass(frozen=True, slots=True)
class CardState:
    """One of the cards on top; ``progress`` is what part of something is done, 0 to 1."""

    sign: Sign
    detail: str = ""
    progress: float | None = None
    act: Act | None = None


@dataclass(frozen=True, slots=True)
class Banner:
    """Something that wants a person, across the page: what, what to do now, and buttons for it."""

    sign: Sign
    text: str
    acts: tuple[Act, ...] = ()


@dataclass(frozen=True, slots=True)
class EmptyWords:
    """Why the list is empty."""

    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class SyncState:
    """All that stands around the rows, which are in the models."""

    line: CardState
    waiting: CardState
    safe: CardState
    scans: CardState
    backup: CardState
    clock: CardState
    banners: tuple[Banner, ...]
    segment: str
    chips: tuple[tuple[str, str], ...]
    heading: str
    empty: EmptyWords | None
    can_send: bool
    trying: bool
    backing_up: bool = False
