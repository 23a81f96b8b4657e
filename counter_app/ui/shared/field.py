"""A label above, a control, and beneath it what was found: hint, warning, error, all right."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Generic, TypeVar

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared import tokens
from counter_app.ui.shared.buttons import IconButton
from counter_app.ui.shared.combo import Combo
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.line_edit import LineEdit
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.tokens import Tone

Control = TypeVar("Control", bound=QWidget)


class Finding(StrEnum):
    """What the line under a control says."""

    NONE = ""
    HINT = "hint"
    OK = "ok"
    WARNING = "warning"
    ERROR = "error"


_LOOKS = {
    Finding.HINT: ("info", Tone.NEUTRAL),
    Finding.OK: ("circle-check", Tone.GREEN),
    Finding.WARNING: ("triangle-alert", Tone.AMBER),
    Finding.ERROR: ("circle-alert", Tone.RED),
}

_HIDDEN = QLineEdit.EchoMode.Password


class Labelled(QWidget, Generic[Control]):
    """Puts a label above ``control`` and a line for findings beneath it; names it for screen readers."""

    def __init__(
        self, label: str, control: Control, *, hint: str = "", parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self.control = control
        self.finding = Finding.NONE
        self._hint = hint
        self._label = Label(label, "label")
        self._label.setBuddy(control)
        control.setAccessibleName(label)
        self.setFocusProxy(control)
        self._line = IconText("info", "", Tone.NEUTRAL, wrap=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(3)
        column.addWidget(self._label)
        column.addWidget(control)
        column.addWidget(self._line)
        if control.sizePolicy().verticalPolicy() is QSizePolicy.Policy.Fixed:
            column.addStretch(1)  # beside a field with a longer finding the label stays on top
        self._label.setVisible(bool(label))
        self.clear_finding()

    def label(self) -> str:
        """The words above."""
        return self._label.text()

    def set_label(self, text: str) -> None:
        """Change the words above and the accessible name."""
        self._label.setText(text)
        self._label.setVisible(bool(text))
        self.control.setAccessibleName(text)

    def set_hint(self, text: str) -> None:
        """What stands beneath while there is no finding."""
        self._hint = text
        if self.finding in (Finding.NONE, Finding.HINT):
            self.clear_finding()

    def show_finding(self, finding: Finding, text: str) -> None:
        """Say what was found, with icon and words; screen readers get it as the control's description."""
        self.finding = finding
        shown = finding is not Finding.NONE and bool(text)
        if shown:
            icon, tone = _LOOKS[finding]
            self._line.set(icon, text, tone)
        self._line.setVisible(shown)
        self.control.setAccessibleDescription(text if shown else "")
        mark(self.control, "finding", finding.value)

    def show_error(self, text: str) -> None:
        """What is wrong and what to do now."""
        self.show_finding(Finding.ERROR, text)

    def show_warning(self, text: str) -> None:
        """Something to look at again."""
        self.show_finding(Finding.WARNING, text)

    def show_ok(self, text: str) -> None:
        """Checked and right."""
        self.show_finding(Finding.OK, text)

    def clear_finding(self) -> None:
        """Back to the hint, or to nothing."""
        self.show_finding(Finding.HINT if self._hint else Finding.NONE, self._hint)

    def finding_text(self) -> str:
        """What stands beneath now."""
        return self._line.text() if self.finding is not Finding.NONE else ""


class Field(Labelled[LineEdit]):
    """One line of text; ``changed`` while typing, ``committed`` when it is left changed, or on Enter."""

    changed = Signal(str)
    committed = Signal(str)

    def __init__(
        self,
        label: str,
        *,
        text: str = "",
        placeholder: str = "",
        hint: str = "",
        strong: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, LineEdit(), hint=hint, parent=parent)
        self.edit = self.control
        self.edit.setPlaceholderText(placeholder)
        self.edit.setProperty("strong", strong)
        self.set_text(text)
        self.edit.textChanged.connect(lambda _: self.changed.emit(self.text()))
        self.edit.editingFinished.connect(lambda: self.committed.emit(self.text()))

    def text(self) -> str:
        """The text in NFC, without spaces around it."""
        return self.edit.nfc()

    def set_text(self, text: str) -> None:
        """Fill without telling ``changed`` if the text is the same."""
        if self.edit.text() != text:
            self.edit.setText(text)
            self.edit.setCursorPosition(0)

    def set_trailing(self, icon: str | None, color: str = "ink2") -> None:
        """An icon inside, at the end (where the value came from)."""
        self.edit.set_trailing(icon, color)

    def set_note(self, text: str, color: str = "ink2") -> None:
        """Quiet words inside, at the end (what was understood)."""
        self.edit.set_note(text, color)


class SecretField(Field):
    """A password or PIN: hidden, with an eye that shows it; never offered to input methods or kept."""

    def __init__(self, label: str, wording: Wording, *, parent: QWidget | None = None) -> None:
        super().__init__(label, parent=parent)
        self._wording = wording
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData | Qt.InputMethodHint.ImhNoPredictiveText
        )
        self.edit.reserve(30)
        self.eye = IconButton("eye", "", size=tokens.ICON, parent=self.edit)
        self.eye.clicked.connect(lambda _=False: self.show_letters(self.edit.echoMode() == _HIDDEN))
        self.show_letters(False)

    def show_letters(self, shown: bool) -> None:
        """Show or hide what is typed."""
        self.edit.setEchoMode(QLineEdit.EchoMode.Normal if shown else _HIDDEN)
        name = "hide" if shown else "show"
        self.eye.set("eye-off" if shown else "eye", self._wording.text(f"shared.field.{name}_password"))

    def secret(self) -> str:
        """What was typed, exactly, without trimming."""
        return unicodedata.normalize("NFC", self.edit.text())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the eye at the end."""
        super().resizeEvent(event)
        self.eye.adjustSize()
        middle = (self.edit.height() - self.eye.height()) // 2
        self.eye.move(self.edit.width() - self.eye.width() - 4, middle)


class TextField(Labelled[QPlainTextEdit]):
    """Several lines of plain text; Tab leaves it."""

    changed = Signal(str)

    def __init__(
        self,
        label: str,
        *,
        placeholder: str = "",
        hint: str = "",
        lines: int = 3,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, QPlainTextEdit(), hint=hint, parent=parent)
        self.edit = self.control
        self.edit.setPlaceholderText(placeholder)
        self.edit.setTabChangesFocus(True)
        self.edit.setFixedHeight(self.edit.fontMetrics().lineSpacing() * lines + 20)
        self.edit.textChanged.connect(lambda: self.changed.emit(self.text()))

    def text(self) -> str:
        """The text in NFC, without spaces around it."""
        return unicodedata.normalize("NFC", self.edit.toPlainText()).strip()

    def set_text(self, text: str) -> None:
        """Fill."""
        self.edit.setPlainText(text)


class ComboField(Labelled[Combo]):
    """One of a list: ``options`` are pairs of key and words; ``chosen`` tells the key."""

    chosen = Signal(str)

    def __init__(
        self,
        label: str,
        options: list[tuple[str, str]] | None = None,
        *,
        hint: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(label, Combo(), hint=hint, parent=parent)
        self.combo = self.control
        self.set_options(options or [])
        self.combo.activated.connect(lambda _: self.chosen.emit(self.value()))

    def set_options(self, options: list[tuple[str, str]]) -> None:
        """Offer other choices; the chosen key stays chosen if it is among them."""
        kept = self.value()
        self.combo.clear()
        for key, words in options:
            self.combo.addItem(words, key)
        self.set_value(kept)

    def value(self) -> str:
        """The chosen key, or an empty string."""
        data = self.combo.currentData()
        return data if isinstance(data, str) else ""

    def set_value(self, key: str) -> None:
        """Choose by key; an unknown key chooses the first."""
        self.combo.setCurrentIndex(max(self.combo.findData(key), 0 if self.combo.count() else -1))
