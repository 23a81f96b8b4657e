"""From what keyboards, guns and clipboards give to the signs of a machine-readable zone."""

from __future__ import annotations

from typing import Final

from counter_app.domain.identifiers.mrz.layout import FILLER
from counter_app.domain.identifiers.mrz.lines import cleaned
from counter_app.domain.vietnamese import fold

LONGEST: Final = 44
_LEAST: Final = 20
"""Shorter pieces are no line of such a zone."""


def typed_signs(text: str) -> tuple[str, bool]:
    """Signs as typed, a space for the filler; and whether letters came that an input method had changed."""
    signs = cleaned(text.replace(" ", FILLER))
    plain = fold(signs).upper()
    return "".join(sign for sign in plain if _may_stand(sign)), plain != signs


def pasted_lines(text: str) -> tuple[str, ...]:
    """The lines of pasted or scanned text, in upper case and without spaces; empty if it is none.

    A text without line breaks is cut where a card's or a passport's lines end.
    """
    lines = tuple(line for line in (cleaned(line) for line in text.splitlines()) if line)
    if not lines or not all(_may_stand(sign) for line in lines for sign in line):
        return ()
    if len(lines) == 1 and len(lines[0]) > LONGEST:
        run = lines[0]
        width = LONGEST if run[0] in "PV" else 30
        lines = tuple(run[at : at + width] for at in range(0, len(run), width))
    return lines if max(map(len, lines)) >= _LEAST else ()


def _may_stand(sign: str) -> bool:
    return sign == FILLER or (sign.isascii() and sign.isalnum())
