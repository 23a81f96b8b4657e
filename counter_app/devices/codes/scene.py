"""A picture on its way up the ladder, with what earlier steps found out about it."""

from __future__ import annotations

from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from counter_app.devices.codes.finders import Candidate, find
from counter_app.devices.codes.sighting import Gray, Matrix, Sighting

_SEARCHED_PIXELS: Final = 1_400_000
"""A picture with more is made smaller for the search by correlation; its codes are large enough then."""


class Scene:
    """A grey picture; what is costly is worked out once."""

    def __init__(self, picture: Gray) -> None:
        self.picture = picture
        self.sightings: list[Sighting] = []
        """Codes that were noticed so far."""
        self._candidates: list[Candidate] | None = None

    @property
    def pixels(self) -> int:
        """Width times height."""
        return int(self.picture.size)

    def candidates(self) -> list[Candidate]:
        """Places that may be a code, the likeliest first."""
        if self._candidates is None:
            scale = min(1.0, (_SEARCHED_PIXELS / max(1, self.pixels)) ** 0.5)
            smaller, _ = self.resized(scale) if scale < 1 else (self.picture, None)
            self._candidates = [
                Candidate((one.centres + 0.5) / scale - 0.5, one.module / scale, one.score)
                for one in find(smaller)
            ]
        return self._candidates

    def resized(self, scale: float) -> tuple[Gray, Matrix]:
        """The picture in another size, and what leads from its pixels back."""
        how = cv2.INTER_AREA if scale < 1 else cv2.INTER_CUBIC
        sized = cv2.resize(self.picture, None, fx=scale, fy=scale, interpolation=how)
        shift = 0.5 / scale - 0.5
        back = np.array([[1 / scale, 0, shift], [0, 1 / scale, shift], [0, 0, 1.0]])
        return np.asarray(sized, np.uint8), back


def gray(image: NDArray[np.uint8]) -> Gray:
    """Grey of a grey (h, w) or BGR (h, w, 3) picture."""
    if image.ndim == 3:
        return np.asarray(cv2.cvtColor(image, cv2.COLOR_BGR2GRAY), np.uint8)
    return np.ascontiguousarray(image)
