"""The driver for cameras: codes that are held in front of one, and its live picture."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from urllib.parse import urlsplit

from counter_app.devices.registry import driver
from counter_app.devices.scanners.camera_run import CameraRun
from counter_app.devices.scanners.source import OnScan, OnState
from counter_app.devices.setting_fields import choice, text
from counter_app.services.camera_ports import CameraPreview, PreviewFrame
from counter_app.services.ports import Scan

RESOLUTIONS: Final = ("1280x720", "1920x1080", "640x480")


@dataclass(frozen=True)
class CameraSettings:
    """Which camera: ``device`` is its number from 0, the path of a video file, or a network camera's URL.

    ``turned_on`` says when the camera is on: only while somebody looks through it, or always.
    """

    device: str = field(default="0", metadata=text())
    resolution: str = field(default=RESOLUTIONS[0], metadata=choice(RESOLUTIONS))
    turned_on: str = field(default="on_look", metadata=choice(("on_look", "always")))
    name: str = field(default="", metadata=text())

    @property
    def size(self) -> tuple[int, int]:
        """Width and height to ask the camera for; it may give another one."""
        width, _, height = self.resolution.partition("x")
        return int(width), int(height)


def _utc_now() -> datetime:
    return datetime.now(UTC)


@driver("scanner", "camera", settings=CameraSettings)
class CameraScanner:
    """Reads codes on threads of its own while somebody looks, and opens a lost camera again by itself.

    ``on_state`` hears LISTENING while the camera is off and waits for a look, CONNECTED when pictures come,
    IN_USE when another program has it, DISCONNECTED when it is not there. A code is delivered once, and
    again only after it left the picture. Nothing that was read is ever logged.
    """

    def __init__(
        self,
        settings: CameraSettings,
        now: Callable[[], datetime] = _utc_now,
        retry_s: float = 2.0,
    ) -> None:
        self._settings = settings
        self._now = now
        self._retry_s = retry_s
        self._lock = threading.Lock()
        self._looks: list[_Look] = []
        self._run: CameraRun | None = None

    @staticmethod
    def is_usable() -> bool:
        """OpenCV is one of the program's own libraries and knows the cameras of every platform."""
        return True

    @property
    def name(self) -> str:
        """The name given in the settings, or which camera it is (without the password of a URL)."""
        return self._settings.name or f"camera {_shown(self._settings.device)}"

    def start(self, on_scan: OnScan, on_state: OnState) -> None:
        """Begin to read whenever somebody looks; a reader that runs already is stopped first."""
        self.stop()

        def deliver(text: str) -> None:
            on_scan(Scan(text, "camera", self._now()))

        with self._lock:
            wanted = self._is_wanted()
            self._run = CameraRun(
                self._settings.device, self._settings.size, self._retry_s, wanted, deliver, on_state
            )

    def stop(self) -> None:
        """End reading and turn the camera off; looks that are open show nothing until the next ``start``.

        Returns when its threads have ended; a camera that hangs is waited for no longer than two seconds.
        """
        with self._lock:
            run, self._run = self._run, None
        if run is not None:
            run.stop()

    def look(self) -> CameraPreview:
        """Turn the camera on until the look is closed; what it reads goes to the callbacks of ``start``.

        Never waits, nor does any method of the look.
        """
        look = _Look(self)
        with self._lock:
            self._looks.append(look)
            self._tell_run()
        return look

    def newest(self, after: int) -> PreviewFrame | None:
        """For looks: the newest picture with a higher number."""
        run = self._run
        return None if run is None else run.newest(after)

    def end_look(self, look: CameraPreview) -> None:
        """For looks: the camera goes off when none is left."""
        with self._lock:
            self._looks = [one for one in self._looks if one is not look]
            self._tell_run()

    def _is_wanted(self) -> bool:
        return bool(self._looks) or self._settings.turned_on == "always"

    def _tell_run(self) -> None:
        if self._run is not None:
            self._run.want(self._is_wanted())


class _Look:
    """One open look; see ``CameraPreview``."""

    def __init__(self, scanner: CameraScanner) -> None:
        self._scanner = scanner

    def latest(self, after: int = 0) -> PreviewFrame | None:
        return self._scanner.newest(after)

    def close(self) -> None:
        self._scanner.end_look(self)


def _shown(device: str) -> str:
    if "://" not in device:
        return device
    try:
        return urlsplit(device).hostname or ""
    except ValueError:
        return ""
