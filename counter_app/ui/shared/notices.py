"""Messages that do not stand in the way: at the bottom of the window, never a box that only says "OK"."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QGraphicsDropShadowEffect, QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.ui.shared import theme
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import Button, IconButton
from counter_app.ui.shared.labels import IconMark, Label
from counter_app.ui.shared.styling import mark
from counter_app.ui.shared.tokens import Tone

LIFETIME_MS = 6_000
"""How long a message stays that needs no answer; with something to undo twice as long. Errors stay."""
_AT_ONCE = 4
_LASTING = 2
"""So many of those that stay are shown; the older ones are folded away until they are asked for."""
_KEPT = 8
_WIDTH = 560
_MARGIN = 16
_BESIDE = 180
"""A button that is wider stands under the words."""


class Weight(StrEnum):
    """How a message is meant."""

    INFO = "info"
    SUCCESS = "success"
    WARNING = "warning"
    ERROR = "error"


_LOOKS = {
    Weight.INFO: ("info", Tone.BLUE),
    Weight.SUCCESS: ("circle-check", Tone.GREEN),
    Weight.WARNING: ("triangle-alert", Tone.AMBER),
    Weight.ERROR: ("circle-alert", Tone.RED),
}


class NoticeBar(QFrame):
    """One message: icon, words, an optional button, and a cross; Esc closes it while it has the focus.

    It can also stand in a layout (``dismissible=False`` for a state that lasts).
    """

    closed = Signal()
    acted = Signal()

    def __init__(
        self,
        wording: Wording,
        weight: Weight,
        text: str,
        *,
        action: str = "",
        dismissible: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.weight = weight
        icon, tone = _LOOKS[weight]
        mark(self, "notice", tone.value)
        look = theme.current()
        said = wording.text(f"shared.notice.{weight}")
        self.setAccessibleName(f"{said}: {text}")
        self._text = Label(text, "body", wrap=True)
        self._row = row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(IconMark(icon, look.tone_ink(tone), 20, says=said), 0, Qt.AlignmentFlag.AlignVCenter)
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addStretch(1)
        words.addWidget(self._text)
        row.addLayout(words, 1)
        if action:
            button = Button(action, size="small")
            button.clicked.connect(lambda _=False: self.acted.emit())
            if button.sizeHint().width() > look.px(_BESIDE):
                # Beside words as long as these the text would be a narrow column.
                words.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
            else:
                row.addWidget(button)
        words.addStretch(1)
        if dismissible:
            cross = IconButton("x", wording.text("shared.notice.dismiss"))
            cross.clicked.connect(lambda _=False: self.closed.emit())
            row.addWidget(cross)

    def text(self) -> str:
        """The words."""
        return self._text.text()

    def set_text(self, text: str) -> None:
        """Other words of the same weight."""
        self._text.setText(text)
        self.setAccessibleName(text)

    def height_in(self, width: int) -> int:
        """How high the bar is when it is ``width`` wide."""
        self._row.invalidate()
        return max(self.heightForWidth(width), self.minimumSizeHint().height())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc closes."""
        if event.key() == Qt.Key.Key_Escape:
            self.closed.emit()
        else:
            super().keyPressEvent(event)


class Notices(QObject):
    """Shows messages over the lower left of ``host``; the newest is the lowest, at most four at once.

    ``left`` and ``right`` are kept free (rail, summary with the primary button), in unscaled pixels. The same
    words again do not make a second bar, they start its time anew. Of those that stay until they are closed
    two are shown, and a button above them unfolds the older ones. ``room_changed`` tells how high, from the
    lower edge, they stand while folded: what is under them can make room. Unfolded they lie over the page.
    """

    room_changed = Signal(int)

    def __init__(self, host: QWidget, wording: Wording, *, left: int = 0, right: int = 0) -> None:
        super().__init__(host)
        self._host, self._wording = host, wording
        self._left, self._right = left, right
        self._pane = QWidget(host)
        self._column = QVBoxLayout(self._pane)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._bars: list[NoticeBar] = []
        self._within: QWidget | None = None
        self._room = 0
        self._unfolded = False
        self.fold = Button("", icon="chevron-up", size="small", parent=self._pane)
        self.fold.clicked.connect(lambda _=False: self._turn())
        self.fold.hide()
        self._column.addWidget(self.fold, 0, Qt.AlignmentFlag.AlignLeft)
        self._pane.hide()
        host.installEventFilter(self)
        theme.changed().changed.connect(self._place)

    def info(self, text: str, *, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Something to know."""
        self._show(Weight.INFO, text, action, on_action)

    def success(self, text: str, *, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Something is done."""
        self._show(Weight.SUCCESS, text, action, on_action)

    def warning(self, text: str, *, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Something to look at; it stays until it is closed."""
        self._show(Weight.WARNING, text, action, on_action)

    def error(self, text: str, *, action: str = "", on_action: Callable[[], object] | None = None) -> None:
        """Something failed; it stays until it is closed."""
        self._show(Weight.ERROR, text, action, on_action)

    def undoable(self, text: str, undo: Callable[[], object]) -> None:
        """Something is done and can be taken back."""
        self._show(Weight.SUCCESS, text, self._wording.text("shared.button.undo"), undo)

    def raised(self, raised: BaseException, *, report: str = "") -> None:
        """A failed task: a rule's own words, or that something unexpected happened (number ``report``)."""
        if isinstance(raised, DomainError):
            self.error(self._wording.error(raised))
        elif report:
            self.error(self._wording.text("shared.notice.unexpected", report=report))
        else:
            self.error(self._wording.text("shared.notice.unexpected_plain"))

    def withdraw(self, text: str) -> None:
        """What was told does not matter any more; its bar goes, if it is still there."""
        for bar in list(self._bars):
            if bar.text() == text:
                self._close(bar)

    def room(self) -> int:
        """How high messages stand that stay, in pixels; 0 when there are none."""
        return self._room

    def keep_within(self, part: QWidget | None) -> None:
        """Stand over this part of the host only, as far as it reaches to the right; ``None`` is all of it."""
        if part is self._within:
            return
        if self._within is not None:
            self._within.removeEventFilter(self)
            self._within.destroyed.disconnect(self._lose_part)
        self._within = part
        if part is not None:
            part.installEventFilter(self)
            part.destroyed.connect(self._lose_part)
        self._place()

    def shown(self) -> list[tuple[Weight, str]]:
        """What was told and still stands, oldest first; also what is folded away."""
        return [(bar.weight, bar.text()) for bar in self._bars]

    def bars(self) -> list[NoticeBar]:
        """The bars that still stand, oldest first; also those that are folded away."""
        return list(self._bars)

    def clear(self) -> None:
        """Close all."""
        for bar in list(self._bars):
            self._close(bar)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Stay in place when the host, or the part of it, changes its size."""
        if watched in (self._host, self._within) and event.type() in (QEvent.Type.Resize, QEvent.Type.Show):
            self._place()
        return False

    def _show(self, weight: Weight, text: str, action: str, on_action: Callable[[], object] | None) -> None:
        for old in list(self._bars):
            if (old.weight, old.text()) == (weight, text):
                self._close(old)
        bar = NoticeBar(self._wording, weight, text, action=action, parent=self._pane)
        shadow = QGraphicsDropShadowEffect(bar)
        shadow.setBlurRadius(18)
        shadow.setOffset(0, 3)
        shadow.setColor(theme.current().color("shadow"))
        bar.setGraphicsEffect(shadow)
        bar.closed.connect(lambda: self._close(bar))
        bar.acted.connect(lambda: self._act(bar, on_action))
        self._bars.append(bar)
        self._column.addWidget(bar)
        bar.show()
        self._drop_oldest()
        if weight in (Weight.INFO, Weight.SUCCESS):
            timer = QTimer(bar, interval=LIFETIME_MS * (2 if action else 1), singleShot=True)
            timer.timeout.connect(lambda: self._expire(bar, timer))
            timer.start()
        self._place()
        self._pane.show()
        self._pane.raise_()
        announce(self._host, bar.accessibleName(), urgent=weight is Weight.ERROR)

    def _act(self, bar: NoticeBar, on_action: Callable[[], object] | None) -> None:
        self._close(bar)
        if on_action is not None:
            on_action()

    def _expire(self, bar: NoticeBar, timer: QTimer) -> None:
        if bar.underMouse() or bar.isAncestorOf(self._host.window().focusWidget() or self._host):
            timer.start()
        else:
            self._close(bar)

    def _close(self, bar: NoticeBar) -> None:
        if bar not in self._bars:
            return
        self._bars.remove(bar)
        self._column.removeWidget(bar)
        bar.hide()
        bar.deleteLater()
        self._pane.setVisible(bool(self._bars))
        self._place()

    def _lasting(self) -> list[NoticeBar]:
        return [bar for bar in self._bars if bar.weight in (Weight.WARNING, Weight.ERROR)]

    def _drop_oldest(self) -> None:
        lasting = self._lasting()
        passing = [bar for bar in self._bars if bar not in lasting]
        room = _AT_ONCE - min(len(lasting), _LASTING)
        for old in (*passing[: max(len(passing) - room, 0)], *lasting[: max(len(lasting) - _KEPT, 0)]):
            self._close(old)

    def _turn(self) -> None:
        self._unfolded = not self._unfolded
        self._place()

    def _lose_part(self) -> None:
        self._within = None

    def _right_edge(self) -> int:
        part = self._within
        if part is None or not self._host.isAncestorOf(part):
            return self._host.width()
        return part.mapTo(self._host, QPoint(part.width(), 0)).x()

    def _place(self) -> None:
        left = theme.current().px(self._left) + _MARGIN
        right = theme.current().px(self._right) + _MARGIN
        width = min(theme.current().px(_WIDTH), self._right_edge() - left - right)
        lasting = self._lasting()
        folded = lasting[:-_LASTING]
        self._unfolded = self._unfolded and bool(folded)
        self._tell_fold(len(folded))
        at_rest = [bar for bar in self._bars if bar not in folded]
        standing = self._that_fit(width, at_rest) if self._unfolded else at_rest
        for bar in self._bars:
            bar.setVisible(bar in standing)
        height = self._height(standing, width)
        self._pane.setGeometry(left, self._host.height() - height - _MARGIN, width, max(height, 0))
        self._column.activate()
        room = self._height(at_rest, width) + _MARGIN + self._column.spacing() if lasting else 0
        if room != self._room:
            self._room = room
            self.room_changed.emit(room)

    def _tell_fold(self, folded: int) -> None:
        self.fold.setVisible(folded > 0)
        if self._unfolded:
            self.fold.set_icon("chevron-down")
            self.fold.setText(self._wording.text("shared.notice.fold"))
        elif folded:
            self.fold.set_icon("chevron-up")
            self.fold.setText(self._wording.count("shared.notice.more", folded))

    def _that_fit(self, width: int, at_rest: list[NoticeBar]) -> list[NoticeBar]:
        """All of them; on a low window without the oldest, which follow when others are closed."""
        standing = list(self._bars)
        while len(standing) > len(at_rest) and self._height(standing, width) > self._host.height() - _MARGIN:
            standing.remove(next(bar for bar in standing if bar not in at_rest))
        return standing

    def _height(self, bars: list[NoticeBar], width: int) -> int:
        heights = [bar.height_in(width) for bar in bars]
        if not self.fold.isHidden():
            heights.append(self.fold.sizeHint().height())
        return sum(heights) + self._column.spacing() * (len(heights) - 1)
