"""Errors of the operating system under a central system on SQLite: a push is stored and acknowledged, or not.

strace makes up the kernel's answers while the server runs. The distance of the faults is no multiple of the
calls that one push makes, so that they wander over all places of a push: the first write, the second, and so
on, the sync, the checkpoint, the note beside the database.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest

from counter_app.central.problems import ProblemError
from counter_app.central.settings import CentralSettings
from counter_app.domain.journal import Entry
from tests.e2e.test_system_faults import strace
from tests.fixtures.central_databases import Databases, on_sqlite
from tests.fixtures.centre_process import CentreProcess
from tests.fixtures.dossiers import reception
from tests.fixtures.http_service import HttpService
from tests.fixtures.pushers import FeedReader
from tests.fixtures.signing_station import SigningStation
from tests.fixtures.small_disk import SmallDisk

pytestmark = [pytest.mark.prove, pytest.mark.timeout(300), on_sqlite]

PUSHES: Final = 80
"""Enough for a checkpoint among them."""
TRIES: Final = 100


@dataclass(frozen=True)
class Fault:
    """``when`` is strace's: first call, ``+`` distance; or first and last one of a row."""

    call: str
    error: str
    when: str


FAULTS: Final = {
    "disk full now and then": Fault("pwrite64", "ENOSPC", "100+53"),
    "a write fails now and then": Fault("pwrite64", "EIO", "101+61"),
    "a sync fails now and then": Fault("fdatasync", "EIO", "6+3"),
    "disk full for a while": Fault("pwrite64", "ENOSPC", "300..340"),
    "syncs fail for a while": Fault("fdatasync", "EIO", "8..16"),
    "the note cannot be kept now and then": Fault("ftruncate", "EIO", "4+3"),
}


class Sender:
    """One station that sends one dossier after the other, each until it is acknowledged."""

    def __init__(self, centre: CentreProcess) -> None:
        self.centre = centre
        self.service = HttpService(centre.url)
        self.station = SigningStation(self.service, centre.code())
        self.failures: Counter[str] = Counter()
        self.sent: list[Entry] = []

    def send(self) -> None:
        number = len(self.sent) + 1
        entry = self.station.write(f"dossier-{number}", reception(number))
        for _ in range(TRIES):
            if self.taken(entry):
                self.sent.append(entry)
                return
        raise AssertionError(f"not stored: {self.failures}")

    def taken(self, entry: Entry) -> bool:
        """Send once; whether it was acknowledged. Any refusal but the server's own trouble is an error."""
        try:
            answer = self.station.push(entry)
        except ProblemError as error:
            if error.status < 500:
                raise
            self.failures[error.code] += 1
            return False
        assert [(verdict.seq, verdict.state) for verdict in answer.verdicts] == [(entry.seq, "accepted")]
        return True


@contextmanager
def sending(centre: CentreProcess) -> Iterator[Sender]:
    """The process runs for the length of the block, with a station."""
    try:
        centre.start()
        sender = Sender(centre)
        with closing(sender.service):
            yield sender
    finally:
        centre.close()


def holds_exactly(settings: CentralSettings, sender: Sender) -> None:
    """All that was acknowledged is there once, and the file is whole."""
    reader = FeedReader(lambda: sender.service, sender.station)
    reader.read()
    reader.holds([(entry.station, entry.seq, entry.hash) for entry in sender.sent])
    assert reader.after == len(sender.sent)
    database = sqlite3.connect(settings.data_dir / "central.db")
    assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    database.close()


@pytest.mark.requirement("AG-17")
@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_of_the_disk_at_any_call_costs_an_error_and_no_entry(
    name: str, databases: Databases, tmp_path: Path
) -> None:
    fault, trace = FAULTS[name], tmp_path / "trace"
    settings = databases.with_office(tmp_path / "data")
    tracer = [strace(), "-f", "-qq", "--seccomp-bpf", "-o", str(trace), "-e", f"trace={fault.call}"]
    tracer += ["-e", f"inject={fault.call}:error={fault.error}:when={fault.when}"]
    with sending(CentreProcess(settings, tmp_path / "log", tracer=tracer)) as sender:
        for _ in range(PUSHES):
            sender.send()
        met = trace.read_text(errors="replace").count("(INJECTED)")
        print(f"{name}: {met} faults, {dict(sender.failures)} for {PUSHES} pushes")
        holds_exactly(settings, sender)
    assert met >= 9
    assert set(sender.failures) <= {"database.away", "internal.error"}


def test_a_centre_on_a_full_disk_says_so_answers_who_asks_and_goes_on_when_there_is_room(
    databases: Databases, disk: SmallDisk, tmp_path: Path
) -> None:
    settings = databases.with_office(disk.folder / "data")
    with sending(CentreProcess(settings, tmp_path / "log")) as sender:
        asking = SigningStation(sender.service, sender.centre.code("04"))
        sender.send()
        disk.fill()
        refused = sender.station.write("dossier-2", reception(2))
        assert not any(sender.taken(refused) for _ in range(5))
        # A station that only reads is told the news, although it cannot be noted that it was there.
        news = sender.service.feed(asking.office, 0, asking.authorization)
        assert [item.no for item in news.items] == [1]

        disk.empty()
        assert sender.taken(refused)
        sender.sent.append(refused)
        sender.send()
        holds_exactly(settings, sender)
    assert set(sender.failures) <= {"database.away"}
