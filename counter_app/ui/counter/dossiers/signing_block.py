"""The signatures on the papers of the dossier in hand, in lines, with what can be done with each."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.dossiers.signing_state import SignedRow, SigningDeed
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import LinkButton
from counter_app.ui.shared.flow import Flow
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.tokens import Tone


class SigningBlock(QWidget):
    """``pressed`` tells the paper and the deed; nothing is seen where nothing is signed."""

    pressed = Signal(str, str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        title = wording.text("signing.title")
        self.setAccessibleName(title)
        self.acts: dict[tuple[str, SigningDeed], LinkButton] = {}
        self._shown: tuple[SignedRow, ...] = ()
        self._rows = QVBoxLayout()
        self._rows.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(Label(title, "strong"))
        column.addLayout(self._rows)
        column.addWidget(hairline())
        self.hide()

    def rows(self) -> tuple[SignedRow, ...]:
        """What is shown."""
        return self._shown

    def show_rows(self, rows: tuple[SignedRow, ...]) -> None:
        """Draw them; screen readers hear how a signature ended, and the keyboard stays where it was."""
        if rows == self._shown:
            return
        before = {row.name: row for row in self._shown}
        focused = next((key for key, act in self.acts.items() if act.hasFocus()), None)
        self._shown, self.acts = rows, {}
        while (item := self._rows.takeAt(0)) is not None:
            widget = item.widget()
            if widget is not None:
                widget.hide()
                widget.deleteLater()
        for row in rows:
            self._rows.addWidget(self._line(row))
        self.setVisible(bool(rows))
        if focused is not None and focused in self.acts:
            self.acts[focused].setFocus(Qt.FocusReason.OtherFocusReason)
        for row in rows:
            was = before.get(row.name)
            if was is not None and (was.busy or row.error != was.error) and not row.busy:
                announce(self, f"{row.title}: {row.error or row.sign.text}")

    def _line(self, row: SignedRow) -> QWidget:
        host = QWidget()
        host.setAccessibleName(f"{row.title}, {row.sign.text}")
        column = QVBoxLayout(host)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        column.addWidget(Label(row.title, "small", wrap=True))
        column.addWidget(IconText(row.sign.icon, row.sign.text, row.sign.tone, wrap=True))
        if row.detail:
            column.addWidget(Label(row.detail, "hint", wrap=True))
        if row.acts:
            acts = QWidget()
            flow = Flow(acts, gap=10)
            for deed, words in row.acts:
                flow.addWidget(self._act(row, deed, words))
            column.addWidget(acts)
        if row.error:
            column.addWidget(IconText("circle-alert", row.error, Tone.RED, wrap=True))
        return host

    def _act(self, row: SignedRow, deed: SigningDeed, words: str) -> LinkButton:
        button = LinkButton(words)
        button.setAccessibleName(f"{words}: {row.title}")
        button.clicked.connect(lambda _=False: self.pressed.emit(row.name, deed.value))
        self.acts[row.name, deed] = button
        return button
