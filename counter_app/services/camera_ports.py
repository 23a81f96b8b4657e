"""What a screen needs of a camera: its latest picture, where a code is in it, and why none is read."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol


class FrameHint(StrEnum):
    """Why a code is probably not read; the most helpful one is shown to the person who holds the card."""

    TOO_DARK = "too_dark"
    GLARE = "glare"
    """A light is reflected where the code is, or would be."""
    TOO_FAR = "too_far"
    """A code is there, but its modules are too small to tell apart."""
    BLURRED = "blurred"


@dataclass(frozen=True)
class PreviewFrame:
    """One picture of the camera: ``rgb`` holds ``height`` rows of ``3 * width`` bytes, without padding.

    ``code`` holds the four corners of the code that was last seen, in pixels and in the order top left, top
    right, bottom right, bottom left of the code itself; it is empty when none was seen lately. ``read`` says
    whether that code was also read. ``fps`` is the rate at which the camera delivers.
    """

    number: int
    width: int
    height: int
    rgb: bytes
    fps: float
    code: tuple[tuple[float, float], ...] = ()
    read: bool = False
    hint: FrameHint | None = None


class CameraPreview(Protocol):
    """A look through the camera: as long as one is open, the camera is on."""

    def latest(self, after: int = 0) -> PreviewFrame | None:
        """The newest picture with a number above ``after``, or ``None`` if there is none yet; never waits."""
        ...

    def close(self) -> None:
        """End the look; the camera goes off with the last one. Closing twice does nothing."""
        ...


@dataclass(frozen=True)
class CameraFound:
    """A camera of this machine: ``device`` is what the settings of the driver take."""

    device: str
    width: int
    height: int
