"""Refusing or stopping with a reason, and the apology with a new time."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Literal

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.i18n import Wording
from counter_app.services.processing_wishes import (
    APOLOGY_REASONS,
    OTHER,
    REFUSAL_REASONS,
    STOP_REASONS,
    EndWish,
    ReappointWish,
)
from counter_app.ui.counter.processing.wish_dialog import MomentFields, WishDialog
from counter_app.ui.shared.field import ComboField, Field, TextField
from counter_app.ui.shared.labels import IconText
from counter_app.ui.shared.tokens import Tone


class _Reason:
    """A coded reason, whose words are put into the text until a person writes her own."""

    def __init__(self, wording: Wording, area: str, codes: Sequence[str], *, printed: bool = True) -> None:
        self._text, self._area = wording.text, area
        options = [(code, self._text(f"processing.reason.{area}.{code}")) for code in codes]
        self.code = ComboField(self._text("processing.reason.code"), options)
        label = self._text("processing.reason.text" if printed else "processing.reason.kept")
        self.text = TextField(label, lines=2)
        self._put = ""
        self.code.chosen.connect(lambda _: self._fill())
        self._fill()

    def _fill(self) -> None:
        if self.text.text() not in ("", self._put):
            return
        code = self.code.value()
        self._put = "" if code == OTHER else self._text(f"processing.reason.{self._area}.{code}")
        self.text.set_text(self._put)


class EndDialog(WishDialog):
    """``given`` tells an ``EndWish``.

    ``outside`` says what has to be written elsewhere, where the forms of the day have no slip for the act.
    """

    def __init__(
        self,
        wording: Wording,
        deed: Literal["refuse", "stop"],
        code: str,
        text: str,
        *,
        outside: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(wording, deed, text, code=code, parent=parent)
        refusing = deed == "refuse"
        if not refusing and not outside:
            self.act.setText(self._text("processing.stop.act_and_print"))
        self.outside = IconText("info", outside, Tone.AMBER, wrap=True)
        self.outside.setVisible(bool(outside))
        codes = REFUSAL_REASONS if refusing else STOP_REASONS
        self.reason = _Reason(wording, deed, codes, printed=not outside)
        self.ground = Field(
            self._text("processing.reason.ground"), placeholder=self._text("processing.reason.ground_example")
        )
        self.returned = TextField(self._text("processing.stop.returned"), lines=2)
        self.returned.setVisible(not refusing)
        self.document = Field(
            self._text("processing.stop.document"),
            placeholder=self._text("processing.stop.document_example"),
        )
        self.document.setVisible(bool(outside))
        for widget in (
            self.outside,
            self.reason.code,
            self.reason.text,
            self.ground,
            self.returned,
            self.document,
        ):
            self.body.addWidget(widget)
        self.require_text(self.reason.text, f"error.{'refusal' if refusing else 'stop'}.reason_missing")
        if not outside:
            self.offer_preview()
        self.reason.code.combo.setFocus(Qt.FocusReason.OtherFocusReason)

    def wish(self) -> EndWish:
        """What was typed; the service says what is missing."""
        return EndWish(
            self.reason.code.value(),
            self.reason.text.text(),
            self.ground.text(),
            self.returned.text(),
            self.document.text(),
        )


class ReappointDialog(WishDialog):
    """``given`` tells a ``ReappointWish``; ``text`` says what holds and until when it may be done."""

    def __init__(
        self, wording: Wording, code: str, text: str, agency: str, today: date, parent: QWidget | None = None
    ) -> None:
        super().__init__(wording, "reappoint", text, code=code, parent=parent)
        self.due = MomentFields(wording, self._text("processing.reappoint.due"), today)
        self.reason = _Reason(wording, "reappoint", APOLOGY_REASONS)
        self.document = Field(
            self._text("processing.reappoint.document"),
            placeholder=self._text("processing.reappoint.document_example"),
        )
        self.agency = Field(self._text("processing.reappoint.agency"), text=agency)
        self.head = Field(self._text("processing.reappoint.head"))
        for widget in (self.due, self.reason.code, self.reason.text, self.document, self.agency, self.head):
            self.body.addWidget(widget)
        self.require_moment(self.due)
        self.require_text(self.reason.text, "error.reappointment.reason_missing")
        self.require_text(self.document, "error.reappointment.document_missing")
        self.offer_preview()
        self.due.day.edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def wish(self) -> ReappointWish | None:
        """The new time with its reason and the number of the document."""
        at = self.due.moment()
        if at is None:
            return None
        return ReappointWish(
            at,
            self.reason.code.value(),
            self.reason.text.text(),
            self.document.text(),
            self.agency.text(),
            self.head.text(),
        )
