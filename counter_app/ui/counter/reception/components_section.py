"""Section 3: what was handed over, in how many sets, and a note."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.domain.entries import ReceivedComponent
from counter_app.i18n import Wording
from counter_app.ui.counter.parts.shown import Note
from counter_app.ui.counter.parts.typed import read_count
from counter_app.ui.counter.reception.components_model import ComponentsModel
from counter_app.ui.counter.reception.components_table import ComponentsTable
from counter_app.ui.counter.reception.reception_state import FormState
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.field import Finding
from counter_app.ui.shared.flow_rows import FlowRows
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.line_edit import LineEdit
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.tokens import Tone


class _SmallEdit(LineEdit):
    """A field of two digits in a line of words."""

    def sizeHint(self) -> QSize:
        return QSize(theme.current().px(48), super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class ComponentsSection(Card):
    """``components_changed`` tells all papers, ``sets_changed`` and ``note_changed`` what was typed."""

    components_changed = Signal(object)
    sets_changed = Signal(int)
    note_changed = Signal(str)
    all_required = Signal()
    added = Signal(str)
    passed = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(wording.text("reception.section.components"))
        text = wording.text
        self._text = text
        self.model = ComponentsModel(wording, self)
        self.model.changed.connect(self.components_changed)
        # Made in the order in which Tab goes through them: the papers first.
        self.table = ComponentsTable(wording, self.model, self)
        self.table.passed.connect(self.passed)
        self.adder = _line(self, "plus", text("reception.components.add"), text("reception.components.add"))
        self.note = _line(
            self, "pencil-line", text("reception.field.note"), text("reception.placeholder.note")
        )
        self.note.hide()
        self.sets = _SmallEdit(self)
        self.tick_all = Button(
            text("reception.components.tick_all"), icon="square-check-big", shortcut="F8", size="small"
        )
        self.write_note = Button(
            text("reception.components.write_note"), icon="pencil-line", kind="quiet", size="small"
        )
        self.empty = IconText("info", "", Tone.NEUTRAL, wrap=True)
        self._present = Label("", "hint")
        self._connect()
        self._lay_out()

    def show_form(self, state: FormState, note: Note | None, *, fresh: bool) -> None:
        """Draw the papers; a count that is being typed is left alone."""
        draft = state.draft
        self.model.set_rows(draft.components, state.components)
        has_rows = bool(draft.components)
        procedure = state.procedure
        self._present.setText(state.components_note)
        self.table.setVisible(has_rows)
        self.table.setFixedHeight(self.table.full_height())
        self.adder.setVisible(procedure is not None and not procedure.detailed)
        self.tick_all.setVisible(any(row.required for row in state.components))
        self.empty.setVisible(not has_rows)
        key = "no_procedure" if procedure is None else "none_listed" if procedure.detailed else "not_known"
        self.empty.set("info", self._text(f"reception.components.{key}"), Tone.NEUTRAL)
        if fresh or (read_count(self.sets.text()) != draft.set_count and not self.sets.hasFocus()):
            self.sets.setText(str(draft.set_count))
        wrong = note is not None and note.finding is Finding.ERROR
        mark(self.sets, "finding", "error" if wrong else "")
        self.sets.setToolTip(note.text if note is not None else "")
        if fresh or self.note.nfc() != draft.note:
            self.note.setText(draft.note)
        if fresh:
            self.adder.clear()
            self._writing = False
        shown = self._writing or bool(draft.note)
        self.note.setVisible(shown)
        self.write_note.setVisible(not shown)

    def open_note(self) -> None:
        """Show the field for a note and put the focus there."""
        self._writing = True
        self.note.show()
        self.write_note.hide()
        self.note.setFocus(Qt.FocusReason.ShortcutFocusReason)

    _writing = False

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter in the adding field adds the paper and stays for the next one."""
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and self.adder.hasFocus() and self.adder.nfc():
            self.added.emit(self.adder.nfc())
            self.adder.clear()
            event.accept()
        else:
            super().keyPressEvent(event)

    def _connect(self) -> None:
        self.sets.setMaxLength(2)
        self.sets.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.sets.setAccessibleName(self._text("reception.components.sets"))
        self.sets.textEdited.connect(self._sets_typed)
        self.sets.editingFinished.connect(self._sets_left)
        self.tick_all.clicked.connect(lambda _=False: self.all_required.emit())
        self.write_note.clicked.connect(lambda _=False: self.open_note())
        self.note.textEdited.connect(lambda _: self.note_changed.emit(self.note.nfc()))

    def _lay_out(self) -> None:
        title, tools = QWidget(), QWidget()
        named, row = QHBoxLayout(title), QHBoxLayout(tools)
        for line in (named, row):
            line.setContentsMargins(0, 0, 0, 0)
            line.setSpacing(8)
        named.addWidget(Label("3", "heading"))
        named.addWidget(Label(self._text("reception.section.components"), "heading"))
        named.addWidget(self._present)
        named.addStretch(1)
        row.addStretch(1)
        row.addWidget(Label(self._text("reception.components.sets"), "label"))
        for widget in (self.sets, self.write_note, self.tick_all):
            row.addWidget(widget)
        head = FlowRows(row_gap=4, middle=True)
        head.add(title, stretch=1)
        head.add(tools)
        self.body.addLayout(head)
        for part in (self.empty, self.table, self.adder):
            self.body.addWidget(part)
        self.body.addStretch(1)
        self.body.addWidget(self.note)

    def _sets_typed(self, text: str) -> None:
        count = read_count(text)
        if count is not None:
            self.sets_changed.emit(count)

    def _sets_left(self) -> None:
        if read_count(self.sets.text()) is None:
            self.sets.setText("1")
            self.sets_changed.emit(1)


def _line(parent: QWidget, icon: str, name: str, placeholder: str) -> LineEdit:
    edit = LineEdit(parent)
    edit.set_leading(icon)
    edit.setAccessibleName(name)
    edit.setPlaceholderText(placeholder)
    return edit


def added_component(name: str) -> ReceivedComponent:
    """A paper that the clerk listed because the catalogue does not know the procedure's papers."""
    return ReceivedComponent(name, "conditional", "original", 1, 0, present=True)
