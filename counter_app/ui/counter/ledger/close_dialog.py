"""Closing the year's ledger: what the record will say of each book, and who signs it."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QWidget

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.ui.shared.dialogs import Question
from counter_app.ui.shared.fact_grid import Fact, FactGrid
from counter_app.ui.shared.field import Field
from counter_app.ui.shared.labels import IconText
from counter_app.ui.shared.tokens import Tone


class CloseDialog(Question):
    """``given`` tells the head's name; the dialog stays open until it is recorded or refused."""

    given = Signal(str)
    WIDTH = 560

    def __init__(
        self, wording: Wording, year: int, books: Sequence[tuple[str, str]], parent: QWidget | None = None
    ) -> None:
        super().__init__(
            wording,
            wording.text("ledger.close.title", year=year),
            wording.text("ledger.close.text", year=year),
            act=wording.text("ledger.close.act", year=year),
            parent=parent,
        )
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.facts = FactGrid(label_width=170)
        self.facts.show_facts([Fact(book, words) for book, words in books])
        self.head = Field(wording.text("ledger.close.head"), hint=wording.text("ledger.close.head_hint"))
        self.problem = IconText("circle-alert", "", Tone.RED, wrap=True)
        self.problem.hide()
        for widget in (self.facts, self.head, self.problem):
            self.body.addWidget(widget)
        self.head.changed.connect(lambda _: self.head.clear_finding())
        self.head.setFocus(Qt.FocusReason.OtherFocusReason)

    def agree(self) -> None:
        """Only with the name of who signs."""
        name = self.head.text().strip()
        if not name:
            self.head.show_error(self._wording.text("ledger.close.head_missing"))
            self.head.setFocus(Qt.FocusReason.OtherFocusReason)
            return
        self.problem.hide()
        self.act.set_busy(True)
        self.given.emit(name)

    def show_refusal(self, error: Exception) -> None:
        """It was not recorded; the name stays."""
        self.act.set_busy(False)
        known = isinstance(error, DomainError)
        words = self._wording.error(error) if known else self._wording.text("shared.notice.unexpected_plain")  # type: ignore[arg-type]
        self.problem.set("circle-alert", words, Tone.RED)
        self.problem.show()
