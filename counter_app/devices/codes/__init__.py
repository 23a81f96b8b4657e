"""Reads codes out of pictures: QR codes of cards and slips, however they were photographed.

Importing it loads neither OpenCV nor zxing-cpp; the first picture does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from counter_app.devices.codes.decoded import Corners, Decoded, Reading

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

BUDGET_MS = 1000.0
"""How long a still picture may be tried: a wait that a person bears without wondering."""


def read_codes(image: NDArray[np.uint8], budget_ms: float = BUDGET_MS) -> list[Decoded]:
    """The codes of a grey (h, w) or BGR (h, w, 3) picture, best effort within about ``budget_ms``.

    The picture as it is comes first, then ever more expensive ways to make the code readable; the first one
    that succeeds ends the search. What is returned passed the code's own error correction.
    """
    return list(read(image, budget_ms).codes)


def read(image: NDArray[np.uint8], budget_ms: float = BUDGET_MS) -> Reading:
    """As ``read_codes``, and also says what was seen and could not be read."""
    from counter_app.devices.codes.ladder import climb  # noqa: PLC0415 - loads OpenCV when first needed

    return climb(image, budget_ms)


__all__ = ["BUDGET_MS", "Corners", "Decoded", "Reading", "read", "read_codes"]
