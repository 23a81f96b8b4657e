"""One value of the regulation: what it says, by which clause, and an editor that opens beneath it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.settings.rules.rules_state import RuleLine
from counter_app.ui.settings.rules.rules_words import RulesWords
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button, LinkButton, PrimaryButton
from counter_app.ui.shared.field import ComboField, Field
from counter_app.ui.shared.flow import Flow
from counter_app.ui.shared.flow_rows import FlowRows
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.pill import Pill

_ACTS = 300
"""Room for a mark and both words, so that values stand below each other."""


class RuleRow(QWidget):
    """``edited`` asks for the editor, ``saved`` tells name, value and clause, ``taken_back`` a name."""

    edited = Signal(str)
    saved = Signal(str, str, str)
    taken_back = Signal(str)

    def __init__(self, wording: Wording, line: RuleLine, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text, self._words, self.line = wording.text, RulesWords(wording), line
        name = line.spec.name
        self.setAccessibleName(f"{line.label}: {line.value}")
        self.value = Label(line.value, "strong" if line.said else "hint", wrap=True)
        theme.tabular(self.value)
        self.edit = LinkButton(self._text("office_rules.edit"))
        self.edit.setAccessibleName(f"{self._text('office_rules.edit')}: {line.label}")
        self.back = LinkButton(self._text("office_rules.take_back"))
        self.back.setAccessibleName(f"{self._text('office_rules.take_back')}: {line.label}")
        self.edit.clicked.connect(lambda _=False: self.edited.emit(name))
        self.back.clicked.connect(lambda _=False: self.taken_back.emit(name))
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 6, 0, 6)
        self._column.setSpacing(6)
        self._column.addLayout(self._head())
        self._editor: QWidget | None = None
        self.field: Field | ComboField | None = None
        self.clause: Field | None = None

    def open_editor(self) -> None:
        """Show the editor with what holds now, and put the focus into it."""
        if self._editor is not None:
            return
        line, name = self.line, self._words.field(self.line.spec)
        if line.spec.kind == "choice":
            combo = ComboField(name, self._words.choices(line.spec))
            combo.set_value(line.typed)
            self.field = combo
        else:
            self.field = Field(name, text=line.typed)
        self.clause = Field(
            self._text("office_rules.clause"),
            text=line.own_clause,
            placeholder=self._text("office_rules.clause_example"),
        )
        self._editor = self._laid_out(self.field, self.clause)
        self._column.addWidget(self._editor)
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)

    def close_editor(self) -> None:
        """Forget what was typed."""
        if self._editor is not None:
            self._editor.hide()
            self._editor.deleteLater()
        self._editor = self.field = self.clause = None

    def show_refusal(self, words: str, *, of_clause: bool) -> None:
        """Why it was not kept, next to its field."""
        field = self.clause if of_clause else self.field
        if field is not None:
            field.show_error(words)
            field.setFocus(Qt.FocusReason.OtherFocusReason)

    # --- inside --------------------------------------------------------------------------------

    def _head(self) -> FlowRows:
        line = self.line
        label, clause = Label(line.label, wrap=True), Label(line.clause, "hint", wrap=True)
        said = QWidget()
        words = QVBoxLayout(said)
        words.setContentsMargins(0, 0, 0, 0)
        words.setSpacing(2)
        words.addWidget(label)
        words.addWidget(clause)
        clause.setVisible(bool(line.clause))
        acts = QWidget()
        flow = Flow(acts, gap=8)
        if line.mark is not None:
            flow.addWidget(Pill(line.mark.icon, line.mark.text, line.mark.tone))
        if line.editable:
            flow.addWidget(self.edit)
        if line.own:
            flow.addWidget(self.back)
        row = FlowRows(gap=16, row_gap=4)
        row.add(said, least=240, stretch=3)
        row.add(self.value, least=200, stretch=2)
        row.add(acts, least=_ACTS)
        return row

    def _laid_out(self, field: QWidget, clause: QWidget) -> QWidget:
        host = QWidget()
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 2, 0, 4)
        column.setSpacing(8)
        fields = FlowRows()
        fields.add(field, least=220, stretch=1)
        fields.add(clause, least=280, stretch=2)
        save = PrimaryButton(self._text("office_rules.save"), size="normal")
        cancel = Button(self._text("shared.button.cancel"))
        save.clicked.connect(lambda _=False: self._save())
        cancel.clicked.connect(lambda _=False: self.close_editor())
        keys = QHBoxLayout()
        keys.setSpacing(8)
        keys.addWidget(save)
        keys.addWidget(cancel)
        keys.addWidget(Label(self._text("office_rules.from_next"), "hint", wrap=True), 1)
        column.addLayout(fields)
        column.addLayout(keys)
        return host

    def _save(self) -> None:
        field, clause = self.field, self.clause
        if field is None or clause is None:
            return
        field.clear_finding()
        clause.clear_finding()
        typed = field.value() if isinstance(field, ComboField) else field.text()
        self.saved.emit(self.line.spec.name, typed, clause.text())
