"""The screen Đồng bộ: how the line is, what waits, what is safe, what needs a person, entry by entry."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from counter_app.i18n import Wording
from counter_app.services.store_ports import JournalRow
from counter_app.ui.counter.sync.sync_parts import StateCard, TroubleBox
from counter_app.ui.counter.sync.sync_presenter import SEGMENTS
from counter_app.ui.counter.sync.sync_state import SyncState
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card, EmptyState
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.list_table import ListTable
from counter_app.ui.shared.paged_model import PagedModel
from counter_app.ui.shared.theme import current

_ROW = 54
_LIST = 230
_ONE_ROW = 1080
"""The width at 100 % text from which the four cards stand side by side."""


class SyncView(QWidget):
    """``show_state`` draws a ``SyncState``; the signals tell what a person wants."""

    send_pressed = Signal()
    segment_chosen = Signal(str)
    open_pressed = Signal(str)

    def __init__(
        self, wording: Wording, model: PagedModel[JournalRow], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._text = text = wording.text
        self.send = Button(text("sync_centre.send_now"), icon="refresh-cw", shortcut="F5")
        self.send.clicked.connect(lambda _=False: self.send_pressed.emit())
        self.cards = {
            name: StateCard(text(f"sync_centre.card.{name}")) for name in ("line", "waiting", "safe", "clock")
        }
        self.trouble = TroubleBox(wording)
        self.trouble.hide()
        segments = [(key, text(f"sync_centre.segment.{key}")) for key in SEGMENTS]
        self.segments = Choice(segments, name=text("sync_centre.segment.name"))
        self._heading = Label("", "heading")
        self.table = ListTable(text("sync_centre.table"), model, row=_ROW)
        self.empty = EmptyState("circle-check", "")
        self._lay_out()
        self.segments.chosen.connect(self.segment_chosen)
        self.table.opened.connect(self._open)
        self.trouble.open_pressed.connect(self.open_pressed)
        self.trouble.all_pressed.connect(self._show_refused)

    def show_state(self, state: SyncState) -> None:
        """Draw it."""
        for name, card in self.cards.items():
            card.show_state(getattr(state, name))
        self.trouble.setVisible(state.trouble is not None)
        if state.trouble is not None:
            self.trouble.show_trouble(state.trouble)
        for key, words in state.chips:
            self.segments.set_text(key, words)
        self.segments.set_value(state.segment)
        self._heading.setText(state.heading)
        if state.empty is not None:
            self.empty.set(state.empty.icon, state.empty.title, state.empty.text)
        self._pages.setCurrentIndex(0 if state.empty is None else 1)
        self.send.set_busy(state.trying and state.can_send)
        self.send.setEnabled(state.can_send and not state.trying)

    def begin(self) -> None:
        """The focus where work begins."""
        (self.send if self.send.isEnabled() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self._text("sync_centre.title"), "title"), 1)
        head.addWidget(self.send)
        self._grid = QGridLayout()
        self._grid.setSpacing(10)
        self._arrange(len(self.cards))
        listed = Card()
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self.segments)
        self._pages = QStackedLayout()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.empty)
        listed.body.addLayout(top)
        listed.body.addLayout(self._pages, 1)
        self._listed = listed
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 12, 20, 14)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(self._grid)
        column.addWidget(self.trouble)
        column.addWidget(listed, 1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """All cards in one row, or two by two when there is no room."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._fit()

    def _fit(self) -> None:
        # With large text the page scrolls rather than squeezing the rows away.
        self._listed.setMinimumHeight(current().px(_LIST))
        columns = len(self.cards) if self.width() >= current().px(_ONE_ROW) else 2
        if columns != self._columns:
            self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        for place, card in enumerate(self.cards.values()):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(len(self.cards)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _open(self, row: object) -> None:
        if isinstance(row, JournalRow) and row.dossier_code:
            self.open_pressed.emit(row.subject)

    def _show_refused(self) -> None:
        self.segments.set_value("refused")
        self.segment_chosen.emit("refused")
