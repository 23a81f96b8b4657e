"""The special days of a year: when, what, by which decision, from whom; the office's own can be changed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.settings.care_page import ToldLine
from counter_app.ui.settings.rules.calendar_state import CalendarState, DayLine
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button, IconButton, LinkButton
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.flow import Flow
from counter_app.ui.shared.flow_rows import FlowRows
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.pill import Pill
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.tokens import Tone


class DaysCard(Card):
    """``year_wanted`` tells a year; ``edited`` and ``removed`` an override; the buttons what is wanted."""

    year_wanted = Signal(int)
    add_wanted = Signal()
    import_wanted = Signal()
    edited = Signal(object)
    removed = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("office_calendar.card_days"), parent=parent)
        self._text, self._year = text, 0
        self.before = IconButton("chevron-left", text("office_calendar.year_before"))
        self.after = IconButton("chevron-right", text("office_calendar.year_after"))
        self.year = Label("", "strong")
        theme.tabular(self.year)
        stepper = QWidget()
        row = QHBoxLayout(stepper)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for widget in (self.before, self.year, self.after):
            row.addWidget(widget)
        self.set_status(stepper)
        self.add = Button(text("office_calendar.add"), icon="plus")
        self.bring = Button(text("office_calendar.bring"), icon="download")
        self._keys = QWidget()
        keys = Flow(self._keys, gap=8)
        keys.addWidget(self.add)
        keys.addWidget(self.bring)
        self._reader = Label(text("office_calendar.reader_only"), "hint", wrap=True)
        self.doubt = ToldLine()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(0)
        for part in (self._keys, self._reader, self.doubt):
            self.body.addWidget(part)
        self.body.addLayout(self._rows)
        self.body.addWidget(Label(text("office_calendar.days_detail"), "hint", wrap=True))
        self.before.clicked.connect(lambda _=False: self.year_wanted.emit(self._year - 1))
        self.after.clicked.connect(lambda _=False: self.year_wanted.emit(self._year + 1))
        self.add.clicked.connect(lambda _=False: self.add_wanted.emit())
        self.bring.clicked.connect(lambda _=False: self.import_wanted.emit())

    def show_state(self, state: CalendarState) -> None:
        """Draw a year."""
        self._year = state.year
        self.year.setText(str(state.year))
        self._keys.setVisible(state.writable)
        self._reader.setVisible(not state.writable)
        self.doubt.show_told(state.doubt)
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        if not state.days:
            self._rows.addWidget(Label(self._text("office_calendar.no_days"), "hint", wrap=True))
        for place, line in enumerate(state.days):
            if place:
                self._rows.addWidget(hairline())
            self._rows.addWidget(self._row(line, writable=state.writable))

    def _row(self, line: DayLine, *, writable: bool) -> QWidget:
        host = QWidget()
        host.setAccessibleName(f"{line.dates}: {line.effect.text}. {line.name}. {line.decision}")
        dates = Label(line.dates, "strong", wrap=True)
        theme.tabular(dates)
        when, what = QWidget(), QWidget()
        left, right = QVBoxLayout(when), QVBoxLayout(what)
        for column in (left, right):
            column.setContentsMargins(0, 0, 0, 0)
            column.setSpacing(2)
        left.addWidget(dates)
        left.addWidget(IconText(line.effect.icon, line.effect.text, line.effect.tone))
        right.addWidget(Label(line.name, wrap=True))
        quiet = line.origin.text if line.origin.tone is Tone.NEUTRAL else ""
        source = " · ".join(part for part in (line.decision, quiet) if part)
        right.addWidget(Label(source, "hint", wrap=True, selectable=True))
        acts = QWidget()
        flow = Flow(acts, gap=8)
        if line.origin.tone is not Tone.NEUTRAL:
            flow.addWidget(Pill(line.origin.icon, line.origin.text, line.origin.tone))
        own = line.own
        if own is not None and writable:
            change = LinkButton(self._text("office_calendar.change"))
            remove = LinkButton(self._text("office_calendar.remove"))
            for button in (change, remove):
                button.setAccessibleName(f"{button.words()}: {line.dates}")
                flow.addWidget(button)
            change.clicked.connect(lambda _=False: self.edited.emit(own))
            remove.clicked.connect(lambda _=False: self.removed.emit(own))
        right.addWidget(acts)
        acts.setVisible(flow.count() > 0)
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 7, 0, 7)
        row = FlowRows(gap=16, row_gap=4)
        column.addLayout(row)
        row.add(when, least=250, stretch=1)
        row.add(what, least=300, stretch=2)
        return host
