"""Everything that is doubtful about who somebody is, the worst first; each line leads to its field."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.identity.identity_state import Doubt
from counter_app.ui.shared import theme
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.line_button import LineButton
from counter_app.ui.shared.popover import Popover

_WIDTH = 460


class DoubtsSheet(Popover):
    """``chosen`` tells the place in the draft that a doubt is about."""

    chosen = Signal(str)

    def __init__(self, wording: Wording, host: QWidget) -> None:
        super().__init__(wording.text("identity_panel.doubts.title"), host)
        self.lines: list[LineButton] = []
        self.column.addWidget(Label(wording.text("identity_panel.doubts.title"), "strong"))
        self._foot = Label(wording.text("identity_panel.doubts.foot"), "hint", wrap=True)
        self.column.addWidget(self._foot)

    def open_with(self, anchor: QWidget, doubts: tuple[Doubt, ...]) -> None:
        """Show these."""
        for line in self.lines:
            self.column.removeWidget(line)
            line.hide()
            line.deleteLater()
        self.lines = [self._line(place, doubt) for place, doubt in enumerate(doubts, start=1)]
        if self.lines:
            self.open_under(anchor, self.lines[0], width=_WIDTH)

    def _line(self, place: int, doubt: Doubt) -> LineButton:
        line = LineButton(self)
        line.show_line(doubt.icon, doubt.text, color=theme.current().tone_ink(doubt.tone))
        line.place = doubt.place
        line.clicked.connect(lambda _=False: self._choose(doubt.place))
        self.column.insertWidget(place, line)
        line.show()
        return line

    def _choose(self, place: str) -> None:
        self.close_sheet(back=not place)
        if place:
            self.chosen.emit(place)
