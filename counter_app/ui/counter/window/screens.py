"""What the counter's window and its screens know of each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Literal, Protocol, runtime_checkable

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.office import Clerk
from counter_app.services.session import SignedIn

ScreenName = Literal["reception", "dossiers", "ledger", "sync", "settings"]
"""The screens there are; the rail shows those that have a factory, in this order."""

ScreenFactory = Callable[[QWidget], QWidget]
"""Makes a screen when it is first opened. Its parent is the window, which is a ``Navigator``."""

Factories = Mapping[ScreenName, ScreenFactory]


@runtime_checkable
class Screen(Protocol):
    """A page of the window; it is a ``QWidget`` too."""

    @property
    def title(self) -> str:
        """Its name in words, for the window's title and screen readers."""
        ...

    def activate(self) -> None:
        """It was opened, or opened again: bring it up to date and put the focus where work begins."""
        ...


@runtime_checkable
class Leaves(Protocol):
    """A screen that has something to do before it is left, locked or closed (keep a draft)."""

    def leave(self) -> None:
        """Another screen is opened, the counter is locked, or the program ends."""
        ...


@runtime_checkable
class FollowsClerk(Protocol):
    """A screen whose content belongs to the clerk who sits here."""

    def clerk_changed(self) -> None:
        """Another clerk sits down, or the first one."""
        ...


@runtime_checkable
class ShowsAiling(Protocol):
    """The screen that the strip's word about entries to look at leads to."""

    def show_ailing(self) -> None:
        """Straight to what wants a person."""
        ...


@runtime_checkable
class MakesRoom(Protocol):
    """A screen of which only a part gives way to messages that stay at its lower edge."""

    def make_room(self, height: int) -> None:
        """Keep so many pixels free there."""
        ...

    def giving_way(self) -> QWidget:
        """The part; messages reach as far to the right as it does."""
        ...


@runtime_checkable
class HasSections(Protocol):
    """A screen of which one part may be asked for."""

    def open_section(self, name: str) -> None:
        """Show this part."""
        ...


@runtime_checkable
class FindsDossiers(Protocol):
    """The screen that F3 and a scanned slip lead to."""

    def focus_search(self) -> None:
        """Put the focus into the search box, with its text selected."""
        ...

    def search(self, text: str) -> None:
        """Look for what was typed elsewhere."""
        ...

    def open_dossier(self, dossier_id: str) -> None:
        """Show this dossier."""
        ...

    def correct_dossier(self, dossier_id: str) -> None:
        """Show this dossier, and ask what is to be put right."""
        ...


class Navigator(Protocol):
    """What a screen may ask of the window around it."""

    def open_screen(self, name: ScreenName) -> None:
        """Open a screen; nothing happens if there is none of that name."""
        ...

    def open_dossier(self, dossier_id: str) -> None:
        """Open the dossiers with this one shown."""
        ...

    def correct_dossier(self, dossier_id: str) -> None:
        """Open the dossiers with this one shown, and ask what is to be put right."""
        ...

    def open_settings(self, section: str) -> None:
        """Open the settings at one of their sections."""
        ...

    def new_reception(self) -> None:
        """Begin another reception; the one in hand stays as a draft."""
        ...


class Seat(QObject):
    """Who sits at the counter now; a screen reads it when an act needs a clerk."""

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._signed_in: SignedIn | None = None

    @property
    def signed_in(self) -> SignedIn | None:
        """The clerk and when she signed in; ``None`` while nobody sits here."""
        return self._signed_in

    @property
    def clerk(self) -> Clerk:
        """The clerk; a ``RuntimeError`` while nobody sits here, for then no screen is open."""
        if self._signed_in is None:
            raise RuntimeError("nobody is signed in")
        return self._signed_in.clerk

    def take(self, signed_in: SignedIn | None) -> None:
        """Somebody sits down, or leaves."""
        self._signed_in = signed_in
        self.changed.emit()
