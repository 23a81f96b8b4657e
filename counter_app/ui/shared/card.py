"""White sections with a hairline border, and the blocks that stand in them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.ui.shared.buttons import LinkButton
from counter_app.ui.shared.labels import ElidedLabel, IconMark, Label
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.tokens import Tone


class Card(QFrame):
    """A section: number, title and a quiet note on the left, a status on the right, ``body`` below."""

    def __init__(
        self,
        title: str = "",
        *,
        number: int | None = None,
        note: str = "",
        tone: Tone | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        mark(self, "card", True)
        mark(self, "tone", None if tone is None else tone.value)
        self.setAccessibleName(title)
        self._status: QWidget | None = None
        self._number = Label("" if number is None else str(number), "heading")
        self._title = Label(title, "heading")
        self._note = ElidedLabel(note, "hint")
        self._head = QHBoxLayout()
        self._head.setSpacing(8)
        self._head.addWidget(self._number)
        self._head.addWidget(self._title)
        self._head.addWidget(self._note)
        self._head.addStretch(1)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 14)
        column.setSpacing(8)
        column.addLayout(self._head)
        column.addLayout(self.body, 1)
        # Not before they have a parent: shown without one they would be windows for a moment.
        self._number.setVisible(number is not None)
        self._title.setVisible(bool(title))
        self._note.setVisible(bool(note))

    def set_close(self) -> None:
        """Stand closer, where several sections share a page."""
        column = self.layout()
        assert column is not None
        column.setContentsMargins(14, 8, 14, 10)
        column.setSpacing(6)
        self.body.setSpacing(6)

    def set_title(self, title: str) -> None:
        """Change the title."""
        self._title.setText(title)
        self._title.setVisible(bool(title))
        self.setAccessibleName(title)

    def set_note(self, text: str) -> None:
        """The quiet words beside the title."""
        self._note.setText(text)
        self._note.setVisible(bool(text))

    def add_to_head(self, widget: QWidget) -> None:
        """What can be done with the section, beside its title."""
        self._head.insertWidget(self._head.indexOf(self._note) + 1, widget)

    def set_status(self, widget: QWidget | None) -> None:
        """What stands at the right end of the title line; replaces what stood there."""
        if self._status is not None:
            self._head.removeWidget(self._status)
            self._status.deleteLater()
        self._status = widget
        if widget is not None:
            self._head.addWidget(widget, 0, Qt.AlignmentFlag.AlignRight)


class SummaryBlock(QWidget):
    """A label, a value in large figures with quiet words behind it, lines that explain, a word that acts."""

    acted = Signal()

    def __init__(
        self, label: str, *, large: bool = False, action: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.setAccessibleName(label)
        self._label = Label(label, "label")
        self._value = Label("", "display" if large else "large")
        self._suffix = Label("", "large")
        self._suffix.setProperty("weight", "normal")
        self._detail = Label("", "hint", wrap=True)
        self._action = LinkButton(action)
        self._action.setAccessibleName(f"{action}: {label}" if action else "")
        self._action.setVisible(bool(action))
        self._action.clicked.connect(lambda _=False: self.acted.emit())
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self._value, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addWidget(self._suffix, 0, Qt.AlignmentFlag.AlignBaseline)
        row.addStretch(1)
        row.addWidget(self._action)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self._label)
        column.addLayout(row)
        column.addWidget(self._detail)
        self.set("")

    def set(self, value: str, suffix: str = "", detail: str = "", tone: Tone | None = None) -> None:
        """Show a value; ``detail`` may have several lines."""
        self._value.setText(value)
        self._value.set_tone(tone)
        self._suffix.setText(suffix)
        self._suffix.setVisible(bool(suffix))
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleDescription(" ".join(part for part in (value, suffix, detail) if part))


class EmptyState(QWidget):
    """What stands where a list has nothing to show: why, and what to do."""

    def __init__(
        self,
        icon: str,
        title: str,
        text: str = "",
        *,
        action: QWidget | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = IconMark(icon, "ink3", 36)
        self._title = Label(title, "heading")
        self._text = Label(text, "hint", wrap=True)
        self._text.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(8)
        column.addStretch(1)
        for widget in (self._icon, self._title):
            column.addWidget(widget, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addWidget(self._text)
        self._text.setVisible(bool(text))
        if action is not None:
            column.addSpacing(8)
            column.addWidget(action, 0, Qt.AlignmentFlag.AlignHCenter)
        column.addStretch(2)

    def set(self, icon: str, title: str, text: str = "") -> None:
        """Say something else."""
        self._icon.set(icon, "ink3")
        self._title.setText(title)
        self._text.setText(text)
        self._text.setVisible(bool(text))
