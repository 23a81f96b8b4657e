"""A state in words that does something when it is pressed: icon and words in its tone, without a frame."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont
from PySide6.QtWidgets import QSizePolicy, QWidget

from counter_app.ui.shared import theme
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.tokens import Tone

_LEAST = 96
_CLOSER = 6


class ToneButton(Button):
    """Shortens its words when there is no room; they are the tool tip then."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("", icon="info", kind="quiet", size="small", parent=parent)
        self._tone = Tone.NEUTRAL
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed)

    def tell(self, icon: str, words: str, tone: Tone, *, said: str = "", cap: str | None = None) -> None:
        """Show a state; ``said`` is the whole of it for screen readers and the tool tip, ``cap`` its key."""
        self._tone, self._cap = tone, cap
        self.set_icon(icon)
        if words != self.words():
            self.setText(words)
        self.setAccessibleName(said or words)
        self.setToolTip(said if said != words else "")
        self.update()

    def tone(self) -> Tone:
        """Its tone now."""
        return self._tone

    def sizeHint(self) -> QSize:
        """Closer than other buttons: it stands in a line of words."""
        whole = super().sizeHint()
        return QSize(whole.width() - 2 * theme.current().px(_CLOSER), whole.height())

    def minimumSizeHint(self) -> QSize:
        """A few letters: words shorten before the line is torn."""
        whole = self.sizeHint()
        return QSize(min(whole.width(), theme.current().px(_LEAST)), whole.height())

    def _font(self) -> QFont:
        font = super()._font()
        font.setWeight(QFont.Weight.Medium if self._tone is Tone.NEUTRAL else QFont.Weight.DemiBold)
        return font

    def _ink(self) -> QColor:
        look = theme.current()
        return look.color(look.tone_ink(self._tone)) if self.isEnabled() else super()._ink()
