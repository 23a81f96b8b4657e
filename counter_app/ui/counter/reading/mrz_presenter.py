"""Checks a machine-readable zone at every key, and finds out what it would fill in."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, Signal

from counter_app.domain.identifiers.mrz.confusions import Change, proposed_changes
from counter_app.domain.identifiers.mrz.layout import FILLER, MrzFormat, layout_of
from counter_app.domain.identifiers.mrz.names import surname_and_given
from counter_app.domain.identifiers.mrz.progress import FieldState, check_progress
from counter_app.domain.parties import Party
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.ports import Scan
from counter_app.services.scans import CardScanned, ScanMeaning
from counter_app.ui.counter.parts.shown import Note
from counter_app.ui.counter.reading.mrz_state import MrzState
from counter_app.ui.counter.reading.mrz_words import MrzWords
from counter_app.ui.shared.field import Finding
from counter_app.ui.tasks import Tasks

_COUNTS: Final = {MrzFormat.TD1: 3, MrzFormat.TD2: 2, MrzFormat.TD3: 2}
_WIDEST: Final = 30
"""A card's lines; a longer first line that is no passport's is a TD2."""
_ENOUGH: Final = 40


class MrzPresenter(QObject):
    """``changed`` tells that ``state`` is another, ``scanned`` the lines as a scan."""

    changed = Signal()
    scanned = Signal(object)

    def __init__(
        self, services: CounterServices, tasks: Tasks, wording: Wording, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks = services, tasks
        self._text, self._words = wording.text, MrzWords(wording)
        self._progress = check_progress(())
        self._lines: tuple[str, ...] = ("",)
        self.state = MrzState(kind=self._words.kind(None))

    def type(self, lines: Sequence[str], odd: bool = False) -> None:
        """The lines as they are now; ``odd`` tells that letters came which no keyboard here types."""
        format_ = _format(lines)
        count = _COUNTS[format_] if format_ is not None else 1
        self._lines = (*lines, *[""] * count)[:count]
        self._progress = check_progress(self._lines, format_)
        self.state = self._drawn(odd)
        self.changed.emit()
        self._ask()

    def fill(self) -> None:
        """Fill in what was typed, by the way that every scan goes."""
        if self.state.can_fill:
            self.scanned.emit(Scan("\n".join(self._lines), "mrz", self._services.clock.now()))

    def not_usable(self, said: str) -> None:
        """What was filled in is nothing here."""
        self.state = replace(self.state, note=Note(Finding.ERROR, said))
        self.changed.emit()

    def _drawn(self, odd: bool) -> MrzState:
        progress, words = self._progress, self._words
        note = Note(Finding.WARNING, self._text("reading.mrz.input_method")) if odd else None
        if progress.format is None:
            begun = bool(self._lines[0])
            wrong = Note(Finding.WARNING, self._text("reading.mrz.first_sign")) if begun else None
            return MrzState(self._lines, kind=words.kind(None), note=note or wrong)
        return MrzState(
            lines=self._lines,
            width=progress.width,
            kind=words.kind(progress.format),
            left=words.left(progress),
            stretches=words.stretches(progress),
            checks=words.checks(progress),
            proposals=words.proposals(self._changes()),
            fills=words.fills(self._known()),
            note=note,
            confirm=words.confirm(progress),
        )

    def _changes(self) -> Sequence[Change]:
        """Only of whole lines: before, a check digit proves nothing."""
        progress = self._progress
        if progress.format is None or any(field.state is FieldState.NOT_YET for field in progress.fields):
            return ()
        layout = layout_of(progress.format, self._lines[0])
        return proposed_changes(layout, [line.ljust(layout.width, FILLER) for line in self._lines])

    def _known(self) -> Party:
        """What is certain before everything is there."""
        progress = self._progress
        assert progress.format is not None
        layout = layout_of(progress.format, self._lines[0])
        lines = [line.ljust(layout.width, FILLER) for line in self._lines]
        right = {field.name for field in progress.fields if field.state is FieldState.OK}
        number = "personal_number" if "personal_number" in layout.fields else "number"
        surname, given = surname_and_given(layout.take(lines, "names")) if "names" in right else ("", "")
        return Party(
            full_name=f"{surname} {given}".strip(),
            number=layout.take(lines, number).strip(FILLER) if number in right else "",
        )

    def _ask(self) -> None:
        """What a scan of these lines would mean; the answer to an older question is not looked at."""
        lines = self._lines
        if sum(map(len, lines)) < _ENOUGH:
            return
        text = "\n".join(lines)
        task = self._tasks.database(
            lambda: self._services.scans.interpret(text), owner=self, replaces="meaning"
        )
        task.success(lambda meaning: self._learn(lines, meaning))

    def _learn(self, lines: tuple[str, ...], meaning: ScanMeaning) -> None:
        if lines == self._lines and isinstance(meaning, CardScanned):
            self.state = replace(self.state, fills=self._words.fills(meaning.party), can_fill=True)
            self.changed.emit()


def _format(lines: Sequence[str]) -> MrzFormat | None:
    first = lines[0] if lines else ""
    if first[:1] in ("P", "V"):
        return MrzFormat.TD3
    if first[:1] in ("I", "A", "C"):
        return MrzFormat.TD1 if len(first) <= _WIDEST else MrzFormat.TD2
    return None
