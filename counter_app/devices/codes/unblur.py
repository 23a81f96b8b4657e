"""Decides the modules of a code whose grid is known, and draws it clean: the blur is learned from the code.

Every code of a size has some hundred modules in common (finder, timing and alignment patterns). First a
linear filter is fitted that turns the pixels around each of these into what it is known to be, and applied
to all. Then the other way round: how a module spreads over the pixels around it is fitted, and each module is
decided so that all of them together explain the picture (mean field iteration). So defocus, movement in any
direction, noise and a camera's own sharpening are undone without guessing what they were. Whether the result
is right is for the code's own error correction to say.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from counter_app.devices.codes.grid import Grid, sample
from counter_app.devices.codes.sighting import Gray

Floats = NDArray[np.float64]

_FINE: Final = 3
"""Samples a module, in each direction."""
_REACH: Final = 5
"""Samples to each side of a module's centre that may tell of it."""
_FILTER_ROUNDS: Final = 2
_RIDGE: Final = 0.02
_SPREAD: Final = 3
"""Modules to each side onto which a module may spread."""
_SPREAD_RIDGE: Final = 0.002
_ROUNDS: Final = 4
_SETTLING: Final = 5
_TRUST: Final = 0.15
"""The samples of a module are not independent: neighbouring ones share their noise."""
_SMALLEST_VARIANCE: Final = 1e-3
_LIGHT_WINDOW: Final = 5
"""Modules over which the light is taken to be the same."""
_DRAWN_PX: Final = 4
_BORDER: Final = 4


def redrawn(picture: Gray, grid: Grid) -> Iterator[Gray]:
    """The code drawn clean, better decided from picture to picture; dark on light, with a border."""
    samples = _samples(picture, grid)
    known = grid.symbol.known.astype(np.float64)
    soft = _linear(samples, known)
    yield _drawn(np.where(known != 0, known, np.sign(soft)))
    for decided in _explained(samples, known, np.tanh(1.5 * soft)):
        yield _drawn(decided)


def drawing_to_picture(grid: Grid) -> Floats:
    """Leads (3 x 3) from the pixels of ``redrawn`` to the picture's."""
    to_modules = np.array([[1 / _DRAWN_PX, 0, -_BORDER], [0, 1 / _DRAWN_PX, -_BORDER], [0, 0, 1.0]])
    return np.asarray(grid.to_picture @ to_modules, np.float64)


def _samples(picture: Gray, grid: Grid) -> Floats:
    """For each module (n, n, k, k) the samples around its centre, light and contrast evened out."""
    side = grid.symbol.side
    border = _REACH // _FINE + 1
    steps = (np.arange((side + 2 * border) * _FINE) + 0.5) / _FINE - border
    points = np.stack(np.meshgrid(steps, steps), axis=-1)
    raw = sample(picture, grid.to_picture, points, cv2.INTER_CUBIC)
    even = _evened(raw.astype(np.float32)).astype(np.float64)
    windows = np.lib.stride_tricks.sliding_window_view(even, (2 * _REACH + 1, 2 * _REACH + 1))
    first = border * _FINE + _FINE // 2 - _REACH
    return windows[first : first + side * _FINE : _FINE, first : first + side * _FINE : _FINE]


def _evened(samples: NDArray[np.float32]) -> NDArray[np.float32]:
    """Dark is about 1 and light about -1 everywhere: shadows and reflections fall out."""
    size = _FINE * _LIGHT_WINDOW
    window, area = (size, size), np.ones((size, size), np.uint8)
    smooth = cv2.GaussianBlur(samples, (0, 0), 1.0)
    light = cv2.blur(cv2.dilate(smooth, area), window)
    dark = cv2.blur(cv2.erode(smooth, area), window)
    return np.asarray(((light + dark) / 2 - samples) / np.maximum((light - dark) / 2, 1.0), np.float32)


def _linear(samples: Floats, known: Floats) -> Floats:
    """How dark each module is (n, n), by the filter that suits the known ones best."""
    features = samples.reshape(known.size, -1)
    features = np.column_stack([features, np.ones(len(features))])
    certain = known.ravel() != 0
    target, weights = known.ravel(), np.where(certain, 1.0, 0.0)
    soft = target
    for _ in range(_FILTER_ROUNDS):
        weighted = features * weights[:, None]
        total = weighted.T @ features
        total[np.diag_indices_from(total)] += _RIDGE * float(weights.sum())
        soft = features @ np.linalg.solve(total, weighted.T @ target)
        # Modules that came out clearly teach the filter more about the blur than the patterns alone can.
        target = np.where(certain, known.ravel(), np.sign(soft))
        weights = np.where(certain, 1.0, 0.5 * np.clip(np.abs(soft), 0.0, 1.0))
    return np.asarray(soft.reshape(known.shape), np.float64)


def _explained(samples: Floats, known: Floats, modules: Floats) -> Iterator[Floats]:
    """Modules as 1 and -1 that explain the samples, given a first idea of them between 1 and -1."""
    side = known.shape[0]
    centre = slice(_REACH - _FINE // 2, _REACH + _FINE // 2 + 1)
    observed = samples[:, :, centre, centre].reshape(side * side, -1)
    modules = np.where(known != 0, known, modules)
    for _ in range(_ROUNDS):
        around = _neighbours(modules)
        total = around.T @ around
        total[np.diag_indices_from(total)] += _SPREAD_RIDGE * len(around)
        spread = np.linalg.solve(total, around.T @ observed)
        variance = max(float(((observed - around @ spread) ** 2).mean()), _SMALLEST_VARIANCE)
        kernels = spread[:-1].T.reshape(-1, 2 * _SPREAD + 1, 2 * _SPREAD + 1)
        own = float((kernels**2).sum())
        for _ in range(_SETTLING):
            rest = (observed - _neighbours(modules) @ spread).reshape(side, side, -1)
            pull = np.zeros_like(modules)
            for index, kernel in enumerate(kernels):
                pull += cv2.filter2D(
                    rest[:, :, index], -1, kernel[::-1, ::-1], borderType=cv2.BORDER_CONSTANT
                )
            wanted = np.tanh(_TRUST * (pull + own * modules) / variance)
            modules = np.where(known != 0, known, (modules + wanted) / 2)
        yield np.where(known != 0, known, np.sign(modules))


def _neighbours(modules: Floats) -> Floats:
    """For each module (n * n rows) those around it, light outside of the code, and a one."""
    side = modules.shape[0]
    reach = 2 * _SPREAD + 1
    padded = np.pad(modules, _SPREAD, constant_values=-1.0)
    windows = np.lib.stride_tricks.sliding_window_view(padded, (reach, reach))
    return np.column_stack([windows.reshape(side * side, -1), np.ones(side * side)])


def _drawn(decided: Floats) -> Gray:
    light = np.where(decided > 0, 0, 255).astype(np.uint8)
    large = np.kron(light, np.ones((_DRAWN_PX, _DRAWN_PX), np.uint8))
    return np.pad(large, _BORDER * _DRAWN_PX, constant_values=255)
