"""Procedures at the centre: taken from a file row by row, published as a new version for the feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counter_app.bootstrap.shipped import shipped_data
from counter_app.central.database import Database, open_database
from counter_app.central.documents import newest, publish, versions
from counter_app.central.office_catalogue import Published, import_catalogue
from counter_app.central.settings import CentralSettings
from counter_app.cli import main
from counter_app.domain.errors import DomainError
from counter_app.domain.procedures import Catalogue, parse_catalogue
from tests.builders import BIRTH, DEATH, MARRIAGE
from tests.fakes.clock import MORNING
from tests.fixtures.central import OFFICE, add_office
from tests.fixtures.central_databases import Databases

HEAD = "Mã thủ tục;Loại phí;Phí tại quầy"
GOOD = f"{DEATH};HĐND;8.000"
BAD = f"{BIRTH};HĐND;0"


@pytest.fixture
def database(databases: Databases, tmp_path: Path) -> Iterator[Database]:
    found = open_database(CentralSettings(tmp_path / "data", databases.empty()))
    add_office(found)
    with found.write() as connection:
        publish(connection, OFFICE, "catalogue", shipped_data().catalogue.to_dict(), MORNING)
    yield found
    found.close()


def rows(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def take_in(database: Database, data: bytes, **how: bool) -> Published:
    with database.write() as connection:
        return import_catalogue(connection, OFFICE, data, shipped_data().index, MORNING, **how)


def in_force(database: Database) -> tuple[int, Catalogue]:
    with database.read() as connection:
        document = newest(connection, OFFICE, "catalogue")
        told = versions(connection, OFFICE, "any-station").catalogue
    assert document is not None
    assert told == document.version
    return document.version, parse_catalogue(json.loads(document.content))


@pytest.mark.requirement("HT-06", "NA-52", "PT-44", "LC-72")
def test_accepted_rows_go_out_as_a_new_version_with_the_day_from_which_it_holds(database: Database) -> None:
    told = take_in(database, rows(GOOD, BAD))
    assert (told.published, told.found.accepted, len(told.found.rejected)) == (True, 1, 1)
    number, catalogue = in_force(database)
    assert (number, catalogue.version, catalogue.valid_from) == (3, "2026.07.1~2", date(2026, 11, 23))
    assert told.version == catalogue.version
    assert catalogue.by_code[DEATH].fee.direct_vnd == 8_000
    assert catalogue.by_code[MARRIAGE] == shipped_data().catalogue.by_code[MARRIAGE]


def test_taking_the_same_file_in_again_publishes_nothing(database: Database) -> None:
    take_in(database, rows(GOOD))
    again = take_in(database, rows(GOOD))
    assert (again.published, again.version) == (False, "2026.07.1~2")
    assert in_force(database)[0] == 3


def test_a_dry_run_tells_the_same_and_publishes_nothing(database: Database) -> None:
    tried = take_in(database, rows(GOOD, BAD), dry_run=True)
    assert in_force(database)[0] == 2
    done = take_in(database, rows(GOOD, BAD))
    assert (tried.found.changes, tried.found.accepted) == (done.found.changes, done.found.accepted)
    assert [one.row for one in tried.found.rejected] == [one.row for one in done.found.rejected]


def test_nothing_is_published_when_no_row_can_be_used(database: Database) -> None:
    told = take_in(database, rows(BAD))
    assert (told.published, len(told.found.rejected)) == (False, 1)
    assert in_force(database)[0] == 2


def test_an_unknown_office_is_said_to_be_unknown(database: Database) -> None:
    with pytest.raises(DomainError, match=r"central\.unknown_office"), database.write() as connection:
        import_catalogue(connection, "moon", rows(GOOD), shipped_data().index, MORNING)


def test_the_command_tells_what_was_taken_and_each_row_that_was_not_in_words(
    tmp_path: Path, databases: Databases, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = CentralSettings(tmp_path / "data", databases.empty())
    opened = open_database(settings)
    add_office(opened)
    with opened.write() as connection:
        publish(connection, OFFICE, "catalogue", shipped_data().catalogue.to_dict(), MORNING)
    opened.close()
    file = tmp_path / "phi.csv"
    file.write_bytes(rows(GOOD, BAD))
    where = ["central", "--data", str(settings.data_dir), "--database", settings.database_url]

    def told(*options: str) -> dict[str, Any]:
        assert main([*where, "import-catalogue", str(file), "--office", OFFICE, *options]) == 0
        answer: dict[str, Any] = json.loads(capsys.readouterr().out)
        return answer

    assert told("--dry-run")["published"] is False
    answer = told()
    assert (answer["published"], answer["catalogue"], answer["accepted"]) == (True, "2026.07.1~2", 1)
    assert (answer["added"], answer["changed"], answer["removed"]) == ([], {DEATH: ["fee"]}, [])
    [row] = answer["rejected"]
    assert (row["row"], row["heading"], row["code"]) == (3, "Phí tại quầy", "catalogue.zero_is_not_free")
    assert row["why"].startswith("Mức thu 0 đồng chưa phải là miễn phí.")
    assert told("--lang", "en")["rejected"][0]["why"].startswith("An amount of 0 does not mean free.")
    assert main([*where, "import-catalogue", str(tmp_path / "no.csv"), "--office", OFFICE]) == 1


def test_a_file_of_a_hundred_megabytes_is_refused_before_it_is_read(
    tmp_path: Path, databases: Databases, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = CentralSettings(tmp_path / "data", databases.empty())
    file = tmp_path / "lon.csv"
    with file.open("wb") as stream:
        stream.truncate(100 * 1024 * 1024)  # sparse: it takes no room
    where = ["central", "--data", str(settings.data_dir), "--database", settings.database_url]
    assert main([*where, "import-catalogue", str(file), "--office", OFFICE]) == 1
    assert "8 MB" in capsys.readouterr().err
