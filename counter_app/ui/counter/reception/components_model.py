"""The papers of a dossier in hand, as a table: ticked, what kind, how many."""

from __future__ import annotations

from dataclasses import replace
from typing import Final

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from counter_app.domain.entries import ReceivedComponent
from counter_app.i18n import Wording
from counter_app.services.draft import COPY_KINDS
from counter_app.ui.counter.parts.typed import read_count
from counter_app.ui.counter.reception.reception_state import ComponentNote

Index = QModelIndex | QPersistentModelIndex

TICK, NAME, KIND, ORIGINALS, COPIES = range(5)
COUNTS: Final = (ORIGINALS, COPIES)
COMPONENT_ROLE: Final = Qt.ItemDataRole.UserRole + 1
NOTE_ROLE: Final = Qt.ItemDataRole.UserRole + 2
_HEADS: Final = ("tick", "name", "kind", "originals", "copies")
_KEPT: Final = {"original": (1, 0), "copy": (0, 1), "certified_copy": (0, 1)}
"""How many stay here at least, by kind: originals, copies. The other kinds are not kept."""
LARGEST: Final = 999


class ComponentsModel(QAbstractTableModel):
    """Rows are components; ``changed`` tells all of them after an edit by a person."""

    changed = Signal(object)

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._rows: tuple[ReceivedComponent, ...] = ()
        self._notes: tuple[ComponentNote, ...] = ()

    def set_rows(self, rows: tuple[ReceivedComponent, ...], notes: tuple[ComponentNote, ...]) -> None:
        """Show these; when only values changed, the chosen cell stays."""
        if [row.name for row in rows] != [row.name for row in self._rows]:
            self.beginResetModel()
            self._rows, self._notes = rows, notes
            self.endResetModel()
        elif (rows, notes) != (self._rows, self._notes):
            self._rows, self._notes = rows, notes
            self.dataChanged.emit(self.index(0, 0), self.index(len(rows) - 1, COPIES))

    def component(self, row: int) -> ReceivedComponent | None:
        """The component of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def note(self, row: int) -> ComponentNote:
        """What is asked of the row."""
        return self._notes[row] if row < len(self._notes) else ComponentNote(required=False)

    def toggle(self, row: int) -> None:
        """Tick a paper as handed over, or take the tick away."""
        component = self.component(row)
        if component is not None:
            self._put(row, replace(component, present=not component.present))

    def set_kind(self, row: int, kind: str) -> None:
        """Say what kind of paper it is; it is ticked then, and the counts follow what stays here."""
        component = self.component(row)
        if component is None or kind not in COPY_KINDS:
            return
        originals, copies = component.originals, component.copies
        if kind not in _KEPT:
            originals = copies = 0
        elif not (originals if _KEPT[kind][0] else copies):
            originals, copies = _KEPT[kind]
        self._put(row, replace(component, copy_kind=kind, originals=originals, copies=copies, present=True))

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many papers."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        """Tick, name, kind, originals, copies."""
        return 0 if parent.isValid() else len(_HEADS)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> object:
        """The words over the columns."""
        if orientation is Qt.Orientation.Horizontal and section < len(_HEADS):
            right = section in COUNTS
            if role == Qt.ItemDataRole.DisplayRole:
                return self._wording.text(f"reception.components.{_HEADS[section]}") if section else ""
            if role == Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
                return Qt.AlignmentFlag(side | Qt.AlignmentFlag.AlignVCenter)
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        """Kind and counts can be edited."""
        flags = super().flags(index)
        if index.isValid() and index.column() in (KIND, *COUNTS):
            flags |= Qt.ItemFlag.ItemIsEditable
        return flags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Words for the eye and for screen readers; the component itself for the painter."""
        component = self.component(index.row()) if index.isValid() else None
        if component is None:
            return None
        if role == COMPONENT_ROLE:
            return component
        if role == NOTE_ROLE:
            return self.note(index.row())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._words(component, index.column())
        if role == Qt.ItemDataRole.EditRole:
            return self._value(component, index.column())
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._spoken(component, index.row(), index.column())
        if role == Qt.ItemDataRole.ToolTipRole and index.column() == NAME:
            return component.name
        return None

    def setData(self, index: Index, value: object, role: int = Qt.ItemDataRole.EditRole) -> bool:
        """A count or a kind was edited; what is no number leaves the count as it was."""
        component = self.component(index.row())
        if component is None or role != Qt.ItemDataRole.EditRole:
            return False
        if index.column() == KIND:
            self.set_kind(index.row(), str(value))
            return True
        count = read_count(str(value), largest=LARGEST)
        if index.column() not in COUNTS or count is None:
            return False
        field = "originals" if index.column() == ORIGINALS else "copies"
        ticked = component.present or count > 0
        self._put(index.row(), replace(component, **{field: count}, present=ticked))  # type: ignore[arg-type]
        return True

    def _put(self, row: int, component: ReceivedComponent) -> None:
        rows = (*self._rows[:row], component, *self._rows[row + 1 :])
        if rows == self._rows:
            return
        self._rows = rows
        self.dataChanged.emit(self.index(row, 0), self.index(row, COPIES))
        self.changed.emit(rows)

    def _words(self, component: ReceivedComponent, column: int) -> str:
        if column == KIND:
            return self._wording.text(f"reception.copy_kind.{component.copy_kind}")
        return str(self._value(component, column))

    def _value(self, component: ReceivedComponent, column: int) -> object:
        values = ("", component.name, component.copy_kind, component.originals, component.copies)
        return values[column]

    def _spoken(self, component: ReceivedComponent, row: int, column: int) -> str:
        if column not in (TICK, NAME):
            head = self._wording.text(f"reception.components.{_HEADS[column]}")
            return f"{head}: {self._words(component, column)}"
        ticked = "ticked" if component.present else "not_ticked"
        parts = [component.name, self._wording.text(f"reception.components.{ticked}")]
        if self.note(row).required:
            parts.append(self._wording.text("reception.components.required"))
        return ", ".join(parts)
