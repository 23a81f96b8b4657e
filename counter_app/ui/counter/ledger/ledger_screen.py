"""The ledger as a screen of the window: view and presenter put together."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.ui.counter.ledger.close_dialog import CloseDialog
from counter_app.ui.counter.ledger.ledger_presenter import LedgerPresenter
from counter_app.ui.counter.ledger.ledger_view import LedgerView
from counter_app.ui.counter.pads.pad_desk import PadDesk
from counter_app.ui.counter.window.screens import Navigator, Seat
from counter_app.ui.shared.dialogs import confirm
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

AskFolder = Callable[[QWidget, str], str]
"""Asks for a folder under a title; an empty text if none was chosen."""


class LedgerScreen(QWidget):
    """A ``Screen``; a line's dossier opens among the dossiers."""

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        navigator: Navigator,
        parent: QWidget | None = None,
        *,
        ask_folder: AskFolder = QFileDialog.getExistingDirectory,
    ) -> None:
        super().__init__(parent)
        self._wording, self._ask_folder = wording, ask_folder
        self.setAccessibleName(self.title)
        self.presenter = LedgerPresenter(services, tasks, wording, notices, seat, self)
        self.view = LedgerView(wording, self.presenter.cells, self.presenter.model)
        self.closing: CloseDialog | None = None
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        view, presenter = self.view, self.presenter
        presenter.shown.connect(view.show_state)
        presenter.to_close.connect(self._ask_closing)
        presenter.closed.connect(self._closed)
        presenter.not_closed.connect(self._not_closed)
        view.year_chosen.connect(presenter.choose_year)
        view.book_chosen.connect(presenter.choose_book)
        view.field_chosen.connect(presenter.choose_field)
        view.print_pressed.connect(presenter.print)
        view.pdf_pressed.connect(lambda: self._save(xlsx=False))
        view.xlsx_pressed.connect(lambda: self._save(xlsx=True))
        view.close_pressed.connect(presenter.ask_closing)
        view.continue_pressed.connect(self._ask_further)
        self.pads = PadDesk(services, tasks, wording, notices, seat, self, ask_folder)
        self.pads.recorded.connect(presenter.activate)
        view.issue_pressed.connect(self.pads.ask_issue)
        view.void_pressed.connect(self.pads.ask_void)
        view.opened.connect(navigator.open_dossier)
        view.show_state(presenter.state)

    @property
    def title(self) -> str:
        """Its name in words."""
        return self._wording.text("ledger.title")

    def activate(self) -> None:
        """Newest lines, and the focus where work begins."""
        self.presenter.activate()
        self.view.begin()

    def leave(self) -> None:
        """Nobody looks any more."""
        self.presenter.leave()

    def clerk_changed(self) -> None:
        """Another clerk sits here: what she may do is hers."""
        self.view.show_state(self.presenter.state)

    def _save(self, *, xlsx: bool) -> None:
        folder = self._ask_folder(self, self._wording.text("ledger.save_where"))
        if folder:
            self.presenter.save(Path(folder), xlsx=xlsx)

    def _ask_closing(self, year: int, books: list[tuple[str, str]]) -> None:
        dialog = CloseDialog(self._wording, year, books, self)
        dialog.given.connect(lambda head: self.presenter.close(year, head))
        dialog.finished.connect(self._forget_dialog)
        self.closing = dialog
        dialog.open()

    def _closed(self) -> None:
        if self.closing is not None:
            self.closing.accept()

    def _not_closed(self, error: Exception) -> None:
        if self.closing is not None:
            self.closing.show_refusal(error)

    def _forget_dialog(self) -> None:
        self.closing = None

    def _ask_further(self) -> None:
        text = self._wording.text
        confirm(
            self,
            self._wording,
            title=text("ledger.continue.title"),
            text=text("ledger.continue.text"),
            act=text("ledger.continue.act"),
            on_agree=self.presenter.continue_book,
        )
