"""One line under the owner's fields: who this is by the e-ID system, from where we know, what is doubtful.

Its height is the same in every state; only the width decides whether it takes one row or two.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.identity.identity_state import IdentityShown
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.combo import Check
from counter_app.ui.shared.flow_rows import FlowRows
from counter_app.ui.shared.labels import ElidedLabel, IconMark
from counter_app.ui.shared.tokens import Tone
from counter_app.ui.shared.tone_button import ToneButton

CHECK_KEY: Final = "F5"
DOUBTS_KEY: Final = "Alt+X"
SIGHTED_KEY: Final = "Alt+C"
GUIDE_KEY: Final = "Alt+K"
EARLIER_KEY: Final = "Alt+H"
_STATE_LEAST: Final = 300
_ACTS_LEAST: Final = 250
_KNOWN_LEAST: Final = 124
_GAP: Final = 8
_NARROW: Final = 760
"""Below this width (at 100 % text) the line takes two rows, always."""


class _Row(QWidget):
    """As high as a small button, whatever is in it, and not narrower than ``least``."""

    def __init__(self, least: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._least = least

    def set_least(self, least: int) -> None:
        """Another least width, at 100 % text."""
        if least != self._least:
            self._least = least
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        look = theme.current()
        return QSize(max(super().sizeHint().width(), look.px(self._least)), look.px(tokens.BUTTON_SMALL))

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), theme.current().px(tokens.BUTTON_SMALL))


class IdentityLine(QWidget):
    """``check_pressed``: ask now; ``sighted`` what the clerk's eye said; the others ask for their sheets."""

    check_pressed = Signal()
    doubts_pressed = Signal()
    sighted = Signal(bool)
    guide_pressed = Signal()
    earlier_pressed = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._text = wording.text
        self._shown: IdentityShown | None = None
        self.setAccessibleName(self._text("identity_panel.name"))
        self._state, self._acts = _Row(_STATE_LEAST, self), _Row(_ACTS_LEAST, self)
        self.check = ToneButton(self._state)
        self._known_mark = IconMark("id-card", "ink2", tokens.ICON_SMALL)
        self.known = ElidedLabel("", "hint", parent=self._state)
        self.doubts = ToneButton(self._acts)
        self.eye = Check(self._text("identity_panel.sighted"), parent=self._acts)
        self.eye.setToolTip(f"{self._text('identity_panel.sighted_tip')} ({SIGHTED_KEY})")
        self.guide = Button("", icon="info", kind="quiet", size="small", parent=self._acts)
        self.earlier = Button(
            "", icon="history", cap=EARLIER_KEY, kind="quiet", size="small", parent=self._acts
        )
        self._lay_out()
        self._connect()

    def show_identity(self, shown: IdentityShown) -> None:
        """Draw it; an answer that came is said to screen readers."""
        if shown == self._shown:
            return
        before, self._shown = self._shown, shown
        sign = shown.check
        # With nothing to ask there is no stop for the Tab key.
        stop = Qt.FocusPolicy.StrongFocus if shown.can_check else Qt.FocusPolicy.ClickFocus
        self.check.setFocusPolicy(stop)
        self.known.setVisible(shown.known is not None)
        self._known_mark.setVisible(shown.known is not None)
        if shown.known is not None:
            self._known_mark.set(shown.known.icon, theme.current().tone_ink(shown.known.tone))
            self.known.setText(shown.known.text)
        self.eye.setVisible(shown.sighted is not None)
        self.eye.setChecked(bool(shown.sighted))
        self._fit()
        if before is not None and before.checking and not shown.checking:
            announce(self, shown.said, urgent=sign.tone is Tone.RED)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Words give way to icons and figures when it gets narrow."""
        super().resizeEvent(event)
        self._fit()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._state.updateGeometry()
            self._acts.updateGeometry()
            self._fit()

    def _fit(self) -> None:
        """Words on the right give way before the state does; the source shortens before both."""
        look, shown = theme.current(), self._shown
        narrow = self.width() < look.px(_NARROW)
        beside = self.width() >= look.px(_STATE_LEAST) + look.px(_GAP) + look.px(_ACTS_LEAST)
        # Whether there are two rows hangs on the width alone; on one row the state has what the acts leave.
        self._acts.set_least(0 if beside else _ACTS_LEAST)
        self._rows.set_begins(self._acts, begins=not beside)
        self._right.setStretch(0, 0 if narrow else 1)
        self._right.setStretch(self._right.count() - 1, 1 if narrow else 0)
        self.check.setMinimumWidth(0)
        if shown is None:
            return
        if narrow:
            self._show_check(shown, brief=True)
            self._show_acts(shown, brief=True)
            return
        for check, acts in ((False, False), (False, True), (True, True)):
            self._show_check(shown, brief=check)
            self._show_acts(shown, brief=acts)
            state = self.check.sizeHint().width() + look.px(_KNOWN_LEAST if shown.known else 0)
            room = self.width() - max(state, look.px(_STATE_LEAST)) - look.px(_GAP)
            if self._right.sizeHint().width() <= room:
                # It was counted whole: what is short of room is the source beside it.
                self.check.setMinimumWidth(self.check.sizeHint().width())
                break

    def _show_check(self, shown: IdentityShown, *, brief: bool) -> None:
        sign = shown.check
        words = shown.brief if brief and shown.brief else sign.text
        # What is settled, or on its way, needs no key.
        cap = CHECK_KEY if shown.can_check and sign.tone not in (Tone.GREEN, Tone.BLUE) else None
        self.check.tell(sign.icon, words, sign.tone, said=f"{shown.said} ({CHECK_KEY})", cap=cap)

    def _show_acts(self, shown: IdentityShown, *, brief: bool) -> None:
        """What can be pressed on the right; in brief a figure or the icon alone, named whole."""
        self.doubts.setVisible(bool(shown.doubts))
        if shown.doubts:
            worst, words = shown.doubts[0], shown.doubts_words
            said = "\n".join((f"{words} ({DOUBTS_KEY})", *(doubt.text for doubt in shown.doubts)))
            self.doubts.tell(worst.icon, str(len(shown.doubts)) if brief else words, worst.tone, said=said)
        acts = ((self.guide, shown.guide, "", GUIDE_KEY), (self.earlier, *shown.earlier, EARLIER_KEY))
        for button, words, figure, keys in acts:
            button.setVisible(bool(words))
            button.setText(figure if brief else words)
            button.setAccessibleName(words)
            button.setToolTip(f"{words} ({keys})")

    def _lay_out(self) -> None:
        left = QHBoxLayout(self._state)
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(6)
        left.addWidget(self.check)
        left.addWidget(self._known_mark, 0, Qt.AlignmentFlag.AlignVCenter)
        left.addWidget(self.known)
        left.addStretch(1)
        right = self._right = QHBoxLayout(self._acts)
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(6)
        right.addStretch(1)
        for widget in (self.doubts, self.eye, self.guide, self.earlier):
            right.addWidget(widget)
        right.addStretch(0)
        rows = self._rows = FlowRows(self, gap=_GAP, row_gap=2, middle=True)
        rows.add(self._state, least=_STATE_LEAST, stretch=1)
        rows.add(self._acts)
        hidden: tuple[QWidget, ...] = (
            self.known, self._known_mark, self.doubts, self.eye, self.guide, self.earlier
        )  # fmt: skip
        for part in hidden:
            part.hide()

    def _connect(self) -> None:
        presses = (
            (self.check, CHECK_KEY, self.check_pressed),
            (self.doubts, DOUBTS_KEY, self.doubts_pressed),
            (self.guide, GUIDE_KEY, self.guide_pressed),
            (self.earlier, EARLIER_KEY, self.earlier_pressed),
        )
        for button, keys, signal in presses:
            button.clicked.connect(lambda _=False, signal=signal: signal.emit())
            QShortcut(QKeySequence(keys), button).activated.connect(button.click)
        self.eye.clicked.connect(lambda _=False: self.sighted.emit(self.eye.isChecked()))
        QShortcut(QKeySequence(SIGHTED_KEY), self.eye).activated.connect(self.eye.click)
