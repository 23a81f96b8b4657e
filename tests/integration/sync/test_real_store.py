"""The engine on the encrypted store of a station, against a real server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from counter_app.central import admin
from counter_app.central.projection import dossier_of
from counter_app.domain.dossier import apply, fold
from counter_app.domain.entries import Body, CodeKind, StatusChanged
from counter_app.domain.journal import chain
from counter_app.domain.office import Station
from counter_app.services.store_ports import VerdictState
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore, open_station
from counter_app.sync.credentials import Credentials
from counter_app.sync.engine import SyncEngine
from counter_app.sync.transport import HttpLink
from tests.fakes.clock import MORNING, SystemClock
from tests.fixtures.central import OFFICE, CentralServer, draft
from tests.fixtures.dossiers import reception
from tests.integration.sync.test_faults import HASTY


class StoredStation:
    """A station whose store is the real one."""

    def __init__(self, store: StationStore, credentials: Credentials) -> None:
        self.store = store
        self.engine = SyncEngine(store.sync, lambda: HttpLink(credentials, HASTY), SystemClock(), pace=HASTY)
        self._told: list[SyncStatus] = []

    def write(self, subject: str, event: Body) -> None:
        """One unit of work, as the services do it."""
        with self.store.database.begin() as work:
            entry = chain(work.journal.head(), draft(subject, event), MORNING, None)
            work.journal.append(entry)
            before = work.dossiers.get(subject)
            dossier = fold([entry]) if before is None else apply(before, entry)
            assert dossier is not None
            work.dossiers.put(dossier, pending=1)
        self.engine.wake()

    def wait(self, holds: Callable[[SyncStatus], bool]) -> SyncStatus:
        import threading  # noqa: PLC0415

        reached = threading.Event()
        end = self.engine.subscribe(lambda status, _: reached.set() if holds(status) else None)
        try:
            assert holds(self.engine.status()) or reached.wait(20), self.engine.status()
        finally:
            end()
        return self.engine.status()


Open = Callable[[str, Credentials], StoredStation]


@pytest.fixture
def open_stored(tmp_path: Path) -> Iterator[Open]:
    opened: list[StoredStation] = []

    def make(name: str, credentials: Credentials) -> StoredStation:
        keys, folder = FolderKeys(tmp_path / "keys"), tmp_path / name
        if folder.exists():
            store = open_station(folder, keys)
        else:
            identity = Station(credentials.station, 1, credentials.number, credentials.name)
            store = create_station(folder, keys, station=identity, enrolled_at=MORNING)
        opened.append(StoredStation(store, credentials))
        return opened[-1]

    yield make
    for station in opened:
        assert station.engine.stop(20)
        station.store.close()


def all_sent(status: SyncStatus) -> bool:
    return status.state is LineState.ONLINE and status.backlog.entries == 0


@pytest.mark.requirement("AG-15", "LC-06")
def test_provisional_dossiers_of_an_offline_day_end_alike_everywhere(
    running: CentralServer, open_stored: Open
) -> None:
    first, second = (running.enrol(number) for number in ("01", "02"))
    running.stop()
    one, other = open_stored("one", first), open_stored("other", second)
    code = "TAM-H01.15.21-Q01-261120-0001"
    one.write("dossier-1", reception(1, code=code, code_kind=CodeKind.PROVISIONAL))
    one.write("dossier-1", StatusChanged(4))
    one.write("dossier-1", StatusChanged(10))
    other.write("dossier-2", reception(601))
    for station in (one, other):
        station.engine.start()
        station.wait(lambda status: status.state is LineState.OFFLINE and status.backlog.entries > 0)
    running.start()
    for station in (one, other):
        station.wait(all_sent)
        station.wait(lambda _, s=station: s.store.sync.position().after >= 5)  # type: ignore[misc]
    with running.database.read() as connection:
        assert admin.list_dossiers(connection, OFFICE)[0] == 2
        central = {subject: dossier_of(connection, OFFICE, subject) for subject in ("dossier-1", "dossier-2")}
    for station in (one, other):
        with station.store.database.read() as reads:
            assert {subject: reads.dossier(subject) for subject in central} == central
            official = central["dossier-1"]
            assert official is not None
            assert reads.id_of_code(official.code) == reads.id_of_code(code) == "dossier-1"
    with one.store.database.read() as reads:
        states = [recorded.verdict.state for recorded in reads.timeline("dossier-1") if recorded.own]
    assert sorted(states) == [VerdictState.ACCEPTED, VerdictState.ACCEPTED, VerdictState.REFUSED]


def test_entries_and_documents_are_there_after_a_restart(running: CentralServer, open_stored: Open) -> None:
    credentials = running.enrol()
    station = open_stored("one", credentials)
    station.engine.start()
    station.write("dossier-1", reception(1))
    station.wait(all_sent)
    station.wait(lambda _: station.store.sync.document_version("lease") == 1)
    assert station.engine.stop(20)
    station.store.close()

    again = open_stored("one", credentials)
    again.engine.start()
    status = again.wait(all_sent)
    assert status.backlog.accepted_total == 1
    assert again.store.sync.document_version("catalogue") == 1
    again.write("dossier-2", reception(2))
    again.wait(lambda status: status.backlog.accepted_total == 2)
