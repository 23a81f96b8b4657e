"""Reads the codes of a picture file, of a PDF, or of a picture from the clipboard."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counter_app.devices.codes.decoded import Decoded, Reading
from counter_app.devices.codes.limits import MAX_BYTES, MAX_PIXELS, too_many_pixels
from counter_app.domain.errors import DomainError

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

PAGE_BUDGET_MS: Final = 1500.0


def read_picture(source: Path | bytes, budget_ms: float = PAGE_BUDGET_MS) -> tuple[Decoded, ...]:
    """The codes of a JPEG, PNG, BMP, WebP, TIFF, GIF or PDF, as a path or as the file's bytes.

    ``budget_ms`` bounds the search on each page. Raises ``DomainError``: ``picture.unreadable``,
    ``picture.empty``, ``picture.too_large``, ``picture.heic``, ``picture.unknown_kind``, ``picture.damaged``,
    ``picture.too_many_pixels``, ``picture.protected``; and when no code was read ``picture.no_code``,
    ``picture.code_unreadable`` (one is there) or ``picture.code_not_utf8``.
    """
    from counter_app.devices.codes.pixels import pages  # noqa: PLC0415 - loads Pillow when first needed

    return _first_codes(pages(_data(source)), budget_ms)


def read_rgb(rgb: bytes, width: int, height: int, budget_ms: float = PAGE_BUDGET_MS) -> tuple[Decoded, ...]:
    """The codes of raw pixels, as the clipboard gives them: ``height`` rows of ``3 * width`` bytes.

    Raises ``DomainError`` as ``read_picture``; ``ValueError`` if the bytes are not as many as said.
    """
    from counter_app.devices.codes.pixels import from_rgb  # noqa: PLC0415

    if width < 1 or height < 1:
        raise DomainError("picture.empty")
    if width * height > MAX_PIXELS:
        raise too_many_pixels()
    return _first_codes(iter([from_rgb(rgb, width, height)]), budget_ms)


def _data(source: Path | bytes) -> bytes:
    if isinstance(source, bytes):
        data = source
    else:
        try:
            with source.open("rb") as stream:
                data = stream.read(MAX_BYTES + 1)
        except (OSError, ValueError) as error:  # ValueError: a path with a NUL
            raise DomainError("picture.unreadable") from error
    if not data:
        raise DomainError("picture.empty")
    if len(data) > MAX_BYTES:
        raise DomainError("picture.too_large", limit_mib=MAX_BYTES // 2**20)
    return data


def _first_codes(images: Iterator[NDArray[np.uint8]], budget_ms: float) -> tuple[Decoded, ...]:
    """The codes of the first page that has any."""
    from counter_app.devices.codes.ladder import climb  # noqa: PLC0415

    unread: list[Reading] = []
    for image in images:
        reading = climb(image, budget_ms)
        if reading.codes:
            return reading.codes
        unread.append(reading)
    raise _why(unread)


def _why(unread: list[Reading]) -> DomainError:
    if any(reading.not_utf8 for reading in unread):
        return DomainError("picture.code_not_utf8")
    if any(reading.seen or reading.disagreed for reading in unread):
        return DomainError("picture.code_unreadable")
    return DomainError("picture.no_code")
