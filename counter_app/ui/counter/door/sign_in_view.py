"""The page before the counter: a name and a PIN. It is there before anything heavy is loaded."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QRegularExpression, Qt, Signal
from PySide6.QtGui import QKeyEvent, QRegularExpressionValidator, QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QSpacerItem, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.door.brand import BrandHead
from counter_app.ui.counter.door.person_field import PersonField
from counter_app.ui.counter.door.sign_in_state import Door, SignInState
from counter_app.ui.shared import theme
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import Button, LinkButton, PrimaryButton
from counter_app.ui.shared.field import Finding, SecretField
from counter_app.ui.shared.labels import IconText, Label
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.tokens import Tone
from counter_app.ui.shared.wrap_label import WrapLabel

_WIDTH = 420
_ABOVE = 0.12
"""Part of the height that stays free above the head."""
_PIN_DIGITS = "[0-9]{0,12}"


class SignInView(QWidget):
    """``entered`` tells the chosen id and the PIN; both fields take keys from the first moment."""

    entered = Signal(str, str)
    chosen = Signal(str)
    unlock_wanted = Signal()
    back_wanted = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = wording.text
        self._state = SignInState()
        self._fresh = -1
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "wash")
        text = wording.text
        self.head = BrandHead(text("shared.strip.brand"), text("sign_in.program"))
        self.title = Label(text("sign_in.title.sign_in"), "title")
        self.why = WrapLabel("", "hint")
        self.person = PersonField(text("sign_in.name"), text("sign_in.name_placeholder"))
        self.pin = SecretField(text("sign_in.pin"), wording)
        self.pin.edit.setMaxLength(12)
        self.pin.edit.setValidator(QRegularExpressionValidator(QRegularExpression(_PIN_DIGITS), self))
        self.pin.edit.setInputMethodHints(self.pin.edit.inputMethodHints() | Qt.InputMethodHint.ImhDigitsOnly)
        self.enter = PrimaryButton(text("sign_in.enter.sign_in"), cap="Enter")
        self.unlock = Button(text("sign_in.unlock"), icon="lock-open")
        self.back = LinkButton(text("sign_in.back"), icon="arrow-left")
        self.foot = IconText("cloud-off", text("sign_in.offline_too"), Tone.NEUTRAL)
        self._lay_out()
        self._connect()
        self.show_state(SignInState())

    def show_state(self, state: SignInState) -> None:
        """Draw a state; what is being typed stays unless the state says otherwise."""
        before, self._state = self._state, state
        text = self._text
        self.head.show_place(state.office, state.counter)
        self.title.setText(text(f"sign_in.title.{state.door}"))
        self.why.setText(text(f"sign_in.why.{state.door}", name=state.holder) if state.holder else "")
        self.why.setVisible(bool(state.holder))
        supervisor = state.door is Door.UNLOCK
        self.person.set_label(text("sign_in.supervisor" if supervisor else "sign_in.name"))
        self.person.show_people(state.people, state.chosen)
        self.person.set_note(text("sign_in.opening") if state.opening else "")
        if state.fresh != self._fresh:
            self._fresh = state.fresh
            self.pin.edit.clear()
        self.pin.show_finding(state.finding, state.said)
        if state.said and state.said != before.said and not state.seconds:
            announce(self, state.said, urgent=state.finding is Finding.ERROR)
        self.enter.setText(text(f"sign_in.enter.{state.door}"))
        self.enter.set_busy(state.checking)
        self.enter.setEnabled(not state.checking and not state.seconds)
        self.unlock.setVisible(state.can_unlock and state.door is not Door.UNLOCK)
        self.back.setVisible(state.door is Door.UNLOCK)
        self.foot.setVisible(state.door is not Door.UNLOCK)

    def begin(self) -> None:
        """Put the focus where typing begins."""
        field = self.pin if self._state.chosen else self.person
        field.setFocus(Qt.FocusReason.OtherFocusReason)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter goes from the name to the PIN, and from the PIN in."""
        if event.key() not in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            super().keyPressEvent(event)
            return
        event.accept()
        if self.person.edit.hasFocus():
            self.pin.setFocus(Qt.FocusReason.TabFocusReason)
        elif self.unlock.hasFocus() or self.back.hasFocus():
            (self.unlock if self.unlock.hasFocus() else self.back).click()
        else:
            self._enter()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The head stays where it is, whatever is said below it."""
        super().resizeEvent(event)
        above = round(self.height() * _ABOVE)
        self._above.changeSize(0, above, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        self._middle.invalidate()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._card.setFixedWidth(theme.current().px(_WIDTH))

    def _enter(self) -> None:
        if self._state.checking or self._state.seconds:
            return
        person = self.person.chosen()
        if not person and not self._state.opening:
            self.person.show_error(self._text("sign_in.choose_name"))
            self.person.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.pin.secret():
            self.pin.show_error(self._text("sign_in.type_pin"))
            self.pin.setFocus(Qt.FocusReason.OtherFocusReason)
        else:
            self.entered.emit(person, self.pin.secret())

    def _connect(self) -> None:
        self.enter.clicked.connect(lambda _=False: self._enter())
        self.unlock.clicked.connect(lambda _=False: self.unlock_wanted.emit())
        self.back.clicked.connect(lambda _=False: self.back_wanted.emit())
        self.person.picked.connect(self._picked)
        self.pin.changed.connect(lambda _: self._typed())

    def _picked(self, person: str) -> None:
        self.person.clear_finding()
        self.chosen.emit(person)
        self.pin.setFocus(Qt.FocusReason.OtherFocusReason)

    def _typed(self) -> None:
        if self.pin.finding is Finding.ERROR and not self._state.seconds:
            self.pin.clear_finding()

    def _lay_out(self) -> None:
        self._card = QFrame()
        mark(self._card, "card", True)
        self._card.setFixedWidth(theme.current().px(_WIDTH))
        column = QVBoxLayout(self._card)
        column.setContentsMargins(28, 22, 28, 24)
        column.setSpacing(12)
        column.addWidget(self.back, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.title)
        column.addWidget(self.why)
        column.addWidget(self.person)
        column.addWidget(self.pin)
        column.addSpacing(4)
        column.addWidget(self.enter)
        column.addWidget(self.unlock)
        middle = QVBoxLayout()
        middle.setSpacing(18)
        self._above = QSpacerItem(0, 0, QSizePolicy.Policy.Minimum, QSizePolicy.Policy.Fixed)
        middle.addItem(self._above)
        middle.addWidget(self.head, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addWidget(self._card, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addWidget(self.foot, 0, Qt.AlignmentFlag.AlignHCenter)
        middle.addStretch(1)
        self._middle = middle
        row = QHBoxLayout(self)
        row.addLayout(middle)
