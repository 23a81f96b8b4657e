"""A name typed ahead: letters narrow the list down, marks do not matter, Enter takes the name."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QKeyEvent, QPainter, QStandardItem, QStandardItemModel
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from counter_app.domain.vietnamese import fold
from counter_app.ui.counter.sign_in_state import Person
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.drop_list import DropList
from counter_app.ui.shared.field import Field

_ROW = 36
_SHOWN = 8


class _Delegate(QStyledItemDelegate):
    def sizeHint(self, _option: QStyleOptionViewItem, _index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, theme.current().px(_ROW))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        look = theme.current()
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.fillRect(option.rect, look.color("accent_wash" if chosen else "hover"))
        weight = QFont.Weight.DemiBold if chosen else QFont.Weight.Normal
        painter.setFont(look.font(tokens.TEXT_BODY, weight))
        painter.setPen(look.color("ink"))
        box = QRectF(option.rect).adjusted(look.px(14), 0, -look.px(14), 0)
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, str(index.data()))


class PersonField(Field):
    """``picked`` tells the id of the person who was taken; typing on forgets it."""

    picked = Signal(str)

    def __init__(self, label: str, placeholder: str, parent: QWidget | None = None) -> None:
        super().__init__(label, placeholder=placeholder, parent=parent)
        self._people: tuple[Person, ...] = ()
        self._found: list[Person] = []
        self._person = ""
        self._model = QStandardItemModel(self)
        self._list: DropList | None = None
        self.edit.set_trailing("chevron-down")
        self.edit.textEdited.connect(lambda _: self._narrow())
        self.edit.installEventFilter(self)

    def show_people(self, people: tuple[Person, ...], chosen: str) -> None:
        """Who may be chosen, and who is."""
        arrived = people != self._people
        self._people = people
        person = next((person for person in people if person.id == chosen), None)
        if person is not None and chosen != self._person:
            self._take(person)
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
        self._model.clear()
        for person in self._found:
            item = QStandardItem(person.name)
            item.setEditable(False)
            self._model.appendRow(item)
        if not self._found:
            self.close_list()
            return
        if self._list is None:
            self._list = DropList(
                self.label(), self._model, _Delegate(), row=_ROW, shown=_SHOWN, parent=self.window()
            )
            self._list.picked.connect(self._pick)
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
