"""What came out of the virtual printer: the newest piece on top, moving out of the slot as paper does."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QEasingCurve, QEvent, QRectF, QSize, Qt, QVariantAnimation, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QStyle, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared import theme
from counter_app.ui.shared.announce import announce
from counter_app.ui.shared.buttons import IconButton
from counter_app.ui.shared.card import EmptyState
from counter_app.ui.shared.labels import Label
from counter_app.ui.simulators.paper_folder import PaperPiece
from counter_app.ui.simulators.paper_sheet import PaperSheet

KEPT: Final = 40
"""So many pieces stay to be seen; their files stay all."""
_FEED_MS: Final = 650
_GAP: Final = 10
_SLOT: Final = 14
_NOTES: Final = 68


class PaperSlot(QWidget):
    """The mouth of the printer, above the paper."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._follow()

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A lip with a dark slit in it."""
        look = theme.current()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(look.color("field_border"))
        painter.setBrush(look.color("neutral_wash"))
        box = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.drawRoundedRect(box, 4, 4)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(look.color("ink2"))
        slit = QRectF(look.px(10), round(self.height() / 2) - 1.5, self.width() - 2 * look.px(10), 3)
        painter.drawRoundedRect(slit, 1.5, 1.5)

    def _follow(self) -> None:
        self.setFixedHeight(theme.current().px(_SLOT))


class _Strip(QWidget):
    """A piece of paper with what is to know of it beside it; moves out of the slot when it is new."""

    def __init__(self, sheet: PaperSheet, notes: QWidget) -> None:
        super().__init__()
        self._piece = QWidget(self)
        row = QHBoxLayout(self._piece)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(12)
        row.addStretch(1)
        row.addWidget(sheet, 0, Qt.AlignmentFlag.AlignTop)
        row.addWidget(notes, 0, Qt.AlignmentFlag.AlignTop)
        row.addStretch(1)
        self._out: int | None = None

    def sizeHint(self) -> QSize:
        """All of the piece, or as much as is out of the slot."""
        whole = self._piece.sizeHint()
        return whole if self._out is None else QSize(whole.width(), self._out)

    def minimumSizeHint(self) -> QSize:
        """The same: the roll scrolls, paper does not shrink."""
        return self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """What is not out yet lies above the edge."""
        super().resizeEvent(event)
        whole = self._piece.sizeHint().height()
        self._piece.setGeometry(0, self.height() - whole, self.width(), whole)

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def feed(self) -> None:
        """Come out of the slot; at once where the style wants no movement."""
        if self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self) <= 0:
            return
        feed = QVariantAnimation(self)
        feed.setDuration(_FEED_MS)
        feed.setStartValue(0)
        feed.setEndValue(self._piece.sizeHint().height())
        feed.setEasingCurve(QEasingCurve.Type.OutCubic)
        feed.valueChanged.connect(self._show_out)
        feed.finished.connect(lambda: self._show_out(None))
        feed.start(QVariantAnimation.DeletionPolicy.DeleteWhenStopped)

    def _show_out(self, out: int | None) -> None:
        self._out = out
        self.updateGeometry()


class _Notes(QWidget):
    """What stands beside the paper; of one width, so that the pieces hang one under the other."""

    def __init__(self) -> None:
        super().__init__()
        self._follow()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self._follow()

    def _follow(self) -> None:
        self.setFixedWidth(theme.current().px(_NOTES))


class PaperRoll(QWidget):
    """``opened`` tells the piece to be looked at closely, ``scan_wanted`` the one whose code to scan."""

    opened = Signal(object)
    scan_wanted = Signal(object)

    def __init__(self, wording: Wording, *, with_codes: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording, self._with_codes = wording, with_codes
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setProperty("surface", "wash")
        self._strips: list[_Strip] = []
        self.slot = PaperSlot()
        self.empty = EmptyState(
            "printer", wording.text("bench.paper.empty"), wording.text("bench.paper.empty_text")
        )
        self._host = QWidget()
        self._column = QVBoxLayout(self._host)
        self._column.setContentsMargins(0, 0, 0, 8)
        self._column.setSpacing(_GAP)
        self._column.addStretch(1)
        self.area = QScrollArea()
        self.area.setWidgetResizable(True)
        self.area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.area.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.area.setAccessibleName(wording.text("bench.paper.name"))
        self.area.setWidget(self._host)
        self.area.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.slot)
        column.addWidget(self.area, 1)
        column.addWidget(self.empty, 1)

    def sizeHint(self) -> QSize:
        """Room for the head of a piece; the roll takes what is left, it never asks for more."""
        look = theme.current()
        return QSize(look.px(300), look.px(100))

    def minimumSizeHint(self) -> QSize:
        """The same."""
        return self.sizeHint()

    def hasHeightForWidth(self) -> bool:
        """What is in it scrolls."""
        return False

    def pieces(self) -> int:
        """How many pieces are to be seen."""
        return len(self._strips)

    def add(self, pieces: Sequence[PaperPiece], *, moving: bool) -> None:
        """Put new pieces on top, the newest highest; ``moving``: the newest comes out of the slot."""
        for piece in pieces:
            strip = self._strip(piece)
            self._column.insertWidget(0, strip)
            strip.show()
            self._strips.append(strip)
        for old in self._strips[:-KEPT]:
            self._column.removeWidget(old)
            old.deleteLater()
        del self._strips[:-KEPT]
        self.area.setVisible(bool(self._strips))
        self.empty.setVisible(not self._strips)
        self.area.verticalScrollBar().setValue(0)
        if moving and pieces:
            self._strips[-1].feed()
            announce(self, self._says(pieces[-1]))

    def _strip(self, piece: PaperPiece) -> _Strip:
        sheet = PaperSheet(piece, self._says(piece))
        sheet.clicked.connect(lambda _=False: self.opened.emit(piece))
        return _Strip(sheet, self._notes(piece))

    def _notes(self, piece: PaperPiece) -> QWidget:
        text = self._wording.text
        notes = _Notes()
        column = QVBoxLayout(notes)
        column.setContentsMargins(0, 6, 0, 0)
        column.setSpacing(2)
        number = Label(text("bench.paper.number", number=self._wording.number(piece.number)), "strong")
        time = Label(self._wording.time(piece.at), "small")
        theme.tabular(time)
        length = Label(text("bench.paper.length", mm=self._wording.number(round(piece.length_mm))), "hint")
        for label in (number, time, length):
            column.addWidget(label)
        column.addSpacing(4)
        keys = QHBoxLayout()
        keys.setSpacing(2)
        keys.addWidget(self._button("zoom-in", "bench.paper.zoom", lambda: self.opened.emit(piece)))
        if self._with_codes:
            keys.addWidget(
                self._button("scan-qr-code", "bench.paper.scan", lambda: self.scan_wanted.emit(piece))
            )
        keys.addStretch(1)
        column.addLayout(keys)
        return notes

    def _button(self, icon: str, key: str, deed: Callable[[], object]) -> IconButton:
        button = IconButton(icon, self._wording.text(key))
        button.clicked.connect(lambda _=False: deed())
        return button

    def _says(self, piece: PaperPiece) -> str:
        return self._wording.text(
            "bench.paper.says",
            number=self._wording.number(piece.number),
            time=self._wording.time(piece.at),
            mm=self._wording.number(round(piece.length_mm)),
        )
