"""Questions before what cannot be taken back; buttons in our own words, named after what will happen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared.buttons import Button, PrimaryButton
from counter_app.ui.shared.field import TextField
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.tall_label import TallLabel


class Question(QDialog):
    """A title that says what will happen, what follows from it, and two buttons: the deed and the way back.

    The deed is never called "OK"; Esc and the window's cross are the way back. When ``dangerous`` the way
    back has the focus first.
    """

    agreed = Signal()
    WIDTH = 460

    def __init__(
        self,
        wording: Wording,
        title: str,
        text: str,
        *,
        act: str,
        back: str = "",
        dangerous: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._wording = wording
        self.setWindowTitle(title)
        self.setAccessibleDescription(text)
        self.setModal(True)
        self.setMinimumWidth(self.WIDTH)
        self.body = QVBoxLayout()
        self.body.setSpacing(8)
        self.act = PrimaryButton(act, size="normal")
        self.back = Button(back or wording.text("shared.button.cancel"))
        self.act.clicked.connect(lambda _=False: self.agree())
        self.back.clicked.connect(lambda _=False: self.reject())
        heading = TallLabel(title, "large", wrap=True)
        said = Label(text, wrap=True)
        said.setVisible(bool(text))
        self.keys = QHBoxLayout()
        self.keys.setSpacing(8)
        self.keys.addStretch(1)
        self.keys.addWidget(self.back)
        self.keys.addWidget(self.act)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 20)
        column.setSpacing(12)
        column.addWidget(heading)
        column.addWidget(said)
        column.addLayout(self.body)
        column.addSpacing(4)
        column.addLayout(self.keys)
        first = self.back if dangerous else self.act
        first.setDefault(True)
        first.setFocus(Qt.FocusReason.OtherFocusReason)

    def agree(self) -> None:
        """The deed was chosen."""
        self.accept()
        self.agreed.emit()


class ReasonQuestion(Question):
    """The same, with a reason that must be written first; ``given`` tells it."""

    given = Signal(str)

    def __init__(
        self,
        wording: Wording,
        title: str,
        text: str,
        *,
        act: str,
        label: str,
        placeholder: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(wording, title, text, act=act, parent=parent)
        self.reason = TextField(label, placeholder=placeholder)
        self.body.addWidget(self.reason)
        self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
        self.reason.changed.connect(lambda _: self.reason.clear_finding())

    def agree(self) -> None:
        """Only with a reason."""
        reason = self.reason.text()
        if not reason:
            self.reason.show_error(self._wording.text("shared.dialog.reason_missing"))
            self.reason.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        super().agree()
        self.given.emit(reason)


def confirm(
    parent: QWidget,
    wording: Wording,
    *,
    title: str,
    text: str,
    act: str,
    on_agree: Callable[[], object],
    back: str = "",
    dangerous: bool = False,
) -> Question:
    """Ask without stopping the program; ``on_agree`` is called if the deed is chosen."""
    question = Question(wording, title, text, act=act, back=back, dangerous=dangerous, parent=parent)
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.agreed.connect(on_agree)
    question.open()
    return question


def ask_reason(
    parent: QWidget,
    wording: Wording,
    *,
    title: str,
    text: str,
    act: str,
    label: str,
    on_reason: Callable[[str], object],
    placeholder: str = "",
) -> ReasonQuestion:
    """Ask for a reason without stopping the program; ``on_reason`` gets it."""
    question = ReasonQuestion(
        wording, title, text, act=act, label=label, placeholder=placeholder, parent=parent
    )
    question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    question.given.connect(on_reason)
    question.open()
    return question
