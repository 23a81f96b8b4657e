"""Finds QR codes that are too blurred, noisy or small for a run-length scan: by correlation.

The three corner patterns are looked for with a matched filter at several sizes, turned about in all
directions; whatever three of them could be the corners of one square is a candidate.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from counter_app.devices.codes.sighting import Gray

Floats = NDArray[np.float64]

_MODULE_PX: Final = 2.0
"""Size of a module at which the filter works."""
_MODULES: Final = (1.5, 1.9, 2.4, 3.0, 3.8, 4.8, 6.0)
_REACH: Final = 9
_LOWEST: Final = 0.45
_MOST_PEAKS: Final = 36
_MOST_FOUND: Final = 6


@dataclass(frozen=True)
class Candidate:
    """Centres of the corner patterns (3, 2): top left, top right, bottom left; ``module`` in pixels."""

    centres: Floats
    module: float
    score: float


def find(picture: Gray) -> list[Candidate]:
    """Places that may be a QR code, the likeliest first."""
    return _triples(_peaks(picture))


@cache
def _pattern() -> NDArray[np.float32]:
    """A corner pattern at ``_MODULE_PX``, averaged over all directions and a little blurred."""
    fine = 8
    size = 2 * _REACH * fine
    centre = (size - 1) / 2
    unit = _MODULE_PX * fine
    grid = (np.arange(size) - centre) / unit
    ring = np.maximum(np.abs(grid[:, None]), np.abs(grid[None, :]))
    square = np.where((ring < 1.5) | ((ring >= 2.5) & (ring < 3.5)), 0.0, 1.0).astype(np.float32)
    turned = np.zeros_like(square)
    for angle in range(0, 90, 6):
        turn = cv2.getRotationMatrix2D((centre, centre), angle, 1.0)
        turned += cv2.warpAffine(square, turn, (size, size), borderValue=1.0)
    blurred = cv2.GaussianBlur(turned / 15, (0, 0), 0.5 * unit)
    return np.asarray(cv2.resize(blurred, (2 * _REACH, 2 * _REACH), interpolation=cv2.INTER_AREA), np.float32)


def _peaks(picture: Gray) -> Floats:
    """The best matches (n, 4): x, y, module in pixels, correlation."""
    found: list[Floats] = []
    for module in _MODULES:
        scale = _MODULE_PX / module
        if min(picture.shape) * scale <= 2 * _REACH + 1:
            continue
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR
        sized = cv2.resize(picture, None, fx=scale, fy=scale, interpolation=how)
        match = cv2.matchTemplate(sized.astype(np.float32), _pattern(), cv2.TM_CCOEFF_NORMED)
        highest = cv2.dilate(match, np.ones((7, 7), np.uint8))
        rows, columns = np.nonzero((match == highest) & (match > _LOWEST))
        scores = match[rows, columns].astype(np.float64)
        best = np.argsort(scores)[::-1][:_MOST_PEAKS]
        offset = _REACH - 0.5
        xs, ys = (columns[best] + offset + 0.5) / scale - 0.5, (rows[best] + offset + 0.5) / scale - 0.5
        found.append(np.column_stack([xs, ys, np.full(len(best), module), scores[best]]))
    if not found:
        return np.zeros((0, 4))
    return _apart(np.concatenate(found))


def _apart(peaks: Floats) -> Floats:
    """The best of those that are the same pattern seen at several sizes."""
    kept: list[Floats] = []
    for peak in peaks[np.argsort(peaks[:, 3])[::-1]]:
        if all(np.hypot(*(peak[:2] - other[:2])) > 2.5 * peak[2] for other in kept):
            kept.append(peak)
        if len(kept) == _MOST_PEAKS:
            break
    return np.array(kept) if kept else np.zeros((0, 4))


def _triples(peaks: Floats) -> list[Candidate]:
    """Every corner with two others that lie as the corners of a code, seen from the side perhaps, do."""
    count = len(peaks)
    if count < 3:
        return []
    corner, right, below = (
        index.ravel() for index in np.meshgrid(*[np.arange(count)] * 3, indexing="ij", sparse=False)
    )
    a, b, c = peaks[corner], peaks[right], peaks[below]
    across, down = b[:, :2] - a[:, :2], c[:, :2] - a[:, :2]
    wide, high = np.hypot(*across.T), np.hypot(*down.T)
    modules = np.column_stack([a[:, 2], b[:, 2], c[:, 2]])
    module = np.median(modules, axis=1)
    with np.errstate(divide="ignore", invalid="ignore"):
        turn = (across[:, 0] * down[:, 1] - across[:, 1] * down[:, 0]) / (wide * high)
        squareness = np.minimum(wide, high) / np.maximum(wide, high)
        evenness = modules.min(axis=1) / modules.max(axis=1)
        length = np.maximum(wide, high) / module
        good = (turn > 0.75) & (squareness > 0.55) & (evenness > 0.6) & (length > 13) & (length < 115)
        score = a[:, 3] + b[:, 3] + c[:, 3] + 0.5 * squareness + 0.5 * turn + 0.3 * evenness
    chosen = np.nonzero(good)[0]
    chosen = chosen[np.argsort(score[chosen])[::-1]][:_MOST_FOUND]
    return [
        Candidate(
            np.array([a[index, :2], b[index, :2], c[index, :2]]), float(module[index]), float(score[index])
        )
        for index in chosen
    ]
