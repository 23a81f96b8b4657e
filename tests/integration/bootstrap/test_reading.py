"""Cameras and pictures as the window gets them: a recorded video stands in for the camera."""

from __future__ import annotations

import queue
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import pytest
import qrcode
from PIL import Image

from counter_app.bootstrap.devices import StationDevices
from counter_app.bootstrap.reading import Pictures, StationCameras
from counter_app.devices.scanners.camera import CameraScanner
from counter_app.domain.errors import DomainError
from counter_app.services.ports import Scan
from counter_app.services.reading_ports import CameraSession, CameraStage
from counter_app.services.settings import DeviceChoice, StationSettings

CARD = "089190000017||NGUYỄN THỊ MẪU|15031990|Nữ|Ấp Mẫu, phường Long Xuyên, tỉnh An Giang|01082021"
PATIENCE_S = 20.0


@dataclass
class Settings:
    """Settings in memory, as far as cameras need them."""

    now: StationSettings = field(default_factory=StationSettings)

    def load(self) -> StationSettings:
        return self.now

    def save(self, settings: StationSettings) -> None:
        self.now = settings

    def choose(self, role: str, device: Path | str) -> None:
        choice = DeviceChoice("camera", {"device": str(device)})
        self.now = replace(self.now, devices={**self.now.devices, role: choice})


class NoCamera:
    """A station whose code reader is no camera."""

    def camera(self) -> None:
        return None

    def camera_state(self) -> None:
        return None


def code_picture(text: str) -> Any:
    code = qrcode.QRCode(border=6, box_size=6)
    code.add_data(text.encode())
    picture = Image.new("RGB", (640, 480), "white")
    picture.paste(code.make_image().get_image().convert("RGB"), (60, 20))
    return picture


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two minutes of a card that is held still, at the rate of a slow camera."""
    path = tmp_path_factory.mktemp("video") / "card.avi"
    frame = np.asarray(code_picture(CARD))[:, :, ::-1]
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 10, (640, 480))
    for _ in range(300):
        writer.write(frame)
    writer.release()
    return path


@pytest.fixture
def opened() -> Iterator[list[CameraSession]]:
    sessions: list[CameraSession] = []
    yield sessions
    for session in sessions:
        session.close()


def wait_for(there: Callable[[], bool]) -> None:
    ends = time.monotonic() + PATIENCE_S
    while not there():
        assert time.monotonic() < ends
        time.sleep(0.01)


def cameras(settings: Settings, station: Any = None) -> StationCameras:
    return StationCameras(station or NoCamera(), settings)  # type: ignore[arg-type]


def test_the_camera_used_last_shows_its_picture_and_reads(video: Path, opened: list[CameraSession]) -> None:
    settings = Settings()
    settings.choose("camera", video)
    scans: queue.Queue[Scan] = queue.Queue()
    session = cameras(settings).open("", scans.put)
    opened.append(session)
    scan = scans.get(timeout=PATIENCE_S)
    assert (scan.text, scan.source) == (CARD, "camera")
    wait_for(lambda: session.stage() is CameraStage.LIVE)
    frame = session.latest()
    assert frame is not None
    assert len(frame.rgb) == 3 * frame.width * frame.height
    session.close()
    session.close()
    assert session.latest() is None or session.stage() is not CameraStage.LIVE


def test_a_camera_that_is_not_there_is_missing(tmp_path: Path, opened: list[CameraSession]) -> None:
    session = cameras(Settings()).open(str(tmp_path / "away.avi"), lambda _scan: None)
    opened.append(session)
    wait_for(lambda: session.stage() is CameraStage.MISSING)


def test_a_camera_that_ends_was_unplugged(tmp_path: Path, opened: list[CameraSession]) -> None:
    path = tmp_path / "short.avi"
    writer = cv2.VideoWriter(str(path), cv2.VideoWriter.fourcc(*"MJPG"), 30, (320, 240))
    for _ in range(12):
        writer.write(np.full((240, 320, 3), 120, np.uint8))
    writer.release()
    session = cameras(Settings()).open(str(path), lambda _scan: None)
    opened.append(session)
    seen = set()

    def was_there_and_went() -> bool:
        seen.add(session.stage())
        return {CameraStage.LIVE, CameraStage.UNPLUGGED} <= seen

    wait_for(was_there_and_went)


def test_the_stations_own_camera_is_looked_through_and_reads_for_everybody(
    video: Path, opened: list[CameraSession]
) -> None:
    settings = Settings()
    settings.choose("scanner", video)
    for_everybody: queue.Queue[Scan] = queue.Queue()
    devices = StationDevices(None, lambda: None)  # type: ignore[arg-type, return-value]
    devices.subscribe(for_everybody.put)
    devices.apply(settings.now)
    try:
        mine: queue.Queue[Scan] = queue.Queue()
        session = cameras(settings, devices).open("", mine.put)
        opened.append(session)
        assert for_everybody.get(timeout=PATIENCE_S).text == CARD
        assert mine.empty()
        wait_for(lambda: session.stage() is CameraStage.LIVE)
    finally:
        devices.close()


def test_the_station_knows_its_camera(video: Path) -> None:
    settings = Settings()
    settings.choose("scanner", video)
    devices = StationDevices(None, lambda: None)  # type: ignore[arg-type, return-value]
    assert devices.camera() is None
    devices.apply(settings.now)
    try:
        assert isinstance(devices.camera(), CameraScanner)
    finally:
        devices.close()


def test_a_chosen_camera_is_the_first_next_time(video: Path) -> None:
    settings = Settings()
    desk = cameras(settings)
    desk.remember(str(video))
    assert desk.known()[0].id == str(video)
    assert settings.now.devices["camera"] == DeviceChoice("camera", {"device": str(video)})


def test_a_camera_that_is_set_is_not_replaced_by_one_that_was_used(video: Path) -> None:
    settings = Settings()
    settings.choose("scanner", "1")
    before = settings.now
    cameras(settings).remember(str(video))
    assert settings.now == before
    assert cameras(settings).known()[0].id == "1"


def test_the_code_of_a_picture_file_is_read(tmp_path: Path) -> None:
    path = tmp_path / "the.png"
    code_picture(CARD).save(path)
    assert list(Pictures().read_file(path)) == [CARD]


def test_the_code_of_pasted_pixels_is_read() -> None:
    picture = code_picture(CARD)
    assert list(Pictures().read_pixels(picture.tobytes(), *picture.size)) == [CARD]


def test_a_file_that_is_no_picture_is_named(tmp_path: Path) -> None:
    path = tmp_path / "the.jpg"
    path.write_text("not a picture")
    with pytest.raises(DomainError, match=r"picture\.unknown_kind"):
        Pictures().read_file(path)
