"""The ways to read a picture, cheapest first; the first that succeeds ends the climb."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from time import perf_counter
from typing import Final

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from counter_app.devices.codes.decoded import Decoded, Reading
from counter_app.devices.codes.sighting import Attempt, Gray, Sighting, look


@dataclass(frozen=True)
class Step:
    """A way to make a code readable: one or several versions of the picture."""

    name: str
    attempts: Callable[[Gray], Iterator[Attempt]]


def _plain(picture: Gray) -> Iterator[Attempt]:
    yield Attempt(picture, all_formats=True)


def _double(picture: Gray) -> Iterator[Attempt]:
    larger = cv2.resize(picture, None, fx=2, fy=2, interpolation=cv2.INTER_CUBIC)
    yield Attempt(np.asarray(larger, np.uint8), np.diag([0.5, 0.5, 1.0]))


def _histogram(picture: Gray) -> Iterator[Attempt]:
    yield Attempt(picture, binarizer=zxingcpp.Binarizer.GlobalHistogram)


STEPS: Final = (Step("plain", _plain), Step("double", _double), Step("histogram", _histogram))


def climb(image: NDArray[np.uint8], budget_ms: float) -> Reading:
    """Read a grey or BGR picture; see ``read_codes``."""
    ends_at = perf_counter() + budget_ms / 1000
    picture = gray(image)
    unread = Reading()
    for step in STEPS:
        reading = try_step(step, picture, ends_at)
        if reading.codes:
            return reading
        unread = Reading(seen=unread.seen or reading.seen, not_utf8=unread.not_utf8 or reading.not_utf8)
        if perf_counter() > ends_at:
            break
    return unread


def try_step(step: Step, picture: Gray, ends_at: float) -> Reading:
    """Read a grey picture in one way, until ``ends_at`` on the clock of ``perf_counter``."""
    sightings: list[Sighting] = []
    for attempt in step.attempts(picture):
        found = look(attempt, step.name)
        if codes := _read(found):
            return Reading(codes)
        sightings += found
        if perf_counter() > ends_at:
            break
    return _unread(sightings)


def gray(image: NDArray[np.uint8]) -> Gray:
    """Grey of a grey (h, w) or BGR (h, w, 3) picture."""
    if image.ndim == 3:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    return np.ascontiguousarray(image)


def _read(sightings: list[Sighting]) -> tuple[Decoded, ...]:
    return tuple(sighting.decoded for sighting in sightings if sighting.decoded is not None)


def _unread(sightings: list[Sighting]) -> Reading:
    seen = sightings[0].corners if sightings else None
    return Reading(seen=seen, not_utf8=any(sighting.not_utf8 for sighting in sightings))
