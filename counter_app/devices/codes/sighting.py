"""One attempt to read one version of a picture with zxing-cpp, and what its result is worth."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass
from typing import Final, cast

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from counter_app.devices.codes.decoded import Corners, Decoded

Gray = NDArray[np.uint8]
Matrix = NDArray[np.float64]

_MATRIX_CODES: Final = (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.DataMatrix)
_QR_ONLY: Final = (zxingcpp.BarcodeFormat.QRCode,)
_ALL_CODES: Final = (*_MATRIX_CODES, zxingcpp.BarcodeFormat.Code128)
_BOM: Final = "\ufeff"


@dataclass(frozen=True)
class Attempt:
    """A version of the picture; ``to_picture`` (3 x 3) leads its pixels back to the original's."""

    image: Gray
    to_picture: Matrix | None = None
    binarizer: zxingcpp.Binarizer = zxingcpp.Binarizer.LocalAverage
    all_formats: bool = False
    """Also bar codes, which prove little about themselves: for good pictures only."""
    upright: bool = False
    """Nothing but one upright code is in it: no search in other directions."""


@dataclass(frozen=True)
class Sighting:
    """A code in the picture: read (``decoded``), read in another encoding (``not_utf8``), or just there."""

    corners: Corners
    decoded: Decoded | None = None
    not_utf8: bool = False
    weak: bool = False
    """Its error correction was used up so far that chance could have brought it about."""


def look(attempt: Attempt, step: str) -> list[Sighting]:
    """Everything that this attempt shows; a text only if the code's own check passed."""
    if min(attempt.image.shape[:2]) < 1:
        return []
    found = zxingcpp.read_barcodes(
        attempt.image,
        formats=zxingcpp.BarcodeFormats(_ALL_CODES if attempt.all_formats else _QR_ONLY),
        try_rotate=not attempt.upright,
        try_downscale=not attempt.upright,
        try_invert=not attempt.upright,
        text_mode=zxingcpp.TextMode.Plain,
        binarizer=attempt.binarizer,
        return_errors=True,
    )
    return [_sighting(barcode, attempt, step) for barcode in found]


def _sighting(barcode: zxingcpp.Barcode, attempt: Attempt, step: str) -> Sighting:
    corners = _corners(barcode, attempt.to_picture)
    if not barcode.valid:
        return Sighting(corners)
    text = _text(barcode)
    if text is None:
        return Sighting(corners, not_utf8=True)
    if not text:
        return Sighting(corners)
    return Sighting(corners, Decoded(text, str(barcode.format), corners, step), weak=_is_weak(barcode))


def _text(barcode: zxingcpp.Barcode) -> str | None:
    """The bytes as UTF-8, whatever the library takes them for; ``None`` if they are something else.

    Cards carry no ECI, so a decoder has to guess, and a wrong guess looks like a name.
    """
    try:
        raw = bytes(barcode.bytes).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return unicodedata.normalize("NFC", raw.removeprefix(_BOM)).strip("\r\n")


def _is_weak(barcode: zxingcpp.Barcode) -> bool:
    """Small codes correct few errors, and a Reed-Solomon decoder that corrects t errors takes about one
    random word in t! for a code word.
    """
    extra = cast("dict[str, object]", barcode.extra)
    version = str(extra.get("Version", ""))
    if not version.isdigit():
        return True
    return int(version) <= _SMALL_VERSION and float(str(extra.get("UEC", 0.0))) < _UNUSED_CORRECTION


_SMALL_VERSION: Final = 4
_UNUSED_CORRECTION: Final = 0.25


def _corners(barcode: zxingcpp.Barcode, to_picture: Matrix | None) -> Corners:
    at = barcode.position
    points = np.array([[p.x, p.y] for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)])
    if to_picture is not None:
        points = cv2.perspectiveTransform(points[None].astype(np.float64), to_picture)[0]
    a, b, c, d = ((float(x), float(y)) for x, y in points)
    return a, b, c, d
