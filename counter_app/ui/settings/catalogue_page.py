"""The catalogue: looking procedures up, the office's notes and keywords, and taking a file in."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from counter_app.domain.procedures import Procedure
from counter_app.i18n import Wording
from counter_app.ui.settings.care_page import ToldLine
from counter_app.ui.settings.catalogue_import_card import CatalogueImportCard
from counter_app.ui.settings.catalogue_words import ProcedureShown
from counter_app.ui.settings.page import Page
from counter_app.ui.settings.state import Told
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.buttons import Button
from counter_app.ui.shared.card import Card
from counter_app.ui.shared.cells import Cell
from counter_app.ui.shared.fact_grid import CountedList, Fact, FactGrid
from counter_app.ui.shared.field import Field, TextField
from counter_app.ui.shared.growing_model import GrowingModel
from counter_app.ui.shared.labels import Label
from counter_app.ui.shared.list_table import ListTable
from counter_app.ui.shared.paged_model import Column
from counter_app.ui.shared.search_box import SearchBox
from counter_app.ui.shared.tokens import Tone

MOST = 50
_SHOWN = 6
_LABELS = 150


class CataloguePage(Page):
    """``searched`` tells what was typed, ``looked_at`` a code, ``note_written`` code, note and keywords,
    ``file_wanted`` that a file is to be chosen, ``notes_wanted`` that the notes are to be saved as one."""

    searched = Signal(str)
    looked_at = Signal(str)
    note_written = Signal(str, str, str)
    notes_wanted = Signal()

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        text = wording.text
        super().__init__(text("settings.section.catalogue"), text("catalogue.text"), parent)
        self._text = text
        self._code = ""
        self.search = SearchBox(text("catalogue.search"), placeholder=text("reception.procedure.placeholder"))
        self.model: GrowingModel[Procedure] = GrowingModel(
            [
                Column(text("catalogue.column.name_vi"), 300, _name, stretch=True),
                Column(text("catalogue.column.field_vi"), 170, lambda one: Cell(one.field_vi, quiet=True)),
                Column(text("catalogue.column.code"), 92, lambda one: Cell(one.code, quiet=True)),
            ],
            page=MOST,
            parent=self,
        )
        self.table = ListTable(text("catalogue.search"), self.model)
        self.table.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.name = Label("", "heading", wrap=True)
        self.unknown, self.facts, self.papers = ToldLine(), FactGrid(label_width=_LABELS), CountedList()
        self.note = TextField(text("catalogue.column.office_note"), lines=2)
        self.keywords = Field(text("catalogue.column.keywords"), hint=text("catalogue.keywords_hint"))
        self.save = Button(text("catalogue.save_note"), icon="save")
        self.export = Button(text("catalogue.save_notes"), kind="quiet", size="small")
        self.versions = FactGrid(label_width=_LABELS)
        self.imports = CatalogueImportCard(wording)
        self._detail, self._office = Card(), Card(text("catalogue.card_office"))
        self._lay_out()
        self.search.searched.connect(self.searched)
        self.table.selected.connect(self._look_at)
        self.save.clicked.connect(lambda _=False: self._write())
        self.export.clicked.connect(lambda _=False: self.notes_wanted.emit())
        self.show_procedure(None, may_write=False)

    def show_rows(self, rows: Sequence[Procedure]) -> None:
        """What was found, the first one marked."""
        self.model.start(rows[:MOST], more=False)
        self.search.set_counter(str(len(rows)) if len(rows) < MOST else f"{MOST}+")
        if rows:
            self.table.choose(0)

    def show_procedure(self, shown: ProcedureShown | None, *, may_write: bool) -> None:
        """One procedure in full, or none; who may not write only reads the office's note."""
        for card in (self._detail, self._office):
            card.setVisible(shown is not None)
        if shown is None:
            self._code = ""
            return
        self._code = shown.code
        self.name.setText(shown.name)
        told = None
        if shown.unknown:
            missing = self._text("catalogue.unknown.text", parts=shown.unknown)
            told = Told("triangle-alert", missing, Tone.AMBER)
        self.unknown.show_told(told)
        self.facts.show_facts(shown.facts)
        self.papers.show_things(shown.papers or (Fact(self._text("catalogue.no_papers"), ""),))
        self.note.set_text(shown.note)
        self.keywords.set_text(shown.keywords)
        self.note.edit.setReadOnly(not may_write)
        self.keywords.control.setReadOnly(not may_write)
        self.save.setVisible(may_write)
        self.keywords.clear_finding()
        self.note.clear_finding()

    def show_catalogue(self, facts: Sequence[Fact]) -> None:
        """Which catalogue is in use."""
        self.versions.show_facts(facts)

    def show_top(self) -> None:
        """Bring what was read from a file into sight."""
        self.verticalScrollBar().setValue(0)

    def refuse(self, words: str) -> None:
        """Why a note was not kept."""
        self.note.show_error(words)

    def _look_at(self, row: object) -> None:
        if isinstance(row, Procedure) and row.code != self._code:
            self.looked_at.emit(row.code)

    def _write(self) -> None:
        self.note_written.emit(self._code, self.note.text(), self.keywords.text())

    def _lay_out(self) -> None:
        height = theme.current().px(tokens.ROW) * _SHOWN
        self.table.setFixedHeight(self.table.horizontalHeader().sizeHint().height() + height + 4)
        find = Card()
        find.body.addWidget(self.search)
        find.body.addWidget(self.table)
        for part in (self.name, self.unknown, self.facts):
            self._detail.body.addWidget(part)
        self._detail.body.addWidget(Label(self._text("catalogue.column.components"), "strong"))
        self._detail.body.addWidget(self.papers)
        keys = QHBoxLayout()
        keys.addWidget(self.save)
        keys.addWidget(self.export)
        keys.addStretch(1)
        fields = QVBoxLayout()
        fields.setSpacing(8)
        fields.addWidget(self.note)
        fields.addWidget(self.keywords)
        fields.addLayout(keys)
        self._office.body.addLayout(fields)
        versions = Card(self._text("catalogue.card_version"))
        versions.body.addWidget(self.versions)
        self.head.addWidget(self.imports.choose)
        for card in (self.imports, find, self._detail, self._office, versions):
            self.cards.addWidget(card)


def _name(one: Procedure) -> Cell:
    return Cell(one.name_vi, strong=bool(one.office_note or one.keywords), said=one.name_vi)
