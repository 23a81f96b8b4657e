"""What the forms of the acts share: they stay open until it is recorded, and say why it was not."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayoutItem, QWidget

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.ui.counter.parts.typed import iso_shown, moment, read_day, read_time
from counter_app.ui.counter.processing.form_body import FormBody
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.dialogs import Question
from counter_app.ui.shared.field import Field, Labelled, TextField
from counter_app.ui.shared.labels import IconText
from counter_app.ui.shared.tokens import Tone

_TITLE_BAR = 36
_APART = 24
"""How far the form stays from the edges of the window under it."""


@dataclass(frozen=True, slots=True)
class _Demand:
    """A field that has to be filled; ``lacking`` words what it lacks, or is empty."""

    field: Labelled[Any]
    lacking: Callable[[], str]
    before_look: bool


class WishDialog(Question):
    """``given`` tells what the clerk wishes; the dialog closes with ``done_with`` or the way back.

    ``preview_wanted`` tells the same wish, to look at its slip before anything is recorded.
    """

    AREA = "processing"
    """The area of texts that words title and deed."""
    given = Signal(object)
    preview_wanted = Signal(object)
    WIDTH = 600

    def __init__(
        self, wording: Wording, deed: str, text: str, *, code: str, parent: QWidget | None = None
    ) -> None:
        title = wording.text(f"{self.AREA}.{deed}.title", code=code)
        super().__init__(wording, title, text, act=wording.text(f"{self.AREA}.{deed}.act"), parent=parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        # Three buttons side by side need their room at any text scale.
        self.setMinimumWidth(theme.current().px(self.WIDTH))
        self._text = wording.text
        self.problem = IconText("circle-alert", "", Tone.RED, wrap=True)
        self.problem.hide()
        self.form = FormBody(self._room, self)
        self.body.addWidget(self.form, 1)
        self.body.addWidget(self.problem)
        self._around, self.body = self.body, self.form.column
        self._demands: list[_Demand] = []
        self.preview = Button(self._text("processing.preview.act"), icon="eye", shortcut="F6")
        self.preview.clicked.connect(lambda _=False: self._look())
        self.preview.setParent(self)
        self.preview.hide()

    def offer_preview(self) -> None:
        """The act has a slip: it can be looked at first."""
        self.keys.insertWidget(0, self.preview)
        self.preview.show()

    def require(self, field: Labelled[Any], lacking: Callable[[], str], *, before_look: bool = True) -> None:
        """Nothing is told while ``lacking`` words something; a look needs only what is ``before_look``."""
        self._demands.append(_Demand(field, lacking, before_look))

    def require_text(self, field: Field | TextField, missing: str, *, before_look: bool = True) -> None:
        """Something has to be written there; ``missing`` is the key of what is said otherwise."""
        self.require(field, lambda: "" if field.text() else self._text(missing), before_look=before_look)
        field.changed.connect(lambda _: field.clear_finding())

    def require_moment(self, at: MomentFields) -> None:
        """Day and time have to be readable."""
        self.require(at.day, at.unread_day)
        self.require(at.time, at.unread_time)

    def wish(self) -> object | None:
        """What was typed; ``None`` after telling what is missing beyond the fields that are required."""
        raise NotImplementedError

    def agree(self) -> None:
        """Recorded elsewhere; what was typed stays until then."""
        wish = self.wish() if self.complete(look=False) else None
        if wish is not None:
            self.act.set_busy(True)
            self.given.emit(wish)

    def complete(self, *, look: bool) -> bool:
        """All that is missing is said at once, each next to its field; the first of them gets the focus."""
        self.problem.hide()
        first: Labelled[Any] | None = None
        for demand in self._demands:
            if not demand.field.isVisibleTo(self) or (look and not demand.before_look):
                continue
            said = demand.lacking()
            if said:
                demand.field.show_error(said)
                first = first or demand.field
            else:
                demand.field.clear_finding()
        if first is not None:
            self.form.ensureWidgetVisible(first)
            first.control.setFocus(Qt.FocusReason.OtherFocusReason)
        return first is None

    def done_with(self) -> None:
        """It is recorded."""
        self.accept()

    def show_refusal(self, error: Exception) -> None:
        """It was not recorded, with why."""
        self.act.set_busy(False)
        self.preview.set_busy(False)
        if isinstance(error, DomainError):
            self.tell(self._wording.error(error))
        else:
            self.tell(self._text("shared.notice.unexpected_plain"))

    def tell(self, words: str) -> None:
        """What is missing or was refused."""
        self.problem.set("circle-alert", words, Tone.RED)
        self.problem.show()

    def _look(self) -> None:
        wish = self.wish() if self.complete(look=True) else None
        if wish is not None:
            self.preview.set_busy(True)
            self.preview_wanted.emit(wish)

    def showEvent(self, event: QShowEvent) -> None:
        """As high as the fields need, where the window has room for that."""
        super().showEvent(event)
        self._grow()

    def event(self, event: QEvent) -> bool:
        """The same when findings came."""
        taken = super().event(event)
        if event.type() == QEvent.Type.LayoutRequest and self.isVisible():
            self._grow()
        return taken

    def _grow(self) -> None:
        column = self.layout()
        wanted = 0 if column is None else column.totalHeightForWidth(self.width())
        if wanted > self.height():
            self.resize(self.width(), wanted)
            room = self.screen().availableGeometry()
            below = self.frameGeometry().bottom() - room.bottom()
            if below > 0:
                self.move(self.x(), max(self.y() - below, room.top()))

    def _room(self, width: int) -> int:
        """What is left for the fields, with words above and buttons beneath always in sight."""
        parent, screen = self.parentWidget(), self.screen().availableGeometry().height()
        whole = screen - _TITLE_BAR if parent is None else min(parent.window().height(), screen - _TITLE_BAR)
        taken = 0 if self.problem.isHidden() else _high(self.problem, width) + self._around.spacing()
        column = self.layout()
        if column is not None:
            margins = column.contentsMargins()
            taken += margins.top() + margins.bottom() + column.spacing() * (column.count() - 1)
            taken += sum(
                _high(item, width)
                for item in (column.itemAt(place) for place in range(column.count()))
                if item is not None and item.layout() is not self._around
            )
        return whole - taken - _APART


def _high(item: QWidget | QLayoutItem, width: int) -> int:
    if isinstance(item, QLayoutItem) and item.isEmpty() and item.spacerItem() is None:
        return 0
    return item.heightForWidth(width) if item.hasHeightForWidth() else item.sizeHint().height()


class MomentFields(QWidget):
    """A day and a time side by side; ``changed`` while they are typed."""

    changed = Signal()

    def __init__(self, wording: Wording, label: str, today: date, at: datetime | None = None) -> None:
        super().__init__()
        self._text, self._today = wording.text, today
        self.day = Field(label, placeholder=wording.text("reception.placeholder.day"))
        self.time = Field(wording.text("reception.due.time"), text="17:00")
        if at is not None:
            self.day.set_text(iso_shown(local(at).date().isoformat()))
            self.time.set_text(f"{local(at):%H:%M}")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.day, 3, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self.time, 2, Qt.AlignmentFlag.AlignTop)
        for field in (self.day, self.time):
            field.changed.connect(lambda _: self._edited())

    def moment(self) -> datetime | None:
        """What is typed, if both can be read."""
        day, time = read_day(self.day.text(), today=self._today), read_time(self.time.text())
        return None if day is None or time is None else moment(day, time)

    def unread_day(self) -> str:
        """What to say when the day cannot be read, or nothing."""
        read = read_day(self.day.text(), today=self._today)
        return self._text("reception.typed.no_day") if read is None else ""

    def unread_time(self) -> str:
        """The same of the time."""
        return self._text("reception.typed.no_time") if read_time(self.time.text()) is None else ""

    def _edited(self) -> None:
        self.day.clear_finding()
        self.time.clear_finding()
        self.changed.emit()
