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

from counter_app.domain.journal import EntryId
from counter_app.i18n import Wording
from counter_app.services.store_ports import JournalRow
from counter_app.services.sync_care import Ailing
from counter_app.ui.counter.mending.mend_words import MendWords
from counter_app.ui.counter.sync.sync_parts import Banners, StateCard
from counter_app.ui.counter.sync.sync_presenter import AILING, SEGMENTS
from counter_app.ui.counter.sync.sync_state import Deed, SyncState
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card, EmptyState
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.list_table import ListTable
from counter_app.ui.shared.paged_model import PagedModel
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.theme import current

_ROW = 50
_LIST = 250
_ONE_ROW = 900
"""The width at 100 % text from which three cards stand side by side."""
_CARDS = ("line", "waiting", "safe", "scans", "backup", "clock")
_SMALL = ("scans", "backup", "clock")


class SyncView(QWidget):
    """``show_state`` draws a ``SyncState``; the signals tell what a person wants."""

    asked = Signal(object)
    """A ``Deed``."""
    segment_chosen = Signal(str)
    open_pressed = Signal(str)
    mend_pressed = Signal(object)
    """The ``EntryId`` to look at."""

    def __init__(
        self,
        wording: Wording,
        model: PagedModel[JournalRow],
        ailing: PagedModel[Ailing],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._text = text = wording.text
        self._mend = MendWords(wording)
        self.send = Button(text("sync_centre.send_now"), icon="refresh-cw", shortcut="F5")
        self.send.clicked.connect(lambda _=False: self.asked.emit(Deed.SEND_NOW))
        self.cards = {
            name: StateCard(text(f"sync_centre.card.{name}"), small=name in _SMALL) for name in _CARDS
        }
        self.banners = Banners(wording)
        segments = [(key, text(f"sync_centre.segment.{key}")) for key in (*SEGMENTS, AILING)]
        self.segments = Choice(segments, name=text("sync_centre.segment.name"))
        self._heading = Label("", "heading")
        self.table = ListTable(text("sync_centre.table"), model, row=_ROW)
        self.ailing = ListTable(text("sync_centre.ailing.table"), ailing, row=_ROW)
        self.advice = Label("", "small", wrap=True)
        self.look = Button(text("mend.look"), cap="Enter", size="small")
        self.empty = EmptyState("circle-check", "")
        self._columns = 0
        self._lay_out()
        self.segments.chosen.connect(self.segment_chosen)
        self.table.opened.connect(self._open)
        self.ailing.selected.connect(self._advise)
        self.ailing.opened.connect(self._look_at)
        self.look.clicked.connect(lambda _=False: self._look_at(self.ailing.current_row()))
        self.banners.acted.connect(self.asked)
        for card in self.cards.values():
            card.acted.connect(self.asked)

    def show_state(self, state: SyncState) -> None:
        """Draw it."""
        for name, card in self.cards.items():
            card.show_state(getattr(state, name), busy=name == "backup" and state.backing_up)
        self.banners.show_banners(state.banners)
        for key, words in state.chips:
            self.segments.set_text(key, words)
        self.segments.set_value(state.segment)
        self._heading.setText(state.heading)
        if state.empty is not None:
            self.empty.set(state.empty.icon, state.empty.title, state.empty.text)
        page = self._mends if state.segment == AILING else self.table
        self._pages.setCurrentWidget(self.empty if state.empty is not None else page)
        self._keep_row()
        self.send.set_busy(state.trying and state.can_send)
        self.send.setEnabled(state.can_send and not state.trying)

    def begin(self) -> None:
        """The focus where work begins."""
        if self._pages.currentWidget() is self._mends:
            self.ailing.setFocus(Qt.FocusReason.TabFocusReason)
            self._area.ensureWidgetVisible(self._listed)
        else:
            (self.send if self.send.isEnabled() else self.table).setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(Label(self._text("sync_centre.title"), "title"), 1)
        head.addWidget(self.send)
        self._grid = QGridLayout()
        self._grid.setSpacing(8)
        self._arrange(3)
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(20, 12, 20, 12)
        column.setSpacing(8)
        column.addLayout(head)
        column.addWidget(self.banners)
        column.addLayout(self._grid)
        column.addWidget(self._lay_out_list(), 1)
        area = self._area = QScrollArea()
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(page)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(area)

    def _lay_out_list(self) -> Card:
        listed = Card()
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._heading)
        top.addStretch(1)
        top.addWidget(self.segments)
        foot = QHBoxLayout()
        foot.setSpacing(12)
        foot.addWidget(self.advice, 1)
        foot.addWidget(self.look, 0, Qt.AlignmentFlag.AlignVCenter)
        self._mends = QWidget()
        mends = QVBoxLayout(self._mends)
        mends.setContentsMargins(0, 0, 0, 0)
        mends.setSpacing(8)
        mends.addWidget(self.ailing, 1)
        mends.addWidget(hairline())
        mends.addLayout(foot)
        self._pages = QStackedLayout()
        for page in (self.table, self._mends, self.empty):
            self._pages.addWidget(page)
        listed.body.addLayout(top)
        listed.body.addLayout(self._pages, 1)
        self._listed = listed
        return listed

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Three cards in a row, or two when there is no room."""
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
        columns = 3 if self.width() >= current().px(_ONE_ROW) else 2
        if columns != self._columns:
            self._arrange(columns)

    def _arrange(self, columns: int) -> None:
        self._columns = columns
        for place, card in enumerate(self.cards.values()):
            self._grid.removeWidget(card)
            self._grid.addWidget(card, place // columns, place % columns)
        for column in range(3):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)

    def _keep_row(self) -> None:
        """There is always a row to look at."""
        shown = self._pages.currentWidget() is self._mends and self.ailing.model().rowCount() > 0
        if shown and not self.ailing.currentIndex().isValid():
            self.ailing.choose(0)

    def _open(self, row: object) -> None:
        if isinstance(row, JournalRow) and row.dossier_code:
            self.open_pressed.emit(row.subject)

    def _advise(self, row: object) -> None:
        if isinstance(row, Ailing):
            self.advice.setText(f"{self._text('mend.now')}: {self._mend.advice(row.row.verdict)}")

    def _look_at(self, row: object) -> None:
        if isinstance(row, Ailing):
            entry_id: EntryId = row.row.id
            self.mend_pressed.emit(entry_id)
