"""Signs that are taken for each other in a machine-readable zone: O and 0, I and 1, K and the filler.

They are found by where they stand and by check digits, and proposed; nothing is changed here. A check digit
does not tell K from the filler (their values differ by 20), so K is only judged by where it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final

from counter_app.domain.identifiers.finding import Finding, warning
from counter_app.domain.identifiers.mrz.layout import FILLER, Check, Layout, Span, holds

_TO_DIGIT: Final = {"O": "0", "Q": "0", "D": "0", "I": "1", "L": "1", "Z": "2", "S": "5", "G": "6", "B": "8"}
_TO_LETTER: Final = {"0": "O", "1": "I", "2": "Z", "5": "S", "8": "B"}
_EITHER: Final = {"O": "0", "0": "O", "I": "1", "1": "I"}
_NUMERIC: Final = ("birth", "expiry")
_ALPHABETIC: Final = ("issuing_state", "nationality", "names")
_FILLED: Final = ("optional", "more_optional", "personal_number", "names")
_K_FOR_FILLERS: Final = re.compile(r"[K<]*KK[K<]*")
_K_FOR_A_SPACE: Final = re.compile(r"(?<=[A-Z])K(?=[^EIYHK<])")
"""Hardly any Vietnamese name has K before another letter than E, I, Y or H."""
_MOST_CHANGES: Final = 3


@dataclass(frozen=True, slots=True)
class Change:
    """One sign that should probably be another; ``line`` and ``place`` count from 0."""

    line: int
    place: int
    read: str
    proposed: str


def proposed_changes(layout: Layout, lines: Sequence[str]) -> tuple[Change, ...]:
    """The changes that make sense, in order; empty if there is nothing to propose."""
    changes = [*_by_place(layout, lines)]
    expiry = next(check for check in layout.checks if check.name == "expiry")
    mended = changed(lines, changes)
    if not (holds(expiry, mended) and layout.take(mended, "expiry").isdigit()):
        # Perhaps a card without expiry: what stands there is no misread date.
        changes = [change for change in changes if not _is_in(change, layout.fields["expiry"])]
    mended = changed(lines, changes)
    for check in layout.checks:
        if check.name not in ("composite", "expiry") and not holds(check, mended):
            changes += _by_check(layout, check, mended)
    return tuple(sorted(changes, key=lambda change: (change.line, change.place)))


def told(changes: Sequence[Change]) -> Iterator[Finding]:
    """What a person is told of the changes: sign by sign, and fillers in one remark."""
    fillers = sum(change.proposed == FILLER for change in changes)
    if fillers:
        yield warning("mrz_k_for_fillers", count=fillers)
    for change in changes:
        if change.proposed != FILLER:
            yield warning(
                "mrz_sign_confused",
                line=change.line + 1,
                position=change.place + 1,
                read=change.read,
                proposed=change.proposed,
            )


def changed(lines: Sequence[str], changes: Sequence[Change]) -> tuple[str, ...]:
    """The lines with the changes made."""
    signs = [list(line) for line in lines]
    for change in changes:
        signs[change.line][change.place] = change.proposed
    return tuple("".join(line) for line in signs)


def _is_in(change: Change, span: Span) -> bool:
    return change.line == span.line and span.start <= change.place < span.end


def _by_place(layout: Layout, lines: Sequence[str]) -> Iterator[Change]:
    """Letters where only digits can stand, digits where only letters can, and K in the place of fillers."""
    digits = [layout.fields[name] for name in _NUMERIC] + [check.digit for check in layout.checks]
    if "VNM" in (layout.take(lines, "issuing_state"), layout.take(lines, "nationality")):
        digits += [span for name, span in layout.fields.items() if name == "personal_number"]
    seen = set()
    for spans, table in (
        (digits, _TO_DIGIT),
        ([layout.fields[name] for name in _ALPHABETIC], _TO_LETTER),
    ):
        for change in (change for span in spans for change in _swapped(lines, span, table)):
            if (change.line, change.place) not in seen:
                seen.add((change.line, change.place))
                yield change
    for change in _for_fillers(layout, lines):
        if (change.line, change.place) not in seen:
            seen.add((change.line, change.place))
            yield change


def _swapped(lines: Sequence[str], span: Span, table: dict[str, str]) -> Iterator[Change]:
    for place in range(span.start, span.end):
        sign = lines[span.line][place]
        if sign in table:
            yield Change(span.line, place, sign, table[sign])


def _for_fillers(layout: Layout, lines: Sequence[str]) -> Iterator[Change]:
    if lines[0][:2] in ("PK", "IK"):
        yield Change(0, 1, "K", FILLER)
    for name in _FILLED:
        span = layout.fields.get(name)
        if span is None:
            continue
        text = lines[span.line][span.start : span.end]
        places = [place for match in _K_FOR_FILLERS.finditer(text) for place in range(*match.span())]
        if places and name == "names":
            places += [match.start() for match in _K_FOR_A_SPACE.finditer(text)]
        for place in places:
            if text[place] == "K":
                yield Change(span.line, span.start + place, "K", FILLER)


def _by_check(layout: Layout, check: Check, lines: Sequence[str]) -> tuple[Change, ...]:
    """The only smallest set of O/0 and I/1 swaps that makes a check digit fit."""
    only_digits = layout.take(lines, "issuing_state") == "VNM"
    possible = []
    for span in check.over:
        for place in range(span.start, span.end):
            sign = lines[span.line][place]
            swapped = _EITHER.get(sign, "")
            # Letters stand at the beginning of a passport's number; elsewhere O and I are doubtful.
            if swapped.isdigit() or (swapped and place < span.start + 2 and not only_digits):
                possible.append(Change(span.line, place, sign, swapped))
    for count in range(1, _MOST_CHANGES + 1):
        fitting = [some for some in combinations(possible, count) if holds(check, changed(lines, some))]
        if fitting:
            return fitting[0] if len(fitting) == 1 else ()
    return ()
