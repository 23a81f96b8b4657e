"""A database that does not open says why and is left as it is; a lost key comes back with the office's."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from counter_app.bootstrap.keys import key_store
from counter_app.cli import main
from counter_app.config import Config
from counter_app.domain.errors import DomainError
from counter_app.services.store_ports import DossierFilter
from counter_app.storage.connection import connect
from counter_app.storage.open import DATABASE_FILE, database_id
from tests.e2e.conftest import Job
from tests.fixtures.central import CentralServer
from tests.fixtures.file_contents import contents, copy_as_if_killed
from tests.fixtures.real_counter import (
    RealCounter,
    enrolled,
    found_office,
    not_once_at_the_centre,
    receptions,
)


@pytest.fixture
def central(tmp_path: Path) -> Iterator[CentralServer]:
    """A running central system whose office keeps its recovery key in ``recovery-key.txt``."""
    server = CentralServer(tmp_path / "central")
    recovery_key = found_office(server)
    (tmp_path / "recovery-key.txt").write_text(recovery_key.hex() + "\n", "ascii")
    server.start()
    yield server
    server.close()


@pytest.fixture
def killed(central: CentralServer, tmp_path: Path) -> Config:
    """A station that was killed while a dossier stood in its log only."""
    config = enrolled(central, tmp_path / "station")
    with RealCounter(config, sync=False) as counter:
        counter.receive("Nguyễn Thị Mẫu")
        copy_as_if_killed(config.data_dir, tmp_path / "killed")
    return Config(tmp_path / "killed", keys="file")


def why_not(config: Config) -> str:
    """The code with which the station does not open."""
    with pytest.raises(DomainError) as refused:
        RealCounter(config)
    return refused.value.code


def lose_key(config: Config) -> None:
    for path in (config.data_dir / "keys").iterdir():
        path.unlink()


def recover(config: Config, key_file: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """``counter-app recover`` on this station."""
    monkeypatch.setenv("COUNTER_APP_KEYS", config.keys)
    return main(["--data-dir", str(config.data_dir), "recover", "--key-file", str(key_file)])


# --- what does not open -----------------------------------------------------------------------------


def test_a_database_without_its_key_is_left_alone(killed: Config) -> None:
    lose_key(killed)
    before = contents(killed.data_dir)
    assert why_not(killed) == "keys.missing"
    assert contents(killed.data_dir) == before


def test_a_database_with_another_ones_key_is_left_alone(killed: Config) -> None:
    key_store(killed).save(database_id(killed.data_dir / DATABASE_FILE), os.urandom(32))
    before = contents(killed.data_dir)
    assert why_not(killed) == "storage.wrong_key"
    assert contents(killed.data_dir) == before


def test_a_database_of_a_newer_program_is_left_alone(killed: Config, tmp_path: Path) -> None:
    path = killed.data_dir / DATABASE_FILE
    key = key_store(killed).load(database_id(path))
    assert key is not None
    with closing(connect(path, key)) as newer:
        newer.sql("PRAGMA user_version = 9999")
        copy_as_if_killed(killed.data_dir, tmp_path / "newer")
    config = Config(tmp_path / "newer", keys="file")
    before = contents(config.data_dir)
    assert f"{DATABASE_FILE}-wal" in before
    assert why_not(config) == "storage.newer_version"
    assert contents(config.data_dir) == before


def test_an_open_station_is_not_opened_a_second_time(killed: Config) -> None:
    with RealCounter(killed, sync=False):
        assert why_not(killed) == "storage.in_use"


# --- the way back -----------------------------------------------------------------------------------


@pytest.mark.requirement("HT-04")
@pytest.mark.parametrize("how", ["lost", "replaced"])
def test_the_offices_recovery_key_brings_a_lost_key_back(
    how: str, killed: Config, central: CentralServer, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    lose_key(killed)
    if how == "replaced":
        key_store(killed).save(database_id(killed.data_dir / DATABASE_FILE), os.urandom(32))
    assert recover(killed, tmp_path / "recovery-key.txt", monkeypatch) == 0
    assert "Đã khôi phục khóa" in capsys.readouterr().out
    with RealCounter(killed) as counter:
        codes = [one.code for one in receptions(counter.entries())] + [counter.receive().code]
        counter.wait_until_sent()
        assert not_once_at_the_centre(central, codes) == []
        assert counter.running.services.dossiers.count("", DossierFilter.ALL) == 2


@pytest.mark.parametrize("text", ["00" * 32, "not a key", "ab", ""])
def test_any_other_recovery_key_changes_nothing(
    text: str, killed: Config, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    lose_key(killed)
    (tmp_path / "wrong.txt").write_text(text, "ascii")
    before = contents(killed.data_dir)
    assert recover(killed, tmp_path / "wrong.txt", monkeypatch) == 1
    assert capsys.readouterr().err.strip()
    assert contents(killed.data_dir) == before


def test_the_demonstrations_own_recovery_key_opens_its_station(
    job: Job, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shutil.copytree(job.out / "demo" / "station", tmp_path / "station")
    config = Config(tmp_path / "station", keys="file")
    lose_key(config)
    assert recover(config, job.out / "demo" / "recovery-key.txt", monkeypatch) == 0
    with RealCounter(config, sync=False) as counter:
        assert counter.running.services.dossiers.count("", DossierFilter.ALL) == job.result["received"]
