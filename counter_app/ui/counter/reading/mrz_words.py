"""A machine-readable zone in words: what is checked, what is wrong and where, what would be filled in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from counter_app.domain.identifiers.mrz.confusions import Change
from counter_app.domain.identifiers.mrz.layout import MrzFormat
from counter_app.domain.identifiers.mrz.progress import FieldProgress, FieldState, MrzProgress
from counter_app.domain.parties import Party
from counter_app.i18n import Wording
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.counter.parts.typed import grouped, iso_shown
from counter_app.ui.counter.reading.mrz_state import CheckRow, Proposal, Stretch
from counter_app.ui.shared.tokens import Tone

_CHECKED: Final = ("number", "birth", "expiry", "personal_number", "composite")
_SIGNS: Final = {FieldState.OK: True, FieldState.WRONG: False, FieldState.NOT_YET: None}
_MOST_PROPOSALS: Final = 4


class MrzWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text

    def kind(self, format_: MrzFormat | None) -> str:
        """Which document, by the size of its lines."""
        return self._text(f"reading.mrz.kind.{format_.value if format_ is not None else 'unknown'}")

    def left(self, progress: MrzProgress) -> tuple[str, ...]:
        """How many signs each line lacks; names may end early, for fillers follow."""
        names = next((field.line for field in progress.fields if field.name == "names"), -1)
        return tuple(
            ""
            if not length or length >= progress.width or line == names
            else self._wording.count("reading.mrz.left", progress.width - length)
            for line, length in enumerate(progress.lengths)
        )

    def stretches(self, progress: MrzProgress) -> tuple[Stretch, ...]:
        """The fields as they lie in the lines."""
        return tuple(
            Stretch(field.line, field.start, field.end, _SIGNS[field.state]) for field in progress.fields
        )

    def checks(self, progress: MrzProgress) -> tuple[CheckRow, ...]:
        """The fields with check digits, and others only if they are wrong."""
        return tuple(
            CheckRow(self.name(field), self._sign(field, progress.wrong))
            for field in sorted(progress.fields, key=_rank)
            if field.name in _CHECKED or field.state is FieldState.WRONG
        )

    def proposals(self, changes: Sequence[Change]) -> tuple[Proposal, ...]:
        """What may have been taken for something else."""
        return tuple(
            Proposal(
                change.line,
                change.place,
                self._text(
                    "reading.mrz.try",
                    line=change.line + 1,
                    at=change.place + 1,
                    bad=change.read,
                    good=change.proposed,
                ),
            )
            for change in changes[:_MOST_PROPOSALS]
        )

    def fills(self, party: Party) -> tuple[tuple[str, str], ...]:
        """What would be filled in, by the names of the form's fields."""
        return tuple(
            (self._text(f"reading.mrz.fills.{name}"), value or "–") for name, value in self._values(party)
        )

    def confirm(self, progress: MrzProgress) -> str:
        """The question's words, if something is wrong."""
        names = ", ".join(self.name(field).lower() for field in progress.wrong)
        return self._text("reading.mrz.confirm.text", fields=names) if names else ""

    def name(self, field: FieldProgress) -> str:
        """A field's name."""
        return self._text(f"reading.mrz.field.{field.name}")

    def _values(self, party: Party) -> Iterator[tuple[str, str]]:
        yield "full_name", party.full_name
        yield "birth_date", iso_shown(party.birth_date)
        yield "sex", self._text(f"reception.sex.{party.sex}") if party.sex else ""
        yield "number", grouped(party.number)
        if party.nationality:
            yield "nationality", party.nationality

    def _sign(self, field: FieldProgress, wrong: Sequence[FieldProgress]) -> Sign:
        if field.state is FieldState.OK:
            return Sign("circle-check", self._text("reading.mrz.check.ok"), Tone.GREEN)
        if field.state is FieldState.NOT_YET:
            return Sign("circle-dashed", self._text("reading.mrz.check.waiting"))
        if field.name == "composite":
            if len(wrong) > 1:  # it covers the others: no wonder, and nothing to look for here
                return Sign("circle-dashed", self._text("reading.mrz.check.wrong_follows"))
            said = self._text("reading.mrz.check.wrong_whole")
        else:
            said = self._text(
                "reading.mrz.check.wrong", line=field.line + 1, first=field.start + 1, last=field.end
            )
        return Sign("circle-alert", said, Tone.RED)


def _rank(field: FieldProgress) -> int:
    return _CHECKED.index(field.name) if field.name in _CHECKED else len(_CHECKED)
