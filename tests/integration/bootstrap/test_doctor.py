"""``doctor`` on real stations: it says what is, changes nothing, and works when the counter does not."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

from counter_app.bootstrap.checks.row import State
from counter_app.bootstrap.doctor import run_checks
from counter_app.bootstrap.keys import key_store
from counter_app.config import Config
from counter_app.storage.connection import connect
from counter_app.storage.open import DATABASE_FILE, database_id
from tests.fakes.clock import SetClock, SystemClock
from tests.fixtures.file_contents import contents, copy_as_if_killed
from tests.fixtures.real_counter import RealCounter
from tests.integration.bootstrap.examination import WORDS, by_name, codes, examined

# --- life of a station ----------------------------------------------------------------------------


def test_before_enrolment_everything_is_told_and_nothing_is_made(tmp_path: Path) -> None:
    config = Config(tmp_path / "station", keys="file")
    rows = examined(config)
    assert codes(rows, "data_folder", "key", "database", "enrolment", "central", "clock") == [
        "not_yet", "not_yet", "not_yet", "needed", "no_address", "not_compared",
    ]  # fmt: skip
    assert [row.name for row in rows.values() if row.state is State.ERROR and row.name != "display"] == []
    assert not config.data_dir.exists()


def test_an_enrolled_station_is_well_and_is_not_changed(config: Config) -> None:
    before = contents(config.data_dir)
    rows = examined(config)
    names = ("data_folder", "recovery", "database", "enrolment", "central", "certificate", "access", "clock")
    assert codes(rows, *names) == [
        "writable", "sealed", "opens", "enrolled", "reached", "this_machine", "granted", "right",
    ]  # fmt: skip
    assert rows["enrolment"].params == {"station": "Quầy 03", "number": "03"}
    assert contents(config.data_dir) == before


def test_an_open_counter_is_examined_from_outside_and_from_within(config: Config) -> None:
    with RealCounter(config) as counter:
        counter.wait_until_sent()
        counter.receive()
        assert examined(config)["database"].code == "open_elsewhere"
        inside = by_name(run_checks(config, counter.running))
        assert codes(inside, "database", "enrolment", "access") == ["opens", "enrolled", "granted"]
        counter.receive()
    assert examined(config)["database"].code == "opens"


def test_a_station_that_was_killed_is_examined_without_touching_its_log(
    config: Config, tmp_path: Path
) -> None:
    with RealCounter(config, sync=False) as counter:
        counter.receive()
        copy = tmp_path / "killed"
        copy_as_if_killed(config.data_dir, copy)
    killed = Config(copy, keys="file")
    assert (copy / f"{DATABASE_FILE}-wal").stat().st_size > 0
    before = contents(copy)
    assert codes(examined(killed), "database", "enrolment") == ["opens", "enrolled"]
    assert contents(copy) == before


# --- key and database -----------------------------------------------------------------------------


def test_a_key_beside_the_data_is_warned_of(config: Config) -> None:
    key = examined(config)["key"]
    assert (key.code, key.state) == ("beside_data", State.WARNING)


def test_a_lost_key_is_named_with_the_way_back(config: Config) -> None:
    for path in (config.data_dir / "keys").iterdir():
        path.unlink()
    before = contents(config.data_dir)
    rows = examined(config)
    assert codes(rows, "key", "recovery", "database", "enrolment") == [
        "missing",
        "sealed",
        "locked",
        "unknown",
    ]
    assert "counter-app recover" in WORDS.text(str(rows["database"].advice_key), **rows["database"].params)
    assert contents(config.data_dir) == before


def test_another_databases_key_is_told_apart_from_damage(config: Config) -> None:
    path = config.data_dir / DATABASE_FILE
    assert key_store(config).save(database_id(path), os.urandom(32))
    before = contents(config.data_dir)
    assert examined(config)["database"].code == "wrong_key"
    assert contents(config.data_dir) == before


def test_a_damaged_database_is_named_and_left_alone(config: Config) -> None:
    path = config.data_dir / DATABASE_FILE
    data = bytearray(path.read_bytes())
    data[100:200] = bytes(100)
    path.write_bytes(data)
    before = contents(config.data_dir)
    assert examined(config)["database"].code == "damaged"
    assert contents(config.data_dir) == before


def test_damage_in_the_middle_of_the_database_is_found(config: Config) -> None:
    path = config.data_dir / DATABASE_FILE
    data = bytearray(path.read_bytes())
    data[len(data) // 2] ^= 0xFF
    path.write_bytes(data)
    assert examined(config)["database"].state is State.ERROR


def test_a_database_of_a_newer_version_is_named_and_left_alone(config: Config) -> None:
    path = config.data_dir / DATABASE_FILE
    key = key_store(config).load(database_id(path))
    assert key is not None
    with closing(connect(path, key)) as newer:
        newer.sql("PRAGMA user_version = 9999")
    before = contents(config.data_dir)
    assert examined(config)["database"].code == "newer"
    assert contents(config.data_dir) == before


def test_a_database_that_is_gone_is_not_taken_for_a_new_station(config: Config) -> None:
    (config.data_dir / DATABASE_FILE).unlink()
    rows = examined(config)
    assert codes(rows, "database", "enrolment") == ["missing", "unknown"]


def test_a_synchronised_folder_is_an_error(tmp_path: Path) -> None:
    folder = examined(Config(tmp_path / "Dropbox" / "station", keys="file"))["data_folder"]
    assert (folder.code, folder.state) == ("synced", State.ERROR)


def test_a_data_folder_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "station").write_text("")
    assert examined(Config(tmp_path / "station", keys="file"))["data_folder"].code == "no_folder"


# --- clock ----------------------------------------------------------------------------------------


def test_a_clock_behind_the_journal_is_an_error(config: Config) -> None:
    with RealCounter(config, sync=False) as counter:
        counter.receive()
    yesterday = SetClock(datetime.now(UTC) - timedelta(days=1))
    assert examined(config, yesterday)["clock"].code == "behind_journal"


def test_a_clock_far_from_central_time_is_warned_of(config: Config) -> None:
    clock = examined(config, SystemClock(timedelta(minutes=7)))["clock"]
    assert (clock.code, clock.state) == ("off", State.WARNING)


# --- the command ----------------------------------------------------------------------------------


def test_the_command_answers_in_json_without_personal_data(config: Config) -> None:
    with RealCounter(config, sync=False) as counter:
        counter.receive("Nguyễn Thị Mẫu")
        done = subprocess.run(
            [sys.executable, "-m", "counter_app", "--data-dir", str(config.data_dir), "doctor", "--json"],
            env={**os.environ, "COUNTER_APP_KEYS": "file"}, capture_output=True, text=True, check=False,
        )  # fmt: skip
    answer = json.loads(done.stdout)
    assert done.returncode == (0 if answer["ok"] else 1), done.stderr
    assert answer["ok"] == all(row["state"] != "error" for row in answer["checks"])
    assert {"open_elsewhere", "granted"} <= {row["code"] for row in answer["checks"]}
    assert all(row["advice"] for row in answer["checks"] if row["state"] != "ok")
    for private in ("Nguyễn", "089190000017", "0900 000 017"):
        assert private not in done.stdout + done.stderr


def test_the_command_fails_when_something_is_in_error(config: Config) -> None:
    (config.data_dir / DATABASE_FILE).unlink()
    done = subprocess.run(
        [sys.executable, "-m", "counter_app", "--data-dir", str(config.data_dir), "doctor"],
        env={**os.environ, "COUNTER_APP_KEYS": "file"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 1
    assert "Không ghi danh lại" in done.stdout


def test_a_wrong_configuration_is_a_row_of_its_own(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "counter_app", "--data-dir", str(tmp_path), "doctor", "--json"],
        env={**os.environ, "COUNTER_APP_KEYS": "cupboard"}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    first = json.loads(done.stdout)["checks"][0]
    assert (first["name"], first["state"], first["params"]["setting"]) == ("config", "error", "keys")
    assert done.returncode == 1
