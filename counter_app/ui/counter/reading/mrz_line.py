"""One line of a machine-readable zone: a cell for each sign, so that every sign stands where it stands on
the paper, and what is wrong is marked at its place.
"""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QFont,
    QGuiApplication,
    QInputMethodEvent,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
)
from PySide6.QtWidgets import QLineEdit, QMenu, QSizePolicy, QStyle, QStyleOptionFrame, QWidget

from counter_app.domain.identifiers.mrz.layout import FILLER
from counter_app.ui.counter.reading.mrz_signs import LONGEST, typed_signs
from counter_app.ui.counter.reading.mrz_state import Stretch
from counter_app.ui.shared import theme, tokens

_CELL: Final = 16
_SIDE: Final = 10
_FOOT: Final = 5
_TENS: Final = 10


def line_width(cells: int) -> int:
    """How wide a line of so many signs is, in pixels of the look in force."""
    look = theme.current()
    return cells * look.px(_CELL) + 2 * look.px(_SIDE)


class MrzLine(QLineEdit):
    """``edited`` tells the signs and whether an input method changed letters; ``full`` that the last cell was
    typed, ``pasted`` a text to lay over all lines, ``entered`` that Enter was pressed.
    """

    edited = Signal(str, bool)
    full = Signal()
    pasted = Signal(str)
    entered = Signal()
    emptied = Signal()
    """Backspace at the beginning."""

    def __init__(self, name: str, paste_words: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(name)
        self.setMaxLength(LONGEST)
        self.setDragEnabled(False)
        self.setAcceptDrops(False)
        self.setInputMethodHints(
            Qt.InputMethodHint.ImhPreferUppercase
            | Qt.InputMethodHint.ImhLatinOnly
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhSensitiveData
        )
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self._paste_words = paste_words
        self._cells = LONGEST
        self._stretches: tuple[Stretch, ...] = ()
        # The cells are not where Qt believes the letters to be: it would draw too little anew.
        for signal in (self.textChanged, self.cursorPositionChanged, self.selectionChanged):
            signal.connect(lambda *_: self.update())

    def set_cells(self, cells: int) -> None:
        """How long the line is."""
        if cells != self._cells:
            self._cells = cells
            self.updateGeometry()

    def show_stretches(self, stretches: tuple[Stretch, ...]) -> None:
        """Mark the fields of this line."""
        if stretches != self._stretches:
            self._stretches = stretches
            self.update()

    def go_to(self, place: int) -> None:
        """Put the cursor on a sign and choose it, so that the next key replaces it."""
        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.setSelection(place, 1)

    def sizeHint(self) -> QSize:
        """As wide as its cells."""
        return QSize(line_width(self._cells), theme.current().px(tokens.FIELD))

    def minimumSizeHint(self) -> QSize:
        """Cells are never cut."""
        return self.sizeHint()

    # --- keys ----------------------------------------------------------------------------------

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Signs are put as the zone has them; the rest is the line edit's."""
        text, key = event.text(), event.key()
        if event.matches(QKeySequence.StandardKey.Paste):
            self._paste()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.entered.emit()
        elif key == Qt.Key.Key_Backspace and not self.cursorPosition() and not self.hasSelectedText():
            self.emptied.emit()
        elif text and text.isprintable() and not event.modifiers() & _NOT_TYPED:
            self.put(text)
        else:
            before = self.text()
            super().keyPressEvent(event)
            if self.text() != before:
                self.edited.emit(self.text(), False)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        """What an input method commits is typed; what it still thinks about is not shown in the cells."""
        if event.commitString():
            self.put(event.commitString())
        event.accept()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Pasting, in our own words."""
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.addAction(self._paste_words).triggered.connect(lambda _=False: self._paste())
        menu.popup(event.globalPos())

    def put(self, text: str) -> None:
        """Type these signs at the cursor."""
        signs, odd = typed_signs(text)
        at_end = self.cursorPosition() == len(self.text())
        if signs:
            if at_end and not self.hasSelectedText():
                signs = signs[: max(self._cells - len(self.text()), 0)]
            self.insert(signs)
        self.edited.emit(self.text(), odd)
        if signs and at_end and len(self.text()) == self._cells:
            self.full.emit()

    def _paste(self) -> None:
        text = QGuiApplication.clipboard().text()
        if text:
            self.pasted.emit(text)

    # --- mouse ---------------------------------------------------------------------------------

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The cursor goes to the cell."""
        if event.button() is Qt.MouseButton.LeftButton:
            self.setCursorPosition(self._cell_at(event.position().x()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Dragging chooses cells."""
        if event.buttons() & Qt.MouseButton.LeftButton:
            start = self.selectionStart() if self.hasSelectedText() else self.cursorPosition()
            here = self._cell_at(event.position().x())
            if here != start:
                self.setSelection(start, here - start)

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Nothing more."""

    def mouseDoubleClickEvent(self, _event: QMouseEvent) -> None:
        """The whole line."""
        self.selectAll()

    def _cell_at(self, x: float) -> int:
        look = theme.current()
        cell = round((x - look.px(_SIDE)) / look.px(_CELL) - 0.25)
        return min(max(cell, 0), len(self.text()))

    # --- painting ------------------------------------------------------------------------------

    def changeEvent(self, event: QEvent) -> None:
        """Follow the text scale."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.StyleChange:
            self.updateGeometry()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The field's frame, then the cells."""
        painter = QPainter(self)
        frame = QStyleOptionFrame()
        self.initStyleOption(frame)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_PanelLineEdit, frame, painter, self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for stretch in self._stretches:
            self._paint_stretch(painter, stretch)
        self._paint_selection(painter)
        self._paint_signs(painter)
        if self.hasFocus() and not self.hasSelectedText():
            self._paint_cursor(painter)

    def _box(self, start: int, end: int | None = None) -> QRectF:
        look = theme.current()
        cell = look.px(_CELL)
        count = (start + 1 if end is None else end) - start
        return QRectF(look.px(_SIDE) + start * cell, 3, count * cell, self.height() - 6)

    def _paint_stretch(self, painter: QPainter, stretch: Stretch) -> None:
        """A bar under the field: thin while nothing is known, thick and green when right, on red when not."""
        look = theme.current()
        box = self._box(stretch.start, stretch.end).adjusted(1.5, 0, -1.5, 0)
        if stretch.right is False:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(look.color("red_wash"))
            painter.drawRoundedRect(box, 3, 3)
        token, thick = {True: ("green", 2.0), False: ("red", 3.0), None: ("hairline", 1.0)}[stretch.right]
        y = box.bottom() - look.px(_FOOT) / 2
        painter.setPen(QPen(look.color(token), thick))
        painter.drawLine(box.bottomLeft().toPoint().x(), round(y), box.bottomRight().toPoint().x(), round(y))

    def _paint_selection(self, painter: QPainter) -> None:
        if self.hasSelectedText():
            start = self.selectionStart()
            box = self._box(start, start + len(self.selectedText())).adjusted(0, 1, 0, -1)
            painter.fillRect(box, theme.current().color("focus"))

    def _paint_signs(self, painter: QPainter) -> None:
        look = theme.current()
        painter.setFont(look.font(tokens.TEXT_FIELD, QFont.Weight.DemiBold, figures=True))
        chosen = range(0)
        if self.hasSelectedText():
            chosen = range(self.selectionStart(), self.selectionStart() + len(self.selectedText()))
        text = self.text()
        for place in range(max(self._cells, len(text))):
            sign = text[place] if place < len(text) else ""
            box = self._box(place).adjusted(0, 0, 0, -look.px(_FOOT) + 2)
            if not sign:
                self._paint_empty(painter, box, place)
                continue
            ink = self._ink(sign, place, in_selection=place in chosen)
            painter.setPen(ink)
            painter.drawText(box, Qt.AlignmentFlag.AlignCenter, sign)
            if sign == "0":
                self._paint_slash(painter, box, ink)

    def _ink(self, sign: str, place: int, *, in_selection: bool) -> QColor:
        look = theme.current()
        if in_selection:
            return look.color("paper")
        if place >= self._cells:
            return look.color("red")
        return look.color("ink3" if sign == FILLER else "ink")

    def _paint_slash(self, painter: QPainter, box: QRectF, ink: QColor) -> None:
        """Through the zero, or it would look like the letter O."""
        high = theme.current().px(tokens.TEXT_FIELD) * 0.4
        middle = box.center()
        painter.setPen(QPen(ink, 1.3))
        painter.drawLine(
            QPointF(middle.x() - high * 0.36, middle.y() + high * 0.5),
            QPointF(middle.x() + high * 0.36, middle.y() - high * 0.5),
        )

    def _paint_empty(self, painter: QPainter, box: QRectF, place: int) -> None:
        """A dot for each sign to come; every tenth is larger, to count by."""
        large = (place + 1) % _TENS == 0
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.current().color("field_border" if large else "hairline"))
        size = 4.0 if large else 3.0
        dot = QRectF(0, 0, size, size)
        dot.moveCenter(box.center())
        painter.drawEllipse(dot)

    def _paint_cursor(self, painter: QPainter) -> None:
        look = theme.current()
        left = self._box(self.cursorPosition()).left()
        painter.setPen(QPen(look.color("ink"), 2))
        painter.drawLine(round(left), look.px(6), round(left), self.height() - look.px(6))


_NOT_TYPED: Final = Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier
