"""What the columns of the ledger show of a line, and of lines that are missing."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime

from counter_app.domain.statuses import Status
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.ledger import GapRow, LedgerRow, LineRow
from counter_app.services.ledger_papers import LedgerWords
from counter_app.ui.counter.dossiers.code_cell import LeadCell
from counter_app.ui.counter.dossiers.dossier_cells import procedure_shown, short_code
from counter_app.ui.shared.cells import Cell
from counter_app.ui.shared.paged_model import Column
from counter_app.ui.shared.tokens import Tone


class LedgerCells:
    """Struck lines are struck through, but for the reason; missing ones are quiet words in their place."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text
        self._words = LedgerWords(wording)

    def wide(self, *, books: bool) -> list[Column[LedgerRow]]:
        """A line each; with the book in front where several are shown."""
        columns = [
            self._column("line", 62, self._line, right=True),
            self._column("code", 150, self._code),
            self._column("owner", 170, self._owner),
            self._column("procedure", 130, self._procedure, stretch=True),
            self._column("received", 112, self._received),
            self._column("due", 112, self._due),
            self._column("returned", 134, self._returned),
            self._column("note", 170, self._note, stretch=True),
        ]
        return [self._column("book", 62, self._book), *columns] if books else columns

    def narrow(self, *, books: bool) -> list[Column[LedgerRow]]:
        """Two lines each, for large text or a narrow window."""
        columns = [
            self._column("line", 58, self._line, right=True),
            self._column("code", 136, self._two(self._code, self._received)),
            self._column("owner", 120, self._two(self._owner, self._procedure), stretch=True),
            self._column("due", 130, self._two(self._due, self._returned)),
            self._column("note", 90, self._note, stretch=True),
        ]
        return [self._column("book", 70, self._book), *columns] if books else columns

    def _column(
        self,
        name: str,
        width: int,
        cell: Callable[[LedgerRow], Cell],
        *,
        stretch: bool = False,
        right: bool = False,
    ) -> Column[LedgerRow]:
        return Column(self._text(f"ledger.column.{name}"), width, cell, stretch=stretch, right=right)

    def _book(self, row: LedgerRow) -> Cell:
        return Cell(row.view.book.number, quiet=True, said=self._text("ledger.book", book=row.view.label))

    def _line(self, row: LedgerRow) -> Cell:
        if isinstance(row, GapRow):
            lines = dict.fromkeys((f"{row.gap.first:02d}", f"{row.gap.last:02d}"))
            return Cell("–".join(lines), quiet=True, right=True, struck=bool(row.void))
        said = self._text("ledger.line", line=row.place.line, book=row.view.label)
        return Cell(f"{row.place.line:02d}", strong=True, right=True, said=said)

    def _code(self, row: LedgerRow) -> Cell:
        if isinstance(row, GapRow):
            # The state of a line that is on its way is nothing to be alarmed about; a lost one is.
            if row.void or row.view.pad is not None:
                return self._of_pad(row)
            own = row.view.own
            text = self._wording.count("ledger.missing" if own else "ledger.coming", row.gap.count)
            icon = "triangle-alert" if own else "circle-dashed"
            return Cell(text, icon=icon, tone=Tone.AMBER if own else None, quiet=not own)
        lead, number = short_code(row.dossier.code)
        return self._of(row, LeadCell(number, lead=lead, strong=True, said=row.dossier.code))

    def _of_pad(self, row: GapRow) -> Cell:
        """A sheet of a pad: void, surely to be entered, or perhaps blank still; the note says more."""
        if row.void:
            return Cell(self._text("ledger.struck"), icon="ban", quiet=True)
        text = self._text("pad.gap")
        return Cell(text, icon="circle-dashed", tone=None if row.unused else Tone.AMBER, quiet=row.unused)

    def _owner(self, row: LedgerRow) -> Cell:
        name = row.dossier.owner.full_name if isinstance(row, LineRow) else ""
        return self._of(row, Cell(name, strong=True, said=name))

    def _procedure(self, row: LedgerRow) -> Cell:
        name = str(row.dossier.procedure.get("name", "")) if isinstance(row, LineRow) else ""
        return self._of(row, Cell(procedure_shown(name), said=name))

    def _received(self, row: LedgerRow) -> Cell:
        return self._of(row, self._time(row.dossier.received_at if isinstance(row, LineRow) else None))

    def _due(self, row: LedgerRow) -> Cell:
        if isinstance(row, LineRow) and row.dossier.due_at is None:
            return self._of(row, Cell(self._text("ledger.due_not_set"), quiet=True))
        return self._of(row, self._time(row.dossier.due_at if isinstance(row, LineRow) else None))

    def _returned(self, row: LedgerRow) -> Cell:
        if isinstance(row, GapRow) or row.dossier.cancelled:
            return Cell()
        dossier = row.dossier
        if dossier.status is Status.RETURNED:
            cell = self._time(dossier.status_at)
            return replace(cell, said=f"{cell.said}, {self._words.delivery(dossier)}")
        return Cell(self._text(f"status.{int(dossier.status)}"), quiet=True)

    def _note(self, row: LedgerRow) -> Cell:
        if isinstance(row, GapRow):
            told = row.void or (self._words.gap(row) if row.unused else "")
            return Cell(told, quiet=True, said=told)
        text = self._words.note(row)
        if row.double:
            return Cell(text, icon="triangle-alert", tone=Tone.AMBER, said=text)
        return Cell(text, icon="ban" if row.dossier.cancelled else "", quiet=True, said=text)

    def _two(
        self, first: Callable[[LedgerRow], Cell], second: Callable[[LedgerRow], Cell]
    ) -> Callable[[LedgerRow], Cell]:
        def cell(row: LedgerRow) -> Cell:
            upper, lower = first(row), second(row)
            said = ", ".join(part.said or part.text for part in (upper, lower) if part.said or part.text)
            return replace(upper, second=lower.text, said=said)

        return cell

    def _of(self, row: LedgerRow, cell: Cell) -> Cell:
        """A cell of a line: struck through and quiet if the line was cancelled."""
        if isinstance(row, GapRow) or not row.dossier.cancelled:
            return cell
        if isinstance(cell, LeadCell):
            cell = Cell(f"{cell.lead}{cell.text}", said=cell.said)  # struck through in one piece
        said = self._text("ledger.struck_said", text=cell.said or cell.text) if cell.text else ""
        return replace(cell, struck=True, quiet=True, strong=False, said=said)

    def _time(self, at: datetime | None) -> Cell:
        if at is None:
            return Cell()
        day = self._wording.short_date(local(at).date())
        return Cell(f"{self._wording.time(at)} {day}", said=self._wording.date_time(at))
