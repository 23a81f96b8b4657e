"""Small editors that open inside the summary: the due time, the fee, the time of reception."""

from __future__ import annotations

from datetime import date, datetime

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.received import Channel
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.draft import DueChoice, FeeChoice
from counter_app.ui.counter.parts.shown import Note
from counter_app.ui.counter.parts.typed import (
    amount_shown,
    iso_shown,
    moment,
    read_amount,
    read_day,
    read_time,
)
from counter_app.ui.shared.buttons import Button, PrimaryButton
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.field import Field


class Editor(QWidget):
    """Fields with "Áp dụng" and "Thôi"; Enter in the last field applies, Esc gives up."""

    closed = Signal()

    def __init__(self, wording: Wording, *, reset: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text = wording.text
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 6, 0, 2)
        self.rows.setSpacing(8)
        self._reset_words = reset

    def finish(self) -> None:
        """Put the buttons under the fields; Tab comes to them last."""
        self.apply = PrimaryButton(self.text("reception.editor.apply"), size="small", parent=self)
        self.give_up = Button(self.text("reception.editor.give_up"), size="small", parent=self)
        self.reset = Button(self._reset_words, kind="quiet", size="small", parent=self)
        self.apply.clicked.connect(lambda _=False: self.try_apply())
        self.give_up.clicked.connect(lambda _=False: self.closed.emit())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.apply)
        row.addWidget(self.give_up)
        row.addStretch(1)
        self.rows.addLayout(row)
        self.rows.addWidget(self.reset, 0, Qt.AlignmentFlag.AlignLeft)

    def side_by_side(self, *shares: tuple[QWidget, int]) -> None:
        """Fields in one row."""
        row = QHBoxLayout()
        row.setSpacing(8)
        for widget, share in shares:
            row.addWidget(widget, share, Qt.AlignmentFlag.AlignTop)
        self.rows.addLayout(row)

    def try_apply(self) -> None:
        """Tell what was typed, or say what cannot be understood."""
        raise NotImplementedError

    def last_field(self) -> QWidget:
        """Where Enter applies."""
        raise NotImplementedError

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter and Esc."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.last_field().hasFocus():
            self.try_apply()
        else:
            super().keyPressEvent(event)
            return
        event.accept()


class DueEditor(Editor):
    """``proposed`` tells a ``DueChoice``, or ``None`` for the computed time."""

    proposed = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(wording, reset=wording.text("reception.due.back_to_rule"), parent=parent)
        self.day = Field(self.text("reception.due.day"), placeholder=self.text("reception.placeholder.day"))
        self.time = Field(self.text("reception.due.time"), placeholder="17:00")
        self.reason = Field(
            self.text("reception.due.reason"), placeholder=self.text("reception.placeholder.due_reason")
        )
        self.side_by_side((self.day, 3), (self.time, 2))
        self.rows.addWidget(self.reason)
        self.finish()
        self.reset.clicked.connect(lambda _=False: self.proposed.emit(None))
        self._today = date.min

    def begin(self, choice: DueChoice | None, shown: datetime | None, today: date) -> None:
        """Fill with what holds now."""
        self._today = today
        at = local(choice.due_at) if choice is not None else None if shown is None else local(shown)
        self.day.set_text(iso_shown(at.date().isoformat()) if at is not None else "")
        self.time.set_text(f"{at:%H:%M}" if at is not None else "17:00")
        self.reason.set_text(choice.reason if choice is not None else "")
        self.reset.setVisible(choice is not None)
        self.show_note(None)
        self.day.edit.setFocus()
        self.day.edit.selectAll()

    def show_note(self, note: Note | None) -> None:
        """What was refused, next to the field that it is about."""
        for field in (self.day, self.time, self.reason):
            field.clear_finding()
        if note is not None:
            (self.day if self.reason.text() else self.reason).show_finding(note.finding, note.text)

    def last_field(self) -> QWidget:
        """The reason."""
        return self.reason.edit

    def try_apply(self) -> None:
        """A day, a time and a reason."""
        self.show_note(None)
        day, time = read_day(self.day.text(), today=self._today), read_time(self.time.text())
        if day is None:
            self.day.show_error(self.text("reception.typed.no_day"))
            self.day.edit.setFocus()
        elif time is None:
            self.time.show_error(self.text("reception.typed.no_time"))
            self.time.edit.setFocus()
        else:
            self.proposed.emit(DueChoice(moment(day, time), self.reason.text()))


class FeeEditor(Editor):
    """``proposed`` tells a ``FeeChoice``, or ``None`` for what the catalogue says."""

    proposed = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(wording, reset=wording.text("reception.fee.back_to_rule"), parent=parent)
        options = [(basis, self.text(f"reception.fee.choose_{basis}")) for basis in ("typed", "exempt")]
        self.basis = Choice(options, name=self.text("reception.fee.label"), fill=True)
        self.amount = Field(self.text("reception.fee.amount"), placeholder="8.000")
        self.note = Field("")
        self.rows.addWidget(self.basis)
        self.rows.addWidget(self.amount)
        self.rows.addWidget(self.note)
        self.finish()
        self.basis.chosen.connect(lambda _: self._follow_basis())
        self.amount.edit.editingFinished.connect(self._tidy_amount)
        self.reset.clicked.connect(lambda _=False: self.proposed.emit(None))
        self._follow_basis()

    def begin(self, choice: FeeChoice | None) -> None:
        """Fill with what holds now."""
        self.basis.set_value(choice.basis if choice is not None else "typed")
        typed = choice is not None and choice.basis == "typed"
        self.amount.set_text(amount_shown(choice.amount_vnd) if typed and choice is not None else "")
        self.note.set_text(choice.note if choice is not None else "")
        self.reset.setVisible(choice is not None)
        self._follow_basis()
        self.show_note(None)
        target = self.amount if self.basis.value() == "typed" else self.note
        target.edit.setFocus()
        target.edit.selectAll()

    def show_note(self, note: Note | None) -> None:
        """What was refused."""
        self.amount.clear_finding()
        self.note.clear_finding()
        if note is not None:
            self.note.show_finding(note.finding, note.text)

    def last_field(self) -> QWidget:
        """The basis or the group."""
        return self.note.edit

    def try_apply(self) -> None:
        """An amount with its basis, or a group that need not pay."""
        self.show_note(None)
        if self.basis.value() == "exempt":
            self.proposed.emit(FeeChoice(0, "exempt", self.note.text()))
            return
        amount = read_amount(self.amount.text())
        if amount is None:
            self.amount.show_error(self.text("reception.typed.no_amount"))
            self.amount.edit.setFocus()
        else:
            self.proposed.emit(FeeChoice(amount, "typed", self.note.text()))

    def _follow_basis(self) -> None:
        basis = self.basis.value()
        self.amount.setVisible(basis == "typed")
        self.note.set_label(self.text(f"reception.fee.note_{basis}"))
        self.note.edit.setPlaceholderText(self.text(f"reception.placeholder.fee_{basis}"))

    def _tidy_amount(self) -> None:
        amount = read_amount(self.amount.text())
        if amount is not None:
            self.amount.set_text(amount_shown(amount))
            self.amount.clear_finding()


class ReceivedEditor(Editor):
    """``proposed`` tells the channel and the instant, ``None`` for now."""

    proposed = Signal(object, object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(wording, reset=wording.text("reception.received.now"), parent=parent)
        channels = (Channel.DIRECT, Channel.POSTAL)
        options = [(channel.value, self.text(f"reception.channel.{channel.value}")) for channel in channels]
        self.channel = Choice(options, name=self.text("reception.received.channel"), fill=True)
        self.day = Field(self.text("reception.received.day"))
        self.time = Field(self.text("reception.received.time"))
        self.rows.addWidget(self.channel)
        self.side_by_side((self.day, 3), (self.time, 2))
        self.finish()
        self.reset.clicked.connect(lambda _=False: self.proposed.emit(Channel(self.channel.value()), None))
        self._today = date.min
        self._begun = ("", "")
        self._typed = False

    def begin(self, channel: Channel, at: datetime, today: date, *, typed: bool) -> None:
        """Fill with what holds now; ``typed`` tells that the time is not simply "now"."""
        self._today = today
        self._typed = typed
        self.reset.setVisible(typed)
        shown = local(at)
        known = channel if channel is not Channel.ONLINE else Channel.DIRECT
        self.channel.set_value(known.value)
        self.day.set_text(iso_shown(shown.date().isoformat()))
        self.time.set_text(f"{shown:%H:%M}")
        self._begun = (self.day.text(), self.time.text())
        self.show_note(None)
        self.time.edit.setFocus()
        self.time.edit.selectAll()

    def show_note(self, note: Note | None) -> None:
        """What was refused."""
        self.day.clear_finding()
        self.time.clear_finding()
        if note is not None:
            self.day.show_finding(note.finding, note.text)

    def last_field(self) -> QWidget:
        """The time."""
        return self.time.edit

    def try_apply(self) -> None:
        """A day and a time; what was not touched stays "now"."""
        self.show_note(None)
        channel = Channel(self.channel.value())
        if (self.day.text(), self.time.text()) == self._begun and not self._typed:
            self.proposed.emit(channel, None)
            return
        day, time = read_day(self.day.text(), today=self._today), read_time(self.time.text())
        if day is None:
            self.day.show_error(self.text("reception.typed.no_day"))
            self.day.edit.setFocus()
        elif time is None:
            self.time.show_error(self.text("reception.typed.no_time"))
            self.time.edit.setFocus()
        else:
            self.proposed.emit(channel, moment(day, time))
