"""What the camera dialog shows, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass

from counter_app.services.reading_ports import CameraStage
from counter_app.ui.counter.parts.shown import Sign


@dataclass(frozen=True, slots=True)
class CameraTrouble:
    """Why there is no picture: what happened and what to do now."""

    icon: str
    title: str
    text: str


@dataclass(frozen=True, slots=True)
class CameraState:
    """``sign`` is the line under the picture; ``cameras`` pairs of key and words, if there are several."""

    stage: CameraStage
    sign: Sign
    trouble: CameraTrouble | None = None
    cameras: tuple[tuple[str, str], ...] = ()
    chosen: str = ""
