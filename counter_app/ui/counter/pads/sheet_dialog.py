"""What stands on a sheet of a paper pad: its line, when it was received, by whom, and what was promised."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.pads import PadView
from counter_app.ui.counter.parts.typed import iso_shown, moment, read_count, read_day, read_time
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.dialogs import Question
from counter_app.ui.shared.field import ComboField, Field


@dataclass(frozen=True, slots=True)
class SheetTyped:
    """A sheet as typed; ``promised`` is the due time on the paper if it is another than the computed one."""

    book: str
    line: int
    received_at: datetime
    clerk_name: str = ""
    promised: datetime | None = None


class SheetDialog(Question):
    """``given`` tells a ``SheetTyped``; it stays open until the sheet is taken or refused.

    ``dropped``: what is in hand was not received on paper after all.
    """

    given = Signal(object)
    dropped = Signal()
    WIDTH = 520

    def __init__(
        self, wording: Wording, pads: Sequence[PadView], today: date, parent: QWidget | None = None
    ) -> None:
        text = wording.text
        super().__init__(
            wording, text("pad.enter.title"), text("pad.enter.text"), act=text("pad.enter.act"), parent=parent
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._pads, self._today = {pad.label: pad for pad in pads}, today
        options = [(pad.label, text("pad.enter.pad", book=pad.label, holder=_holder(pad))) for pad in pads]
        self.pad = ComboField(text("pad.enter.book"), options)
        self.line = Field(text("pad.enter.line"))
        self.day = Field(text("pad.enter.day"), placeholder=text("reception.placeholder.day"))
        self.time = Field(text("pad.enter.time"), placeholder="09:15")
        self.clerk = Field(text("pad.enter.clerk"), placeholder=text("pad.enter.clerk_hint"))
        self.due_day = Field(text("pad.enter.due_day"), placeholder=text("pad.enter.due_hint"))
        self.due_time = Field(text("pad.enter.due_time"), placeholder="17:00")
        self.drop = Button(text("pad.enter.drop"), kind="quiet", size="small")
        self.drop.hide()
        self._row((self.pad, 3), (self.line, 2))
        self._row((self.day, 3), (self.time, 2))
        self.body.addWidget(self.clerk)
        self._row((self.due_day, 3), (self.due_time, 2))
        self.body.addWidget(self.drop, 0, Qt.AlignmentFlag.AlignLeft)
        self.day.set_text(iso_shown(today.isoformat()))
        self.pad.chosen.connect(lambda _: self._propose())
        self.drop.clicked.connect(lambda _=False: self.dropped.emit())
        self._fields = {"line": self.line, "day": self.day, "time": self.time}
        self._fields |= {"due": self.due_day, "due_time": self.due_time}
        for field in self._fields.values():
            field.changed.connect(lambda _, field=field: field.clear_finding())
        self._propose()
        self.time.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_sheet(self, book: str, line: int) -> None:
        """A sheet was scanned: pad and line; nothing else changes."""
        if book in self._pads:
            self.pad.set_value(book)
        self.line.clear_finding()
        self.line.set_text(str(line))
        if book not in self._pads:
            self.refuse("line", self._wording.text("error.pad.unknown", book=book))

    def show_typed(self, typed: SheetTyped) -> None:
        """What was typed before, to be changed."""
        self.show_sheet(typed.book, typed.line)
        at = local(typed.received_at)
        self.day.set_text(iso_shown(at.date().isoformat()))
        self.time.set_text(f"{at:%H:%M}")
        self.clerk.set_text(typed.clerk_name)
        if typed.promised is not None:
            promised = local(typed.promised)
            self.due_day.set_text(iso_shown(promised.date().isoformat()))
            self.due_time.set_text(f"{promised:%H:%M}")
        self.drop.show()

    def refuse(self, place: str, words: str) -> None:
        """Say why it cannot be so, next to the field."""
        self.act.set_busy(False)
        field = self._fields[place]
        field.show_error(words)
        field.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def agree(self) -> None:
        """Only with a line and a time that can be read."""
        text = self._wording.text
        line = read_count(self.line.text()) or 0
        received_at = self._moment("day", "time", self.day.text(), self.time.text())
        promised = None
        if self.due_day.text().strip() or self.due_time.text().strip():
            promised = self._moment("due", "due_time", self.due_day.text(), self.due_time.text() or "17:00")
            if promised is None:
                return
        if not line:
            self.refuse("line", text("pad.enter.no_line"))
        elif received_at is not None:
            self.act.set_busy(True)
            clerk = self.clerk.text().strip()
            self.given.emit(SheetTyped(self.pad.value(), line, received_at, clerk, promised))

    def _moment(self, day_place: str, time_place: str, day: str, time: str) -> datetime | None:
        on, at = read_day(day, today=self._today), read_time(time)
        if on is None:
            self.refuse(day_place, self._wording.text("reception.typed.no_day"))
        elif at is None:
            self.refuse(time_place, self._wording.text("reception.typed.no_time"))
        return None if on is None or at is None else moment(on, at)

    def _propose(self) -> None:
        """The next line of the pad that is missing."""
        pad = self._pads.get(self.pad.value())
        self.line.set_text(str(pad.missing[0]) if pad is not None and pad.missing else "")

    def _row(self, *shares: tuple[QWidget, int]) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget, share in shares:
            row.addWidget(widget, share, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)


def _holder(pad: PadView) -> str:
    return pad.pad.issued.holder
