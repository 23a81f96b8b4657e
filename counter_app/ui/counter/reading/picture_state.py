"""What the picture dialog shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from counter_app.ui.counter.parts.shown import Sign


class PictureStage(StrEnum):
    """How far the reading of a picture is."""

    READING = "reading"
    SEVERAL = "several"
    """More than one code could be meant: a person chooses."""
    UNREAD = "unread"
    """No code, or none that is of use here, or no picture: ``title`` and ``text`` say which."""


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One code of several; what cannot be used says why and cannot be chosen."""

    code: str
    sign: Sign
    usable: bool


@dataclass(frozen=True, slots=True)
class PictureState:
    """``title`` says what happened, ``text`` why, ``advice`` what to try."""

    stage: PictureStage
    title: str
    text: str = ""
    advice: str = ""
    rows: tuple[CodeRow, ...] = ()
