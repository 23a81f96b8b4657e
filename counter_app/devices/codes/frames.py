"""Reads the pictures of a live camera one after the other, each within a small budget."""

from __future__ import annotations

from dataclasses import dataclass
from time import perf_counter
from typing import Final

import numpy as np
from numpy.typing import NDArray

from counter_app.devices.codes.decoded import Corners
from counter_app.devices.codes.hints import hint_for
from counter_app.devices.codes.ladder import Climber
from counter_app.devices.codes.scene import gray
from counter_app.devices.codes.steps import STEPS
from counter_app.services.camera_ports import FrameHint

FRAME_BUDGET_MS: Final = 200.0
_SCANS: Final = STEPS[1:3]
_SEARCHES: Final = STEPS[3:]


@dataclass(frozen=True)
class FrameReading:
    """What one picture gave: the texts read, where a code is, why none was read."""

    texts: tuple[str, ...] = ()
    place: Corners | None = None
    hint: FrameHint | None = None
    not_utf8: bool = False


class FrameReader:
    """Each picture is tried as it is and in further ways: by more scans, or by a search, in turns.

    A card that is held well is read at once; what the search costs only matters while nothing is read.
    """

    def __init__(self, budget_ms: float = FRAME_BUDGET_MS) -> None:
        self._budget_s = budget_ms / 1000
        self._turn = 0
        self._doubtful: dict[str, str] = {}

    def read(self, frame: NDArray[np.uint8]) -> FrameReading:
        """Read a BGR (h, w, 3) or grey (h, w) picture, within the budget and one attempt more."""
        ends_at = perf_counter() + self._budget_s
        picture = gray(frame)
        climber = Climber(picture, self._doubtful)
        further = _SEARCHES if self._turn % 2 else _SCANS
        for step in (STEPS[0], *further):
            reading = climber.take(step, ends_at)
            if reading is not None and reading.codes:
                return FrameReading(tuple(code.text for code in reading.codes), reading.codes[0].corners)
            if reading is not None or perf_counter() > ends_at:
                break
        self._turn += 1
        # What one picture proves weakly, the next one may confirm.
        self._doubtful = climber.doubtful
        place = climber.place
        return FrameReading(place=place, hint=hint_for(picture, place), not_utf8=climber.unread().not_utf8)
