"""A name typed ahead: letters narrow the list down, marks do not matter, Enter takes the name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from counter_app.domain.vietnamese import fold
from counter_app.ui.counter.door.sign_in_state import Person
from counter_app.ui.shared.field import Field

if TYPE_CHECKING:
    from counter_app.ui.counter.door.people_list import PeopleList


class PersonField(Field):
    """``picked`` tells the id of the person who was taken; typing on forgets it."""

    picked = Signal(str)

    def __init__(self, label: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(label, placeholder=placeholder, parent=parent)
        self._people: tuple[Person, ...] = ()
        self._given = ""
        self._found: list[Person] = []
        self._person = ""
        self._list: PeopleList | None = None
        self.edit.set_trailing("chevron-down")
        self.edit.textEdited.connect(lambda _: self._narrow())
        self.edit.installEventFilter(self)

    def show_people(self, people: tuple[Person, ...], chosen: str) -> None:
        """Who may be chosen, and who is."""
        arrived = people != self._people
        self._people = people
        given, self._given = self._given, chosen
        person = next((person for person in people if person.id == chosen), None)
        if person is not None and chosen != self._person:
            self._take(person)
        elif not chosen and given:
            self._person = ""
            self.edit.clear()
        elif arrived and self.edit.hasFocus() and not self._person:
            self._narrow()

    def chosen(self) -> str:
        """The id of the chosen person, or an empty string; a name typed whole counts as chosen."""
        if not self._person:
            typed = fold(self.text())
            fitting = [person for person in self._people if fold(person.name) == typed]
            if len(fitting) == 1:
                self._take(fitting[0])
        return self._person

    def close_list(self) -> None:
        """Take the list away."""
        if self._list is not None:
            self._list.hide()

    def list_open(self) -> bool:
        """Whether the list is to be seen."""
        return self._list is not None and self._list.isVisible()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys go to the list first."""
        if watched is self.edit:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(event)
            if event.type() == QEvent.Type.FocusIn:
                self.edit.selectAll()
                if not self._person:
                    self._narrow()
            elif event.type() == QEvent.Type.MouseButtonPress and not self.list_open():
                self._narrow(everybody=True)
            elif event.type() == QEvent.Type.FocusOut:
                self.close_list()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if not self.list_open():
            if key == Qt.Key.Key_Down:
                self._narrow(everybody=bool(self._person))
                return True
            return False
        assert self._list is not None
        if self._list.go(key):
            return True
        if key == Qt.Key.Key_Escape:
            self.close_list()
            return True
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Tab) and self._list.row() >= 0:
            self._pick(self._list.row())
            return True
        return False

    def _narrow(self, *, everybody: bool = False) -> None:
        typed = "" if everybody else fold(self.text())
        if self._person and not everybody and typed != fold(self._name()):
            self._person = ""
        words = typed.split()
        self._found = [
            person
            for person in self._people
            if all(any(part.startswith(word) for part in fold(person.name).split()) for word in words)
        ]
        if not self._found:
            self.close_list()
            return
        if self._list is None:
            from counter_app.ui.counter.door.people_list import PeopleList  # noqa: PLC0415 - not before the door

            self._list = PeopleList(self.label(), self.window())
            self._list.picked.connect(self._pick)
        self._list.show_names([person.name for person in self._found])
        self._list.open_under(self.edit)
        self._list.mark_row(0)

    def _pick(self, row: int) -> None:
        if 0 <= row < len(self._found):
            self._take(self._found[row])
            self.picked.emit(self._person)

    def _take(self, person: Person) -> None:
        self._person = person.id
        self.set_text(person.name)
        self.close_list()

    def _name(self) -> str:
        return next((person.name for person in self._people if person.id == self._person), "")
