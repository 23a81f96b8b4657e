"""The owner's identity in a dossier's detail: where it stands, and what led there."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.dossiers.dossier_state import IdentityBlockShown
from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import LinkButton
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.tokens import Tone
from counter_app.ui.shared.wrap_label import WrapLabel


class IdentityBlock(QWidget):
    """``check_pressed``: ask the e-ID system now."""

    check_pressed = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = wording.text("identity_panel.detail.title")
        self.setAccessibleName(title)
        self.state = IconText("shield-check", "", Tone.NEUTRAL, role="strong", wrap=True)
        self.check = LinkButton("")
        self.check.clicked.connect(lambda _=False: self.check_pressed.emit())
        self.detail = WrapLabel("", "hint")
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        self._shown: IdentityBlockShown | None = None
        head = QHBoxLayout()
        head.setContentsMargins(0, 0, 0, 0)
        head.addWidget(Label(title, "label"))
        head.addStretch(1)
        head.addWidget(self.check, 0, Qt.AlignmentFlag.AlignTop)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addLayout(head)
        column.addWidget(self.state)
        column.addWidget(self.detail)
        column.addLayout(self._lines)

    def show_identity(self, shown: IdentityBlockShown | None) -> None:
        """Draw it, or go away where there is nothing to ask about."""
        self.setVisible(shown is not None)
        if shown is None or shown == self._shown:
            self._shown = shown
            return
        self._shown = shown
        self.state.set(shown.sign.icon, shown.sign.text, shown.sign.tone)
        self.detail.setText(shown.detail)
        self.detail.setVisible(bool(shown.detail))
        self.check.setText(shown.check)
        self.check.setVisible(bool(shown.check))
        self.setAccessibleDescription(" ".join((shown.sign.text, shown.detail, *shown.lines)))
        while (item := self._lines.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for line in shown.lines:
            label = WrapLabel(line, "small")
            theme.tabular(label)
            self._lines.addWidget(label)

    def set_checking(self, checking: bool) -> None:
        """The question is on its way."""
        self.check.set_busy(checking)

    def lines(self) -> tuple[str, ...]:
        """What stands below the state."""
        return () if self._shown is None else self._shown.lines
