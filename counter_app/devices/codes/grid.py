"""Fits the grid of modules to a code whose place is known roughly, by the patterns that every code has."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from counter_app.devices.codes.decoded import Corners
from counter_app.devices.codes.finders import Candidate
from counter_app.devices.codes.sighting import Gray
from counter_app.devices.codes.symbol import MAX_VERSION, Symbol, side_of, symbol

Floats = NDArray[np.float64]

_MIN_FIT: Final = 0.30


@dataclass(frozen=True)
class Grid:
    """Where a code of a size lies: ``to_picture`` (3 x 3) leads from modules to pixels; ``fit`` up to 1."""

    symbol: Symbol
    to_picture: Floats
    fit: float


def grids(picture: Gray, candidate: Candidate) -> list[Grid]:
    """The sizes that this candidate may have, the likeliest first, each fitted to the picture."""
    smooth = _smooth(picture, candidate.module)
    guesses = sorted(
        (_guess(smooth, candidate, version) for version in _versions(candidate)),
        key=lambda grid: grid.fit,
        reverse=True,
    )
    fitted = [_refined(smooth, grid) for grid in guesses[:2]]
    return sorted((grid for grid in fitted if grid.fit > _MIN_FIT), key=lambda grid: grid.fit, reverse=True)


def _versions(candidate: Candidate) -> Iterator[int]:
    a, b, c = candidate.centres
    length = max(float(np.hypot(*(b - a))), float(np.hypot(*(c - a))))
    about = (length / candidate.module + 7 - 17) / 4
    for version in range(1, MAX_VERSION + 1):
        if abs(version - about) <= max(1.6, 0.28 * about):
            yield version


def _guess(smooth: Gray, candidate: Candidate, version: int) -> Grid:
    """The corner patterns' centres as they were found, the fourth corner as of a parallelogram."""
    a, b, c = candidate.centres
    far = side_of(version) - 3.5
    modules = np.array([[3.5, 3.5], [far, 3.5], [far, far], [3.5, far]], np.float32)
    pixels = np.array([a, b, b + c - a, c], np.float32)
    return _grid(smooth, symbol(version), modules, pixels)


def _grid(smooth: Gray, of: Symbol, modules: NDArray[np.float32], pixels: NDArray[np.float32]) -> Grid:
    to_picture = np.asarray(cv2.getPerspectiveTransform(modules, pixels), np.float64)
    return Grid(of, to_picture, _fit(smooth, of, to_picture))


def _fit(smooth: Gray, of: Symbol, to_picture: Floats) -> float:
    """How well what is known of the code agrees with the picture there: a correlation."""
    seen = sample(smooth, to_picture, of.places)[0].astype(np.float64)
    seen -= seen.mean()
    spread = float(np.sqrt(seen @ seen))
    return float(seen @ of.brightness) / spread if spread > 1e-9 else 0.0


def sample(
    picture: NDArray[np.uint8], to_picture: Floats, points: Floats, how: int = cv2.INTER_LINEAR
) -> NDArray[np.uint8]:
    """Pixels of a picture at points (h, w, 2) given in modules: (h, w)."""
    at = cv2.perspectiveTransform(points, to_picture).astype(np.float32)
    found = cv2.remap(picture, at[..., 0], at[..., 1], how, borderMode=cv2.BORDER_REPLICATE)
    return np.asarray(found, np.uint8)


def _refined(smooth: Gray, grid: Grid) -> Grid:
    """Move the four corners, one coordinate at a time and ever less far, as long as it fits better."""
    side = grid.symbol.side
    modules = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    pixels = cv2.perspectiveTransform(modules[None].astype(np.float64), grid.to_picture)[0].astype(np.float32)
    module = float(np.hypot(*(pixels[1] - pixels[0]))) / side
    best = _grid(smooth, grid.symbol, modules, pixels)
    # The corner without a pattern of its own is the least certain one.
    order = [(2, 0), (2, 1), (0, 0), (0, 1), (1, 0), (1, 1), (3, 0), (3, 1)]
    for step in (2.0, 1.0, 0.5, 0.25, 0.12):
        for _ in range(2):
            before = best.fit
            for corner, axis in order:
                for sign in (1.0, -1.0):
                    moved = pixels.copy()
                    moved[corner, axis] += sign * step * module
                    tried = _grid(smooth, grid.symbol, modules, moved)
                    if tried.fit > best.fit:
                        best, pixels = tried, moved
                        break
            if best.fit - before < 1e-3:
                break
    return best


def seen_grid(picture: Gray, corners: Corners, version: int) -> Grid:
    """The grid of a code whose size and outer corners (top left first, clockwise) a scan has found."""
    side = side_of(version)
    modules = np.array([[0, 0], [side, 0], [side, side], [0, side]], np.float32)
    pixels = np.array(corners, np.float32)
    module = float(np.hypot(*(pixels[1] - pixels[0]))) / side
    smooth = _smooth(picture, module)
    return _refined(smooth, _grid(smooth, symbol(version), modules, pixels))


def _smooth(picture: Gray, module: float) -> Gray:
    return np.asarray(cv2.GaussianBlur(picture, (0, 0), max(0.4, 0.25 * module)), np.uint8)
