"""What the sign-in and lock page shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from counter_app.ui.shared.field import Finding


class Door(StrEnum):
    """Why the page is there."""

    SIGN_IN = "sign_in"
    LOCKED = "locked"
    """A clerk sits here; her work is kept behind the page."""
    UNLOCK = "unlock"
    """A supervisor lifts the lock of a name."""


@dataclass(frozen=True, slots=True)
class Person:
    """A clerk to choose."""

    id: str
    name: str


@dataclass(frozen=True, slots=True)
class SignInState:
    """``opening`` until the station's data are there; ``seconds`` until a try counts again."""

    door: Door = Door.SIGN_IN
    office: str = ""
    counter: str = ""
    opening: bool = True
    people: tuple[Person, ...] = ()
    chosen: str = ""
    holder: str = ""
    """Whose work waits behind the lock, or whose lock is to be lifted."""
    checking: bool = False
    seconds: int = 0
    finding: Finding = Finding.NONE
    said: str = ""
    can_unlock: bool = False
    """Whether a supervisor may lift the lock of the chosen name."""
    fresh: int = 0
    """Counts what empties the PIN field."""
