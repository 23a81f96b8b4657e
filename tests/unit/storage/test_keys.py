"""Where the database key lives, and how the office gets it back when a machine lost it."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import keyring
import pytest
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from keyring.backend import KeyringBackend
from keyring.errors import KeyringLocked, PasswordSetError

from counter_app.domain.errors import DomainError
from counter_app.storage.card import RECOVERY_FILE
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys, KeyChain, KeyringKeys, default_keys
from counter_app.storage.open import DATABASE_FILE, database_id, open_station
from counter_app.storage.recovery import recover
from tests.fixtures.dossiers import MORNING, Scribe
from tests.unit.storage.books import found, receive
from tests.unit.storage.conftest import STATION

KEY = bytes(range(32))


@dataclass
class ShelfKeys:
    """A key place in memory; a ``closed`` one keeps nothing."""

    name: str
    closed: bool = False
    kept: dict[str, bytes] = field(default_factory=dict)

    @property
    def place(self) -> str:
        return self.name

    def load(self, database_id: str) -> bytes | None:
        return self.kept.get(database_id)

    def save(self, database_id: str, key: bytes) -> bool:
        if not self.closed:
            self.kept[database_id] = key
        return not self.closed


def recovery_pair() -> tuple[bytes, bytes]:
    private = X25519PrivateKey.generate()
    return private.private_bytes_raw(), private.public_key().public_bytes_raw()


def code_of_recovery(data_dir: Path, private: bytes) -> str:
    with pytest.raises(DomainError) as caught:
        recover(data_dir, private)
    return caught.value.code


def test_a_key_file_is_for_the_programs_account_only(tmp_path: Path) -> None:
    keys = FolderKeys(tmp_path / "keys")
    assert keys.load("db") is None
    assert keys.save("db", KEY)
    assert keys.load("db") == KEY
    assert keys.load("other") is None
    [file] = (tmp_path / "keys").iterdir()
    if sys.platform != "win32":
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert stat.S_IMODE((tmp_path / "keys").stat().st_mode) == 0o700


@pytest.mark.parametrize("content", ["", "{}", '{"key": "zz"}', "[]"])
def test_a_key_file_that_makes_no_sense_is_told(tmp_path: Path, content: str) -> None:
    (tmp_path / "db.json").write_text(content)
    with pytest.raises(DomainError) as caught:
        FolderKeys(tmp_path).load("db")
    assert caught.value.code == "keys.unreadable"


def test_a_folder_that_cannot_be_written_keeps_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_bytes(b"")
    assert FolderKeys(tmp_path / "file" / "keys").load("db") is None


def test_a_chain_saves_in_the_first_place_that_keeps_and_finds_it_anywhere() -> None:
    keyring, machine, beside = ShelfKeys("keyring", closed=True), ShelfKeys("machine"), ShelfKeys("beside")
    chain = KeyChain(order=(machine, beside, keyring), preferred=(keyring, machine, beside))
    assert chain.save("db", KEY)
    assert machine.kept == {"db": KEY}
    assert beside.kept == {}
    assert (chain.load("db"), chain.place_of("db")) == (KEY, "machine")
    beside.kept["old"] = bytes(32)
    assert (chain.load("old"), chain.place_of("old")) == (bytes(32), "beside")
    assert (chain.load("none"), chain.place_of("none")) == (None, None)


def test_a_recovered_key_takes_the_place_of_a_spoilt_one(tmp_path: Path) -> None:
    keyring, machine = ShelfKeys("keyring"), FolderKeys(tmp_path)
    chain = KeyChain(order=(machine, keyring), preferred=(keyring, machine))
    (tmp_path / "db.json").write_text("spoilt")
    assert chain.save("db", KEY)
    assert chain.load("db") == KEY
    machine.save("db", bytes(32))
    assert chain.save("db", KEY)
    assert chain.load("db") == KEY


class SystemKeyring(KeyringBackend):
    """A keyring as an operating system has one; a ``locked`` one gives nothing and takes nothing."""

    priority = 5

    def __init__(self, locked: bool = False) -> None:
        super().__init__()  # type: ignore[no-untyped-call]
        self.locked = locked
        self.kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        if self.locked:
            raise KeyringLocked
        return self.kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        if self.locked:
            raise PasswordSetError
        self.kept[service, username] = password


class NoKeyring(SystemKeyring):
    """What the library takes when the system has none."""

    priority = 0


@pytest.fixture
def use_keyring() -> Iterator[Callable[[KeyringBackend], None]]:
    before = keyring.get_keyring()
    yield keyring.set_keyring
    keyring.set_keyring(before)


def test_a_system_keyring_keeps_the_key(use_keyring: Callable[[KeyringBackend], None]) -> None:
    use_keyring(SystemKeyring())
    assert KeyringKeys().load("db") is None
    assert KeyringKeys().save("db", KEY)
    assert KeyringKeys().load("db") == KEY
    assert KeyringKeys().place == "keyring:SystemKeyring"


@pytest.mark.parametrize("backend", [SystemKeyring(locked=True), NoKeyring()])
def test_without_an_open_system_keyring_the_next_place_is_taken(
    use_keyring: Callable[[KeyringBackend], None], tmp_path: Path, backend: KeyringBackend
) -> None:
    use_keyring(backend)
    chain = KeyChain((FolderKeys(tmp_path), KeyringKeys()), (KeyringKeys(), FolderKeys(tmp_path)))
    assert chain.load("db") is None
    assert chain.save("db", KEY)
    assert FolderKeys(tmp_path).load("db") == KEY


def test_a_chain_without_a_place_says_so() -> None:
    closed = ShelfKeys("keyring", closed=True)
    assert not KeyChain((closed,), (closed,)).save("db", KEY)


def test_the_usual_places_are_machine_data_and_keyring(tmp_path: Path) -> None:
    places = [store.place for store in default_keys(tmp_path).order[:2]]
    assert places[1] == str(tmp_path / "keys")
    assert not places[0].startswith(str(tmp_path))
    assert not Path(places[0]).is_relative_to(Path.home())


@pytest.mark.requirement("AG-08")
def test_the_office_gets_the_key_back_with_its_recovery_key(tmp_path: Path) -> None:
    private, public = recovery_pair()
    lost = FolderKeys(tmp_path / "lost")
    store = create_station(
        tmp_path / "data", lost, recovery_public_key=public, station=STATION, enrolled_at=MORNING
    )
    assert store.key_is_sealed()
    subject = receive(store, Scribe())
    store.close()
    fresh = FolderKeys(tmp_path / "fresh")
    with pytest.raises(DomainError, match=r"keys\.missing"):
        open_station(tmp_path / "data", fresh)
    key = recover(tmp_path / "data", private)
    fresh.save(database_id(tmp_path / "data" / DATABASE_FILE), key)
    store = open_station(tmp_path / "data", fresh)
    assert found(store) == [subject]
    store.close()


def test_the_key_can_be_sealed_later_and_to_another_recovery_key(data_dir: Path, keys: FolderKeys) -> None:
    store = open_station(data_dir, keys)
    assert not store.key_is_sealed()
    old, new = recovery_pair(), recovery_pair()
    store.seal_key(old[1])
    store.seal_key(new[1])
    assert store.key_is_sealed()
    store.close()
    assert code_of_recovery(data_dir, old[0]) == "keys.wrong_recovery_key"
    assert recover(data_dir, new[0]) == keys.load(database_id(data_dir / DATABASE_FILE))


def test_recovery_says_why_it_cannot(data_dir: Path, tmp_path: Path, keys: FolderKeys) -> None:
    private, public = recovery_pair()
    assert code_of_recovery(tmp_path / "nothing", private) == "keys.no_recovery_file"
    assert code_of_recovery(data_dir, private) == "keys.not_sealed"
    store = open_station(data_dir, keys)
    with pytest.raises(DomainError) as caught:
        store.seal_key(b"short")
    assert caught.value.code == "keys.bad_public_key"
    store.seal_key(public)
    store.close()
    assert code_of_recovery(data_dir, b"short") == "keys.wrong_recovery_key"
    card = json.loads((data_dir / RECOVERY_FILE).read_text())
    for damage in ({"sealed": "00" * 48}, {"nonce": "00" * 12}, {"ephemeral": "01" * 32}, {"sealed": "zz"}):
        spoilt = {**card, "sealed": {**card["sealed"], **damage}}
        (data_dir / RECOVERY_FILE).write_text(json.dumps(spoilt))
        assert code_of_recovery(data_dir, private) == "keys.recovery_damaged"
    (data_dir / RECOVERY_FILE).write_text("{")
    assert code_of_recovery(data_dir, private) == "keys.recovery_damaged"


def test_the_recovery_file_does_not_hold_the_key(data_dir: Path, keys: FolderKeys) -> None:
    store = open_station(data_dir, keys)
    store.seal_key(recovery_pair()[1])
    store.close()
    key = keys.load(database_id(data_dir / DATABASE_FILE))
    assert key is not None
    assert key.hex() not in (data_dir / RECOVERY_FILE).read_text()
