"""The letters of a scanned card: whole, repaired, or broken on the way.

Barcode guns that type, and readers set to a wrong code page, often break Vietnamese letters. What is broken
is said and never kept as if it were a name.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from counter_app.domain.vietnamese import VIETNAMESE_LETTERS

_NAME_CHARACTERS: Final = VIETNAMESE_LETTERS | frozenset(" '’-.,")
_ADDRESS_CHARACTERS: Final = _NAME_CHARACTERS | frozenset('0123456789/()&;:+"“”–_ºª°²')
_WINDOWS_1252_HOLES: Final = {0x81: "\x81", 0x8D: "\x8d", 0x8F: "\x8f", 0x90: "\x90", 0x9D: "\x9d"}


def has_whole_letters(name: str, address: str) -> bool:
    """Whether every character of both (in NFC) can stand in a Vietnamese name or address."""
    return _NAME_CHARACTERS.issuperset(name) and _ADDRESS_CHARACTERS.issuperset(address)


def repaired(text: str) -> str | None:
    """Text whose UTF-8 was taken for Windows-1252 or Latin-1, put right; ``None`` if it was not."""
    raw = bytearray()
    for char in text:
        code = ord(char)
        if code < 0x80 or code in _WINDOWS_1252_HOLES:
            raw.append(code)
            continue
        try:
            raw += char.encode("cp1252")
        except UnicodeEncodeError:
            if code > 0xFF:
                return None
            raw.append(code)
    try:
        whole = raw.decode("utf-8")
    except UnicodeDecodeError:
        return None
    return unicodedata.normalize("NFC", whole) if whole != text else None
