"""The forms of handing one dossier over to a department, and of taking it back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.handovers import HandOverWish, TakeBackWish
from counter_app.ui.counter.processing.wish_dialog import MomentFields, WishDialog
from counter_app.ui.shared.combo import Check
from counter_app.ui.shared.field import ComboField, Field

Departments = Sequence[tuple[str, str]]
"""Names of departments to choose from, each with who took papers there last."""


class HandOverFields:
    """To whom, by whom and when; the moment that stands there at first is now."""

    def __init__(
        self,
        wording: Wording,
        departments: Departments,
        clerk_name: str,
        now: datetime,
        *,
        proposed: bool = True,
    ) -> None:
        text = wording.text
        self._people: Mapping[str, str] = dict(departments)
        first = departments[0][0] if departments and proposed else ""
        self.taker = Field(text("handover.field.taker"), text=first)
        completer = QCompleter([name for name, _ in departments], self.taker)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.taker.edit.setCompleter(completer)
        self.taken_by = Field(
            text("handover.field.taken_by"),
            text=self._people.get(first, ""),
            placeholder=text("handover.field.by_hand"),
        )
        self.given_by = Field(text("handover.field.given_by"), text=clerk_name)
        self.at = MomentFields(wording, text("handover.field.day"), local(now).date(), now)
        self.note = Field(text("handover.field.note"))
        self._now = self.at.moment()
        self.taker.changed.connect(self._follow)

    def rows(self, *, wide: bool = False) -> list[QWidget]:
        """The taker's long name in a row of its own, or as few rows as a wide form has room for."""
        if wide:
            # Names of departments are longer than those of people.
            people = side_by_side(self.taker, self.taken_by, self.given_by, first=2)
            return [people, side_by_side(self.at, self.note)]
        return [self.taker, side_by_side(self.given_by, self.taken_by), self.at, self.note]

    def require_in(self, dialog: WishDialog) -> None:
        """A taker, and a time that can be read."""
        dialog.require_text(self.taker, "error.handover.taker_missing")
        dialog.require_moment(self.at)

    def wish(self) -> HandOverWish | None:
        """What was typed; ``None`` while the time cannot be read."""
        at = self.at.moment()
        if at is None:
            return None
        told = None if at == self._now else at
        return HandOverWish(
            self.taker.text(), self.taken_by.text(), self.given_by.text(), told, self.note.text()
        )

    def _follow(self, taker: str) -> None:
        if taker in self._people:
            self.taken_by.set_text(self._people[taker])


class TakeBackFields:
    """Who gives it back, with its result or without, and when."""

    def __init__(self, wording: Wording, now: datetime) -> None:
        text = wording.text
        options = [(key, text(f"handover.settled.{key}")) for key in ("yes", "no")]
        self.settled = ComboField(text("handover.field.settled"), options)
        self.given_by = Field(
            text("handover.field.given_back_by"), placeholder=text("handover.field.by_hand")
        )
        self.at = MomentFields(wording, text("handover.field.day_back"), local(now).date(), now)
        self.note = Field(text("handover.field.note"))
        self._now = self.at.moment()

    def rows(self, *, wide: bool = False) -> list[QWidget]:
        """The fields, two side by side, or in as few rows as a wide form has room for."""
        first = side_by_side(self.settled, self.given_by)
        return [first, side_by_side(self.at, self.note)] if wide else [first, self.at, self.note]

    def wish(self) -> TakeBackWish | None:
        """What was typed; ``None`` while the time cannot be read."""
        at = self.at.moment()
        if at is None:
            return None
        told = None if at == self._now else at
        return TakeBackWish(self.settled.value() == "yes", self.given_by.text(), told, self.note.text())


class HandOverDialog(WishDialog):
    """``given`` tells a ``HandOverWish``; ``sheet`` whether the control sheet is to be printed with it.

    ``holder`` is the department that has the dossier: it is not offered, and no other is a likely guess.
    """

    AREA = "handover"

    def __init__(
        self,
        wording: Wording,
        code: str,
        text: str,
        departments: Departments,
        clerk_name: str,
        now: datetime,
        *,
        sheet: bool = True,
        holder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(wording, "hand_over", text, code=code, parent=parent)
        others = [one for one in departments if one[0] != holder]
        self.fields = HandOverFields(wording, others, clerk_name, now, proposed=not holder)
        self.sheet = Check(self._text("handover.hand_over.sheet"))
        self.sheet.setChecked(sheet)
        for widget in (*self.fields.rows(), self.sheet):
            self.body.addWidget(widget)
        self.fields.require_in(self)
        self.fields.taker.edit.setFocus(Qt.FocusReason.OtherFocusReason)
        # Selected from the end, so that the beginning of a long name is in sight.
        length = len(self.fields.taker.edit.text())
        self.fields.taker.edit.setSelection(length, -length)

    def wish(self) -> HandOverWish | None:
        """To whom, by whom and when."""
        return self.fields.wish()


class TakeBackDialog(WishDialog):
    """``given`` tells a ``TakeBackWish``."""

    AREA = "handover"

    def __init__(
        self, wording: Wording, code: str, text: str, now: datetime, parent: QWidget | None = None
    ) -> None:
        super().__init__(wording, "take_back", text, code=code, parent=parent)
        self.fields = TakeBackFields(wording, now)
        for widget in self.fields.rows():
            self.body.addWidget(widget)
        self.require_moment(self.fields.at)
        self.fields.settled.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def wish(self) -> TakeBackWish | None:
        """With its result or without, by whom and when."""
        return self.fields.wish()


def side_by_side(*fields: QWidget, first: int = 1) -> QWidget:
    """Fields in one row; the ``first`` one may have a larger share."""
    whole = QWidget()
    row = QHBoxLayout(whole)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(8)
    for place, field in enumerate(fields):
        row.addWidget(field, 1 if place else first, Qt.AlignmentFlag.AlignTop)
    return whole
