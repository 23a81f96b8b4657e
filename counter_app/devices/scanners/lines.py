"""Lines of text out of the bytes of a reader. No I/O: a serial reader can use it just as the network one
does.
"""

from __future__ import annotations

import unicodedata
from typing import Final

from counter_app.devices.scanners.source import ScanFinding

MAX_LINE_BYTES: Final = 4096
_BOM: Final = "\ufeff"


class LineDecoder:
    """Splits at CR or LF and decodes UTF-8 to NFC; what cannot be decoded is a finding and never half a
    text.

    Empty lines are nothing (CR LF ends one line). A line of more than ``MAX_LINE_BYTES`` is dropped up to
    its end.
    """

    def __init__(self) -> None:
        self._line = bytearray()
        self._too_long = False

    def feed(self, data: bytes) -> list[str | ScanFinding]:
        """Add bytes as they come; returns the texts and findings that they complete."""
        found: list[str | ScanFinding] = []
        for piece in data.replace(b"\r", b"\n").splitlines(keepends=True):
            ended = piece.endswith(b"\n")
            self._add(piece[:-1] if ended else piece)
            if ended:
                found.extend(self._end())
        return found

    def close(self) -> list[ScanFinding]:
        """The line broke: an unfinished rest is a finding."""
        rest = bool(self._line) or self._too_long
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
        raw, too_long = bytes(self._line), self._too_long
        self._line.clear()
        self._too_long = False
        if too_long:
            return [ScanFinding.LINE_TOO_LONG]
        try:
            text = raw.decode("utf-8").removeprefix(_BOM)
        except UnicodeDecodeError:
            return [ScanFinding.INVALID_UTF8]
        return [unicodedata.normalize("NFC", text)] if text.strip() else []
