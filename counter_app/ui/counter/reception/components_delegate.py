"""How the papers are drawn and edited: tick, name with what is asked, kind, counts."""

from __future__ import annotations

from PySide6.QtCore import QAbstractItemModel, QEvent, QRect, QRectF, Qt, Signal
from PySide6.QtGui import QFont, QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import QLineEdit, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from counter_app.domain.entries import ReceivedComponent
from counter_app.i18n import Wording
from counter_app.services.draft import COPY_KINDS
from counter_app.ui.counter.reception.components_model import (
    COMPONENT_ROLE,
    KIND,
    NAME,
    NOTE_ROLE,
    TICK,
    Index,
)
from counter_app.ui.counter.reception.reception_state import ComponentNote
from counter_app.ui.shared import icons, theme, tokens
from counter_app.ui.shared.combo import Combo
from counter_app.ui.shared.look import Look

_PAD = 8
_BOX = 34
"""Width of a count's box."""


class ComponentsDelegate(QStyledItemDelegate):
    """Draws by hand, so that rows line up with the rest of the page and tell more than colour."""

    entered = Signal()
    """Enter was pressed in an editor."""

    def __init__(self, wording: Wording, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = wording.text
        self.hovered_row = -1

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Ground and hairline, then the cell."""
        look = theme.current()
        component, note = index.data(COMPONENT_ROLE), index.data(NOTE_ROLE)
        if not isinstance(component, ReceivedComponent) or not isinstance(note, ComponentNote):
            return
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        area: QRect = option.rect
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected:
            painter.fillRect(area, look.color("accent_wash"))
        elif index.row() == self.hovered_row:
            painter.fillRect(area, look.color("hover"))
        painter.fillRect(QRect(area.left(), area.bottom(), area.width(), 1), look.color("hairline_soft"))
        box = QRectF(area).adjusted(look.px(_PAD), 0, -look.px(_PAD), -1)
        column = index.column()
        if column == TICK:
            self._paint_tick(painter, look, box, component, note)
        elif column == NAME:
            self._paint_name(painter, look, box, component, note)
        elif column == KIND:
            self._paint_kind(painter, look, box, str(index.data()), component)
        else:
            self._paint_count(painter, look, box, str(index.data()), component)
        if option.state & QStyle.StateFlag.State_HasFocus:
            pen = painter.pen()
            pen.setColor(look.color("focus"))
            pen.setWidth(2)
            painter.setPen(pen)
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(area).adjusted(2, 2, -2, -3), 4, 4)

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        """A drop list for the kind, a small number field for a count."""
        if index.column() == KIND:
            combo = Combo(parent)
            combo.setAccessibleName(self._text("reception.components.kind"))
            for kind in COPY_KINDS:
                combo.addItem(self._text(f"reception.copy_kind.{kind}"), kind)
            combo.activated.connect(lambda _: self._finish(combo))
            return combo
        edit = QLineEdit(parent)
        edit.setMaxLength(3)
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.setAccessibleName(self._text("reception.components.count"))
        edit.setProperty("cell", True)
        return edit

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        """What stands in the cell."""
        value = index.data(Qt.ItemDataRole.EditRole)
        if isinstance(editor, Combo):
            editor.setCurrentIndex(max(editor.findData(value), 0))
        elif isinstance(editor, QLineEdit) and not editor.isModified():
            editor.setText(str(value))
            editor.selectAll()

    def setModelData(self, editor: QWidget, model: QAbstractItemModel, index: Index) -> None:
        """What was typed or chosen."""
        if isinstance(editor, Combo):
            model.setData(index, editor.currentData())
        elif isinstance(editor, QLineEdit):
            model.setData(index, editor.text())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, index: Index) -> None:
        """Where the cell is; a field is as high as fields are."""
        look = theme.current()
        area: QRect = option.rect
        height = look.px(tokens.FIELD)
        top = area.top() + (area.height() - height) // 2
        if index.column() == KIND:
            editor.setGeometry(area.left(), top, area.width(), height)
        else:
            width = look.px(_BOX + 18)
            editor.setGeometry(area.right() - width, top, width, height)

    def eventFilter(self, editor: QWidget, event: QEvent) -> bool:  # type: ignore[override]
        """Enter takes over what was typed; moving on is the table's business."""
        enter = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in enter:
            self._finish(editor)
            self.entered.emit()
            return True
        return super().eventFilter(editor, event)

    def _finish(self, editor: QWidget) -> None:
        self.commitData.emit(editor)
        self.closeEditor.emit(editor)

    def _paint_tick(
        self, painter: QPainter, look: Look, box: QRectF, component: ReceivedComponent, note: ComponentNote
    ) -> None:
        name, token = ("square-check-big", "green") if component.present else ("square", "ink2")
        if note.missing:
            token = "red"  # noqa: S105 - a colour token
        side = look.px(20)
        mark = QRectF(round(box.center().x() - side / 2), round(box.center().y() - side / 2), side, side)
        icons.paint(painter, mark, name, look.color(token))

    def _paint_name(
        self, painter: QPainter, look: Look, box: QRectF, component: ReceivedComponent, note: ComponentNote
    ) -> None:
        if note.required:
            box = self._paint_asked(painter, look, box, note)
        weight = QFont.Weight.Medium if component.present else QFont.Weight.Normal
        font = look.font(tokens.TEXT_BODY, weight)
        if QFontMetricsF(font).horizontalAdvance(component.name) <= box.width():
            self._words(painter, box, component.name, font, "ink")
        else:
            self._two_lines(painter, box, component.name, look.font(tokens.TEXT_SMALL, weight))

    def _paint_asked(self, painter: QPainter, look: Look, box: QRectF, note: ComponentNote) -> QRectF:
        """``bắt buộc`` at the end of the name's cell, or that it is missing; returns what is left."""
        font = look.font(tokens.TEXT_SMALL, QFont.Weight.DemiBold if note.missing else QFont.Weight.Normal)
        said = self._text(f"reception.components.{'missing' if note.missing else 'required'}")
        token = "red" if note.missing else "ink2"
        width = QFontMetricsF(font).horizontalAdvance(said) + 1
        right = QRectF(box.right() - width, box.top(), width, box.height())
        self._words(painter, right, said, font, token)
        taken = width + look.px(12)
        if note.missing:
            side = look.px(tokens.ICON_SMALL)
            left = right.left() - side - look.px(6)
            mark = QRectF(round(left), round(box.center().y() - side / 2), side, side)
            icons.paint(painter, mark, "circle-alert", look.color(token))
            taken += side + look.px(6)
        return box.adjusted(0, 0, -taken, 0)

    def _paint_kind(
        self, painter: QPainter, look: Look, box: QRectF, text: str, component: ReceivedComponent
    ) -> None:
        token = "ink" if component.present else "ink2"
        side = look.px(14)
        font = look.font(tokens.TEXT_BODY)
        words = box.adjusted(0, 0, -side - look.px(6), 0)
        self._words(painter, words, text, font, token)
        end = words.left() + min(QFontMetricsF(font).horizontalAdvance(text), words.width()) + look.px(6)
        mark = QRectF(round(end), round(box.center().y() - side / 2), side, side)
        icons.paint(painter, mark, "chevron-down", look.color("ink2"))

    def _paint_count(
        self, painter: QPainter, look: Look, box: QRectF, text: str, component: ReceivedComponent
    ) -> None:
        width, height = look.px(_BOX), look.px(26)
        frame = QRectF(box.right() - width, round(box.center().y() - height / 2), width, height)
        painter.setPen(look.color("field_border" if component.present else "hairline"))
        painter.setBrush(look.color("paper") if component.present else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(frame.adjusted(0.5, 0.5, -0.5, -0.5), look.px(4), look.px(4))
        font = look.font(tokens.TEXT_BODY, figures=True)
        painter.setFont(font)
        painter.setPen(look.color("ink" if component.present else "ink2"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(frame.adjusted(0, 0, -look.px(8), 0), right, text)

    def _two_lines(self, painter: QPainter, box: QRectF, text: str, font: QFont) -> None:
        """A long name in two smaller lines; what is longer still ends in "…", the tool tip has it whole."""
        metrics = QFontMetricsF(font)
        first = ""
        for word in text.split():
            if metrics.horizontalAdvance(f"{first} {word}".strip()) > box.width():
                break
            first = f"{first} {word}".strip()
        height = metrics.height() * 0.98
        upper = QRectF(box.left(), box.center().y() - height, box.width(), height)
        self._words(painter, upper, first or text, font, "ink")
        lower = upper.translated(0, height)
        self._words(painter, lower, text[len(first) :].strip(), font, "ink")

    def _words(self, painter: QPainter, box: QRectF, text: str, font: QFont, token: str) -> None:
        painter.setFont(font)
        painter.setPen(theme.current().color(token))
        shown = QFontMetricsF(font).elidedText(text, Qt.TextElideMode.ElideRight, box.width())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, shown)
