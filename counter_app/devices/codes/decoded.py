"""What reading a picture gives."""

from __future__ import annotations

from dataclasses import dataclass

Point = tuple[float, float]
Corners = tuple[Point, Point, Point, Point]
"""Top left, top right, bottom right, bottom left of the code itself (it may lie turned), in pixels."""


@dataclass(frozen=True)
class Decoded:
    """A code that was read: ``text`` is NFC, without BOM and line ends; ``step`` names the way that
    succeeded. ``format`` is ``qr_code``, ``data_matrix`` or ``code_128``.
    """

    text: str
    format: str
    corners: Corners
    step: str


@dataclass(frozen=True)
class Reading:
    """All that a picture gave."""

    codes: tuple[Decoded, ...] = ()
    seen: Corners | None = None
    """Where a code is that could not be read, if one was noticed."""
    not_utf8: bool = False
    """A code was read whole, but its letters are in another encoding than UTF-8: nothing of it is given."""
    disagreed: bool = False
    """Two ways read different texts from the same code: neither is returned."""
