"""What the screens show of an owner's identity, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.shared.tokens import Tone


@dataclass(frozen=True, slots=True)
class Doubt:
    """Something to look at again: its words, how bad it is, and the place in the draft to go to."""

    text: str
    icon: str
    tone: Tone
    place: str


@dataclass(frozen=True, slots=True)
class IdentityShown:
    """The identity line of the reception.

    ``check`` is where the look-up of the principal's account stands, ``said`` the whole of it; ``known`` says
    what was read and when. ``sighted`` is the clerk's comparison by eye, ``None`` while it is not asked for.
    """

    check: Sign
    said: str
    brief: str = ""
    """Shorter words of ``check``, where there are any."""
    known: Sign | None = None
    doubts: tuple[Doubt, ...] = ()
    doubts_words: str = ""
    can_check: bool = False
    checking: bool = False
    sighted: bool | None = None
    guide: str = ""
    """The word on the button of the guidance, or nothing while there is nobody to guide."""
    earlier: tuple[str, str] = ("", "")
    """``3 hồ sơ trước`` and the bare figure, or nothing."""


@dataclass(frozen=True, slots=True)
class GuideStep:
    """One thing to do with somebody who has no account."""

    code: str
    text: str


@dataclass(frozen=True, slots=True)
class GuideShown:
    """The guidance: its steps, and how it can end as pairs of code and words."""

    title: str
    lead: str
    steps: tuple[GuideStep, ...]
    outcomes: tuple[tuple[str, str], ...]
    done: tuple[str, ...] = ()
    outcome: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class GuideGiven:
    """What the clerk said of a guidance."""

    outcome: str
    steps: tuple[str, ...]
    note: str
