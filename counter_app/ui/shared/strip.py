"""The strip on top: where we are, the connection, what waits, the devices, who sits here, the time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QSizePolicy, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared import icons, theme, tokens
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.labels import ElidedLabel, Label
from counter_app.ui.shared.pill import PillButton
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.tokens import Tone

Connection = Literal["starting", "online", "weak", "offline", "not_enrolled", "revoked"]
Urgency = Literal["none", "notice", "warning", "urgent"]
"""How much unsent work wants a person's eye; it never stops anything."""
DeviceSign = Literal["ready", "attention", "missing", "none"]
"""``none``: this counter has no such device, nothing is shown."""


@dataclass(frozen=True)
class StripState:
    """All that the strip shows; ``offline_since``, ``waiting_since`` and ``clock`` are times in words.

    ``sending``: what waits is going out now. ``ailing`` counts entries that a person has to look at.
    ``clock_off`` says how far the clock is off ("chậm 3 phút"), empty while it is near enough.
    """

    office: str
    counter: str
    connection: Connection
    waiting: int
    clerk: str
    clock: str
    offline_since: str = ""
    printer: DeviceSign = "none"
    scanner: DeviceSign = "none"
    printer_detail: str = ""
    scanner_detail: str = ""
    waiting_since: str = ""
    sending: bool = False
    urgency: Urgency = "none"
    ailing: int = 0
    clock_off: str = ""


_CONNECTION: dict[Connection, tuple[str, Tone]] = {
    "starting": ("loader-circle", Tone.NEUTRAL),
    "online": ("cloud-check", Tone.GREEN),
    "weak": ("cloud-alert", Tone.AMBER),
    "offline": ("cloud-off", Tone.NEUTRAL),
    "not_enrolled": ("unplug", Tone.AMBER),
    "revoked": ("shield-x", Tone.RED),
}
_WAITING: dict[Urgency, tuple[str, Tone]] = {
    "none": ("arrow-up-from-line", Tone.AMBER),
    "notice": ("arrow-up-from-line", Tone.AMBER),
    "warning": ("triangle-alert", Tone.AMBER),
    "urgent": ("circle-alert", Tone.RED),
}
_SIGN_TONE = {"ready": "green", "attention": "amber", "missing": "red"}
_PRINTER_ICON = {"ready": "printer", "attention": "printer", "missing": "printer-x"}
_SCANNER_ICON = {"ready": "scan-qr-code", "attention": "scan-qr-code", "missing": "unplug"}


class _Brand(QWidget):
    """The name of the program on the one deep red, with the gold line under it."""

    def __init__(self, text: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = text
        self.setAccessibleName(text)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Expanding)

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(look.px(tokens.RAIL), look.px(tokens.STRIP))

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = theme.current()
        painter = QPainter(self)
        painter.fillRect(self.rect(), look.color("accent"))
        painter.fillRect(QRectF(0, self.height() - 2, self.width(), 2), look.color("gold"))
        painter.setPen(look.color("on_accent"))
        painter.setFont(look.font(tokens.TEXT_BODY, QFont.Weight.Bold))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)


class _Device(Button):
    """A device with its sign; one that is not ready says so in words, as colour alone would not.

    Where there is no room the icon stays, with "!" beside it when somebody must look.
    """

    def __init__(self, word: str, parent: QWidget) -> None:
        super().__init__("", kind="quiet", size="small", parent=parent)
        self._word = self._full = word
        self._sign: DeviceSign = "none"
        self._named = ""
        self._brief = False

    def show_sign(self, sign: DeviceSign, icon: str, said: str, detail: str) -> None:
        self._sign, self._named = sign, detail or said
        self._full = said if self.presses() else self._word
        self.set_icon(icon)
        self.setVisible(sign != "none")
        self.set_brief(self._brief)
        self.setToolTip(self._named)

    def set_brief(self, brief: bool) -> None:
        self._brief = brief
        self.setText(self._sign_when_brief() if brief else self._full)
        self.setAccessibleName(self._named)

    def presses(self) -> bool:
        """Whether somebody must look after it, so that its words stay longest."""
        return self._sign in ("attention", "missing")

    def _sign_when_brief(self) -> str:
        return "!" if self.presses() else ""

    def _paint_icon(self, painter: QPainter, box: QRectF, name: str, _ink: QColor) -> None:
        color = theme.current().color(_SIGN_TONE.get(self._sign, "ink2"))
        icons.paint(painter, box, name, color)


def _say(pill: PillButton, icon: str, tone: Tone, words: str, whole: str) -> None:
    pill.set(icon, words, tone)
    pill.setAccessibleName(whole)
    pill.setToolTip(whole if words != whole else "")


class Strip(QWidget):
    """``show_state`` draws it; the pills, devices and the clerk lead somewhere when pressed."""

    connection_pressed = Signal()
    waiting_pressed = Signal()
    ailing_pressed = Signal()
    printer_pressed = Signal()
    scanner_pressed = Signal()
    clerk_pressed = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self._state: StripState | None = None
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "paper")
        self.setObjectName("strip")
        self._office = ElidedLabel("", "heading")
        self._counter = ElidedLabel("", "hint")
        self.connection = PillButton("cloud-off", "", Tone.NEUTRAL)
        self.waiting = PillButton("arrow-up-from-line", "", Tone.AMBER)
        self.ailing = PillButton("circle-alert", "", Tone.RED)
        self.clock_off = PillButton("triangle-alert", "", Tone.AMBER)
        self.printer = _Device(wording.text("shared.strip.printer"), self)
        self.scanner = _Device(wording.text("shared.strip.scanner"), self)
        self.clerk = Button("", icon="circle-user-round", kind="quiet", size="small")
        self._clock = Label("", "heading")
        theme.tabular(self._clock)
        self._devices_line, self._clerk_line = hairline(vertical=True), hairline(vertical=True)
        self._lay_out()
        self._connect()
        self._follow()

    def show_state(self, state: StripState) -> None:
        """Draw a state."""
        self._state = state
        text = self._wording.text
        self._office.setText(state.office)
        self._counter.setText(state.counter)
        icon, tone = _CONNECTION[state.connection]
        said = text(f"shared.strip.{state.connection}")
        if state.connection == "offline" and state.offline_since:
            said = text("shared.strip.offline_since", time=state.offline_since)
        self.connection.set(icon, said, tone)
        self.waiting.setVisible(state.waiting > 0)
        self.ailing.setVisible(state.ailing > 0)
        self.clock_off.setVisible(bool(state.clock_off))
        self._show_device(self.printer, state.printer, _PRINTER_ICON, "printer", state.printer_detail)
        self._show_device(self.scanner, state.scanner, _SCANNER_ICON, "scanner", state.scanner_detail)
        self._devices_line.setVisible(state.printer != "none" or state.scanner != "none")
        self.clerk.setVisible(bool(state.clerk))
        self.set_clock(state.clock)
        self._fit()

    def set_clock(self, clock: str) -> None:
        """Only the time changed."""
        if self._clock.text() != clock:
            self._clock.setText(clock)
            self._clock.setAccessibleName(self._wording.text("shared.strip.clock", time=clock))

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words give way to icons when it gets narrow."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow()

    def _say_pills(self, state: StripState, *, brief: int) -> None:
        """``brief`` 1 leaves out since when; 2 leaves numbers beside their icons, told whole in the tip."""
        text, count = self._wording.text, self._wording.count
        icon, tone = _WAITING[state.urgency]
        whole = words = count("shared.strip.waiting", state.waiting)
        if state.sending:
            icon, tone = "cloud-upload", Tone.BLUE
            whole = words = count("shared.strip.sending", state.waiting)
        elif state.waiting_since:
            whole = text("shared.strip.since", waiting=words, time=state.waiting_since)
        number = self._wording.number
        _say(self.waiting, icon, tone, (whole, words, number(state.waiting))[brief], whole)
        words = count("shared.strip.ailing", state.ailing)
        _say(self.ailing, "circle-alert", Tone.RED, number(state.ailing) if brief == 2 else words, words)
        words = text("shared.strip.clock_off", off=state.clock_off)
        _say(self.clock_off, "triangle-alert", Tone.AMBER, words if brief == 0 else state.clock_off, words)

    def _show_device(
        self, device: _Device, sign: DeviceSign, names: dict[str, str], word: str, detail: str
    ) -> None:
        text = self._wording.text
        said = (
            "" if sign == "none" else text(f"shared.strip.device_{sign}", device=text(f"shared.strip.{word}"))
        )
        device.show_sign(sign, names.get(sign, ""), said, detail)

    def _lay_out(self) -> None:
        self._row = row = QHBoxLayout(self)
        # What it has to say never makes the window wider: words give way instead.
        row.setSizeConstraint(QLayout.SizeConstraint.SetNoConstraint)
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        row.setContentsMargins(0, 0, 14, 0)
        row.setSpacing(6)
        row.addWidget(_Brand(self._wording.text("shared.strip.brand"), self))
        row.addSpacing(8)
        row.addWidget(self._office)
        row.addSpacing(2)
        row.addWidget(self._counter)
        row.addStretch(1)
        for widget in (self.connection, self.waiting, self.ailing, self._devices_line):
            row.addWidget(widget)
        for device in (self.printer, self.scanner):
            row.addWidget(device)
        row.addWidget(self._clerk_line)
        row.addWidget(self.clerk)
        row.addWidget(self.clock_off)
        row.addWidget(self._clock)
        for line in (self._devices_line, self._clerk_line):
            line.setFixedHeight(20)

    def _connect(self) -> None:
        self.connection.clicked.connect(lambda _=False: self.connection_pressed.emit())
        self.waiting.clicked.connect(lambda _=False: self.waiting_pressed.emit())
        self.ailing.clicked.connect(lambda _=False: self.ailing_pressed.emit())
        self.clock_off.clicked.connect(lambda _=False: self.waiting_pressed.emit())
        self.printer.clicked.connect(lambda _=False: self.printer_pressed.emit())
        self.scanner.clicked.connect(lambda _=False: self.scanner_pressed.emit())
        self.clerk.clicked.connect(lambda _=False: self.clerk_pressed.emit())

    def _follow(self) -> None:
        self.setFixedHeight(theme.current().px(tokens.STRIP))

    def _fit(self) -> None:
        """Give way in steps: devices that are well as icons, since when, the counter, the clerk, words."""
        state = self._state
        if state is None:
            return
        clerk = state.clerk
        for step in range(6):
            for device in (self.printer, self.scanner):
                device.set_brief(step > (2 if device.presses() else 0))
            self._say_pills(state, brief=2 if step == 5 else int(step > 1))
            self._counter.setVisible(step < 3)
            self.clerk.setText("" if step > 3 else clerk)
            if self._row.sizeHint().width() <= self.width():
                break
        self._row.activate()
        if clerk:
            self.clerk.setAccessibleName(self._wording.text("shared.strip.clerk", name=clerk))
            self.clerk.setToolTip(clerk)
