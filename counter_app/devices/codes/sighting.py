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

# Model 2 is what everybody calls a QR code; its micro and rectangular kinds are found in every texture.
_QR_ONLY: Final = (zxingcpp.BarcodeFormat.QRCodeModel2,)
_ALL_CODES: Final = (*_QR_ONLY, zxingcpp.BarcodeFormat.DataMatrix, zxingcpp.BarcodeFormat.Code128)
_BOM: Final = "\ufeff"
_SMALL_VERSION: Final = 4
_UNUSED_CORRECTION: Final = 0.25


@dataclass(frozen=True)
class Attempt:
    """A version of the picture; ``to_picture`` (3 x 3) leads its pixels back to the original's."""

    image: Gray
    to_picture: Matrix | None = None
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
    version: int | None = None
    """The size of a QR code, from 1 (21 modules a side) up by 4 modules each."""


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
        return_errors=True,
    )
    return [_sighting(barcode, attempt, step) for barcode in found]


def _sighting(barcode: zxingcpp.Barcode, attempt: Attempt, step: str) -> Sighting:
    corners = _corners(barcode, attempt.to_picture)
    version = _version(barcode)
    if not barcode.valid:
        return Sighting(corners, version=version)
    text = _text(barcode)
    weak = _is_weak(barcode, version)
    if text is None:
        return Sighting(corners, not_utf8=True, weak=weak, version=version)
    if not text:
        return Sighting(corners, version=version)
    kind = str(barcode.symbology).lower().replace(" ", "_")
    return Sighting(
        corners, Decoded(text, kind, corners, step), weak=_is_weak(barcode, version), version=version
    )


def _text(barcode: zxingcpp.Barcode) -> str | None:
    """The bytes as UTF-8, whatever the library takes them for; ``None`` if they are something else.

    Cards carry no ECI, so a decoder has to guess, and a wrong guess looks like a name.
    """
    try:
        raw = bytes(barcode.bytes).decode("utf-8")
    except UnicodeDecodeError:
        return None
    return unicodedata.normalize("NFC", raw.removeprefix(_BOM)).strip("\r\n")


def _version(barcode: zxingcpp.Barcode) -> int | None:
    extra = cast("dict[str, object] | None", barcode.extra) or {}
    version = str(extra.get("Version", ""))
    return int(version) if version.isdigit() else None


def _is_weak(barcode: zxingcpp.Barcode, version: int | None) -> bool:
    """Small codes correct few errors, and a Reed-Solomon decoder that corrects t errors takes about one
    random word in t! for a code word. Bar codes have one check digit only.
    """
    unused = float(str((cast("dict[str, object] | None", barcode.extra) or {}).get("UEC", 0.0)))
    return unused < _UNUSED_CORRECTION and (version is None or version <= _SMALL_VERSION)


def _corners(barcode: zxingcpp.Barcode, to_picture: Matrix | None) -> Corners:
    at = barcode.position
    points = np.array([[p.x, p.y] for p in (at.top_left, at.top_right, at.bottom_right, at.bottom_left)])
    if to_picture is not None:
        points = cv2.perspectiveTransform(points[None].astype(np.float64), to_picture)[0]
    a, b, c, d = ((float(x), float(y)) for x, y in points)
    return a, b, c, d
