"""Several dossiers at once: tick them, say to whom, record, and the list to sign comes out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.handover_lists import HandoverList, Way
from counter_app.services.handovers import MOST, AtHand, HandOverWish, TakeBackWish
from counter_app.ui.counter.dossiers.dossier_cells import procedure_shown, short_code
from counter_app.ui.counter.handover.handover_dialogs import Departments, HandOverFields, TakeBackFields
from counter_app.ui.counter.processing.wish_dialog import WishDialog
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.field import ComboField
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.tick_list import TickList


@dataclass(frozen=True, slots=True)
class PileState:
    """What waits to be handed over, what the departments have, and the lists that were made."""

    waiting: tuple[AtHand, ...]
    away: tuple[AtHand, ...]
    departments: Departments
    lists: tuple[HandoverList, ...]
    clerk_name: str
    now: datetime


@dataclass(frozen=True, slots=True)
class PileWish:
    """These dossiers go to a department, or come back from it."""

    dossier_ids: tuple[str, ...]
    wish: HandOverWish | TakeBackWish


_LIST = 232
_SPARE = 264
"""How much lower the list is, times what the text is larger than usual: the form fits a low screen."""


class PileDialog(WishDialog):
    """``given`` tells a ``PileWish``; ``again`` the number of a list that is to be printed once more."""

    AREA = "handover"
    WIDTH = 760
    again = Signal(str)

    def __init__(self, wording: Wording, state: PileState, parent: QWidget | None = None) -> None:
        super().__init__(wording, "pile", "", code="", parent=parent)
        self._state = state
        self.setMinimumWidth(theme.current().px(self.WIDTH))
        ways = [
            (way.value, wording.count(f"handover.pile.{way.value}", len(found)))
            for way, found in ((Way.OUT, state.waiting), (Way.BACK, state.away))
        ]
        self.way = Choice(ways, name=self._text("handover.pile.way"), value=Way.OUT.value)
        self.all = Button(self._text("handover.pile.all"), shortcut="F8", size="small")
        self.counted = Label("", "hint")
        self.to_go, self.to_come = self._rows(state.waiting), self._rows(state.away)
        self.hand_over = HandOverFields(wording, state.departments, state.clerk_name, state.now)
        self.take_back = TakeBackFields(wording, state.now)
        self._pages = QStackedWidget()
        for rows, fields in ((self.to_go, self.hand_over), (self.to_come, self.take_back)):
            self._pages.addWidget(self._page(rows, fields.rows(wide=True)))
        self.lists = ComboField(
            self._text("handover.pile.lists"), [(one.number, self._list(one)) for one in state.lists]
        )
        self.print_again = Button(self._text("handover.pile.again"), icon="printer", size="small")
        self._lay_out()
        self.hand_over.require_in(self)
        self.require_moment(self.take_back.at)
        self.way.chosen.connect(self._turn)
        self.all.clicked.connect(lambda _=False: self._tick_all())
        self.print_again.clicked.connect(lambda _=False: self.again.emit(self.lists.value()))
        for rows in (self.to_go, self.to_come):
            rows.itemChanged.connect(lambda _: self._count())
        self._turn(Way.OUT.value)

    def complete(self, *, look: bool) -> bool:
        """Something has to be ticked, too."""
        filled = super().complete(look=look)
        if not self._shown().ticked():
            self.tell(self._text("error.handover.nothing_chosen"))
            return False
        return filled

    def wish(self) -> PileWish | None:
        """What is ticked, and how it changes hands."""
        out = self._pages.currentIndex() == 0
        found = self._state.waiting if out else self._state.away
        chosen = tuple(found[place].dossier.id for place in self._shown().ticked())
        wish = self.hand_over.wish() if out else self.take_back.wish()
        return None if wish is None else PileWish(chosen, wish)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """F8 ticks all, or takes all ticks away."""
        if event.key() == Qt.Key.Key_F8:
            self._tick_all()
        else:
            super().keyPressEvent(event)

    # --- inside --------------------------------------------------------------------------------

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.way)
        head.addStretch(1)
        head.addWidget(self.counted)
        head.addWidget(self.all)
        self.body.addLayout(head)
        self.body.addWidget(self._pages)
        foot = QHBoxLayout()
        foot.setSpacing(8)
        foot.addWidget(self.lists, 1)
        foot.addWidget(self.print_again, 0, Qt.AlignmentFlag.AlignBottom)
        made = bool(self._state.lists)
        self.lists.setVisible(made)
        self.print_again.setVisible(made)
        self.body.addLayout(foot)

    def _rows(self, found: Sequence[AtHand]) -> TickList:
        rows = TickList(self._text("handover.pile.rows"))
        rows.MOST = round(_LIST - _SPARE * (theme.current().scale - 1))
        for one in found:
            rows.add(self._words(one), ticked=False)
        return rows

    def _page(self, rows: TickList, fields: Sequence[QWidget]) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        empty = Label(self._text("handover.pile.empty"), "hint", wrap=True)
        empty.setVisible(not rows.count())
        rows.setVisible(bool(rows.count()))
        full = Label(self._text("handover.pile.full", most=MOST), "hint", wrap=True)
        full.setVisible(rows.count() >= MOST)
        for widget in (rows, full, empty, *fields):
            column.addWidget(widget)
        for field in fields:
            field.setVisible(bool(rows.count()))
        column.addStretch(1)
        return page

    def _words(self, one: AtHand) -> str:
        dossier = one.dossier
        lead, number = short_code(dossier.code)
        name = procedure_shown(str(dossier.procedure.get("name", "")))
        parts = [lead + number, dossier.owner.full_name, name, one.department]
        if one.due_at is not None:
            key = "late" if one.late(self._state.now) else "due"
            parts.append(self._text(f"handover.pile.{key}", time=self._wording.date_time(one.due_at)))
        return " · ".join(part for part in parts if part)

    def _list(self, one: HandoverList) -> str:
        count = self._wording.count("handover.pile.dossiers", len(one.dossier_ids))
        way = self._text(f"handover.pile.list_{one.way.value}")
        return f"{one.number} · {way} · {count} · {self._wording.date_time(local(one.at))}"

    def _turn(self, way: str) -> None:
        self._pages.setCurrentIndex(0 if way == Way.OUT.value else 1)
        self.problem.hide()
        rows = self._shown()
        self.act.setEnabled(bool(rows.count()))
        self.all.setEnabled(bool(rows.count()))
        self.act.setText(self._text(f"handover.pile.act_{way}"))
        (rows if rows.count() else self.back).setFocus(Qt.FocusReason.OtherFocusReason)
        self._count()

    def _shown(self) -> TickList:
        return self.to_go if self._pages.currentIndex() == 0 else self.to_come

    def _tick_all(self) -> None:
        rows = self._shown()
        state = Qt.CheckState.Unchecked if len(rows.ticked()) == rows.count() else Qt.CheckState.Checked
        for place in range(rows.count()):
            rows.item(place).setCheckState(state)

    def _count(self) -> None:
        rows = self._shown()
        self.counted.setText(
            self._text("handover.pile.counted", ticked=len(rows.ticked()), count=rows.count())
        )
