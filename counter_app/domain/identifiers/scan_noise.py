"""What readers put around a code: control characters, byte order marks, symbology identifiers."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

_SYMBOLOGY: Final = re.compile(r"\](?:[ACEFGILMQRSXdeoz][0-9A-Za-z])(?=.)|\\[0-9]{6}", re.DOTALL)
"""AIM identifiers (``]Q1`` for a QR code, ISO/IEC 15424) and the code page mark that may follow them."""


def without_noise(text: str) -> str:
    """The code itself; its inside is left as it is."""
    text = _bare_ends(text)
    for _ in range(2):
        mark = _SYMBOLOGY.match(text)
        if mark is None:
            break
        text = _bare_ends(text[mark.end() :])
    return text


def _bare_ends(text: str) -> str:
    start, end = 0, len(text)
    while start < end and _is_noise(text[start]):
        start += 1
    while end > start and _is_noise(text[end - 1]):
        end -= 1
    return text[start:end]


def _is_noise(char: str) -> bool:
    return char.isspace() or unicodedata.category(char) in ("Cc", "Cf", "Cs")
