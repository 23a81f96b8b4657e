"""Section 2: which procedure it is; typed without marks, found at once."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QEvent, QObject, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.domain.procedures import Procedure
from counter_app.i18n import Wording
from counter_app.ui.counter.parts.shown import Note
from counter_app.ui.counter.reception.procedure_change_panel import ProcedureChangePanel
from counter_app.ui.counter.reception.procedure_delegate import ROW, ProcedureDelegate
from counter_app.ui.counter.reception.procedure_model import ProcedureModel
from counter_app.ui.counter.reception.reception_state import FormState
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.drop_list import DropList
from counter_app.ui.shared.field import Finding, Labelled
from counter_app.ui.shared.line_edit import LineEdit
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.wrap_label import WrapLabel

Find = Callable[[str], Sequence[Procedure]]
_RECENT_SHOWN = 3
_SHOWN = 7
_RECENT_WIDTH = 26
"""Letters of a recent procedure's name on its button."""


class ProcedureSection(Card):
    """``chosen`` tells the code; ``passed`` that Enter was pressed with a procedure chosen."""

    chosen = Signal(str)
    passed = Signal()

    def __init__(self, wording: Wording, find: Find, parent: QWidget | None = None) -> None:
        super().__init__(wording.text("reception.section.procedure"), number=2, parent=parent)
        self._text = wording.text
        self._find = find
        self._procedure: Procedure | None = None
        self._recent: tuple[Procedure, ...] = ()
        self.edit = LineEdit()
        self.edit.setAccessibleName(wording.text("reception.procedure.search"))
        self.edit.set_leading("search")
        self.field = Labelled("", self.edit)
        self.edit.setAccessibleName(wording.text("reception.procedure.search"))
        self.edit.setPlaceholderText(wording.text("reception.procedure.placeholder"))
        self.body.addWidget(self.field)
        self.hint = WrapLabel("", "hint")
        self.body.addWidget(self.hint)
        self.hint.hide()
        self.change = ProcedureChangePanel(wording, self)
        self.body.addWidget(self.change)
        self.model = ProcedureModel(wording, self)
        self._list: DropList | None = None
        self._quick = QWidget()
        self._quick_row = QHBoxLayout(self._quick)
        self._quick_row.setContentsMargins(0, 0, 0, 0)
        self._quick_row.setSpacing(0)
        self._quick_buttons: list[Button] = []
        self.set_status(self._quick)
        self.edit.textEdited.connect(lambda _: self._search())
        self.edit.installEventFilter(self)

    def show_form(self, state: FormState, note: Note | None, *, fresh: bool) -> None:
        """Draw what was chosen; typing under way is left alone."""
        self._show_recent(state.recent)
        if fresh or state.procedure is not self._procedure:
            self._procedure = state.procedure
            self._show_chosen(state.procedure_sign)
        self.hint.setText(state.procedure_hint)
        self.hint.setVisible(bool(state.procedure_hint))
        self.change.show_change(state.change)
        if note is None:
            self.field.clear_finding()
        else:
            self.field.show_finding(note.finding, note.text)

    def list_open(self) -> bool:
        """Whether the drop list is to be seen."""
        return self._list is not None and self._list.isVisible()

    def open_list(self) -> None:
        """Show what the typed text finds, or the recent ones."""
        self._search()

    def close_list(self) -> None:
        """Take the drop list away."""
        if self._list is not None:
            self._list.hide()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys of the search box go to the list first."""
        if watched is self.edit:
            if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
                return self._key(event)
            if event.type() == QEvent.Type.FocusIn:
                # After the field itself has taken the focus, and selected its text.
                QTimer.singleShot(0, self, self._entered)
            elif event.type() == QEvent.Type.FocusOut:
                self._left()
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        key = Qt.Key(event.key())
        if self.list_open():
            assert self._list is not None
            if self._list.go(key):
                return True
            if key == Qt.Key.Key_Escape:
                self._give_back()
                return True
            if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) or (key == Qt.Key.Key_Tab and self._typed()):
                self._pick(self._list.row())
                return True
            return False
        if key == Qt.Key.Key_Down:
            self._search()
            return True
        if self._procedure is not None and event.text().isprintable() and event.text().strip():
            # The chosen name gives way to the first letter of another search.
            self.edit.clear()
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._procedure is not None:
            self.passed.emit()
            return True
        return False

    def _typed(self) -> str:
        """The text being searched for; the chosen procedure's own name is none."""
        text = self.edit.nfc()
        return "" if self._procedure is not None and text == self._procedure.name_vi else text

    def _search(self) -> None:
        typed = self._typed()
        self.edit.set_note("")
        rows = self._find(typed)
        self.model.set_rows(rows, [procedure.code for procedure in self._recent])
        if self._list is None:
            self._list = DropList(
                self._text("reception.procedure.list"),
                self.model,
                ProcedureDelegate(),
                row=ROW,
                shown=_SHOWN,
                parent=self.window(),
            )
            self._list.picked.connect(self._pick)
        if rows:
            foot = self._text("reception.procedure.foot")
        else:
            foot = self._text("reception.procedure.nothing", text=typed)
        self._list.open_under(self.edit, foot)
        self._list.mark_row(0)

    def _pick(self, row: int) -> None:
        procedure = self.model.procedure(row)
        if procedure is None:
            return
        self.close_list()
        self._procedure = None
        self.chosen.emit(procedure.code)
        self.passed.emit()

    def _entered(self) -> None:
        if not self.edit.hasFocus():
            return
        if self._procedure is not None:
            self.edit.setCursorPosition(0)
        elif not self.edit.text() and self._recent:
            self._search()

    def _left(self) -> None:
        self.close_list()
        if self._procedure is not None:
            self._give_back()
        elif self.edit.nfc():
            self.field.show_finding(Finding.WARNING, self._text("reception.procedure.not_chosen"))

    def _give_back(self) -> None:
        """The search is dropped: what was chosen before stands again."""
        self.close_list()
        if self._procedure is not None:
            self._show_chosen(self._sign)
        else:
            self.edit.clear()

    _sign = ""

    def _show_chosen(self, sign: str) -> None:
        self._sign = sign
        procedure = self._procedure
        mark(self.edit, "strong", procedure is not None)
        self.edit.setText(procedure.name_vi if procedure is not None else "")
        self.edit.setToolTip(procedure.name_vi if procedure is not None else "")
        self.edit.setCursorPosition(0)
        self.edit.set_note(sign if procedure is not None else "")

    def _show_recent(self, recent: tuple[Procedure, ...]) -> None:
        if recent == self._recent:
            return
        self._recent = recent
        for button in self._quick_buttons:
            self._quick_row.removeWidget(button)
            button.deleteLater()
        self._quick_buttons.clear()
        for procedure in recent[:_RECENT_SHOWN]:
            button = Button(_shortened(procedure.name_vi), kind="quiet", size="small")
            button.setToolTip(procedure.name_vi)
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.clicked.connect(lambda _=False, code=procedure.code: self._quick_pick(code))
            self._quick_buttons.append(button)
            self._quick_row.addWidget(button)

    def _quick_pick(self, code: str) -> None:
        self.close_list()
        self.chosen.emit(code)
        self.passed.emit()


def _shortened(name: str) -> str:
    """``Thủ tục đăng ký khai sinh`` -> ``Đăng ký khai sinh``; long names end in "…"."""
    bare = name.removeprefix("Thủ tục ").strip()
    bare = bare[:1].upper() + bare[1:]
    return bare if len(bare) <= _RECENT_WIDTH else f"{bare[: _RECENT_WIDTH - 1].rstrip()}…"
