"""Digits as people and readers give them: spaced, dotted, full-width."""

from __future__ import annotations

import unicodedata
from typing import Final

_SEPARATORS: Final = dict.fromkeys(map(ord, " .-‐–—\t\r\n\ufeff\u200b"))
_PLAIN: Final = {code: code - 0xFEE0 for code in range(0xFF01, 0xFF5F)} | {0x3000: 0x20}


def plain_width(text: str) -> str:
    """Text with full-width letters, digits and signs made plain; nothing else changes."""
    return text if text.isascii() else text.translate(_PLAIN)


def bare(text: str) -> str:
    """Text without spaces, dots and hyphens, full-width forms made plain; upper or lower case is kept."""
    if not text.isascii():
        text = unicodedata.normalize("NFKC", text)
    return text if text.isalnum() else text.translate(_SEPARATORS)


def is_digits(text: str) -> bool:
    """Whether the text is one or more of the digits 0 to 9 and nothing else."""
    return text.isascii() and text.isdigit()
