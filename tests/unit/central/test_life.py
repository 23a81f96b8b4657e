"""The epoch: kept as long as the data lives, new when a backup was restored."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext

from counter_app.central.life import current_epoch
from counter_app.central.tables import metadata
from tests.fixtures.central_databases import Databases
from tests.fixtures.dossiers import reception
from tests.unit.central.conftest import Centre

Reopen = Callable[[Centre], Centre]


def epoch(centre: Centre) -> str:
    with centre.database.read() as connection:
        return current_epoch(connection)


def test_epoch_outlives_the_process(centre: Centre, reopen: Reopen) -> None:
    station = centre.station()
    station.push(station.write("dossier-1", reception(1)))
    assert epoch(reopen(centre)) == epoch(centre)


def test_restored_backup_gets_a_new_epoch_once(
    centre: Centre, reopen: Reopen, databases: Databases, tmp_path: Path
) -> None:
    station = centre.station()
    station.push(station.write("dossier-1", reception(1)))
    before = epoch(centre)
    centre.database.close()
    put_back = databases.back_up(centre.settings, tmp_path / "backup")
    again = reopen(centre)
    station.service = again.service
    station.push(station.write("dossier-2", reception(2)))
    again.database.close()

    put_back()
    restored = reopen(centre)
    assert epoch(restored) != before
    assert epoch(reopen(centre)) == epoch(restored)


@pytest.mark.parametrize("note", ["", "{}", '{"epoch": 1}', "\x00"])
def test_damaged_note_does_not_stop_the_server(centre: Centre, reopen: Reopen, note: str) -> None:
    centre.settings.life_file.write_text(note)
    assert epoch(reopen(centre)) == epoch(centre)


def test_migrations_end_at_the_tables_of_the_program(centre: Centre) -> None:
    with centre.database.read() as connection:
        assert compare_metadata(MigrationContext.configure(connection), metadata) == []
