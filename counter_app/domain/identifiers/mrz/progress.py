"""A machine-readable zone while it is typed: which fields are right, wrong, or not typed yet."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from counter_app.domain.identifiers.mrz.layout import (
    FILLER,
    Check,
    Layout,
    MrzFormat,
    Span,
    holds,
    layout_of,
)
from counter_app.domain.identifiers.mrz.lines import cleaned

_NUMERIC: Final = ("birth", "expiry")
_ALPHABETIC: Final = ("issuing_state", "nationality", "names")
_SHOWN: Final = (
    "document", "issuing_state", "number", "personal_number", "birth", "sex", "expiry", "nationality",
    "names", "composite",
)  # fmt: skip
_WIDTHS: Final = {MrzFormat.TD1: 30, MrzFormat.TD2: 36, MrzFormat.TD3: 44}


class FieldState(StrEnum):
    """How far a field is."""

    OK = "ok"
    """Its check digit fits; a field that has none holds what it may hold."""
    WRONG = "wrong"
    NOT_YET = "not_yet"


@dataclass(frozen=True, slots=True)
class FieldProgress:
    """A field by name; ``line``, ``start`` and ``end`` count from 0 and take the check digit in."""

    name: str
    line: int
    start: int
    end: int
    state: FieldState


@dataclass(frozen=True, slots=True)
class MrzProgress:
    """``format`` is ``None`` until the first sign tells it. ``lengths`` are the signs typed, a line."""

    format: MrzFormat | None
    width: int
    lengths: tuple[int, ...]
    fields: tuple[FieldProgress, ...]

    @property
    def complete(self) -> bool:
        """Whether everything is there and right; the fillers at the end of the names may be missing."""
        return bool(self.fields) and all(field.state is FieldState.OK for field in self.fields)

    @property
    def wrong(self) -> tuple[FieldProgress, ...]:
        """What to look at."""
        return tuple(field for field in self.fields if field.state is FieldState.WRONG)


def check_progress(lines: Sequence[str], format_: MrzFormat | None = None) -> MrzProgress:
    """Check what is typed so far; quick enough for every key.

    ``lines`` are those of the document in order, as typed (lower case and spaces do no harm), the last ones
    may be missing. Without ``format_`` the first sign tells it: P and V stand for TD3, others for TD1 unless
    the first line has more than 30 signs.
    """
    typed = tuple(cleaned(line) for line in lines)
    known = format_ or _format(typed)
    if known is None:
        return MrzProgress(None, 0, tuple(map(len, typed)), ())
    layout = layout_of(known, typed[0] if typed else "")
    typed += ("",) * (layout.lines - len(typed))
    fields = (_progress(layout, name, typed) for name in _SHOWN)
    lengths = tuple(len(line) for line in typed)
    return MrzProgress(known, layout.width, lengths, tuple(field for field in fields if field is not None))


def _format(typed: Sequence[str]) -> MrzFormat | None:
    first = typed[0] if typed else ""
    if not first or first[0] not in "PVIAC":
        return None
    if first[0] in "PV":
        return MrzFormat.TD3
    return MrzFormat.TD1 if len(first) <= _WIDTHS[MrzFormat.TD1] else MrzFormat.TD2


def _progress(layout: Layout, name: str, typed: Sequence[str]) -> FieldProgress | None:
    check = next((check for check in layout.checks if check.name == name), None)
    if name == "composite":
        return None if check is None else _of_composite(layout, check, typed)
    span = layout.fields.get(name)
    if span is None or (name == "personal_number" and check is None):
        return None
    end = span.end if check is None else check.digit.end
    if name == "names":
        state = _names_state(typed[span.line][span.start :], layout)
    elif not _may_stand(name, typed[span.line][span.start : span.end]):
        state = FieldState.WRONG
    elif len(typed[span.line]) < end:
        state = FieldState.NOT_YET
    else:
        state = FieldState.OK if check is None or holds(check, typed) else FieldState.WRONG
    return FieldProgress(name, span.line, span.start, end, state)


def _of_composite(layout: Layout, check: Check, typed: Sequence[str]) -> FieldProgress:
    digit = check.digit
    if any(len(typed[span.line]) < span.end for span in (*check.over, digit)):
        state = FieldState.NOT_YET
    else:
        state = FieldState.OK if holds(check, typed) else FieldState.WRONG
    if any(len(line) > layout.width for line in typed):
        state = FieldState.WRONG
    return FieldProgress("composite", digit.line, digit.start, digit.end, state)


def _names_state(signs: str, layout: Layout) -> FieldState:
    span: Span = layout.fields["names"]
    if len(signs) > span.end - span.start or not _may_stand("names", signs) or signs.startswith(FILLER):
        return FieldState.WRONG
    return FieldState.OK if signs.strip(FILLER) else FieldState.NOT_YET


def _may_stand(name: str, signs: str) -> bool:
    """Whether these signs can stand in that field, as far as they are typed."""
    if not all(sign == FILLER or (sign.isascii() and sign.isalnum()) for sign in signs):
        return False
    if name in _NUMERIC:
        return not any(sign.isalpha() for sign in signs)
    if name in _ALPHABETIC:
        return not any(sign.isdigit() for sign in signs)
    return name != "sex" or signs in ("", "M", "F", "X", FILLER)
