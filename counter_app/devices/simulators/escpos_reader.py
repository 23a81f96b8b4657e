"""Takes a stream of ESC/POS bytes apart, piece by piece as they arrive. Knows nothing of the drivers' code.

Commands and their parameters follow the Epson ESC/POS reference. What a simulated printer cannot do (bar
codes, page mode, column graphics) is still recognised with its full length, so that the stream stays in
step.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

_ESC, _GS, _FS, _DLE = 0x1B, 0x1D, 0x1C, 0x10


@dataclass(frozen=True)
class Initialize:
    """``ESC @``."""


@dataclass(frozen=True)
class Raster:
    """``GS v 0``: ``stride`` bytes a row; ``wide`` and ``high`` double the dots."""

    stride: int
    height: int
    data: bytes
    wide: bool = False
    high: bool = False


@dataclass(frozen=True)
class FeedLines:
    """``LF``, ``ESC d n``: feed text lines."""

    lines: int


@dataclass(frozen=True)
class FeedDots:
    """``ESC J n``: feed dots."""

    dots: int


@dataclass(frozen=True)
class Cut:
    """``GS V``: ``feed_dots`` is the paper fed beyond the distance to the knife."""

    partial: bool
    to_knife: bool
    feed_dots: int = 0


@dataclass(frozen=True)
class Text:
    """Printable bytes as they came, in whatever code page."""

    data: bytes


@dataclass(frozen=True)
class Setting:
    """A command that is understood and changes nothing here (alignment, fonts, code pages)."""

    data: bytes


@dataclass(frozen=True)
class NotDrawn:
    """A command that would print something which the simulator does not draw (bar codes, column graphics)."""

    data: bytes


Command = Initialize | Raster | FeedLines | FeedDots | Cut | Text | Setting | NotDrawn

# Total length of commands of fixed length, the two bytes of the command included.
_ESC_LENGTHS: Final = {
    **dict.fromkeys(b" !%-3EGMRTUVart{=A", 3),
    **dict.fromkeys(b"$\\", 4),
    **dict.fromkeys(b"2S<L\x0c", 2),
    ord("c"): 4,
    ord("p"): 5,
    ord("B"): 4,
    ord("W"): 10,
}
_GS_LENGTHS: Final = {
    **dict.fromkeys(b"!BHIabfhrwT", 3),
    **dict.fromkeys(b"LWP$\\", 4),
    ord(":"): 2,
    ord("^"): 5,
}
_FS_LENGTHS: Final = {**dict.fromkeys(b"!-CW", 3), **dict.fromkeys(b"&.", 2), **dict.fromkeys(b"Sp", 4)}
_DLE_LENGTHS: Final = {0x04: 3, 0x05: 3, 0x14: 5}


class EscposReader:
    """Feed it bytes; it returns the commands that are complete and keeps the rest."""

    def __init__(self) -> None:
        self._waiting = bytearray()

    @property
    def incomplete(self) -> int:
        """Bytes of a command whose end has not come yet."""
        return len(self._waiting)

    def feed(self, data: bytes) -> list[Command]:
        """Take bytes as they arrive."""
        self._waiting += data
        found: list[Command] = []
        while self._waiting:
            length = self._length()
            if length is None or length > len(self._waiting):
                break
            piece = bytes(self._waiting[:length])
            del self._waiting[:length]
            command = _command(piece)
            if command is not None:
                found.append(command)
        return found

    def hang_up(self) -> int:
        """The line ended: forget a command without an end; returns how many bytes that were."""
        lost = len(self._waiting)
        self._waiting.clear()
        return lost

    def _length(self) -> int | None:
        """The length of the next command, ``None`` while that cannot be told."""
        data = self._waiting
        first = data[0]
        if first not in (_ESC, _GS, _FS, _DLE):
            return self._text_length() if first >= 0x20 else 1
        if len(data) < 2:
            return None
        if first == _DLE:
            return _DLE_LENGTHS.get(data[1], 1)
        if first == _FS:
            return _FS_LENGTHS.get(data[1], 2)
        return _esc_length(data) if first == _ESC else _gs_length(data)

    def _text_length(self) -> int:
        return next((at for at, byte in enumerate(self._waiting) if byte < 0x20), len(self._waiting))


def _esc_length(data: bytearray) -> int | None:
    kind = data[1]
    if kind in b"dJ":
        return 3
    if kind in b"@im":
        return 2
    if kind == ord("*"):
        if len(data) < 5:
            return None
        return 5 + (data[3] + 256 * data[4]) * (3 if data[2] in (32, 33) else 1)
    if kind == ord("D"):
        end = data.find(0, 2)
        return end + 1 if end >= 0 else None
    return _ESC_LENGTHS.get(kind, 2)


def _gs_length(data: bytearray) -> int | None:
    kind = data[1]
    if kind == ord("v"):
        return None if len(data) < 8 else 8 + (data[4] + 256 * data[5]) * (data[6] + 256 * data[7])
    if kind == ord("V"):
        return None if len(data) < 3 else (3 if data[2] in (0, 1, 48, 49) else 4)
    if kind == ord("("):
        return None if len(data) < 5 else 5 + data[3] + 256 * data[4]
    if kind == ord("8"):
        return None if len(data) < 7 else 7 + int.from_bytes(data[3:7], "little")
    if kind == ord("k"):
        return _bar_code_length(data)
    if kind == ord("*"):
        return None if len(data) < 4 else 4 + data[2] * data[3] * 8
    return _GS_LENGTHS.get(kind, 2)


def _bar_code_length(data: bytearray) -> int | None:
    if len(data) < 4:
        return None
    if data[2] >= 65:
        return 4 + data[3]
    end = data.find(0, 3)
    return end + 1 if end >= 0 else None


def _command(piece: bytes) -> Command | None:
    first = piece[0]
    if first == _ESC and len(piece) > 1:
        return _esc_command(piece)
    if first == _GS and len(piece) > 1:
        return _gs_command(piece)
    if first >= 0x20:
        return Text(piece)
    if first == 0x0A:
        return FeedLines(1)
    return Setting(piece) if first == _FS else None


def _esc_command(piece: bytes) -> Command:
    kind = piece[1]
    if kind == ord("@"):
        return Initialize()
    if kind == ord("d"):
        return FeedLines(piece[2])
    if kind == ord("J"):
        return FeedDots(piece[2])
    if kind in b"im":
        return Cut(partial=True, to_knife=False)
    return NotDrawn(piece[:8]) if kind == ord("*") else Setting(piece)


def _gs_command(piece: bytes) -> Command:
    kind = piece[1]
    if kind == ord("v"):
        stride, height = piece[4] + 256 * piece[5], piece[6] + 256 * piece[7]
        mode = piece[3] & 0x0F
        return Raster(stride, height, piece[8:], wide=bool(mode & 1), high=bool(mode & 2))
    if kind == ord("V"):
        mode = piece[2]
        if mode in (0, 1, 48, 49):
            return Cut(partial=mode in (1, 49), to_knife=False)
        return Cut(partial=mode in (66, 98, 104), to_knife=True, feed_dots=piece[3])
    return NotDrawn(piece[:8]) if kind in b"(k8*" else Setting(piece)


class RealTimeRequests:
    """Finds ``DLE EOT n`` anywhere in the stream, also inside graphics, as real printers do."""

    def __init__(self) -> None:
        self._tail = b""

    def feed(self, data: bytes) -> list[int]:
        """The ``n`` of every request that ends in ``data``."""
        stream = self._tail + data
        self._tail = stream[-2:]
        found = []
        at = stream.find(b"\x10\x04")
        while 0 <= at < len(stream) - 2:
            if 1 <= stream[at + 2] <= 4:
                found.append(stream[at + 2])
            at = stream.find(b"\x10\x04", at + 2)
        return found
