"""The roll of a simulated printer: rows of dots, lines of text, and the pieces that were cut off."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from counter_app.devices.simulators.escpos_reader import Raster
from counter_app.services.ports import MonoImage

DOTS_PER_MM: Final = 8
LINE_DOTS: Final = 30
TO_KNIFE_DOTS: Final = 120
"""The head prints 15 mm before the knife."""


@dataclass(frozen=True)
class Receipt:
    """One piece of paper: what is printed on it as dots, and text bytes with the row where they stand.

    ``kind`` is ``full`` or ``partial`` (how it was cut) or ``hanging`` (not cut off).
    """

    image: MonoImage
    texts: tuple[tuple[int, str], ...]
    not_drawn: tuple[str, ...]
    kind: str

    @property
    def length_mm(self) -> float:
        """Millimetres of paper."""
        return self.image.height / DOTS_PER_MM


@dataclass
class Roll:
    """Paper on its way out. ``left_mm`` is what is left on the roll, ``None`` for plenty."""

    width_dots: int
    left_mm: float | None = None
    _rows: bytearray = field(default_factory=bytearray)
    _texts: list[tuple[int, str]] = field(default_factory=list)
    _not_drawn: list[str] = field(default_factory=list)

    @property
    def _stride(self) -> int:
        return (self.width_dots + 7) // 8

    @property
    def hanging_rows(self) -> int:
        """Rows that are out but not cut off."""
        return len(self._rows) // self._stride

    @property
    def is_empty(self) -> bool:
        """Whether the paper is at its end."""
        return self.left_mm is not None and self.left_mm <= 0

    def advance(self, row: bytes = b"") -> None:
        """Move the paper by one row, printing ``row`` (cut or filled up to the width) on it."""
        self._rows += row[: self._stride].ljust(self._stride, b"\x00")
        if self.left_mm is not None:
            self.left_mm -= 1 / DOTS_PER_MM

    def note_text(self, text: str) -> None:
        """Text stands where the paper is now."""
        self._texts.append((self.hanging_rows, text))

    def note_not_drawn(self, command: bytes) -> None:
        """Something should be here that the simulator cannot draw."""
        self._not_drawn.append(command.hex(" "))

    def cut(self, kind: str) -> Receipt:
        """Take off what hangs out."""
        height = self.hanging_rows
        image = MonoImage(self._stride * 8, height, bytes(self._rows))
        receipt = Receipt(image, tuple(self._texts), tuple(self._not_drawn), kind)
        self._rows.clear()
        self._texts.clear()
        self._not_drawn.clear()
        return receipt


def raster_rows(raster: Raster) -> list[bytes]:
    """The rows of dots that a raster prints, doubled where it asks for that."""
    rows = [raster.data[at * raster.stride : (at + 1) * raster.stride] for at in range(raster.height)]
    if raster.wide:
        rows = [b"".join(_doubled(byte) for byte in row) for row in rows]
    return [row for row in rows for _ in range(2 if raster.high else 1)]


def _doubled(byte: int) -> bytes:
    wide = 0
    for bit in range(8):
        if byte & (1 << bit):
            wide |= 0b11 << (2 * bit)
    return wide.to_bytes(2, "big")
