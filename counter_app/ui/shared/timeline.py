"""What happened to a dossier, newest first: icon, title, time, details, and whether it was sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QRect,
    QRectF,
    QSize,
    Qt,
)
from PySide6.QtGui import QFont, QFontMetricsF, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from counter_app.i18n import Wording
from counter_app.ui.shared import icons, theme, tokens
from counter_app.ui.shared.tokens import Tone

Index = QModelIndex | QPersistentModelIndex
ENTRY_ROLE = Qt.ItemDataRole.UserRole + 1
_DISC, _GAP, _PAD, _LINE = 28, 8, 8, 18


@dataclass(frozen=True)
class TimelineEntry:
    """One line of the timeline, in words; ``state`` with its icon and tone tells where the entry is."""

    key: str
    icon: str
    title: str
    time: str
    detail: str = ""
    tone: Tone = Tone.NEUTRAL
    state: str = ""
    state_icon: str = ""
    state_tone: Tone = Tone.NEUTRAL

    @property
    def said(self) -> str:
        """The whole entry for a screen reader."""
        return ", ".join(part for part in (self.title, self.time, self.detail, self.state) if part)


class TimelineModel(QAbstractListModel):
    """The entries as a list; replaced as a whole."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._entries: tuple[TimelineEntry, ...] = ()

    def show(self, entries: Sequence[TimelineEntry]) -> None:
        """Show other entries; nothing moves if they are the same."""
        if tuple(entries) == self._entries:
            return
        self.beginResetModel()
        self._entries = tuple(entries)
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        """How many entries."""
        return 0 if parent.isValid() else len(self._entries)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """The title, the words for screen readers, or the entry itself."""
        if not index.isValid():
            return None
        entry = self._entries[index.row()]
        if role == ENTRY_ROLE:
            return entry
        if role == Qt.ItemDataRole.DisplayRole:
            return entry.title
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return entry.said
        return None


class TimelineDelegate(QStyledItemDelegate):
    """Draws an entry; the details wrap."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """As high as its details need in the width of the view."""
        entry: TimelineEntry = index.data(ENTRY_ROLE)
        view = option.widget
        width = view.viewport().width() if isinstance(view, QAbstractItemView) else option.rect.width()
        return QSize(0, self._height(entry, width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """Disc with icon, title and time, details, state."""
        entry: TimelineEntry = index.data(ENTRY_ROLE)
        look = theme.current()
        box: QRect = option.rect
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(box, look.color("accent_wash"))
        disc = QRectF(box.left(), box.top() + look.px(_PAD), look.px(_DISC), look.px(_DISC))
        ink = look.color(look.tone_ink(entry.tone))
        painter.setBrush(look.color(look.tone_wash(entry.tone)))
        painter.setPen(ink if look.palette.outlined else Qt.PenStyle.NoPen)
        painter.drawEllipse(disc)
        side = look.px(tokens.ICON_SMALL)
        center = disc.center()
        icons.paint(
            painter,
            QRectF(round(center.x() - side / 2), round(center.y() - side / 2), side, side),
            entry.icon,
            ink,
        )
        self._paint_words(painter, entry, box)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(look.color("focus"))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(box).adjusted(1, 1, -1, -1), 4, 4)
        painter.restore()

    def _paint_words(self, painter: QPainter, entry: TimelineEntry, box: QRect) -> None:
        look = theme.current()
        left = box.left() + look.px(_DISC + _GAP + 2)
        line = look.px(_LINE)
        y = box.top() + look.px(_PAD) - 1
        time_font = look.font(tokens.TEXT_SMALL, figures=True)
        time_width = round(QFontMetricsF(time_font).horizontalAdvance(entry.time)) + 2
        painter.setFont(time_font)
        painter.setPen(look.color("ink2"))
        right = box.right() - look.px(2)
        painter.drawText(
            QRectF(right - time_width, y, time_width, line), Qt.AlignmentFlag.AlignRight, entry.time
        )
        title_font = look.font(tokens.TEXT_SMALL, QFont.Weight.DemiBold)
        title_height = self._title_height(entry, box.width())
        title = QRectF(left, y, right - time_width - look.px(8) - left, title_height)
        painter.setFont(title_font)
        painter.setPen(look.color("ink"))
        painter.drawText(title, int(Qt.TextFlag.TextWordWrap), entry.title)
        y += title_height
        painter.setFont(look.font(tokens.TEXT_SMALL))
        if entry.detail:
            height = self._detail_height(entry, box.width())
            painter.setPen(look.color("ink2"))
            detail = QRectF(left, y, right - left, height)
            painter.drawText(detail, int(Qt.TextFlag.TextWordWrap), entry.detail)
            y += height
        if entry.state:
            token = look.tone_ink(entry.state_tone)
            side = look.px(13)
            if entry.state_icon:
                mark = QRectF(left, y + round((line - side) / 2), side, side)
                icons.paint(painter, mark, entry.state_icon, look.color(token))
                left += side + look.px(5)
            painter.setPen(look.color(token))
            painter.drawText(QRectF(left, y, right - left, line), Qt.AlignmentFlag.AlignLeft, entry.state)

    def _title_height(self, entry: TimelineEntry, width: int) -> int:
        """One line, or as many as the title needs: the number of a slip is not cut off."""
        look = theme.current()
        time = QFontMetricsF(look.font(tokens.TEXT_SMALL, figures=True)).horizontalAdvance(entry.time)
        room = width - look.px(_DISC + _GAP + 4) - round(time) - look.px(8) - 5
        metrics = QFontMetricsF(look.font(tokens.TEXT_SMALL, QFont.Weight.DemiBold))
        bounds = metrics.boundingRect(QRectF(0, 0, room, 10_000), int(Qt.TextFlag.TextWordWrap), entry.title)
        return max(look.px(_LINE), round(bounds.height()) + 1)

    def _detail_height(self, entry: TimelineEntry, width: int) -> int:
        look = theme.current()
        room = width - look.px(_DISC + _GAP + 4)
        metrics = QFontMetricsF(look.font(tokens.TEXT_SMALL))
        bounds = metrics.boundingRect(QRectF(0, 0, room, 10_000), int(Qt.TextFlag.TextWordWrap), entry.detail)
        return round(bounds.height()) + 1

    def _height(self, entry: TimelineEntry, width: int) -> int:
        look = theme.current()
        height = self._title_height(entry, width)
        if entry.detail:
            height += self._detail_height(entry, width)
        if entry.state:
            height += look.px(_LINE)
        return max(height, look.px(_DISC)) + look.px(2 * _PAD)


class TimelineView(QListView):
    """The list; arrow keys walk through it, ``activated`` tells the index."""

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setAccessibleName(wording.text("shared.timeline.name"))
        self._model = TimelineModel(self)
        self.setModel(self._model)
        self.setItemDelegate(TimelineDelegate(self))
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setUniformItemSizes(False)

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        """Show other entries."""
        self._model.show(entries)
