"""A slip as ESC/POS bytes: raster in bands, feed, cut."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from counter_app.domain.errors import DomainError
from counter_app.services.ports import MonoImage

Cut = Literal["partial", "full", "none"]
CUTS: Final[tuple[Cut, ...]] = ("partial", "full", "none")

INITIALIZE: Final = b"\x1b@"
BAND_ROWS: Final = 64
"""Rows per ``GS v 0``: small, so that cheap buffers hold a band and a broken line leaves a short debt of
bytes.
"""

_CUTS: Final[dict[Cut, bytes]] = {
    # Function B of GS V: feed until the end of the slip is under the knife, then cut.
    "partial": b"\x1dV\x42\x00",
    "full": b"\x1dV\x41\x00",
    "none": b"\x1bd\x06",
}


def check_image(image: MonoImage, width_dots: int) -> None:
    """Refuse an image that does not fit: ``device.image_malformed`` or ``device.image_too_wide``."""
    if image.width <= 0 or image.height <= 0 or len(image.data) != image.stride * image.height:
        raise DomainError("device.image_malformed", width=image.width, height=image.height)
    if image.width > width_dots:
        raise DomainError("device.image_too_wide", width=image.width, paper=width_dots)


def slip_job(image: MonoImage, *, cut: Cut, separate_first: bool = False) -> bytes:
    """The whole job for one slip.

    ``separate_first`` cuts off what an earlier, unfinished job may have left on the roll, so that nobody is
    handed a piece of another person's slip.
    """
    parts = [INITIALIZE]
    if separate_first:
        parts.append(_CUTS[cut])
    parts.extend(_bands(image))
    parts.append(_CUTS[cut])
    return b"".join(parts)


def _bands(image: MonoImage) -> Iterator[bytes]:
    rows = _without_padding(image)
    for top in range(0, image.height, BAND_ROWS):
        height = min(BAND_ROWS, image.height - top)
        head = b"\x1dv0\x00" + image.stride.to_bytes(2, "little") + height.to_bytes(2, "little")
        yield head + rows[top * image.stride : (top + height) * image.stride]


def _without_padding(image: MonoImage) -> bytes:
    """The rows with the bits right of ``width`` cleared: a printer would print them."""
    spare = image.stride * 8 - image.width
    if not spare:
        return image.data
    rows = bytearray(image.data)
    mask = (0xFF << spare) & 0xFF
    for last in range(image.stride - 1, len(rows), image.stride):
        rows[last] &= mask
    return bytes(rows)


def printed_mm(image: MonoImage, dots_per_mm: float = 8.0) -> float:
    """How much paper a slip takes, with the feed to the knife (about 15 mm)."""
    return image.height / dots_per_mm + 15.0
