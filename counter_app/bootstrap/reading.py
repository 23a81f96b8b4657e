"""Cameras and pictures for the screens: the station's own camera, or the first of this machine that works."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final, Protocol

from counter_app.services.camera_ports import CameraPreview, PreviewFrame
from counter_app.services.ports import Scan
from counter_app.services.reading_ports import CameraInfo, CameraSession, CameraStage, CodeReading
from counter_app.services.settings import DeviceChoice, SettingsService, StationSettings

if TYPE_CHECKING:
    from counter_app.devices.scanners.camera import CameraScanner
    from counter_app.devices.scanners.source import ScannerState

DRIVER: Final = "camera"
REMEMBERED: Final = "camera"
"""The role under which the settings keep the camera that was used last."""
_FIRST: Final = "0"

# OpenCV, zxing-cpp and Pillow are loaded when somebody reads the first picture.


class StationCamera(Protocol):
    """The station's code reader, if it is a camera: it reads for all subscribers by itself."""

    def camera(self) -> CameraScanner | None:
        """It, or nothing."""
        ...

    def camera_state(self) -> ScannerState | None:
        """What it said last."""
        ...


class _States:
    """The last word of a camera, translated for a person who looks at it."""

    def __init__(self, state: Callable[[], ScannerState | None]) -> None:
        self._state = state
        self._was_there = False

    def stage(self) -> CameraStage:
        state = self._state()
        link = "" if state is None else state.link.value
        if link == "connected":
            self._was_there = True
            return CameraStage.LIVE
        if link in ("in_use", "no_permission"):
            return CameraStage.BUSY
        if link == "disconnected":
            return CameraStage.UNPLUGGED if self._was_there else CameraStage.MISSING
        return CameraStage.OPENING

    def finding(self) -> str:
        state = self._state()
        return "" if state is None or state.finding is None else state.finding.value


class _Session:
    """One look through a camera; ``end`` is called once."""

    def __init__(
        self, look: CameraPreview, state: Callable[[], ScannerState | None], end: Callable[[], None]
    ) -> None:
        self._look, self._states, self._end = look, _States(state), end
        self._closed = False

    def latest(self, after: int = 0) -> PreviewFrame | None:
        return self._look.latest(after)

    def stage(self) -> CameraStage:
        return self._states.stage()

    def finding(self) -> str:
        return self._states.finding()

    def close(self) -> None:
        if not self._closed:
            self._closed = True
            self._look.close()
            self._end()


class _Own:
    """A camera that is made for one look."""

    def __init__(self, device: str, on_scan: Callable[[Scan], None]) -> None:
        from counter_app.devices import create  # noqa: PLC0415 - see above
        from counter_app.devices.scanners.camera import CameraScanner  # noqa: PLC0415

        scanner = create("scanner", DRIVER, {"device": device})
        assert isinstance(scanner, CameraScanner)
        self._scanner, self._on_scan = scanner, on_scan
        self.state: ScannerState | None = None
        scanner.start(self._read, self._follow)

    def session(self) -> CameraSession:
        return _Session(self._scanner.look(), lambda: self.state, self._scanner.stop)

    def _read(self, scan: Scan) -> None:
        if self.state is not None and self.state.finding is not None:
            self.state = replace(self.state, finding=None)
        self._on_scan(scan)

    def _follow(self, state: ScannerState) -> None:
        self.state = state


class StationCameras:
    """Fills the role ``Cameras``."""

    def __init__(self, devices: StationCamera, settings: SettingsService) -> None:
        self._devices, self._settings = devices, settings

    def known(self) -> Sequence[CameraInfo]:
        """Asks each for a moment; the one that is set or was used last is named in any case."""
        from counter_app.devices.scanners.camera_source import cameras  # noqa: PLC0415 - see above

        settings = self._settings.load()
        first = _set(settings) or _remembered(settings)
        found = [camera.device for camera in cameras()]
        ids = dict.fromkeys([first, *found] if first else found)
        return tuple(CameraInfo(one, _name(settings, one)) for one in ids)

    def open(self, camera: str, on_scan: Callable[[Scan], None]) -> CameraSession:
        """The station's own camera delivers by its own way; ``on_scan`` is for all others."""
        settings = self._settings.load()
        configured = _set(settings)
        station = self._devices.camera()
        if station is not None and camera in ("", configured):
            return _Session(station.look(), self._devices.camera_state, lambda: None)
        return _Own(camera or configured or _remembered(settings) or self._first_found(), on_scan).session()

    def remember(self, camera: str) -> None:
        """Kept in the station's settings, unless a camera is set there."""
        settings = self._settings.load()
        if _set(settings) or _remembered(settings) == camera:
            return
        devices = {**settings.devices, REMEMBERED: DeviceChoice(DRIVER, {"device": camera})}
        self._settings.save(replace(settings, devices=devices))

    def _first_found(self) -> str:
        """The first that works, remembered; without any the usual one, used as soon as it is plugged in."""
        from counter_app.devices.scanners.camera_source import cameras  # noqa: PLC0415 - see above

        found = cameras()
        if not found:
            return _FIRST
        self.remember(found[0].device)
        return found[0].device


class Pictures:
    """Fills the role ``PictureReader``."""

    def read_file(self, path: Path) -> Sequence[str]:
        """Picture files and PDF."""
        from counter_app.devices.codes.picture import read_picture  # noqa: PLC0415 - see above

        return [code.text for code in read_picture(path)]

    def read_pixels(self, rgb: bytes, width: int, height: int) -> Sequence[str]:
        """Bare pixels."""
        from counter_app.devices.codes.picture import read_rgb  # noqa: PLC0415 - see above

        return [code.text for code in read_rgb(rgb, width, height)]


def code_reading(devices: StationCamera, settings: SettingsService) -> CodeReading:
    """Both ways for the screens."""
    return CodeReading(StationCameras(devices, settings), Pictures())


def _set(settings: StationSettings) -> str:
    """The camera that is the station's code reader, or nothing."""
    choice = settings.device("scanner")
    return choice.settings.get("device", _FIRST) if choice.driver == DRIVER else ""


def _remembered(settings: StationSettings) -> str:
    choice = settings.devices.get(REMEMBERED, DeviceChoice())
    return choice.settings.get("device", "") if choice.driver == DRIVER else ""


def _name(settings: StationSettings, camera: str) -> str:
    return settings.device("scanner").settings.get("name", "") if camera == _set(settings) else ""
