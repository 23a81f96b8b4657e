"""Lines of text out of the bytes of a reader. No I/O: a serial reader can use it just as the network one
does.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from counter_app.devices.scanners.source import ScanFinding

MAX_LINE_BYTES: Final = 4096
ENCODINGS: Final = ("utf-8", "cp1258")
_ENDS: Final = b"\r\n\x03"
"""CR, LF, and the ETX of readers that frame a scan as STX text ETX."""
_START: Final = b"\x02"
_BOM: Final = "\ufeff"
_IN_CODES: Final = frozenset(b"\t\x04\x1c\x1d\x1e\x1f")
"""Control characters that stand inside codes (GS1, ISO 15434)."""
_NOISE_SHARE: Final = 0.3
"""A card with every accented letter broken has a smaller share of bad bytes; a wrong speed a larger one."""
_LEAST_BROKEN: Final = 3


class LineDecoder:
    """Splits at CR, LF or ETX and decodes to NFC; what cannot be decoded is a finding and never half a text.

    ``also_ends`` are further bytes that end a line. Empty lines are nothing (CR LF ends one line). A line of
    more than ``MAX_LINE_BYTES`` is dropped up to its end.
    """

    def __init__(self, also_ends: bytes = b"", encoding: str = "utf-8") -> None:
        self._encoding = encoding
        self._to_newline = bytes.maketrans(_ENDS + also_ends, b"\n" * len(_ENDS + also_ends))
        self._line = bytearray()
        self._too_long = False

    @property
    def is_unfinished(self) -> bool:
        """Whether a line has begun that did not end yet."""
        return bool(self._line) or self._too_long

    def feed(self, data: bytes) -> list[str | ScanFinding]:
        """Add bytes as they come; returns the texts and findings that they complete."""
        found: list[str | ScanFinding] = []
        for piece in data.translate(self._to_newline).splitlines(keepends=True):
            ended = piece.endswith(b"\n")
            self._add(piece[:-1] if ended else piece)
            if ended:
                found.extend(self._end())
        return found

    def pause(self, *, ends_line: bool) -> list[str | ScanFinding]:
        """Silence followed: the end of a scan for readers that send no terminator, else a finding."""
        if not self.is_unfinished:
            return []
        found = self._end()
        whole = ends_line or any(isinstance(item, ScanFinding) for item in found)
        return found if whole or not found else [ScanFinding.NO_TERMINATOR]

    def close(self) -> list[str | ScanFinding]:
        """The line broke: an unfinished rest is a finding."""
        rest = self.is_unfinished
        self._line.clear()
        self._too_long = False
        return [ScanFinding.LINE_CUT_OFF] if rest else []

    def _add(self, piece: bytes) -> None:
        if self._too_long:
            return
        self._line += piece
        if len(self._line) > MAX_LINE_BYTES:
            self._line.clear()
            self._too_long = True

    def _end(self) -> list[str | ScanFinding]:
        raw, too_long = bytes(self._line).removeprefix(_START), self._too_long
        self._line.clear()
        self._too_long = False
        if too_long:
            return [ScanFinding.LINE_TOO_LONG]
        if _is_noise(raw, self._encoding):
            return [ScanFinding.WRONG_SPEED]
        try:
            text = raw.decode(self._encoding).removeprefix(_BOM)
        except UnicodeDecodeError:
            return [ScanFinding.INVALID_UTF8]
        return [unicodedata.normalize("NFC", text)] if text.strip() else []


def _is_noise(raw: bytes, encoding: str) -> bool:
    """Whether so much of a line is no text that rather its speed or parity is wrong than its letters."""
    controls = sum((byte < 0x20 and byte not in _IN_CODES) or byte == 0x7F for byte in raw)
    broken = raw.decode(encoding, errors="replace").count("\ufffd")
    enough = controls > 0 or broken >= _LEAST_BROKEN
    return enough and controls + broken > _NOISE_SHARE * len(raw)
