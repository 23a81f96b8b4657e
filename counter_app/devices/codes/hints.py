"""Why a picture's code is probably not read, from its light and its sharpness."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np

from counter_app.devices.codes.decoded import Corners
from counter_app.devices.codes.sighting import Gray
from counter_app.services.camera_ports import FrameHint

_DARK_MEAN: Final = 45.0
_WHITE: Final = 250
_GLARE_SHARE: Final = 0.04
_SMALLEST_SIDE_PX: Final = 90.0
"""A card's code has 41 to 53 modules a side and wants two pixels for each."""
_SHARP: Final = 0.10


def hint_for(picture: Gray, code: Corners | None) -> FrameHint | None:
    """The one hint that helps most; without a code in sight only light is judged, in the middle."""
    area = _area(picture, code)
    if area.size == 0:
        return None
    if float(area.mean()) < _DARK_MEAN:
        return FrameHint.TOO_DARK
    if _glare(area) > _GLARE_SHARE:
        return FrameHint.GLARE
    if code is None:
        return None
    if _side(code) < _SMALLEST_SIDE_PX:
        return FrameHint.TOO_FAR
    return FrameHint.BLURRED if _sharpness(area) < _SHARP else None


def _area(picture: Gray, code: Corners | None) -> Gray:
    height, width = picture.shape
    if code is None:
        return picture[height // 4 : height * 3 // 4, width // 4 : width * 3 // 4]
    xs, ys = [x for x, _ in code], [y for _, y in code]
    left, top = max(0, int(min(xs))), max(0, int(min(ys)))
    return picture[top : max(0, int(max(ys)) + 1), left : max(0, int(max(xs)) + 1)]


def _glare(area: Gray) -> float:
    """The share of the largest burnt-out spot: modules are small, a reflected lamp is not."""
    burnt = cv2.morphologyEx(
        (area >= _WHITE).astype(np.uint8),
        cv2.MORPH_OPEN,
        np.ones((max(3, area.shape[0] // 8), max(3, area.shape[1] // 8)), np.uint8),
    )
    return float(burnt.mean())


def _side(code: Corners) -> float:
    points = np.array(code)
    return float(np.linalg.norm(points - np.roll(points, 1, axis=0), axis=1).mean())


def _sharpness(area: Gray) -> float:
    """How much of the contrast is between neighbouring pixels: 0 is smooth."""
    contrast = float(area.std())
    if contrast < 1.0:
        return 0.0
    return float(cv2.Laplacian(area, cv2.CV_64F).std()) / (4.0 * contrast)
