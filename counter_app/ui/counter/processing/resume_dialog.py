"""Letting the work on a stopped dossier go on, by a supervisor's word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.processing.leave_fields import Leave, LeaveFields
from counter_app.ui.counter.processing.wish_dialog import WishDialog
from counter_app.ui.shared.field import Field


@dataclass(frozen=True, slots=True)
class ResumedWish:
    """By whose leave, and the number of what was written about it."""

    leave: Leave
    document: str


class ResumeDialog(WishDialog):
    """``given`` tells a ``ResumedWish``; ``text`` says what it goes back to and which due time holds."""

    def __init__(
        self,
        wording: Wording,
        code: str,
        text: str,
        *,
        supervisors: Sequence[tuple[str, str]],
        own_leave: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(wording, "resume", text, code=code, parent=parent)
        self.leave = LeaveFields(wording, self._text("processing.resume.reason"), supervisors, own_leave)
        self.document = Field(
            self._text("processing.resume.document"),
            placeholder=self._text("processing.stop.document_example"),
        )
        for widget in (self.leave, self.document):
            self.body.addWidget(widget)
        self.leave.require_in(self, "error.resume.reason_missing")
        self.leave.reason.setFocus(Qt.FocusReason.OtherFocusReason)

    def wish(self) -> ResumedWish:
        """What was typed; the service says what is missing."""
        return ResumedWish(self.leave.leave(), self.document.text())
