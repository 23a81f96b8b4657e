"""The ways to make a code readable, cheapest first."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

import cv2
import numpy as np

from counter_app.devices.codes.grid import Grid, grids, seen_grid
from counter_app.devices.codes.scene import Scene
from counter_app.devices.codes.sighting import Attempt, Gray, Matrix
from counter_app.devices.codes.symbol import MAX_VERSION
from counter_app.devices.codes.unblur import drawing_to_picture, redrawn

_DOUBLED_PIXELS: Final = 2_500_000
_HALVED_PIXELS: Final = 1_500_000


@dataclass(frozen=True)
class Step:
    """One way: versions of the picture, each to be looked at before the next is made."""

    name: str
    attempts: Callable[[Scene], Iterator[Attempt]]


def _plain(scene: Scene) -> Iterator[Attempt]:
    yield Attempt(scene.picture, all_formats=True)


def _resized(scene: Scene) -> Iterator[Attempt]:
    """Twice as large: a scan wants three pixels a module; or half as large: noise and grain go."""
    if scene.pixels <= _DOUBLED_PIXELS:
        yield Attempt(*scene.resized(2.0), all_formats=True)
    if scene.pixels > _HALVED_PIXELS:
        yield Attempt(*scene.resized(0.5), all_formats=True)


def _noticed(scene: Scene) -> Iterator[Attempt]:
    """Codes that a scan found and could not read: their modules decided one by one."""
    done: list[Grid] = []
    for sighting in scene.sightings:
        version = sighting.version
        if version is None or version > MAX_VERSION:
            continue
        grid = seen_grid(scene.picture, sighting.corners, version)
        if all(not _same(grid, other) for other in done):
            done.append(grid)
            yield from _attempts(scene.picture, grid)


def _searched(scene: Scene) -> Iterator[Attempt]:
    """Codes that no scan finds, searched by correlation; their modules decided one by one."""
    for candidate in scene.candidates():
        for grid in grids(scene.picture, candidate):
            yield from _attempts(scene.picture, grid)


def _attempts(picture: Gray, grid: Grid) -> Iterator[Attempt]:
    back = drawing_to_picture(grid)
    for drawing in redrawn(picture, grid):
        yield Attempt(drawing, back, upright=True)


def _same(one: Grid, other: Grid) -> bool:
    ends = np.array([[[0.0, 0.0], [one.symbol.side, one.symbol.side]]])
    places = [cv2.perspectiveTransform(ends, grid.to_picture) for grid in (one, other)]
    return one.symbol is other.symbol and float(np.abs(places[0] - places[1]).max()) < 1.0


def _cropped(scene: Scene) -> Iterator[tuple[Gray, Matrix]]:
    """The likeliest places alone, enlarged: for scans of codes that lie on no plane, so that no grid fits."""
    for candidate in scene.candidates()[:2]:
        corners = np.vstack(
            [candidate.centres, candidate.centres[1] + candidate.centres[2] - candidate.centres[0]]
        )
        margin = 9 * candidate.module
        left, top = np.maximum(corners.min(axis=0) - margin, 0).astype(int)
        right_end, bottom = (corners.max(axis=0) + margin).astype(int)
        crop = Scene(np.ascontiguousarray(scene.picture[top:bottom, left:right_end]))
        if crop.pixels == 0:
            continue
        sized, back = crop.resized(min(4.0, max(1.0, 5.0 / candidate.module)))
        yield sized, np.array([[1.0, 0, left], [0, 1.0, top], [0, 0, 1.0]]) @ back


def _denoised(scene: Scene) -> Iterator[Attempt]:
    for crop, back in _cropped(scene):
        yield Attempt(np.asarray(cv2.medianBlur(crop, 5), np.uint8), back)
        yield Attempt(np.asarray(cv2.bilateralFilter(crop, 7, 50, 3), np.uint8), back)


def _sharpened(scene: Scene) -> Iterator[Attempt]:
    for crop, back in _cropped(scene):
        for spread in (2.0, 4.0):
            smooth = cv2.GaussianBlur(crop, (0, 0), spread)
            yield Attempt(np.asarray(cv2.addWeighted(crop, 3.0, smooth, -2.0, 0), np.uint8), back)


STEPS: Final = (
    Step("plain", _plain),
    Step("resized", _resized),
    Step("noticed", _noticed),
    Step("searched", _searched),
    Step("sharpened", _sharpened),
    Step("denoised", _denoised),
)
