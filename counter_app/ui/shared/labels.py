"""Words on a surface: plain labels by role and tone, labels that shorten, icons and icons with words."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QWidget

from counter_app.ui.shared import icons, theme, tokens
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.tokens import Tone

Role = Literal["body", "display", "title", "large", "heading", "strong", "label", "hint", "small"]


class Label(QLabel):
    """Plain text (never HTML) in a role's size and weight; ``tone`` colours it."""

    def __init__(
        self,
        text: str = "",
        role: Role = "body",
        *,
        tone: Tone | None = None,
        wrap: bool = False,
        selectable: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setProperty("role", role)
        self.setWordWrap(wrap)
        if selectable:
            self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        if tone is not None:
            self.setProperty("tone", tone.value)
        self.setText(text)

    def set_tone(self, tone: Tone | None) -> None:
        """Change the colour; ``None`` is the role's own."""
        mark(self, "tone", None if tone is None else tone.value)

    def set_role(self, role: Role) -> None:
        """Change size and weight."""
        mark(self, "role", role)

    def setText(self, text: str) -> None:
        """Other words."""
        super().setText(text)
        self._hold_lines()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Another width may need another number of lines."""
        super().resizeEvent(event)
        self._hold_lines()

    def _hold_lines(self) -> None:
        """Wrapped text is never squeezed: layouts keep to a minimum height, not to a height for a width."""
        if self.wordWrap():
            # The height for a width is never less than the minimum height: a line that went would stay.
            self.setMinimumHeight(0)
            self.setMinimumHeight(max(self.heightForWidth(self.width()), 0))


class ElidedLabel(Label):
    """One line that shortens with "…" when there is no room; the whole text is the tool tip then."""

    def __init__(
        self, text: str = "", role: Role = "body", *, tone: Tone | None = None, parent: QWidget | None = None
    ) -> None:
        super().__init__(text, role, tone=tone, parent=parent)
        self.setSizePolicy(QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Preferred)

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(self.fontMetrics().horizontalAdvance("mmm…"), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Keep the tool tip to texts that are cut."""
        super().resizeEvent(event)
        cut = self.fontMetrics().horizontalAdvance(self.text()) > self.contentsRect().width()
        self.setToolTip(self.text() if cut else "")

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw what fits."""
        painter = QPainter(self)
        box = self.contentsRect()
        shown = self.fontMetrics().elidedText(self.text(), Qt.TextElideMode.ElideRight, box.width())
        self.style().drawItemText(
            painter,
            box,
            int(self.alignment()),
            self.palette(),
            self.isEnabled(),
            shown,
            self.foregroundRole(),
        )


class IconMark(QWidget):
    """An icon that means something; its accessible name says what."""

    def __init__(
        self,
        name: str,
        color: str = "ink2",
        size: float = tokens.ICON,
        *,
        says: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._name, self._token, self._size = name, color, size
        self.setAccessibleName(says)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def set(self, name: str, color: str, says: str | None = None) -> None:
        """Show another icon or colour."""
        self._name, self._token = name, color
        if says is not None:
            self.setAccessibleName(says)
        self.update()

    def sizeHint(self) -> QSize:
        """The icon's square."""
        return icons.icon_size(self._size)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Draw in the colour of the look in force."""
        painter = QPainter(self)
        side = theme.current().px(self._size)
        box = QRectF((self.width() - side) / 2, (self.height() - side) / 2, side, side)
        token = self._token if self.isEnabled() else "ink3"
        icons.paint(painter, box, self._name, theme.current().color(token))


class IconText(QWidget):
    """An icon with its words in one tone: a finding, a state, a promise."""

    def __init__(
        self,
        icon: str,
        text: str,
        tone: Tone = Tone.NEUTRAL,
        *,
        role: Role = "small",
        wrap: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._icon = IconMark(icon, theme.current().tone_ink(tone), tokens.ICON_SMALL)
        self._words = Label(text, role, tone=tone, wrap=wrap)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop if wrap else Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self._words, 1)
        if wrap:
            self._words.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)

    def text(self) -> str:
        """The words."""
        return self._words.text()

    def set(self, icon: str, text: str, tone: Tone) -> None:
        """Say something else."""
        self._icon.set(icon, theme.current().tone_ink(tone))
        self._words.setText(text)
        self._words.set_tone(tone)
