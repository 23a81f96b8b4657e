"""One file by tus to the real central application: skipped if it is there, resumed at its byte."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from fastapi import FastAPI

from counter_app.central.scans.router import add_scan_routes
from counter_app.central.scans.settings import ScanSettings
from counter_app.central.scans.store import ScanStore
from counter_app.domain.errors import DomainError
from counter_app.services.scan_ports import FileToSend, Lane
from counter_app.sync.chunk_body import BrokenOffError
from counter_app.sync.http_calls import Answer
from counter_app.sync.lanes import Lanes
from counter_app.sync.link import LinkError, Trouble
from counter_app.sync.scan_trouble import UploadError
from counter_app.sync.scan_upload import Uploader
from tests.fakes.clock import MORNING, SetClock
from tests.fakes.upload_line import Fault, UploadLine
from tests.fakes.vault import MemoryVault
from tests.fixtures.central import OFFICE, add_office
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre, open_centre

SCAN = bytes(range(256)) * 600  # 150 KiB: a burst of 16, one of 64, the rest
NAME = hashlib.sha256(SCAN).hexdigest()


@dataclass
class Watching:
    """What an upload told."""

    offsets: list[int] = field(default_factory=list)
    leaving: bool = False

    def reached(self, offset: int) -> None:
        self.offsets.append(offset)

    def paused(self, on: bool) -> None:
        pass

    def leave(self) -> bool:
        return self.leaving


@dataclass
class World:
    centre: Centre
    settings: ScanSettings
    station: SigningStation
    vault: MemoryVault
    line: UploadLine

    @property
    def store(self) -> ScanStore:
        return ScanStore(self.settings.folder_in(self.centre.settings.data_dir), self.settings)

    def kept(self) -> bytes | None:
        path = self.store.path_of(OFFICE, NAME)
        return None if path is None else path.read_bytes()

    def uploader(self) -> Uploader:
        return Uploader(self.line, OFFICE, self.vault.slice, Lanes())

    def use(self, settings: ScanSettings) -> None:
        """The central system with other settings."""
        self.settings = settings
        app = FastAPI()
        clock = SetClock()
        add_scan_routes(app, self.centre.database, replace(self.centre.settings, scans=settings), clock)
        self.line.app = app


@pytest.fixture(scope="module")
def centre(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Centre]:
    opened = open_centre(tmp_path_factory.mktemp("centre"))
    add_office(opened.database)
    yield opened
    opened.database.close()


@pytest.fixture(scope="module")
def station(centre: Centre) -> SigningStation:
    return centre.station()


@pytest.fixture
def world(centre: Centre, station: SigningStation, tmp_path: Path) -> World:
    line = UploadLine(FastAPI(), station.authorization.removeprefix("Bearer "))
    settings = ScanSettings(folder=tmp_path / "scans", reserve=0)
    world = World(centre, settings, station, MemoryVault(), line)
    world.vault.put(SCAN)
    world.use(settings)
    return world


def file(data: bytes = SCAN) -> FileToSend:
    return FileToSend(hashlib.sha256(data).hexdigest(), len(data), "application/pdf", Lane.SCANS, MORNING)


def test_a_scan_arrives_whole_and_is_told_on_the_way(world: World) -> None:
    watching = Watching()
    world.uploader().send(file(), watching)
    assert world.kept() == SCAN
    assert watching.offsets[0] == 0
    assert watching.offsets[-1] == len(SCAN)
    assert watching.offsets == sorted(watching.offsets)
    assert world.line.bytes_sent == len(SCAN)


def test_a_scan_that_is_there_is_not_sent_again(world: World) -> None:
    world.uploader().send(file(), Watching())
    world.line.calls.clear()
    uploader = world.uploader()
    uploader.send(file(), Watching())
    assert world.line.methods() == ["HEAD"]
    assert uploader.has(NAME)
    assert not uploader.has("0" * 64)


@pytest.mark.parametrize("cut_after", [0, 1, 1499, 1500, 5000])
def test_an_upload_that_broke_goes_on_at_its_byte(world: World, cut_after: int) -> None:
    world.line.faults.append(Fault("PATCH", cut_after=cut_after))
    # The second call begins before the server could know; what it had of the first is kept all the same.
    with pytest.raises(LinkError):
        world.uploader().send(file(), Watching())
    assert world.store.state(OFFICE, NAME).offset == cut_after
    world.uploader().send(file(), Watching())
    assert world.kept() == SCAN
    assert world.line.bytes_sent == len(SCAN), "nothing is sent twice"


@pytest.mark.parametrize("method", ["HEAD", "POST", "PATCH"])
def test_a_lost_answer_costs_nothing(world: World, method: str) -> None:
    world.line.faults.append(Fault(method, lose_answer=True))
    uploader = world.uploader()
    if method == "HEAD":  # asked again at once: a kept connection may have been closed meanwhile
        uploader.send(file(), Watching())
    else:
        with pytest.raises(LinkError):
            uploader.send(file(), Watching())
        uploader.send(file(), Watching())
    assert world.kept() == SCAN
    assert world.line.bytes_sent == len(SCAN)


def test_another_offset_than_thought_is_asked_for_and_heeded(world: World) -> None:
    """Two programs of one station, or a copy of it, sent the same scan in turns."""
    uploader = world.uploader()
    world.line.faults.append(Fault("PATCH", cut_after=100))
    with pytest.raises(LinkError):
        uploader.send(file(), Watching())
    conflict = Answer(
        409, {"Tus-Resumable": "1.0.0"}, b'{"code":"scan.wrong_offset","params":{"offset":100}}'
    )
    world.line.faults.append(Fault("HEAD"))
    world.line.faults.append(Fault("PATCH", answer=conflict))
    uploader.send(file(), Watching())
    assert world.kept() == SCAN


def test_an_upload_that_expired_meanwhile_begins_anew(world: World) -> None:
    world.line.faults.append(Fault("PATCH", cut_after=100))
    with pytest.raises(LinkError):
        world.uploader().send(file(), Watching())
    world.store.remove(OFFICE, NAME)
    world.uploader().send(file(), Watching())
    assert world.kept() == SCAN


def test_a_chunk_mangled_on_the_way_is_sent_again(world: World) -> None:
    mangled = Answer(460, {"Tus-Resumable": "1.0.0"}, b"")
    world.line.faults.append(Fault("PATCH", answer=mangled))
    world.uploader().send(file(), Watching())
    assert world.kept() == SCAN


def test_a_length_that_cannot_be_is_cleared_away(world: World) -> None:
    world.store.begin(OFFICE, NAME, 5, "")
    world.uploader().send(file(), Watching())
    assert world.kept() == SCAN


def test_content_that_is_not_what_its_name_says_is_told_and_dropped_and_an_alarm_is_kept(
    world: World,
) -> None:
    world.vault.slice = lambda name, start, length: bytes(len(SCAN))[start : start + length]  # type: ignore[method-assign]
    with pytest.raises(UploadError) as raised:
        world.uploader().send(file(), Watching())
    assert (raised.value.trouble.value, raised.value.for_good) == ("bad_hash", False)
    assert world.kept() is None
    assert ("scan.bad_hash", {"sha256": NAME}) in world.centre.alarms()
    del world.vault.slice
    world.uploader().send(file(), Watching())
    assert world.kept() == SCAN


def test_too_large_a_scan_is_refused_before_any_byte(world: World) -> None:
    world.use(replace(world.settings, largest=1000))
    with pytest.raises(UploadError) as raised:
        world.uploader().send(file(), Watching())
    assert (raised.value.trouble.value, raised.value.for_good) == ("too_large", True)
    assert world.line.bytes_sent == 0


def test_a_full_disk_there_breaks_nothing_and_it_goes_on_once_there_is_room(world: World) -> None:
    world.line.faults.append(Fault("PATCH", cut_after=5000))
    with pytest.raises(LinkError):
        world.uploader().send(file(), Watching())
    room = world.settings
    world.use(replace(room, reserve=2**60))
    with pytest.raises(UploadError) as raised:
        world.uploader().send(file(), Watching())
    assert (raised.value.trouble.value, raised.value.for_good) == ("storage_full", False)
    sent = world.line.bytes_sent
    world.use(room)
    world.uploader().send(file(), Watching())
    assert world.kept() == SCAN
    assert world.line.bytes_sent - sent == len(SCAN) - 5000


def test_an_upload_in_other_hands_is_left_for_later(world: World) -> None:
    world.store.begin(OFFICE, NAME, len(SCAN), "")
    held = world.store.continued(OFFICE, NAME, 0, None)
    with pytest.raises(UploadError) as raised:
        world.uploader().send(file(), Watching())
    held.close()
    assert raised.value.trouble.value == "locked"


def test_an_upload_that_makes_room_keeps_what_was_acknowledged(world: World) -> None:
    watching = Watching()

    class Leaving(Watching):
        def reached(self, offset: int) -> None:
            super().reached(offset)
            self.leaving = offset > 0

    watching = Leaving()
    with pytest.raises(BrokenOffError):
        world.uploader().send(file(), watching)
    assert world.store.state(OFFICE, NAME).offset == watching.offsets[-1] > 0


def test_a_damaged_file_is_not_sent(world: World) -> None:
    world.vault.damage(NAME)
    with pytest.raises(DomainError, match=r"vault\.damaged"):
        world.uploader().send(file(), Watching())
    assert world.line.bytes_sent == 0


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (Answer(200, {"Content-Type": "text/html"}, b"<html>"), Trouble.NOT_OUR_SERVER),
        (Answer(404, {"Content-Type": "text/html"}, b"<html>"), Trouble.NOT_OUR_SERVER),
        (Answer(401, {}, b""), Trouble.NOT_OUR_SERVER),
        (Answer(401, {"Tus-Resumable": "1.0.0"}, b""), Trouble.UNKNOWN_STATION),
        (Answer(403, {"Tus-Resumable": "1.0.0"}, b""), Trouble.REVOKED),
        (Answer(429, {"Retry-After": "7"}, b""), Trouble.RATE_LIMITED),
        (Answer(426, {"Sync-Protocol": "9"}, b""), Trouble.PROTOCOL),
        (Answer(502, {}, b""), Trouble.SERVER_ERROR),
        (Answer(500, {"Sync-Protocol": "1"}, b""), Trouble.SERVER_ERROR),
        (Answer(200, {"Tus-Resumable": "1.0.0"}, b""), Trouble.BAD_ANSWER),
        (Answer(200, {"Tus-Resumable": "1.0.0", "Upload-Offset": "-5"}, b""), Trouble.BAD_ANSWER),
    ],
)
def test_every_other_answer_is_a_trouble_of_the_line(world: World, answer: Answer, trouble: Trouble) -> None:
    world.line.faults.append(Fault("HEAD", answer=answer))
    with pytest.raises(LinkError) as raised:
        world.uploader().send(file(), Watching())
    assert raised.value.trouble is trouble
    assert raised.value.retry_after == (7.0 if trouble is Trouble.RATE_LIMITED else None)
    assert world.line.bytes_sent == 0


def test_a_stranger_and_another_office_are_shut_out(world: World) -> None:
    world.line._headers["authorization"] = f"Bearer {OFFICE}.nobody"
    with pytest.raises(LinkError) as raised:
        world.uploader().send(file(), Watching())
    assert raised.value.trouble is Trouble.UNKNOWN_STATION
    world.line._headers["authorization"] = world.station.authorization
    elsewhere = Uploader(world.line, "other-office", world.vault.slice, Lanes())
    with pytest.raises(LinkError) as raised:
        elsewhere.send(file(), Watching())
    assert raised.value.trouble is Trouble.REVOKED


def test_a_server_that_never_gets_on_is_not_asked_for_ever(world: World) -> None:
    stuck = Answer(204, {"Tus-Resumable": "1.0.0", "Upload-Offset": "0"}, b"")
    world.line.faults.extend([Fault("HEAD"), Fault("POST"), *[Fault("PATCH", answer=stuck)] * 50])
    with pytest.raises(LinkError) as raised:
        world.uploader().send(file(), Watching())
    assert raised.value.trouble is Trouble.BAD_ANSWER
    assert world.line.methods().count("PATCH") < 10
