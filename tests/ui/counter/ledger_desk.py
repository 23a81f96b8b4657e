"""The ledger screen over a counter in memory."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QWidget

from counter_app.services.session import SignedIn
from counter_app.ui.counter.ledger.ledger_screen import LedgerScreen
from counter_app.ui.shared.cells import CELL_ROLE, Cell
from tests.builders import clerks
from tests.ui.counter.record_desk import Desk


def open_ledger(desk: Desk, folder: Path | None = None) -> LedgerScreen:
    """The screen, with its lines read; ``folder`` is what the clerk chooses to save to."""

    def ask_folder(_parent: QWidget, _title: str) -> str:
        return "" if folder is None else str(folder)

    screen = LedgerScreen(
        desk.counter.services,
        desk.tasks,
        desk.wording,
        desk.notices,
        desk.seat,
        desk.around,
        desk.window,
        ask_folder=ask_folder,
    )
    layout = desk.window.layout()
    assert layout is not None
    layout.addWidget(screen)
    screen.show()
    screen.activate()
    desk.settle()
    return screen


def supervise(desk: Desk) -> None:
    """A supervisor sits down."""
    desk.seat.take(SignedIn(clerks()[2], desk.counter.clock.now()))


def cells(screen: LedgerScreen) -> list[list[Cell]]:
    """What stands in the table."""
    model = screen.presenter.model
    return [
        [model.index(row, column).data(CELL_ROLE) for column in range(model.columnCount())]
        for row in range(model.rowCount())
    ]


def words(screen: LedgerScreen) -> list[list[str]]:
    """The same in words only."""
    return [[cell.text for cell in row] for row in cells(screen)]
