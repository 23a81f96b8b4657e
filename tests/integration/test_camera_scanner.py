"""The camera reader over recorded videos: scans, the live picture, and coming back by itself."""

from __future__ import annotations

import queue
import shutil
import threading
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import cv2
import numpy as np
import pytest

from counter_app import devices
from counter_app.devices.scanners.camera import CameraScanner, CameraSettings
from counter_app.devices.scanners.camera_source import cameras
from counter_app.devices.scanners.source import ScanFinding, ScannerLink, ScannerState
from counter_app.services.camera_ports import CameraPreview, PreviewFrame
from counter_app.services.ports import Scan
from tests.fixtures.code_pictures import CARD_2021, CARD_2024, Picture, code_picture

NOON = datetime(2026, 11, 21, 5, 0, tzinfo=UTC)
SIZE = (640, 480)
WITHIN_S = 15.0


def desk(*codes: Picture) -> Picture:
    """A frame with codes on a desk."""
    frame = np.full((SIZE[1], SIZE[0], 3), 140, np.uint8)
    for number, code in enumerate(codes):
        left = 20 + 310 * number
        frame[100 : 100 + code.shape[0], left : left + code.shape[1]] = code[..., None]
    return frame


def record(path: Path, frames: list[Picture], fps: int = 25) -> Path:
    fourcc = cv2.VideoWriter.fourcc(*("MJPG" if path.suffix == ".avi" else "mp4v"))
    writer = cv2.VideoWriter(str(path), fourcc, fps, SIZE)
    assert writer.isOpened()
    for frame in frames:
        writer.write(frame)
    writer.release()
    return path


class Counter:
    """Keeps what the reader tells."""

    def __init__(self, device: object, **settings: str) -> None:
        self.scans: queue.Queue[Scan] = queue.Queue()
        self.states: queue.Queue[ScannerState] = queue.Queue()
        self.scanner = CameraScanner(
            CameraSettings(device=str(device), **settings), now=lambda: NOON, retry_s=0.05
        )

    def start(self) -> None:
        self.scanner.start(self.scans.put, self.states.put)

    def link(self) -> ScannerLink:
        return self.states.get(timeout=WITHIN_S).link

    def wait_for(self, state: ScannerState) -> None:
        while self.states.get(timeout=WITHIN_S) != state:
            pass

    def wait_until(self, link: ScannerLink) -> None:
        self.wait_for(ScannerState(link))


@pytest.fixture
def made() -> Iterator[Callable[..., Counter]]:
    counters: list[Counter] = []

    def make(device: object, **settings: str) -> Counter:
        counters.append(Counter(device, **settings))
        return counters[-1]

    yield make
    for counter in counters:
        counter.scanner.stop()


def frame_with(look: CameraPreview, wanted: Callable[[PreviewFrame], bool]) -> PreviewFrame:
    ends_at = time.monotonic() + WITHIN_S
    number = 0
    while time.monotonic() < ends_at:
        frame = look.latest(number)
        if frame is None:
            threading.Event().wait(0.005)
            continue
        number = frame.number
        if wanted(frame):
            return frame
    raise AssertionError("no such picture came")


@pytest.fixture(scope="module")
def video(tmp_path_factory: pytest.TempPathFactory) -> Path:
    card = desk(code_picture(CARD_2021))
    return record(tmp_path_factory.mktemp("video") / "card.avi", [desk()] * 3 + [card] * 60)


@pytest.mark.requirement("LC-18")
@pytest.mark.parametrize("kind", ["avi", "mp4"])
def test_a_card_in_front_of_the_camera_is_scanned_once(
    made: Callable[..., Counter], tmp_path: Path, kind: str
) -> None:
    video = record(tmp_path / f"card.{kind}", [desk(code_picture(CARD_2021))] * 40)
    counter = made(video)
    counter.start()
    look = counter.scanner.look()
    assert counter.scans.get(timeout=WITHIN_S) == Scan(CARD_2021, "camera", NOON)
    counter.wait_until(ScannerLink.DISCONNECTED)
    look.close()
    assert counter.scans.empty()


def test_two_cards_in_one_picture_are_two_scans(made: Callable[..., Counter], tmp_path: Path) -> None:
    both = desk(code_picture(CARD_2021), code_picture(CARD_2024))
    counter = made(record(tmp_path / "two.avi", [both] * 40))
    counter.start()
    counter.scanner.look()
    texts = {counter.scans.get(timeout=WITHIN_S).text for _ in range(2)}
    assert texts == {CARD_2021, CARD_2024}


def test_the_live_picture_shows_where_the_code_is(made: Callable[..., Counter], video: Path) -> None:
    counter = made(video)
    counter.start()
    look = counter.scanner.look()
    frame = frame_with(look, lambda frame: frame.read)
    assert (frame.width, frame.height, len(frame.rgb)) == (*SIZE, 3 * SIZE[0] * SIZE[1])
    code = code_picture(CARD_2021)
    left, top = min(frame.code)
    assert abs(left - 36) < 4
    assert abs(top - 116) < 4
    assert max(frame.code)[0] < 20 + code.shape[1]
    assert frame.fps > 1
    assert look.latest(frame.number + 1000) is None


def test_the_camera_is_on_only_while_somebody_looks(made: Callable[..., Counter], video: Path) -> None:
    counter = made(video)
    counter.start()
    assert counter.link() is ScannerLink.LISTENING
    one, other = counter.scanner.look(), counter.scanner.look()
    counter.wait_until(ScannerLink.CONNECTED)
    one.close()
    one.close()
    assert frame_with(other, lambda _: True)
    other.close()
    counter.wait_until(ScannerLink.LISTENING)
    assert other.latest() is None


def test_a_camera_may_always_be_on(made: Callable[..., Counter], video: Path) -> None:
    counter = made(video, turned_on="always")
    counter.start()
    counter.wait_until(ScannerLink.CONNECTED)
    assert counter.scans.get(timeout=WITHIN_S).text == CARD_2021


def test_a_camera_that_is_plugged_in_later_is_used(
    made: Callable[..., Counter], video: Path, tmp_path: Path
) -> None:
    place = tmp_path / "camera.avi"
    counter = made(place)
    counter.start()
    counter.scanner.look()
    counter.wait_until(ScannerLink.DISCONNECTED)
    shutil.copy(video, tmp_path / "coming")
    (tmp_path / "coming").rename(place)
    counter.wait_until(ScannerLink.CONNECTED)
    assert counter.scans.get(timeout=WITHIN_S).text == CARD_2021


def test_a_camera_that_goes_away_and_comes_back_is_used_again(
    made: Callable[..., Counter], tmp_path: Path
) -> None:
    counter = made(record(tmp_path / "short.avi", [desk()] * 3, fps=100))
    counter.start()
    counter.scanner.look()
    for _ in range(2):  # the end of the recording is a pulled plug
        counter.wait_until(ScannerLink.CONNECTED)
        counter.wait_until(ScannerLink.DISCONNECTED)


def test_what_opens_and_gives_no_picture_is_in_use(made: Callable[..., Counter], tmp_path: Path) -> None:
    counter = made(record(tmp_path / "none.avi", [desk()] * 30))
    data = (tmp_path / "none.avi").read_bytes()
    # The index and the headers are there, every picture is zeroes.
    start = data.index(b"movi") + 4
    (tmp_path / "none.avi").write_bytes(data[:start] + bytes(len(data) - start))
    counter.start()
    counter.scanner.look()
    assert [counter.link() for _ in range(3)][-1] is ScannerLink.IN_USE


def test_broken_letters_are_a_finding(made: Callable[..., Counter], tmp_path: Path) -> None:
    broken = desk(code_picture("Lê Mẫu".encode("latin-1", "replace")))
    counter = made(record(tmp_path / "broken.avi", [broken] * 40))
    counter.start()
    counter.scanner.look()
    counter.wait_for(ScannerState(ScannerLink.CONNECTED, ScanFinding.INVALID_UTF8))
    assert counter.scans.empty()


def test_after_stop_nothing_comes_and_it_can_start_again(made: Callable[..., Counter], video: Path) -> None:
    counter = made(video)
    counter.start()
    look = counter.scanner.look()
    counter.wait_until(ScannerLink.CONNECTED)
    counter.scanner.stop()
    counter.wait_until(ScannerLink.STOPPED)
    assert look.latest() is None
    while not counter.scans.empty():
        counter.scans.get_nowait()
    counter.start()
    assert counter.scans.get(timeout=WITHIN_S).text == CARD_2021


def test_a_callback_that_fails_does_not_end_the_reader(
    made: Callable[..., Counter], tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    counter = made(
        record(
            tmp_path / "v.avi", [desk(code_picture(CARD_2021))] * 20 + [desk(code_picture(CARD_2024))] * 30
        )
    )
    heard: queue.Queue[str] = queue.Queue()

    def fail_at_first(scan: Scan) -> None:
        heard.put(scan.text)
        if scan.text == CARD_2021:
            raise RuntimeError("no")

    counter.scanner.start(fail_at_first, counter.states.put)
    counter.scanner.look()
    assert [heard.get(timeout=WITHIN_S) for _ in range(2)] == [CARD_2021, CARD_2024]
    assert "MẪU" not in caplog.text


def test_looking_never_waits_for_the_camera(made: Callable[..., Counter]) -> None:
    counter = made("rtsp://192.0.2.1/stream")
    counter.start()
    began = time.monotonic()
    look = counter.scanner.look()
    assert look.latest() is None
    look.close()
    assert time.monotonic() - began < 0.5


def test_its_name_tells_no_password() -> None:
    assert (
        devices.create("scanner", "camera", {"device": "rtsp://u:secret@cam.example/1"}).name
        == "camera cam.example"
    )
    assert devices.create("scanner", "camera", {}).name == "camera 0"
    assert devices.create("scanner", "camera", {"name": "Quầy 3"}).name == "Quầy 3"


def test_the_cameras_of_a_machine_without_any_are_none() -> None:
    assert all(one.device.isdigit() and one.width > 0 for one in cameras())
