"""The parts of the sync screen: a card for each thing to know, and banners for what needs a person."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.counter.sync.sync_state import Act, Banner, CardState
from counter_app.ui.shared.buttons import Button, LinkButton
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.labels import IconMark, IconText, Label, Role
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.theme import current
from counter_app.ui.shared.tokens import Tone


class ProgressLine(QWidget):
    """What part is done, as a thin line; the words beside it say it too."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._part = 0.0
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_part(self, part: float) -> None:
        """0 to 1."""
        self._part = min(max(part, 0.0), 1.0)
        self.setAccessibleDescription(f"{round(self._part * 100)} %")
        self.update()

    def part(self) -> float:
        """What is shown."""
        return self._part

    def sizeHint(self) -> QSize:
        """A thin line, as wide as there is room."""
        return QSize(current().px(60), current().px(5))

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The whole in grey, the part in blue; in high contrast with an outline."""
        look = current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        whole = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        round_ = whole.height() / 2
        outline = look.color("field_border") if look.palette.outlined else Qt.PenStyle.NoPen
        painter.setPen(outline)
        painter.setBrush(look.color("neutral_wash"))
        painter.drawRoundedRect(whole, round_, round_)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("blue"))
        done = QRectF(whole.left(), whole.top(), max(whole.width() * self._part, 2 * round_), whole.height())
        if self._part > 0:
            painter.drawRoundedRect(done, round_, round_)


class StateCard(Card):
    """A quiet name, a value with its icon, lines that explain; maybe a progress and a word that acts.

    ``small`` is for what is looked at now and then. ``acted`` tells the ``Deed``.
    """

    acted = Signal(object)

    def __init__(self, name: str, *, small: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self._name = name
        self._act: Act | None = None
        self.setAccessibleName(name)
        self._icon = IconMark("info", "ink2", 18 if small else 22)
        role: Role = "strong" if small else "large"
        self._value = Label("", role, wrap=True)
        self._detail = Label("", "hint", wrap=True)
        self._progress = ProgressLine(name)
        self.act = LinkButton("")
        self.act.clicked.connect(lambda _=False: self._tell())
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(self._value, 1)
        words = QVBoxLayout()
        words.setSpacing(3 if small else 4)
        words.addWidget(Label(name, "label"))
        words.addLayout(row)
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addLayout(words, 1)
        head.addWidget(self.act, 0, Qt.AlignmentFlag.AlignTop)
        self.body.setSpacing(3 if small else 4)
        self.body.addLayout(head)
        self.body.addWidget(self._progress)
        self.body.addWidget(self._detail)
        self.body.addStretch(1)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(14, 8, 14, 9)
            layout.setSpacing(0)

    def show_state(self, state: CardState, *, busy: bool = False) -> None:
        """Draw it; ``busy`` while what its word asks for is under way."""
        sign = state.sign
        self._icon.set(sign.icon, current().tone_ink(sign.tone))
        self._value.setText(sign.text)
        self._value.set_tone(sign.tone if sign.tone in (Tone.AMBER, Tone.RED) else None)
        self._detail.setText(state.detail)
        self._detail.setVisible(bool(state.detail))
        self._progress.setVisible(state.progress is not None)
        if state.progress is not None:
            self._progress.set_part(state.progress)
        self._act = state.act
        self.act.setVisible(state.act is not None)
        if state.act is not None:
            self.act.setText(state.act.words)
            self.act.setAccessibleName(f"{state.act.words}: {self._name}")
            self.act.set_busy(busy)
        self.setAccessibleDescription(" ".join(part for part in (sign.text, state.detail) if part))

    def value(self) -> str:
        """The words in large."""
        return self._value.text()

    def _tell(self) -> None:
        if self._act is not None:
            self.acted.emit(self._act.deed)


class BannerCard(Card):
    """One thing that needs a person, across the page; ``acted`` tells the ``Deed`` of its button."""

    acted = Signal(object)

    def __init__(self, banner: Banner, parent: QWidget | None = None) -> None:
        super().__init__(tone=banner.sign.tone, parent=parent)
        sign = banner.sign
        mark(self, "tone", sign.tone.value)
        self.setAccessibleName(f"{sign.text}. {banner.text}")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(IconText(sign.icon, sign.text, sign.tone, role="strong", wrap=True))
        if banner.text:
            under = QHBoxLayout()
            under.setContentsMargins(current().px(22), 0, 0, 0)
            under.addWidget(Label(banner.text, "small", wrap=True))
            words.addLayout(under)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addLayout(words, 1)
        self.buttons: dict[object, Button] = {}
        for act in banner.acts:
            button = Button(act.words, size="small")
            button.setAccessibleName(f"{act.words}: {sign.text}")
            button.clicked.connect(lambda _=False, deed=act.deed: self.acted.emit(deed))
            row.addWidget(button, 0, Qt.AlignmentFlag.AlignVCenter)
            self.buttons[act.deed] = button
        self.body.addLayout(row)
        layout = self.layout()
        if layout is not None:
            layout.setContentsMargins(14, 8, 10, 8)
            layout.setSpacing(0)


class Banners(QWidget):
    """The banners one below the other; nothing moves while they stay the same."""

    acted = Signal(object)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(wording.text("sync_centre.banners"))
        self._shown: tuple[Banner, ...] = ()
        self.cards: list[BannerCard] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.hide()

    def show_banners(self, banners: tuple[Banner, ...]) -> None:
        """Draw these."""
        if banners == self._shown:
            return
        self._shown = banners
        for card in self.cards:
            self._column.removeWidget(card)
            card.hide()
            card.deleteLater()
        self.cards = [BannerCard(banner, self) for banner in banners]
        for card in self.cards:
            card.acted.connect(self.acted)
            self._column.addWidget(card)
            card.show()
        self.setVisible(bool(banners))
