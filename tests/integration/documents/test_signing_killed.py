"""A counter that is killed between signing a paper and recording it has lost nothing and doubles nothing."""

from __future__ import annotations

import os
import subprocess
import sys
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

import pytest

from counter_app.domain.entries import PaperSigned, read_event
from counter_app.domain.errors import DomainError
from counter_app.services.office_context import DIRECTORY, LEASE
from counter_app.services.signing_ports import SignedState
from counter_app.services.signing_settings import SigningSettings, SigningWay
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore, open_station
from tests.builders import STATION, clerk, directory_document, lease, put_document
from tests.fakes.clock import MORNING
from tests.fixtures.signing_counter import AWAY, administrator
from tests.fixtures.signing_keys import PASSPHRASE, authority, key_file
from tests.fixtures.time_authority import served
from tests.integration.documents.signing_program import counter_of, desk_of

ROOT = Path(__file__).parents[3]
pytestmark = pytest.mark.prove


@dataclass(frozen=True)
class Place:
    """A station with one dossier and a key file."""

    data: Path
    keys: Path
    settings: SigningSettings
    dossier: str

    def open(self) -> StationStore:
        return open_station(self.data, FolderKeys(self.keys))

    def killed(self, what: str, step: str) -> bool:
        program = [sys.executable, "-m", "tests.integration.documents.signing_program"]
        ended = subprocess.run(
            [*program, str(self.data), str(self.keys), self.dossier, what, step],
            cwd=ROOT,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            check=False,
            capture_output=True,
            timeout=120,
        )
        assert not ended.stderr, ended.stderr
        return ended.returncode != 0


@pytest.fixture
def place(tmp_path: Path) -> Place:
    data, keys = tmp_path / "data", tmp_path / "keys"
    create_station(data, FolderKeys(keys), station=STATION, enrolled_at=MORNING).close()
    file = key_file(tmp_path / "mau.p12", quick=True)
    settings = SigningSettings(SigningWay.KEY_FILE, key_file=str(file), authority=AWAY)
    with closing(open_station(data, FolderKeys(keys))) as store:
        put_document(store.database, DIRECTORY, directory_document())
        put_document(store.database, LEASE, lease().to_plain())
        dossier = counter_of(store).accept().id
        desk_of(store).signing.change(administrator(), settings)
    return Place(data, keys, settings, dossier)


def signatures(store: StationStore, dossier: str) -> list[PaperSigned]:
    with store.database.read() as reads:
        events = [read_event(one.entry) for one in reads.timeline(dossier)]
    return [event for event in events if isinstance(event, PaperSigned)]


def state(store: StationStore, dossier: str) -> SignedState:
    return desk_of(store).signing.papers(dossier, verify=True)[0].state


def test_killed_before_the_record_the_paper_is_unsigned_and_signed_once_afterwards(place: Place) -> None:
    assert place.killed("sign", "signed")
    with closing(place.open()) as store:
        assert signatures(store, place.dossier) == []
        assert state(store, place.dossier) is SignedState.NOT_SIGNED
        desk = desk_of(store)
        assert desk.queue.status().waiting == 0
        desk.signing.sign(place.dossier, "mau-01", clerk(), PASSPHRASE)
        assert len(signatures(store, place.dossier)) == desk.queue.status().waiting == 1


def test_killed_after_the_record_the_paper_is_signed_and_not_signed_twice(place: Place) -> None:
    assert place.killed("sign", "recorded")
    with closing(place.open()) as store:
        assert state(store, place.dossier) is SignedState.WAITING
        with pytest.raises(DomainError, match=r"signing\.already"):
            desk_of(store).signing.sign(place.dossier, "mau-01", clerk(), PASSPHRASE)
        assert len(signatures(store, place.dossier)) == 1


@pytest.mark.parametrize("step", ["stamped", "recorded"])
def test_killed_while_stamping_there_is_one_time_stamp_in_the_end(place: Place, step: str) -> None:
    assert not place.killed("sign", "never")
    with served(authority()) as url:
        with closing(place.open()) as store:
            wanted = SigningSettings(SigningWay.KEY_FILE, key_file=place.settings.key_file, authority=url)
            desk_of(store).signing.change(administrator(), wanted)
        assert place.killed("stamp", step)
        with closing(place.open()) as store:
            recorded = step == "recorded"
            assert len(signatures(store, place.dossier)) == 1 + recorded
            queue = desk_of(store).queue
            assert queue.status().waiting == 1 - recorded
            queue.step()
            queue.step()
            first, second = signatures(store, place.dossier)
            assert second.replaces == first.sha256
            assert state(store, place.dossier) is SignedState.STAMPED
            assert queue.status().waiting == 0
