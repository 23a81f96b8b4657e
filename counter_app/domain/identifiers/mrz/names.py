"""Names in a machine-readable zone: ``SURNAME<<GIVEN<NAMES``, in plain Latin letters."""

from __future__ import annotations

from counter_app.domain.identifiers.mrz.layout import FILLER


def surname_and_given(field: str) -> tuple[str, str]:
    """Surname and given names with single spaces; both empty if anything but letters stands there."""
    surname, _, given = field.rstrip(FILLER).partition(FILLER * 2)
    parts = (" ".join(part.replace(FILLER, " ").split()) for part in (surname, given))
    first, second = parts
    if not all(char.isalpha() or char == " " for char in first + second):
        return "", ""
    return first, second


def may_be_cut(field: str) -> bool:
    """Whether the name fills its field to the last sign, so that its end may be missing."""
    return not field.endswith(FILLER)
