"""Pictures of a camera, of a video file or of a network camera, through OpenCV."""

from __future__ import annotations

import platform
import time
from pathlib import Path
from typing import Final

import cv2
import numpy as np
from numpy.typing import NDArray

from counter_app.devices.scanners.source import ScannerLink
from counter_app.services.camera_ports import CameraFound

_NETWORK_MS: Final = 4000
_USUAL_FPS: Final = 25.0
_MOST_CAMERAS: Final = 8
_LINUX: Final = platform.system() == "Linux"
_MISSES: Final = 5
"""A camera drops a picture now and then; so many in a row mean that it is gone."""

# OpenCV writes to stderr about each camera that is not there, once per attempt.
cv2.utils.logging.setLogLevel(cv2.utils.logging.LOG_LEVEL_SILENT)


class CameraSource:
    """An opened camera or video."""

    def __init__(self, capture: cv2.VideoCapture, pace_s: float) -> None:
        self._capture = capture
        self._pace_s = pace_s
        self._next_at = time.monotonic()

    def read(self) -> NDArray[np.uint8] | None:
        """The next picture, BGR (h, w, 3); waits for the camera, and ``None`` means that it is gone."""
        self._keep_pace()
        for _ in range(1 if self._pace_s else _MISSES):
            there, frame = self._capture.read()
            if there and frame is not None:
                return np.asarray(frame, np.uint8)
        return None

    def release(self) -> None:
        """Turn it off."""
        self._capture.release()

    def _keep_pace(self) -> None:
        if self._pace_s:
            time.sleep(max(0.0, self._next_at - time.monotonic()))
            self._next_at = max(self._next_at, time.monotonic() - self._pace_s) + self._pace_s


def open_camera(device: str, size: tuple[int, int]) -> CameraSource | ScannerLink:
    """Open what ``device`` names; otherwise why not: IN_USE if the device is there, else DISCONNECTED."""
    if device.isascii() and device.isdigit():
        return _opened(_open_index(int(device), size), Path(f"/dev/video{int(device)}"))
    if "://" in device:
        timeouts = [
            cv2.CAP_PROP_OPEN_TIMEOUT_MSEC, _NETWORK_MS,
            cv2.CAP_PROP_READ_TIMEOUT_MSEC, _NETWORK_MS,
        ]  # fmt: skip
        return _opened(cv2.VideoCapture(device, cv2.CAP_FFMPEG, timeouts), None)
    path = Path(device)
    if path.is_char_device():
        capture = cv2.VideoCapture(device)
        _ask_for(capture, size)
        return _opened(capture, path)
    if not path.is_file():
        return ScannerLink.DISCONNECTED
    return _opened(cv2.VideoCapture(device), None, is_file=True)


def cameras() -> list[CameraFound]:
    """The cameras of this machine; opens each for a moment, so not for the screen's thread (seconds)."""
    found: list[CameraFound] = []
    for index in _indices():
        capture = _open_index(index, None)
        try:
            there, frame = capture.read() if capture.isOpened() else (False, None)
            if there and frame is not None:
                height, width = frame.shape[:2]
                found.append(CameraFound(str(index), int(width), int(height)))
        finally:
            capture.release()
    return found


def _indices() -> list[int]:
    """Which numbers are worth asking about: Linux lists them, elsewhere they are tried."""
    if not _LINUX:
        return list(range(_MOST_CAMERAS))
    names = (path.name.removeprefix("video") for path in Path("/dev").glob("video*"))
    return sorted(int(name) for name in names if name.isdigit())


def _open_index(index: int, size: tuple[int, int] | None) -> cv2.VideoCapture:
    backend = cv2.CAP_V4L2 if _LINUX else cv2.CAP_ANY
    capture = cv2.VideoCapture(index, backend)
    if size is not None:
        _ask_for(capture, size)
    return capture


def _ask_for(capture: cv2.VideoCapture, size: tuple[int, int]) -> None:
    if capture.isOpened():
        # Uncompressed, USB 2 carries 720p at a few pictures a second only.
        capture.set(cv2.CAP_PROP_FOURCC, cv2.VideoWriter.fourcc(*"MJPG"))
        capture.set(cv2.CAP_PROP_FRAME_WIDTH, size[0])
        capture.set(cv2.CAP_PROP_FRAME_HEIGHT, size[1])
        capture.set(cv2.CAP_PROP_BUFFERSIZE, 1)


def _opened(
    capture: cv2.VideoCapture, node: Path | None, *, is_file: bool = False
) -> CameraSource | ScannerLink:
    if capture.isOpened():
        fps = capture.get(cv2.CAP_PROP_FPS) if is_file else 0.0
        if is_file and not 1.0 <= fps <= 240.0:
            fps = _USUAL_FPS
        return CameraSource(capture, 1.0 / fps if fps else 0.0)
    capture.release()
    if node is not None and node.exists():
        return ScannerLink.IN_USE
    return ScannerLink.DISCONNECTED
