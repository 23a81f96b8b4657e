"""The cards of the gallery: each shared widget in its states, with the field's own words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.buttons import Button, IconButton, PrimaryButton
from counter_app.ui.shared.card import Card, EmptyState
from counter_app.ui.shared.cells import Cell
from counter_app.ui.shared.choice import Choice
from counter_app.ui.shared.combo import Check
from counter_app.ui.shared.field import ComboField, Field, SecretField, TextField
from counter_app.ui.shared.labels import IconText
from counter_app.ui.shared.list_table import ListTable
from counter_app.ui.shared.paged_model import Column, PagedModel
from counter_app.ui.shared.pill import Pill
from counter_app.ui.shared.search_box import SearchBox
from counter_app.ui.shared.styling import hairline
from counter_app.ui.shared.timeline import TimelineEntry
from counter_app.ui.shared.tokens import Tone


@dataclass(frozen=True)
class Line:
    """A row of the list shown here."""

    code: str
    owner: str
    received: str
    due: Cell
    state: str
    sent: bool


def row_of(*widgets: QWidget) -> QHBoxLayout:
    """Widgets side by side."""
    row = QHBoxLayout()
    row.setSpacing(12)
    for widget in widgets:
        row.addWidget(widget)
    return row


class Cards:
    """Makes the cards; keeps the widgets that the gallery gives the focus to."""

    def __init__(self, wording: Wording) -> None:
        self._text = wording.text
        self._wording = wording

    def person(self) -> Card:
        """A form with an error, a warning and a locked field."""
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
        secret = SecretField(text("gallery.pin"), self._wording)
        secret.set_text("246810")
        for widgets in ((number, name), (birth, phone), (address,), (email, role), (locked, secret)):
            card.body.addLayout(row_of(*widgets))
        return card

    def procedure(self) -> Card:
        """A search box with its key, and a long text."""
        text = self._text
        card = Card(text("gallery.procedure"), number=2, note=text("gallery.recent"))
        self.search = SearchBox(text("gallery.search"), shortcut="F3")
        self.search.set_counter(text("gallery.search_hint"))
        note = TextField(text("gallery.note"), hint=text("gallery.note_hint"), lines=2)
        card.body.addWidget(self.search)
        card.body.addWidget(note)
        return card

    def papers(self) -> Card:
        """Check boxes with small buttons."""
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
            row = row_of(check)
            row.addStretch(1)
            row.addWidget(scan)
            card.body.addLayout(row)
            card.body.addWidget(hairline())
        return card

    def buttons(self) -> Card:
        """Buttons and pills of every kind."""
        text = self._text
        card = Card()
        self.busy = Button(text("gallery.busy"), icon="send")
        self.busy.set_busy(True)
        off = PrimaryButton(text("gallery.accept"), shortcut="F11", size="normal")
        off.setEnabled(False)
        card.body.addLayout(
            row_of(
                Button(text("gallery.call"), icon="megaphone", shortcut="F9"),
                Button(text("gallery.refuse"), kind="danger"),
                self.busy,
                IconButton("eye", text("shared.field.show_password")),
                IconButton("pencil", text("gallery.edit")),
            )
        )
        card.body.addLayout(
            row_of(PrimaryButton(text("gallery.reprint"), size="normal", icon="printer"), off)
        )
        pills = [
            Pill("cloud-check", text("shared.strip.online"), Tone.GREEN),
            Pill("cloud-alert", text("shared.strip.weak"), Tone.AMBER),
            Pill("alarm-clock", text("gallery.overdue"), Tone.RED),
            Pill("info", text("gallery.processing"), Tone.BLUE),
            Pill("cloud-off", text("shared.strip.offline"), Tone.NEUTRAL),
        ]
        card.body.addLayout(row_of(*pills[:3]))
        card.body.addLayout(row_of(*pills[3:]))
        return card

    def listing(self) -> Card:
        """A list with icons, tones and a chosen row."""
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

    def empty(self) -> Card:
        """A list without a hit."""
        text = self._text
        card = Card()
        button = Button(text("gallery.search"), icon="search")
        card.body.addWidget(
            EmptyState("search", text("gallery.empty"), text("gallery.empty_text"), action=button)
        )
        return card

    def entries(self) -> list[TimelineEntry]:
        """What the timeline shows."""
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
