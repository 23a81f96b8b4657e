"""The pixels of picture files and PDF pages, from people's phones and mail: nothing in them is trusted."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import Final

import cv2
import numpy as np
import pypdfium2
from numpy.typing import NDArray
from PIL import Image, ImageOps, UnidentifiedImageError

from counter_app.devices.codes.limits import MAX_PAGES, MAX_PIXELS, too_many_pixels
from counter_app.domain.errors import DomainError
from counter_app.services.rendering import PDFIUM

Pixels = NDArray[np.uint8]

_FORMATS: Final = ("JPEG", "PNG", "BMP", "WEBP", "TIFF", "GIF")
_HEIF_BRANDS: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1")
_PDF_HEAD: Final = 1024
_DPI: Final = 200
_BOMBS: Final = (Image.DecompressionBombError, Image.DecompressionBombWarning)

logger = logging.getLogger(__name__)


def pages(data: bytes) -> Iterator[Pixels]:
    """The picture, or each page of a PDF or TIFF (the first ``MAX_PAGES``), upright and grey: (h, w).

    Raises ``DomainError``: ``picture.heic``, ``picture.unknown_kind``, ``picture.damaged``,
    ``picture.too_many_pixels``, ``picture.protected``.
    """
    if data[4:8] == b"ftyp" and data[8:12] in _HEIF_BRANDS:
        raise DomainError("picture.heic")
    if b"%PDF-" in data[:_PDF_HEAD]:
        yield from _pdf_pages(data)
    else:
        yield from _frames(data)


def from_rgb(rgb: bytes, width: int, height: int) -> Pixels:
    """Grey pixels of rows of ``3 * width`` bytes; ``ValueError`` if there are not ``height`` of them."""
    colour = np.frombuffer(rgb, np.uint8).reshape(height, width, 3)
    return np.asarray(cv2.cvtColor(colour, cv2.COLOR_RGB2GRAY), np.uint8)


def _frames(data: bytes) -> Iterator[Pixels]:
    try:
        image = Image.open(BytesIO(data), formats=_FORMATS)
    except UnidentifiedImageError as error:
        raise DomainError("picture.unknown_kind") from error
    except _BOMBS as error:
        raise too_many_pixels() from error
    except Exception as error:
        raise _damaged(error) from error
    with image:
        number = 0
        while number < MAX_PAGES and (frame := _frame(image, number)) is not None:
            yield frame
            # Only TIFF has pages; the further frames of an animation show the same thing moving.
            number = number + 1 if image.format == "TIFF" else MAX_PAGES


def _frame(image: Image.Image, number: int) -> Pixels | None:
    try:
        if number:
            image.seek(number)
    except EOFError:
        return None
    except Exception as error:
        raise _damaged(error) from error
    if image.width * image.height > MAX_PIXELS:
        raise too_many_pixels()
    try:
        return _gray(ImageOps.exif_transpose(image))
    except _BOMBS as error:
        raise too_many_pixels() from error
    except Exception as error:
        raise _damaged(error) from error


def _gray(image: Image.Image) -> Pixels:
    if image.mode.startswith("I") or image.mode == "F":
        # 16 bit and more: Pillow would cut off what is above 255.
        deep = np.asarray(image, np.float64)
        low, high = float(deep.min()), float(deep.max())
        return np.asarray((deep - low) * (255 / max(high - low, 1.0)), np.uint8)
    if image.has_transparency_data:
        seen = Image.new("RGBA", image.size, "white")
        seen.alpha_composite(image.convert("RGBA"))
        image = seen
    return np.array(image.convert("L"), np.uint8)


def _damaged(error: Exception) -> DomainError:
    """Decoders of hostile or cut-off files fail in every way there is (struct.error, KeyError, ...)."""
    logger.debug("a picture could not be decoded: %s", type(error).__name__)
    return DomainError("picture.damaged")


def _pdf_pages(data: bytes) -> Iterator[Pixels]:
    # One page at a time: the lock is held for a page, and a document with a code on page 1 is done there.
    count = 1
    number = 0
    while number < min(count, MAX_PAGES):
        with PDFIUM:
            count, page = _pdf_page(data, number)
        yield page
        number += 1


def _pdf_page(data: bytes, number: int) -> tuple[int, Pixels]:
    try:
        document = pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as error:
        protected = "password" in str(error).lower()
        raise DomainError("picture.protected" if protected else "picture.damaged") from error
    try:
        count = len(document)
        if number >= count:
            raise DomainError("picture.damaged")
        page = document[number]
        width, height = page.get_size()
        scale = _DPI / 72
        if not 0 < width * height * scale * scale <= MAX_PIXELS:
            raise too_many_pixels()
        bitmap = page.render(scale=scale, grayscale=True)
        seen = np.array(bitmap.to_numpy(), np.uint8)
        return count, seen[:, :, 0] if seen.ndim == 3 else seen
    except pypdfium2.PdfiumError as error:
        raise DomainError("picture.damaged") from error
    finally:
        document.close()
