"""Reads the pictures of a live camera one after the other, each within a small budget."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from counter_app.devices.codes.decoded import Corners
from counter_app.devices.codes.hints import hint_for
from counter_app.devices.codes.ladder import STEPS, gray, try_step
from counter_app.services.camera_ports import FrameHint

FRAME_BUDGET_MS: Final = 60.0


@dataclass(frozen=True)
class FrameReading:
    """What one picture gave: the texts read, where a code is, why none was read."""

    texts: tuple[str, ...] = ()
    place: Corners | None = None
    hint: FrameHint | None = None
    not_utf8: bool = False


class FrameReader:
    """Each picture is tried as it is and in one further way; the ways take turns from picture to picture."""

    def __init__(self, budget_ms: float = FRAME_BUDGET_MS) -> None:
        self._budget_s = budget_ms / 1000
        self._turn = 0

    def read(self, frame: NDArray[np.uint8]) -> FrameReading:
        """Read a BGR (h, w, 3) or grey (h, w) picture, within the budget and one attempt more."""
        ends_at = perf_counter() + self._budget_s
        picture = gray(frame)
        further = STEPS[1 + self._turn % (len(STEPS) - 1)]
        place: Corners | None = None
        not_utf8 = False
        for step in (STEPS[0], further):
            reading = try_step(step, picture, ends_at)
            if reading.codes:
                texts = tuple(code.text for code in reading.codes)
                return FrameReading(texts, reading.codes[0].corners)
            place = place or reading.seen
            not_utf8 = not_utf8 or reading.not_utf8
        self._turn += 1
        return FrameReading(place=place, hint=hint_for(picture, place), not_utf8=not_utf8)
