"""The procedures in the drop list under the search box."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from counter_app.domain.procedures import Procedure
from counter_app.i18n import Wording
from counter_app.ui.counter.reception.procedure_words import fee_in_short, place_in_catalogue, time_in_short

Index = QModelIndex | QPersistentModelIndex

PROCEDURE_ROLE: Final = Qt.ItemDataRole.UserRole + 1
NAME_ROLE: Final = Qt.ItemDataRole.UserRole + 2
DETAIL_ROLE: Final = Qt.ItemDataRole.UserRole + 3
FACTS_ROLE: Final = Qt.ItemDataRole.UserRole + 4
RECENT_ROLE: Final = Qt.ItemDataRole.UserRole + 5


class ProcedureModel(QAbstractListModel):
    """Rows are procedures; ``set_rows`` replaces them all, for every letter finds others."""

    def __init__(self, wording: Wording, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._rows: tuple[Procedure, ...] = ()
        self._recent: frozenset[str] = frozenset()

    def set_rows(self, rows: Sequence[Procedure], recent: Sequence[str] = ()) -> None:
        """Show these; the codes in ``recent`` are marked."""
        self.beginResetModel()
        self._rows = tuple(rows)
        self._recent = frozenset(recent)
        self.endResetModel()

    def procedure(self, row: int) -> Procedure | None:
        """The procedure of a row."""
        return self._rows[row] if 0 <= row < len(self._rows) else None

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own default
        """How many there are."""
        return 0 if parent.isValid() else len(self._rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Name, place in the catalogue, and the facts that a clerk says first."""
        procedure = self.procedure(index.row()) if index.isValid() else None
        if procedure is None:
            return None
        if role == PROCEDURE_ROLE:
            return procedure
        if role in (Qt.ItemDataRole.DisplayRole, NAME_ROLE):
            return procedure.name_vi
        if role == DETAIL_ROLE:
            return place_in_catalogue(procedure)
        if role == FACTS_ROLE:
            facts = (time_in_short(procedure, self._wording), fee_in_short(procedure, self._wording))
            return " · ".join(fact for fact in facts if fact)
        if role == RECENT_ROLE:
            return procedure.code in self._recent
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{procedure.name_vi}, {place_in_catalogue(procedure)}"
        return None
