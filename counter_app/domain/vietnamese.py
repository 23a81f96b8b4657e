"""Vietnamese text as it is stored (NFC), searched (folded) and tidied at every edge."""

from __future__ import annotations

import unicodedata
from typing import Final

_LETTERS: Final = (
    "aàáảãạăằắẳẵặâầấẩẫậ",
    "eèéẻẽẹêềếểễệ",
    "iìíỉĩị",
    "oòóỏõọôồốổỗộơờớởỡợ",
    "uùúủũụưừứửữự",
    "yỳýỷỹỵ",
    "dđ",
)
"""Each row: the letter that people type when searching, then every letter that folds to it."""


def _fold_table() -> dict[int, str]:
    table = {code: chr(code).lower() for code in range(ord("A"), ord("Z") + 1)}
    for row in _LETTERS:
        for letter in row[1:]:
            table[ord(letter)] = row[0]
            table[ord(letter.upper())] = row[0]
    # Full-width forms, as some input methods and scanned documents give them.
    for code in range(0xFF01, 0xFF5F):
        table[code] = chr(code - 0xFEE0).lower()
    table[0x3000] = " "
    return table


_FOLD: Final = _fold_table()
_DROPPED_CATEGORIES: Final = frozenset({"Cc", "Cf", "Cs"})

VIETNAMESE_LETTERS: Final = frozenset(
    letter for small in ("".join(_LETTERS) + "bcfghjklmnpqrstvwxz") for letter in (small, small.upper())
)
"""Every letter that a Vietnamese name or address is written with, in both cases, composed."""


def nfc(text: str) -> str:
    """Compose letters and their marks, so that equal words are equal strings (TCVN 6909, NFC)."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def fold(text: str) -> str:
    """Reduce text to what people type when they search: lower case, no marks, đ as d.

    Composed, decomposed and full-width input give the same result; spaces are kept. Folding what is
    folded changes nothing.
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFC", text).translate(_FOLD)
    return folded if folded.isascii() else _fold_other_scripts(folded)


def _fold_other_scripts(text: str) -> str:
    plain = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).lower())
    bare = "".join(char for char in plain if not unicodedata.combining(char))
    return unicodedata.normalize("NFC", bare).translate(_FOLD)


def tidy(text: str) -> str:
    """Clean one line of typed or scanned text: NFC, trimmed, single spaces, nothing invisible.

    Control and format characters (byte order mark, zero-width space, soft hyphen) and lone surrogates,
    which no file can hold, are dropped; line ends and tabs become a space.
    """
    if not text.isprintable():
        text = "".join(
            char for char in text if char.isspace() or unicodedata.category(char) not in _DROPPED_CATEGORIES
        )
    return nfc(" ".join(text.split()))


def initials(name: str) -> str:
    """First letter of each word, upper case, with its marks: "Đỗ Ánh Mẫu" gives "ĐÁM"."""
    return "".join(word[0].upper() for word in tidy(name).split() if word[0].isalpha())
