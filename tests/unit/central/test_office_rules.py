"""An office's regulation at the centre: checked, published with the directory, read by the counters."""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest

from counter_app.bootstrap.shipped import shipped_data
from counter_app.central.admin import directory_of
from counter_app.central.commands import add_arguments, carry_out
from counter_app.central.database import Database, open_database
from counter_app.central.office_rules import OfficeRulesChange, set_rules
from counter_app.central.settings import CentralSettings
from counter_app.domain.errors import DomainError
from tests.fakes.clock import MORNING
from tests.fixtures.central import OFFICE, add_office
from tests.fixtures.central_databases import Databases

OWN: Mapping[str, object] = {
    "regulation": "QĐ 12/2026/QĐ-UBND",
    "max_reappointments": 2,
    "clauses": {"max_reappointments": "Đ5 k1"},
}


@pytest.fixture
def database(databases: Databases, tmp_path: Path) -> Iterator[Database]:
    found = open_database(CentralSettings(tmp_path / "data", databases.empty()))
    add_office(found)
    yield found
    found.close()


def change(database: Database, **wanted: object) -> int:
    profiles = shipped_data().profiles or {}
    with database.write() as connection:
        return set_rules(connection, OFFICE, OfficeRulesChange(**wanted), profiles, MORNING)[1]  # type: ignore[arg-type]


def test_what_is_set_stands_in_the_newest_directory_and_the_rest_stays(database: Database) -> None:
    with database.read() as connection:
        before = directory_of(connection, OFFICE)
    version = change(database, profile="phu-tho", time_rules=OWN, form_package="tt-03-2025")
    with database.read() as connection:
        after = directory_of(connection, OFFICE)
    assert after.version == version == before.version + 1
    assert (after.office.profile, after.office.form_package) == ("phu-tho", "tt-03-2025")
    assert after.office.time_rules["max_reappointments"] == 2
    assert (after.clerks, after.office.hours) == (before.clerks, before.office.hours)
    change(database, time_rules={})
    with database.read() as connection:
        assert directory_of(connection, OFFICE).office.time_rules == {}
        assert directory_of(connection, OFFICE).office.profile == "phu-tho"


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ({"profile": "moon"}, "time_rules.unknown_profile"),
        ({"time_rules": {"max_reappointments": "many"}}, "time_rules.bad_profile"),
    ],
)
def test_what_no_counter_could_use_is_not_published(
    database: Database, wanted: dict[str, object], code: str
) -> None:
    with database.read() as connection:
        before = directory_of(connection, OFFICE).version
    with pytest.raises(DomainError) as refused:
        change(database, **wanted)
    assert refused.value.code == code
    with database.read() as connection:
        assert directory_of(connection, OFFICE).version == before


def test_the_command_sets_and_tells_the_office(tmp_path: Path) -> None:
    database = open_database(CentralSettings(tmp_path))
    add_office(database)
    database.close()
    file = tmp_path / "own.json"
    file.write_text(json.dumps(OWN, ensure_ascii=False), "utf-8")
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    said = ["--data", str(tmp_path), "set-office", OFFICE, "--profile", "nghe-an", "--time-rules", str(file)]
    answer = carry_out(parser.parse_args([*said, "--form-package", "tt-03-2025"]))
    assert isinstance(answer, dict)
    assert (answer["profile"], answer["form_package"]) == ("nghe-an", "tt-03-2025")
    with pytest.raises(DomainError, match=r"forms\.unknown_package"):
        carry_out(parser.parse_args([*said, "--form-package", "moon"]))
