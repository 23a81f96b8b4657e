"""What is the same in every QR code of a size: finder, timing and alignment patterns, version bits
(ISO/IEC 18004).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import numpy as np
from numpy.typing import NDArray

MAX_VERSION: Final = 25
"""Larger codes do not come on cards and slips, and a camera could not tell their modules apart."""
_VERSION_GENERATOR: Final = 0x1F25
_UNKNOWN, _LIGHT, _DARK = 0, -1, 1


@dataclass(frozen=True)
class Symbol:
    """A size: ``known`` (n, n) holds 1 for dark, -1 for light, 0 for what the content decides.

    ``places`` (1, k, 2) are the centres of the k known modules, x and y; ``brightness`` (k) what is expected
    there, with mean 0 and length 1.
    """

    version: int
    known: NDArray[np.int8]
    places: NDArray[np.float64]
    brightness: NDArray[np.float64]

    @property
    def side(self) -> int:
        """Modules a side."""
        return int(self.known.shape[0])


def side_of(version: int) -> int:
    """Modules a side."""
    return 17 + 4 * version


@cache
def symbol(version: int) -> Symbol:
    """The patterns of a version from 1 to ``MAX_VERSION``."""
    side = side_of(version)
    known = np.full((side, side), _UNKNOWN, np.int8)
    alternating = np.where(np.arange(side) % 2 == 0, _DARK, _LIGHT)
    known[6, :] = known[:, 6] = alternating
    for row in _alignment(version):
        for column in _alignment(version):
            if (row, column) not in {(6, 6), (6, side - 7), (side - 7, 6)}:
                known[row - 2 : row + 3, column - 2 : column + 3] = _rings(5)
    known[:8, :8] = _LIGHT
    known[:8, -8:] = _LIGHT
    known[-8:, :8] = _LIGHT
    for top, left in ((0, 0), (0, side - 7), (side - 7, 0)):
        known[top : top + 7, left : left + 7] = _rings(7)
    known[side - 8, 8] = _DARK
    if version >= 7:
        bits = _version_bits(version)
        known[:6, -11:-8] = bits
        known[-11:-8, :6] = bits.T
    rows, columns = np.nonzero(known)
    brightness = -known[rows, columns].astype(np.float64)
    brightness -= brightness.mean()
    places = np.column_stack([columns + 0.5, rows + 0.5])[None]
    return Symbol(version, known, places, brightness / np.linalg.norm(brightness))


def _rings(size: int) -> NDArray[np.int8]:
    """A finder (7) or alignment (5) pattern."""
    away = np.abs(np.arange(size) - size // 2)
    ring = np.maximum(away[:, None], away[None, :])
    light = ring == (size // 2 - 1)
    return np.where(light, _LIGHT, _DARK).astype(np.int8)


def _alignment(version: int) -> list[int]:
    """Rows, which are the columns too, of the centres of alignment patterns."""
    if version == 1:
        return []
    count = version // 7 + 2
    step = (version * 8 + count * 3 + 5) // (count * 4 - 4) * 2
    last = side_of(version) - 7
    return [6, *sorted(last - step * index for index in range(count - 1))]


def _version_bits(version: int) -> NDArray[np.int8]:
    """The six rows of three beside the top right finder pattern."""
    rest = version << 12
    for shift in range(5, -1, -1):
        if rest >> (shift + 12) & 1:
            rest ^= _VERSION_GENERATOR << shift
    bits = version << 12 | rest
    values = [_DARK if bits >> index & 1 else _LIGHT for index in range(18)]
    return np.array(values, np.int8).reshape(6, 3)
