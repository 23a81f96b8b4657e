"""A setting that is usually one of what this machine has now, and may be typed as well."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QWidget

from counter_app.ui.shared.combo import Combo
from counter_app.ui.shared.field import Labelled


class PickField(Labelled[Combo]):
    """``options`` are pairs of value and name; ``changed`` tells that another one was picked or typed."""

    changed = Signal()

    def __init__(
        self,
        label: str,
        options: Sequence[tuple[str, str]],
        *,
        value: str = "",
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, Combo(), parent=parent)
        self.combo = self.control
        self.combo.setEditable(True)
        self.combo.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.combo.setCompleter(None)  # type: ignore[arg-type]  # Qt: none, so that nothing is completed
        edit = self.combo.lineEdit()
        assert edit is not None
        self.edit = edit
        self.edit.setPlaceholderText(placeholder)
        self.edit.setAccessibleName(label)
        self._options: tuple[tuple[str, str], ...] = ()
        self.set_options(options)
        self.set_value(value)
        self.combo.editTextChanged.connect(lambda _: self.changed.emit())

    def set_options(self, options: Sequence[tuple[str, str]]) -> None:
        """Offer what there is now; what was picked or typed stays."""
        if tuple(options) == self._options:
            return
        kept = self.value()
        was_blocked = self.combo.blockSignals(True)
        self._options = tuple(options)
        self.combo.clear()
        for value, name in self._options:
            self.combo.addItem(name, value)
        self.set_value(kept)
        self.combo.blockSignals(was_blocked)

    def value(self) -> str:
        """The value of what was picked, or what was typed, in NFC."""
        text = unicodedata.normalize("NFC", self.edit.text()).strip()
        return next((value for value, name in self._options if name == text), text)

    def set_value(self, value: str) -> None:
        """Show a value by its name if it is there now, else as it stands."""
        name = next((name for each, name in self._options if each == value), value)
        self.combo.setCurrentIndex(self.combo.findText(name))
        self.combo.setEditText(name)
        self.edit.setCursorPosition(0)
