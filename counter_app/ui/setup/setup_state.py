"""What the first set-up shows, as frozen values, and how what was typed is read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from counter_app.domain.errors import DomainError

_APART: Final = re.compile(r"[\s\-\u2010-\u2015.]")
_GROUP: Final = 4


class Place(StrEnum):
    """Where an error is said: at the field that it belongs to, or above the button."""

    SERVER = "server"
    CODE = "code"
    MACHINE = "machine"


class Phase(StrEnum):
    """Where the set-up is."""

    ASKING = "asking"
    WORKING = "working"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Trouble:
    """What went wrong, in words; ``again`` when the same code can be tried again."""

    place: Place
    said: str
    again: bool = False


@dataclass(frozen=True, slots=True)
class SetupState:
    """``long`` when the work takes longer than one likes to wait; ``station`` names the new counter."""

    phase: Phase = Phase.ASKING
    long: bool = False
    trouble: Trouble | None = None
    station: str = ""


def tidy_server(text: str) -> str:
    """An address as it was meant: without a scheme it is ``https``."""
    address = unicodedata.normalize("NFC", text).strip().rstrip("/")
    return address if not address or "://" in address else f"https://{address}"


def tidy_code(text: str) -> str:
    """A code in groups of four capitals, as it is handed out; odd signs stay to be seen."""
    bare = _APART.sub("", unicodedata.normalize("NFC", text)).upper()
    return "-".join(bare[start : start + _GROUP] for start in range(0, len(bare), _GROUP))


def is_plain(code: str) -> bool:
    """Whether a code has plain letters and figures only: an input method may have changed them."""
    return re.fullmatch(r"[A-Z0-9-]*", tidy_code(code)) is not None


def place_of(error: DomainError) -> Place:
    """The field that an error of the enrolment belongs to."""
    area, _, rest = error.code.partition(".")
    if area == "enrol" and (rest == "code_shape" or rest.endswith("_code")):
        return Place.CODE
    return Place.SERVER if area == "sync" and rest != "storage" else Place.MACHINE


def may_try_again(error: DomainError) -> bool:
    """Whether the code is still good: the line failed, and an answer lost on the way comes again."""
    return error.code.startswith("sync.")
