"""The sample cards to be scanned, as keys with their number: the usual ones, the others a press away."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from PySide6.QtCore import QEvent, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QAbstractButton, QGridLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.buttons import LinkButton
from counter_app.ui.shared.keycap import cap_size, paint_cap
from counter_app.ui.simulators.bench_parts import BenchCard

PAGE: Final = 6
"""So many cards are seen at once."""
NUMBERED: Final = "1234567890"
"""The keys that scan the first ten cards."""
_HEIGHT: Final = 44
_BRIEF: Final = 34
_BRIEF_FROM: Final = 1.25
"""From this text scale on a key has one line: six of two lines leave no room for the paper."""
_WIDE: Final = 180
_SIDE: Final = 10
_GAP: Final = 8


class CardKey(QAbstractButton):
    """One card: its key, its name, and what is special about it."""

    def __init__(self, card: BenchCard, key: str, says: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._card, self._key = card, key
        self.setAccessibleName(says)
        self.setAccessibleDescription(card.hint)
        self.setToolTip("\n".join(part for part in (card.name, card.hint) if part))
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        """Two lines, one with large text; the width is shared out."""
        look = theme.current()
        return QSize(look.px(_WIDE), look.px(_BRIEF if _is_brief() else _HEIGHT))

    def minimumSizeHint(self) -> QSize:
        """The same: what does not fit is shortened, and whole in the tool tip."""
        return self.sizeHint()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A button's frame, the key cap, two lines of words."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        fill = "sunken" if self.isDown() else "hover" if self.underMouse() else "paper"
        ring = self.hasFocus()
        painter.setBrush(look.color(fill if self.isEnabled() else "disabled"))
        painter.setPen(QPen(look.color("focus" if ring else "field_border"), 2 if ring else 1))
        edge = 1.0 if ring else 0.5
        painter.drawRoundedRect(
            QRectF(self.rect()).adjusted(edge, edge, -edge, -edge), tokens.RADIUS, tokens.RADIUS
        )
        left = look.px(_SIDE)
        cap = cap_size(self._key or "0")
        if self._key:
            box = QRectF(left, round((self.height() - cap.height()) / 2), cap.width(), cap.height())
            paint_cap(painter, box, self._key, look.color("ink2"), look.color("field_border"))
        left += cap.width() + look.px(_GAP)
        self._paint_words(painter, QRectF(left, 0, self.width() - left - look.px(_GAP), self.height()))

    def _paint_words(self, painter: QPainter, box: QRectF) -> None:
        look = theme.current()
        strong = look.font(tokens.TEXT_SMALL, QFont.Weight.DemiBold)
        quiet = look.font(tokens.TEXT_SMALL)
        lines = [(self._card.name, strong, "ink"), (self._card.hint, quiet, "ink2")]
        lines = [line for line in lines[: 1 if _is_brief() else 2] if line[0]]
        height = QFontMetricsF(strong).height()
        top = box.center().y() - height * len(lines) / 2
        for words, font, token in lines:
            painter.setFont(font)
            painter.setPen(look.color(token if self.isEnabled() else "ink3"))
            line = QRectF(box.left(), top, box.width(), height)
            shown = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideRight, box.width())
            painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
            top += height


def _is_brief() -> bool:
    return theme.current().scale >= _BRIEF_FROM


class CardKeys(QWidget):
    """``picked`` tells the position of the card to scan."""

    picked = Signal(int)

    def __init__(self, wording: Wording, cards: Sequence[BenchCard], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        self.keys: list[CardKey] = []
        self.page = 0
        self._grid = grid = QGridLayout()
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(6)
        for position, card in enumerate(cards):
            cap = NUMBERED[position] if position < len(NUMBERED) else ""
            said = wording.text("bench.cards.numbered", cap=cap, name=card.name) if cap else card.name
            key = CardKey(card, cap, said)
            key.clicked.connect(lambda _=False, position=position: self.picked.emit(position))
            grid.addWidget(key, position // 2, position % 2)
            self.keys.append(key)
        self.more = LinkButton("", icon="arrow-right")
        self.more.clicked.connect(lambda _=False: self.turn_to((self.page + 1) % self.pages))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(2)
        column.addLayout(grid)
        column.addWidget(self.more, 0, Qt.AlignmentFlag.AlignLeft)
        self.more.setVisible(self.pages > 1)
        self.turn_to(0)

    @property
    def pages(self) -> int:
        """How many times ``PAGE`` cards there are."""
        return max(1, -(-len(self.keys) // PAGE))

    def turn_to(self, page: int) -> None:
        """Show other cards; the number keys work for all of them at any time."""
        self.page = page
        for position, key in enumerate(self.keys):
            key.setVisible(position // PAGE == page)
        following = (page + 1) % self.pages
        count = len(self.keys[following * PAGE : (following + 1) * PAGE])
        self.more.setText(self._wording.count("bench.cards.more", count))
        self.more.set_icon("arrow-right" if following else "arrow-left")
