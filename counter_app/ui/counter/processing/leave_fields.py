"""By whose leave something out of the ordinary is done: why, which supervisor, and her PIN."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.processing.wish_dialog import WishDialog
from counter_app.ui.shared.field import ComboField, SecretField, TextField


@dataclass(frozen=True, slots=True)
class Leave:
    """A supervisor's id, her PIN, which is checked elsewhere, and why."""

    supervisor: str
    pin: str
    reason: str


class LeaveFields(QWidget):
    """``supervisors`` are pairs of id and name to choose from.

    With ``own_leave`` the clerk is a supervisor herself and only says why.
    """

    def __init__(
        self,
        wording: Wording,
        reason: str,
        supervisors: Sequence[tuple[str, str]],
        own_leave: str,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        text, self._own_leave = wording.text, own_leave
        self.reason = TextField(reason, lines=2)
        self.supervisor = ComboField(text("processing.leave.supervisor"), list(supervisors))
        self.pin = SecretField(text("processing.leave.pin"), wording)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        for field in (self.reason, self.supervisor, self.pin):
            column.addWidget(field)
        self.supervisor.setVisible(not own_leave)
        self.pin.setVisible(not own_leave)

    def require_in(self, dialog: WishDialog, no_reason: str) -> None:
        """The reason has to be there, and the PIN before anything is recorded."""
        dialog.require_text(self.reason, no_reason)
        dialog.require_text(self.pin, "processing.leave.no_pin", before_look=False)

    def leave(self) -> Leave:
        """What was typed."""
        return Leave(self._own_leave or self.supervisor.value(), self.pin.secret(), self.reason.text())
