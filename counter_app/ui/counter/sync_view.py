"""The screen Đồng bộ: how the line is, what waits, what is safe, what needs a person, entry by entry."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QScrollArea,
    QSizePolicy,
    QStackedLayout,
    QVBoxLayout,
    QWidget,
)

from counter_app.i18n import Wording
from counter_app.services.store_ports import JournalRow
from counter_app.ui.counter.sync_presenter import SEGMENTS
from counter_app.ui.counter.sync_state import CardState, SyncState, Trouble
from counter_app.ui.shared.buttons import Button, LinkButton
from counter_app.ui.shared.card import Card, EmptyState
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.labels import ElidedLabel, IconMark, IconText, Label
from counter_app.ui.shared.list_table import ListTable
from counter_app.ui.shared.paged_model import PagedModel
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.theme import current
from counter_app.ui.shared.tokens import Tone

_ROW = 54
_LIST = 230
_ONE_ROW = 1080
"""The width at 100 % text from which the four cards stand side by side."""


class StateCard(Card):
    """A quiet name, a value with its icon, and lines that explain."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.setAccessibleName(name)
        self._icon = IconMark("info", "ink2", 22)
        self._value = Label("", "large", wrap=True)
        self._detail = Label("", "hint", wrap=True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._value, 1)
        self.body.setSpacing(4)
        self.body.addWidget(Label(name, "label"))
        self.body.addLayout(row)
        self.body.addWidget(self._detail)
        self.body.addStretch(1)

    def show_state(self, state: CardState) -> None:
        """Draw it."""
        sign = state.sign
        self._icon.set(sign.icon, current().tone_ink(sign.tone))
        self._value.setText(sign.text)
        self._value.set_tone(sign.tone if sign.tone in (Tone.AMBER, Tone.RED) else None)
        self._detail.setText(state.detail)
        self._detail.setVisible(bool(state.detail))
        self.setAccessibleDescription(" ".join(part for part in (sign.text, state.detail) if part))


class TroubleBox(Card):
    """What was refused or does not fit, why, and the dossier to open."""

    open_pressed = Signal(str)
    all_pressed = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(tone=Tone.RED, parent=parent)
        self._text = wording.text
        self._shown: Trouble | None = None
        self._headline = IconText("circle-alert", "", Tone.RED, role="strong")
        self._more = LinkButton("")
        self._more.clicked.connect(lambda _=False: self.all_pressed.emit())
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self._headline, 1)
        head.addWidget(Label(self._text("sync_centre.trouble.others_go_on"), "hint"))
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        self.body.addLayout(head)
        self.body.addLayout(self._rows)
        self.body.addWidget(self._more, 0, Qt.AlignmentFlag.AlignLeft)

    def show_trouble(self, trouble: Trouble) -> None:
        """Draw it."""
        if trouble == self._shown:
            return
        self._shown = trouble
        tone = Tone.RED if trouble.refused else Tone.AMBER
        mark(self, "tone", tone.value)
        self._headline.set("circle-alert" if trouble.refused else "triangle-alert", trouble.title, tone)
        self._clear()
        for row in trouble.rows:
            line = QHBoxLayout()
            line.setSpacing(12)
            words = QVBoxLayout()
            words.setSpacing(2)
            title = ElidedLabel(row.title, "strong")
            # Capitals with two marks (Ẫ) reach above the line: without room they are cut.
            title.setContentsMargins(0, 4, 0, 0)
            words.addWidget(title)
            reason = Label(row.reason, "hint", wrap=True)
            reason.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Minimum)
            words.addWidget(reason)
            look = Button(self._text("sync_centre.trouble.open"), size="small")
            look.setAccessibleName(f"{look.words()}: {row.title}")
            look.clicked.connect(lambda _=False, id_=row.dossier_id: self.open_pressed.emit(id_))
            line.addLayout(words, 1)
            line.addWidget(look, 0, Qt.AlignmentFlag.AlignVCenter)
            host = QWidget()
            line.setContentsMargins(0, 0, 0, 0)
            host.setLayout(line)
            self._rows.addWidget(host)
        self._more.setText(trouble.more)
        self._more.setVisible(bool(trouble.more))

    def _clear(self) -> None:
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()


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
