"""Every shared widget in its states, to look at.

``python -m counter_app.ui.gallery --theme dark --scale 1.5 --shot gallery.png``
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from counter_app import paths
from counter_app.i18n import Wording
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.buttons import Button, IconButton, PrimaryButton
from counter_app.ui.shared.card import Card, EmptyState, SummaryBlock
from counter_app.ui.shared.cells import Cell
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.combo import Check
from counter_app.ui.shared.dialogs import ReasonQuestion
from counter_app.ui.shared.field import ComboField, Field, TextField
from counter_app.ui.shared.labels import IconText
from counter_app.ui.shared.list_table import ListTable
from counter_app.ui.shared.notices import Notices
from counter_app.ui.shared.paged_model import Column, PagedModel
from counter_app.ui.shared.pill import Pill
from counter_app.ui.shared.rail import Rail, RailItem
from counter_app.ui.shared.search_box import SearchBox
from counter_app.ui.shared.strip import Strip, StripState
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.timeline import TimelineEntry, TimelineView
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


@dataclass(frozen=True)
class Line:
    """A row of the list shown here."""

    code: str
    owner: str
    received: str
    due: Cell
    state: str
    sent: bool


class Gallery(QWidget):
    """A window of the counter's shape, filled with widgets instead of a screen."""

    def __init__(self, wording: Wording) -> None:
        super().__init__()
        self._text = wording.text
        self._wording = wording
        self.setProperty("surface", "wash")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self._text("gallery.title"))
        self.strip = self._make_strip()
        self.rail = self._make_rail()
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.rail)
        if theme.current().scale > 1.2:
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
        return _column(self._person(), self._procedure(), self._papers(), self._buttons())

    def _middle(self) -> QWidget:
        return _column(self._list(), self._empty())

    def _person(self) -> Card:
        text = self._text
        card = Card(text("gallery.person"), number=1)
        card.set_status(IconText("shield-alert", text("gallery.badge"), Tone.AMBER))
        number = Field(text("gallery.person_id"), text="089 190 000 017")
        number.set_trailing("id-card", "green")
        birth = Field(text("gallery.birth"), text="15/13/1990")
        birth.show_error(text("gallery.birth_error"))
        phone = Field(text("gallery.phone"), text="0901 234 56")
        phone.show_warning(text("gallery.phone_warning"))
        name = Field(text("gallery.person_name"), text="NGUYỄN THỊ MẪU", strong=True)
        address = Field(text("gallery.address"), text=text("gallery.address_text"))
        email = Field(text("gallery.email"), placeholder=text("shared.field.optional"))
        role = ComboField(
            text("gallery.role"),
            [("owner", text("gallery.role_owner")), ("delegate", text("gallery.role_delegate"))],
        )
        locked = Field(text("gallery.locked"), text="H01.15.21-261123-5306")
        locked.setEnabled(False)
        for widgets in ((number, name), (birth, phone), (address,), (email, role), (locked,)):
            card.body.addLayout(_row(*widgets))
        return card

    def _procedure(self) -> Card:
        text = self._text
        card = Card(text("gallery.procedure"), number=2, note=text("gallery.recent"))
        self.search = SearchBox(text("gallery.search"), shortcut="F3")
        self.search.set_counter(text("gallery.search_hint"))
        note = TextField(text("gallery.note"), hint=text("gallery.note_hint"), lines=2)
        card.body.addWidget(self.search)
        card.body.addWidget(note)
        return card

    def _papers(self) -> Card:
        text = self._text
        card = Card(text("gallery.papers"), number=3, note=text("gallery.papers_note"))
        card.set_status(Button(text("gallery.scan_all"), icon="scan-line", shortcut="F6", kind="quiet"))
        first, second, partly = (
            Check(text(f"gallery.paper_{name}")) for name in ("first", "second", "partly")
        )
        first.setChecked(True)
        partly.setTristate(True)
        partly.setCheckState(Qt.CheckState.PartiallyChecked)
        for check in (first, second, partly):
            scan = Button(text("gallery.scan"), icon="scan-line", size="small")
            row = _row(check)
            row.addStretch(1)
            row.addWidget(scan)
            card.body.addLayout(row)
            card.body.addWidget(hairline())
        return card

    def _buttons(self) -> Card:
        text = self._text
        card = Card()
        self.busy = Button(text("gallery.busy"), icon="send")
        self.busy.set_busy(True)
        off = PrimaryButton(text("gallery.accept"), shortcut="F11", size="normal")
        off.setEnabled(False)
        card.body.addLayout(
            _row(
                Button(text("gallery.call"), icon="megaphone", shortcut="F9"),
                Button(text("gallery.refuse"), kind="danger"),
                self.busy,
                IconButton("eye", text("shared.field.show_password")),
                IconButton("pencil", text("gallery.edit")),
            )
        )
        card.body.addLayout(_row(PrimaryButton(text("gallery.reprint"), size="normal", icon="printer"), off))
        pills = [
            Pill("cloud-check", text("shared.strip.online"), Tone.GREEN),
            Pill("cloud-alert", text("shared.strip.weak"), Tone.AMBER),
            Pill("alarm-clock", text("gallery.overdue"), Tone.RED),
            Pill("info", text("gallery.processing"), Tone.BLUE),
            Pill("cloud-off", text("shared.strip.offline"), Tone.NEUTRAL),
        ]
        card.body.addLayout(_row(*pills[:3]))
        card.body.addLayout(_row(*pills[3:]))
        return card

    def _list(self) -> Card:
        text = self._text
        card = Card()
        model: PagedModel[Line] = PagedModel(
            [
                Column(text("gallery.code"), 124, lambda line: Cell(line.code)),
                Column(text("gallery.owner"), 130, lambda line: Cell(line.owner, strong=True), stretch=True),
                Column(text("gallery.received"), 84, lambda line: Cell(line.received, quiet=True)),
                Column(text("gallery.due"), 170, lambda line: line.due),
                Column(text("gallery.state"), 120, lambda line: Cell(line.state)),
                Column(text("gallery.sent"), 50, self._sent),
            ]
        )
        model.restart(5, self._lines())
        self.table = ListTable(text("gallery.screen.dossiers"), model)
        self.table.setMinimumHeight(theme.current().px(tokens.ROW * 7))
        self.table.choose(1)
        found = SearchBox(text("gallery.screen.dossiers"), delay_ms=0)
        found.setText("mẫu")
        found.set_counter(text("gallery.found"))
        chips = [("all", text("gallery.screen.dossiers")), ("mine", text("gallery.accepted") + " 23")]
        card.body.addWidget(found)
        card.body.addWidget(Choice(chips, name=text("gallery.state")))
        card.body.addWidget(self.table, 1)
        return card

    def _sent(self, line: Line) -> Cell:
        if line.sent:
            return Cell(icon="cloud-check", tone=Tone.GREEN, said=self._text("gallery.done"))
        return Cell(icon="arrow-up-from-line", tone=Tone.AMBER, said=self._text("gallery.waiting"))

    def _lines(self) -> Sequence[Line]:
        text = self._text
        accepted, processing = text("gallery.accepted"), text("gallery.processing")
        late = Cell(text("gallery.overdue"), icon="alarm-clock", tone=Tone.RED)
        today = Cell(text("gallery.today"), icon="clock", tone=Tone.AMBER)
        return [
            Line("261123-5307", "NGUYỄN VĂN MẪU", "09:12", Cell("25/11"), accepted, False),
            Line("261123-5306", "LÊ THỊ MẪU", "08:57", Cell("25/11"), accepted, False),
            Line("261119-0045", "BÙI THỊ MẪU", "19/11", today, processing, True),
            Line("261117-0102", "NGÔ THỊ MẪU", "17/11", late, processing, True),
            Line("261117-1111", "DƯƠNG VĂN MẪU", "17/11", Cell("24/11"), processing, True),
        ]

    def _empty(self) -> Card:
        text = self._text
        card = Card()
        button = Button(text("gallery.search"), icon="search")
        card.body.addWidget(
            EmptyState("search", text("gallery.empty"), text("gallery.empty_text"), action=button)
        )
        return card

    def _side(self) -> QWidget:
        text = self._text
        side = QWidget()
        side.setProperty("surface", "paper")
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
        timeline.show_entries(self._entries())
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
        column.addLayout(_row(Button(text("gallery.supplement")), Button(text("gallery.refuse"))))
        return side

    def _entries(self) -> list[TimelineEntry]:
        text = self._text
        waiting = text("gallery.waiting")
        names = [("printed", "printer", Tone.GREEN), ("checked", "shield-alert", Tone.AMBER)]
        entries = [
            TimelineEntry(
                key,
                icon,
                text(f"gallery.{key}"),
                "08:57",
                text(f"gallery.{key}_detail"),
                tone,
                state=waiting,
                state_icon="circle",
                state_tone=Tone.AMBER,
            )
            for key, icon, tone in names
        ]
        done = TimelineEntry(
            "taken",
            "ticket",
            text("gallery.taken"),
            "08:44",
            text("gallery.taken_detail"),
            Tone.BLUE,
            text("gallery.done"),
            "circle-check",
            Tone.GREEN,
        )
        return [*entries, done]


def _row(*widgets: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(12)
    for widget in widgets:
        row.addWidget(widget)
    return row


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
    {"search": gallery.search, "table": gallery.table, "rail": gallery.rail.button("sync")}[
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
