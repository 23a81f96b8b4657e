"""Pictures that were copied or are dropped: what of the clipboard's or a drag's content is one."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QImage

_SUFFIXES: Final = (
    ".jpg", ".jpeg", ".png", ".webp", ".bmp", ".tif", ".tiff", ".gif", ".heic", ".heif", ".pdf",
)  # fmt: skip
PATTERNS: Final = " ".join(f"*{suffix} *{suffix.upper()}" for suffix in _SUFFIXES)
"""For a file dialog; what cannot be read among them (HEIC) is told with what to do about it."""


def picture_files(data: QMimeData) -> Sequence[Path]:
    """The local files with the name of a picture or PDF."""
    paths = [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]
    return [path for path in paths if path.suffix.lower() in _SUFFIXES]


def holds_picture(data: QMimeData) -> bool:
    """Whether it is a picture, or the files of one; words that come with a picture (a table's) are words."""
    return bool(picture_files(data)) or (data.hasImage() and not data.hasText())


def picture_of(data: QMimeData) -> QImage | None:
    """The pixels themselves, if there are any."""
    image = data.imageData() if data.hasImage() else None
    return image if isinstance(image, QImage) and not image.isNull() else None


def rgb_of(image: QImage) -> bytes:
    """Rows of red, green, blue without gaps: ``3 * width * height`` bytes. Slow for large pictures."""
    plain = image.convertToFormat(QImage.Format.Format_RGB888)
    row, stride = 3 * plain.width(), plain.bytesPerLine()
    bits = bytes(plain.constBits())
    if stride == row:
        return bits[: row * plain.height()]
    return b"".join(bits[top * stride : top * stride + row] for top in range(plain.height()))
