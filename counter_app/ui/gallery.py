"""Every shared widget in its states, to look at.

``python -m counter_app.ui.gallery --theme dark --scale 1.5 --shot gallery.png``
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app import paths
from counter_app.i18n import Wording
from counter_app.ui.gallery_cards import Cards, row_of
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.buttons import Button, PrimaryButton
from counter_app.ui.shared.card import SummaryBlock
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.dialogs import ReasonQuestion
from counter_app.ui.shared.labels import IconText
from counter_app.ui.shared.notices import Notices
from counter_app.ui.shared.rail import Rail, RailItem
from counter_app.ui.shared.strip import Strip, StripState
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.timeline import TimelineView
from counter_app.ui.shared.tokens import Tone

SCREENS = (
    ("reception", "file-plus"),
    ("dossiers", "folders"),
    ("returns", "file-check"),
    ("ledger", "notebook-pen"),
    ("sync", "refresh-cw"),
    ("reports", "chart-column"),
    ("shift", "wallet"),
    ("settings", "settings"),
)


class Gallery(QWidget):
    """A window of the counter's shape, filled with widgets instead of a screen."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._text = wording.text
        self.cards = Cards(wording)
        self._wording = wording
        self.setProperty("surface", "wash")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self._text("gallery.title"))
        self.strip = self._make_strip()
        self.rail = self._make_rail()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        if theme.current().scale > 1.1:
            row.addWidget(_scrolled(_column(self._left(), self._middle())), 1)
        else:
            row.addWidget(_scrolled(self._left()), 6)
            row.addWidget(_scrolled(self._middle()), 5)
        row.addWidget(self._side())
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.strip)
        column.addLayout(row, 1)
        self.notices = Notices(self, wording, left=tokens.RAIL, right=tokens.SIDE)

    def show_notices(self) -> None:
        """One of each weight."""
        self.notices.info(self._text("gallery.notice_info"))
        self.notices.undoable(self._text("gallery.notice_done"), lambda: None)
        self.notices.warning(self._text("gallery.notice_warning"))
        self.notices.error(
            self._text("gallery.notice_error"), action=self._text("gallery.reprint"), on_action=lambda: None
        )

    def question(self) -> ReasonQuestion:
        """A question with its reason missing."""
        asked = ReasonQuestion(
            self._wording,
            self._text("gallery.ask_title"),
            self._text("gallery.ask_text"),
            act=self._text("gallery.ask_title"),
            label=self._text("gallery.ask_reason"),
            parent=self,
        )
        asked.agree()
        return asked

    def _make_strip(self) -> Strip:
        strip = Strip(self._wording)
        strip.show_state(
            StripState(
                office=self._text("gallery.office"),
                counter=self._text("gallery.counter"),
                connection="offline",
                offline_since="08:42",
                waiting=12,
                clerk=self._text("gallery.clerk"),
                clock="09:17",
                printer="ready",
                scanner="attention",
            )
        )
        return strip

    def _make_rail(self) -> Rail:
        text = self._text
        items = [RailItem(key, icon, text(f"gallery.screen.{key}")) for key, icon in SCREENS]
        rail = Rail(self._wording, items)
        rail.select("reception")
        rail.set_badge("sync", "12")
        return rail

    def _left(self) -> QWidget:
        return _column(self.cards.person(), self.cards.procedure(), self.cards.papers(), self.cards.buttons())

    def _middle(self) -> QWidget:
        return _column(self.cards.listing(), self.cards.empty())

    def _side(self) -> QWidget:
        text = self._text
        side = QWidget()
        side.setProperty("surface", "paper")
        side.setProperty("edge", "left")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        side.setFixedWidth(theme.current().px(tokens.SIDE))
        due = SummaryBlock(text("gallery.due"), large=True)
        due.set("17:00", text("format.day.today"), text("gallery.due_detail"))
        fee = SummaryBlock(text("gallery.fee"), action=text("gallery.edit"))
        fee.set(text("gallery.fee_value"), detail=text("gallery.fee_detail"))
        delivery = Choice(
            [(key, text(f"gallery.{key}")) for key in ("at_counter", "by_post", "electronic")],
            label=text("gallery.delivery"),
        )
        timeline = TimelineView(self._wording)
        timeline.show_entries(self.cards.entries())
        column = QVBoxLayout(side)
        column.setContentsMargins(18, 12, 14, 16)
        column.setSpacing(10)
        for widget in (due, hairline(), fee, hairline(), delivery, hairline()):
            column.addWidget(widget)
        column.addWidget(IconText("circle-check", text("gallery.complete"), Tone.GREEN, role="small"))
        column.addWidget(IconText("cloud-off", text("gallery.offline_note"), Tone.AMBER, wrap=True))
        column.addWidget(hairline())
        column.addWidget(timeline, 1)
        column.addWidget(PrimaryButton(text("gallery.accept"), shortcut="F12"))
        column.addLayout(row_of(Button(text("gallery.supplement")), Button(text("gallery.refuse"))))
        return side


def _column(*widgets: QWidget) -> QWidget:
    host = QWidget()
    column = QVBoxLayout(host)
    column.setContentsMargins(16, 12, 8, 12)
    column.setSpacing(10)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch(1)
    return host


def _scrolled(widget: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QScrollArea.Shape.NoFrame)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setWidget(widget)
    return area


def main(arguments: Sequence[str] | None = None) -> int:
    """Show the gallery, or with ``--shot`` draw it into a PNG and end."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shot", type=Path)
    parser.add_argument("--theme", choices=tokens.THEMES, default="light")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    parser.add_argument("--size", default="1366x696")
    parser.add_argument("--notices", action="store_true")
    parser.add_argument("--question", action="store_true")
    parser.add_argument("--focus", choices=("search", "table", "rail"), default="search")
    options = parser.parse_args(arguments)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        return 1
    theme.apply(app, options.theme, options.scale)
    gallery = Gallery(Wording(options.language, paths.resources() / "i18n"))
    width, height = (int(part) for part in options.size.split("x"))
    gallery.resize(width, height)
    gallery.show()
    {"search": gallery.cards.search, "table": gallery.cards.table, "rail": gallery.rail.button("sync")}[
        options.focus
    ].setFocus(Qt.FocusReason.TabFocusReason)
    if options.notices:
        gallery.show_notices()
    shown: QWidget = gallery
    if options.question:
        shown = gallery.question()
        shown.show()
    if options.shot is None:
        return app.exec()
    app.sendPostedEvents()
    app.processEvents()
    return 0 if shown.grab().save(str(options.shot)) else 1


if __name__ == "__main__":
    sys.exit(main())
