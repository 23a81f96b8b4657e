"""The summary that stays on the right: due time, fee, delivery, what is missing, and the one deed."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app.domain.received import DeliveryMethod
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.ui.counter.parts.figure_block import FigureBlock
from counter_app.ui.counter.parts.party_fields import show_note
from counter_app.ui.counter.parts.typed import read_count
from counter_app.ui.counter.reception.missing_list import MissingList
from counter_app.ui.counter.reception.reception_state import FormState
from counter_app.ui.counter.reception.summary_editors import DueEditor, Editor, FeeEditor, ReceivedEditor
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.buttons import PrimaryButton
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.field import Field
from counter_app.ui.shared.labels import IconText
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.tokens import Tone

METHODS = tuple(DeliveryMethod)
_TALL = 540
"""The height at 100 % text that has room for the whole list of what is missing."""


class SummaryPanel(QWidget):
    """Its signals tell what a person wants changed; the editors open one at a time."""

    editor_wanted = Signal(str)
    editor_closed = Signal()
    fee_counted = Signal(int, int)
    method_chosen = Signal(str)
    place_typed = Signal(str)
    place_left = Signal()
    missing_pressed = Signal(str)
    accept_pressed = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("surface", "paper")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setObjectName("summary")
        text = wording.text
        self._text = text
        self.setAccessibleName(text("reception.summary"))
        self.blocks = QScrollArea(self)
        inner = self._inner = QWidget()
        self.blocks.setWidget(inner)
        # Made in the order in which Tab goes through them.
        self.due = FigureBlock(text("reception.due.label"), large=True, parent=inner)
        self.due_editor = DueEditor(wording, self.due)
        self.fee = FigureBlock(text("reception.fee.label"), parent=inner)
        self.copies = Field(text("reception.fee.copies"), parent=self.fee)
        self.pages = Field(text("reception.fee.pages"), parent=self.fee)
        self.fee_editor = FeeEditor(wording, self.fee)
        self.method = Choice(
            [(method.value, text(f"reception.delivery.{method.value}")) for method in METHODS],
            label=text("reception.delivery.label"),
            fill=True,
            parent=inner,
        )
        self.place = Field("", parent=inner)
        self.received = FigureBlock(text("reception.received.label"), parent=inner)
        self.received_editor = ReceivedEditor(wording, self.received)
        self.missing = MissingList(wording, self)
        self.offline = IconText("cloud-off", "", Tone.AMBER, wrap=True, parent=self)
        self.accept = PrimaryButton(text("reception.accept"), shortcut="F12", parent=self)
        self._editors: dict[str, tuple[FigureBlock, Editor]] = {
            "due": (self.due, self.due_editor),
            "fee": (self.fee, self.fee_editor),
            "received": (self.received, self.received_editor),
        }
        self._open = ""
        self._lay_out()
        self._connect()

    def show_form(self, state: FormState, *, fresh: bool) -> None:
        """Draw the decisions and what is missing."""
        self.due.set(state.due)
        self.fee.set(state.fee)
        self.received.set(state.received)
        self._show_counts(state, fresh=fresh)
        self._show_delivery(state, fresh=fresh)
        self.missing.show_rows(state.verdict, state.missing)
        self.offline.set("cloud-off", state.offline, Tone.AMBER)
        self.offline.setVisible(bool(state.offline))
        self.accept.setText(self._text("reception.accepting" if state.busy else "reception.accept"))
        self.accept.set_busy(state.busy)
        self._show_editor(state)

    def _lay_out(self) -> None:
        self.due.body.addWidget(self.due_editor)
        counts = QHBoxLayout()
        counts.setSpacing(8)
        counts.addWidget(self.copies)
        counts.addWidget(self.pages)
        self.fee.body.addLayout(counts)
        self.fee.body.addWidget(self.fee_editor)
        self.received.body.addWidget(self.received_editor)
        for _, editor in self._editors.values():
            editor.hide()
        delivery = QVBoxLayout()
        delivery.setSpacing(6)
        delivery.addWidget(self.method)
        delivery.addWidget(self.place)
        blocks = QVBoxLayout(self._inner)
        blocks.setContentsMargins(18, 12, 18, 12)
        blocks.setSpacing(9)
        blocks.addWidget(self.due)
        blocks.addWidget(hairline())
        blocks.addWidget(self.fee)
        blocks.addWidget(hairline())
        blocks.addLayout(delivery)
        blocks.addWidget(hairline())
        blocks.addWidget(self.received)
        blocks.addStretch(1)
        self.blocks.setWidgetResizable(True)
        self.blocks.setFrameShape(QFrame.Shape.NoFrame)
        self.blocks.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.blocks.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        foot = QVBoxLayout()
        foot.setContentsMargins(18, 12, 18, 14)
        foot.setSpacing(10)
        # What is missing stands by the button that it holds up: it never scrolls out of sight.
        foot.addWidget(self.missing)
        foot.addWidget(self.offline)
        foot.addWidget(self.accept)
        column = QVBoxLayout()
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.blocks, 1)
        column.addWidget(hairline())
        column.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(hairline(vertical=True))
        row.addLayout(column, 1)

    def _connect(self) -> None:
        for name, (block, editor) in self._editors.items():
            block.acted.connect(lambda name=name: self.editor_wanted.emit(name))
            editor.closed.connect(self.editor_closed)
        for field in (self.copies, self.pages):
            field.edit.setMaxLength(4)
            field.changed.connect(lambda _: self._counted())
        self.method.chosen.connect(self.method_chosen)
        self.place.changed.connect(self._place_changed)
        self.place.edit.editingFinished.connect(self.place_left)
        self.missing.pressed.connect(self.missing_pressed)
        self.accept.clicked.connect(lambda _=False: self.accept_pressed.emit())

    _place = ""

    def _place_changed(self, text: str) -> None:
        if text != self._place:
            self._place = text
            self.place_typed.emit(text)

    def _counted(self) -> None:
        self.fee_counted.emit(read_count(self.copies.text()) or 0, read_count(self.pages.text()) or 0)

    def _show_counts(self, state: FormState, *, fresh: bool) -> None:
        draft = state.draft
        wanted = (
            (self.copies, state.fee_counts[0], draft.fee_copies),
            (self.pages, state.fee_counts[1], draft.fee_pages),
        )
        for field, visible, value in wanted:
            field.setVisible(visible)
            if fresh or (read_count(field.text()) or 0) != value:
                field.set_text(str(value) if value else "")

    def _show_delivery(self, state: FormState, *, fresh: bool) -> None:
        delivery = state.draft.delivery
        self.method.set_value(delivery.method.value)
        self.place.setVisible(delivery.method is not DeliveryMethod.COUNTER)
        if delivery.method is not DeliveryMethod.COUNTER:
            self.place.set_label(self._text(f"reception.delivery.place_{delivery.method.value}"))
        self._place = delivery.place
        if fresh or self.place.text() != delivery.place:
            self.place.set_text(delivery.place)
        show_note(self.place, state.notes.get("delivery.place"))

    def _show_editor(self, state: FormState) -> None:
        for name, (block, editor) in self._editors.items():
            editor.setVisible(name == state.editor)
            block.action.setVisible(bool(block.action.words()) and name != state.editor)
        if state.editor != self._open:
            self._open = state.editor
            self._begin(state)
        elif state.editor and state.editor_note is not None:
            self._editor().show_note(state.editor_note)

    def _editor(self) -> DueEditor | FeeEditor | ReceivedEditor:
        editors = {"due": self.due_editor, "fee": self.fee_editor}
        return editors.get(self._open, self.received_editor)  # type: ignore[return-value]

    def _begin(self, state: FormState) -> None:
        if state.now is None or not self._open:
            return
        today = local(state.now).date()
        draft = state.draft
        if self._open == "due":
            self.due_editor.begin(draft.due, state.due_at, today)
        elif self._open == "fee":
            self.fee_editor.begin(draft.fee)
        else:
            at = draft.received_at or state.now
            self.received_editor.begin(draft.channel, at, today, typed=draft.received_at is not None)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """With large text there is room for fewer lines of what is missing; the decisions stay in sight."""
        super().resizeEvent(event)
        self.missing.set_most(6 if self.height() >= theme.current().px(_TALL) else 3)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.setFixedWidth(side_width())


def side_width() -> int:
    """Width of the column at the text scale in force: large text must not take the page's half."""
    look = theme.current()
    return min(look.px(tokens.SIDE), tokens.SIDE + round((look.px(tokens.SIDE) - tokens.SIDE) * 0.9))
