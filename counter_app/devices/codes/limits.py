"""How large a picture may be."""

from __future__ import annotations

from typing import Final

from counter_app.domain.errors import DomainError

MAX_BYTES: Final = 64 * 1024 * 1024
MAX_PIXELS: Final = 60_000_000
"""More than the phones at hand make; a small file that unpacks to more is refused before it is unpacked."""
MAX_PAGES: Final = 10


def too_many_pixels() -> DomainError:
    """The picture has more than ``MAX_PIXELS``."""
    return DomainError("picture.too_many_pixels", limit_megapixels=MAX_PIXELS // 10**6)
