"""Codes read from pictures: what the screens need of cameras and of pictures that somebody has."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from counter_app.services.camera_ports import CameraPreview
from counter_app.services.ports import Scan


class CameraStage(StrEnum):
    """How far a camera is; one that does not come is tried again without anybody's help."""

    OPENING = "opening"
    LIVE = "live"
    MISSING = "missing"
    """There is none."""
    BUSY = "busy"
    """It is there, but another program has it or this one may not use it."""
    UNPLUGGED = "unplugged"
    """It was there and went away."""


@dataclass(frozen=True, slots=True)
class CameraInfo:
    """A camera: as it is stored, and its name for people, which may be empty."""

    id: str
    name: str = ""


class CameraSession(CameraPreview, Protocol):
    """A camera in use; ``latest`` never waits, ``close`` may take a moment."""

    def stage(self) -> CameraStage:
        """How far it is; never waits."""
        ...

    def finding(self) -> str:
        """Why the last code that was read gave no scan (``device.finding.<code>``), or empty."""
        ...


class Cameras(Protocol):
    """The cameras of this machine. Slow calls, made off the GUI thread."""

    def known(self) -> Sequence[CameraInfo]:
        """Those that are plugged in; the one that ``open`` takes by itself is the first."""
        ...

    def open(self, camera: str, on_scan: Callable[[Scan], None]) -> CameraSession:
        """Begin to look through a camera; with an empty name the one that is set, was used last, or works.

        ``on_scan`` is called on the camera's own thread. What cannot be opened is told by the ``stage``.
        """
        ...

    def remember(self, camera: str) -> None:
        """A person chose it: it is the first next time."""
        ...


class PictureReader(Protocol):
    """Finds codes in pictures. Slow calls, made off the GUI thread.

    Both raise ``DomainError("picture.*")``: for what is no picture, too large or damaged, and when there is
    no code in it that can be read.
    """

    def read_file(self, path: Path) -> Sequence[str]:
        """The texts of the codes in a picture file or a PDF."""
        ...

    def read_pixels(self, rgb: bytes, width: int, height: int) -> Sequence[str]:
        """The same in ``height`` rows of ``3 * width`` bytes, as a clipboard gives them."""
        ...


@dataclass(frozen=True, slots=True)
class CodeReading:
    """Both ways."""

    cameras: Cameras
    pictures: PictureReader
