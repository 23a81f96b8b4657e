"""Goes up the steps until a code is read, and judges what was read."""

from __future__ import annotations

from time import perf_counter

import numpy as np
from numpy.typing import NDArray

from counter_app.devices.codes.decoded import Corners, Decoded, Reading
from counter_app.devices.codes.scene import Scene, gray
from counter_app.devices.codes.sighting import Sighting, look
from counter_app.devices.codes.steps import STEPS, Step


def climb(image: NDArray[np.uint8], budget_ms: float) -> Reading:
    """Read a grey or BGR picture; see ``read_codes``."""
    ends_at = perf_counter() + budget_ms / 1000
    climber = Climber(gray(image))
    for step in STEPS:
        reading = climber.take(step, ends_at)
        if reading is not None:
            return reading
        if perf_counter() > ends_at:
            break
    return climber.unread()


class Climber:
    """One picture on the ladder.

    A text that its error correction proves well is taken at once. One that it proves weakly (small codes,
    nearly all correction used) is taken when a second step reads the same. Different texts at one place:
    none is taken.
    """

    def __init__(self, picture: NDArray[np.uint8], doubtful: dict[str, str] | None = None) -> None:
        self._scene = Scene(picture)
        self._doubtful: list[tuple[Decoded, str]] = []
        self._before = doubtful or {}
        self._not_utf8 = False

    @property
    def doubtful(self) -> dict[str, str]:
        """Texts that were proved weakly, and the step of each; another picture may confirm them."""
        return {decoded.text: step for decoded, step in self._doubtful}

    @property
    def place(self) -> Corners | None:
        """Where a code was noticed."""
        return next((one.corners for one in self._scene.sightings if one.version is not None), None)

    def take(self, step: Step, ends_at: float) -> Reading | None:
        """Go one step, until ``ends_at`` on the clock of ``perf_counter``; ``None`` if it decided nothing."""
        for attempt in step.attempts(self._scene):
            found = look(attempt, step.name)
            self._scene.sightings += [one for one in found if one.decoded is None]
            reading = self._judge([one for one in found if one.decoded is not None])
            if reading is None and any(one.not_utf8 and not one.weak for one in found):
                # Read whole and right: no other step makes other letters of it.
                self._not_utf8 = True
                reading = self.unread()
            if reading is not None:
                return reading
            if perf_counter() > ends_at:
                break
        return None

    def unread(self) -> Reading:
        """What is known when no step succeeded."""
        return Reading(seen=self.place, not_utf8=self._not_utf8)

    def _judge(self, found: list[Sighting]) -> Reading | None:
        taken: list[Decoded] = []
        for sighting in found:
            decoded = sighting.decoded
            assert decoded is not None
            others = [other for other, _ in self._doubtful] + taken
            if any(other.text != decoded.text and _overlap(other, decoded) for other in others):
                return Reading(seen=decoded.corners, disagreed=True)
            if not sighting.weak or self._is_confirmed(decoded):
                taken.append(decoded)
            else:
                self._doubtful.append((decoded, decoded.step))
        return Reading(_each_once(taken)) if taken else None

    def _is_confirmed(self, decoded: Decoded) -> bool:
        if decoded.text in self._before:
            return True
        return any(other.text == decoded.text and step != decoded.step for other, step in self._doubtful)


def _each_once(codes: list[Decoded]) -> tuple[Decoded, ...]:
    """A code that was found twice in the same place is one code."""
    kept: list[Decoded] = []
    for code in codes:
        if not any(code.text == other.text and _overlap(code, other) for other in kept):
            kept.append(code)
    return tuple(kept)


def _overlap(one: Decoded, other: Decoded) -> bool:
    """Whether the middle of one lies within the bounds of the other."""
    a, b = np.array(one.corners), np.array(other.corners)
    return _within(a.mean(axis=0), b) or _within(b.mean(axis=0), a)


def _within(point: NDArray[np.float64], corners: NDArray[np.float64]) -> bool:
    return bool((point >= corners.min(axis=0)).all() and (point <= corners.max(axis=0)).all())
