"""Calendar overrides at the centre: taken row by row, published as a new version for the feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import pytest

from counter_app.central.database import Database, open_database
from counter_app.central.documents import newest, versions
from counter_app.central.office_calendar import import_overrides
from counter_app.central.settings import CentralSettings
from counter_app.cli import main
from counter_app.domain.errors import DomainError
from counter_app.domain.holidays import Holidays
from counter_app.services.office_directory import plain_document
from tests.fakes.clock import MORNING
from tests.fixtures.central import OFFICE, add_office
from tests.fixtures.central_databases import Databases

GOOD = "2026-11-23;;off;77/CĐ-UBND;Nghỉ do bão"
HEAD = "from;to;effect;decision;name_vi"


@pytest.fixture
def database(databases: Databases, tmp_path: Path) -> Iterator[Database]:
    found = open_database(CentralSettings(tmp_path / "data", databases.empty()))
    add_office(found)
    yield found
    found.close()


def rows(*lines: str) -> bytes:
    return "\n".join([HEAD, *lines]).encode()


def published(database: Database) -> tuple[int, Holidays, str]:
    with database.read() as connection:
        document = newest(connection, OFFICE, "calendar")
        told = versions(connection, OFFICE, "any-station").calendar
    assert document is not None
    assert told == document.version
    plain = plain_document(document.content.encode(), DomainError("working_time.bad_holidays"))
    return document.version, Holidays.from_plain(plain), str(plain["version"])


@pytest.mark.requirement("N-52")
def test_accepted_rows_reach_the_counters_as_a_new_version(database: Database) -> None:
    with database.write() as connection:
        found = import_overrides(connection, OFFICE, rows(GOOD, "soon;;off;1;x"), MORNING)
    assert [one.row for one in found.report.rejected] == [3]
    version, holidays, name = published(database)
    assert (version, name) == (2, "2026.11~1")
    assert found.version == name
    special = holidays.get(date(2026, 11, 23))
    assert special is not None
    assert special.decision == "77/CĐ-UBND"


def test_later_rows_replace_earlier_ones(database: Database) -> None:
    for line in (GOOD, GOOD.replace("off", "normal").replace("77", "78")):
        with database.write() as connection:
            import_overrides(connection, OFFICE, rows(line), MORNING)
    version, holidays, name = published(database)
    assert (version, name) == (3, "2026.11~2")
    special = holidays.get(date(2026, 11, 23))
    assert special is not None
    assert (special.effect, special.decision) == ("normal", "78/CĐ-UBND")


def test_nothing_is_published_when_no_row_can_be_used(database: Database) -> None:
    with database.write() as connection:
        found = import_overrides(connection, OFFICE, rows("soon;;off;1;x"), MORNING)
    assert (found.version, len(found.report.rejected)) == ("2026.11", 1)
    assert published(database)[0] == 1


def test_a_calendar_that_never_opens_is_not_published(database: Database) -> None:
    begins = [date(2027, 1, 1) + timedelta(days=90 * n) for n in range(6)]
    closed = [f"{day};{day + timedelta(days=89)};off;1/QĐ;x" for day in begins]
    with pytest.raises(DomainError, match=r"calendar\.closes_for_ever"), database.write() as connection:
        import_overrides(connection, OFFICE, rows(*closed), MORNING)
    assert published(database)[0] == 1


def test_an_unknown_office_is_said_to_be_unknown(database: Database) -> None:
    with pytest.raises(DomainError, match=r"central\.unknown_office"), database.write() as connection:
        import_overrides(connection, "moon", rows(GOOD), MORNING)


def test_the_command_tells_what_was_taken_and_what_was_not(
    tmp_path: Path, databases: Databases, capsys: pytest.CaptureFixture[str]
) -> None:
    settings = CentralSettings(tmp_path / "data", databases.empty())
    opened = open_database(settings)
    add_office(opened)
    opened.close()
    file = tmp_path / "lich.csv"
    file.write_bytes(rows(GOOD, "24/11/2026;;off;;Thiếu số"))
    where = ["central", "--data", str(settings.data_dir), "--database", settings.database_url]
    assert main([*where, "import-calendar", str(file), "--office", OFFICE]) == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["accepted"], answer["calendar"]) == (1, "2026.11~1")
    assert answer["rejected"] == [
        {"row": 3, "code": "calendar.decision_missing", "params": {}, "text": "24/11/2026 · off · Thiếu số"}
    ]
    assert main([*where, "import-calendar", str(tmp_path / "no.csv"), "--office", OFFICE]) == 1
