"""After the rules of folding changed, every dossier is folded anew, piece by piece."""

from __future__ import annotations

from datetime import timedelta

import pytest

from counter_app.domain.dossier import FOLD_VERSION, Dossier
from counter_app.domain.entries import DossierCancelled, DueReappointed, SupplementRequested
from counter_app.domain.journal import instant_text
from counter_app.services.store_ports import DossierQuery
from counter_app.storage.dossier_store import Dossiers
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import StationStore, open_station
from counter_app.storage.rebuild import projections_are_old, rebuild_projections
from counter_app.storage.search_index import WAITING
from tests.fixtures.dossiers import Scribe
from tests.unit.storage.books import dossier_of, found, receive, receive_many, record


class StoppedError(Exception):
    """The program ends in the middle."""


def make_old(store: StationStore) -> None:
    """As an older program would have left it: folded by other rules, and shown wrongly."""
    with store.database.transaction() as connection:
        connection.sql("UPDATE fact SET value = ? WHERE name = 'fold.version'", (str(FOLD_VERSION - 1),))
        connection.sql("UPDATE dossier SET fold_version = ?, owner_name = 'cũ'", (FOLD_VERSION - 1,))


def names(store: StationStore) -> set[str]:
    with store.database.read() as reads:
        return {row.owner_name for row in reads.find(DossierQuery(), limit=1000)}


def all_dossiers(store: StationStore, ids: list[str]) -> list[Dossier | None]:
    return [dossier_of(store, dossier_id) for dossier_id in ids]


def test_old_projections_are_noticed_and_rebuilt_in_their_places(
    store: StationStore, keys: FolderKeys
) -> None:
    ids = receive_many(store, Scribe(), WAITING + 4)
    before = names(store), all_dossiers(store, ids), found(store)
    assert not projections_are_old(store.database)
    make_old(store)
    store.close()
    store = open_station(store.data_dir, keys)
    assert store.needs_rebuild
    assert names(store) == {"cũ"}
    progress: list[int] = []
    assert rebuild_projections(store.database, batch=7, progress=progress.append) == WAITING + 4
    assert progress == [*range(7, WAITING + 4, 7), WAITING + 4]
    assert not projections_are_old(store.database)
    assert (names(store), all_dossiers(store, ids), found(store)) == before
    assert found(store, "le van mau") == before[2]
    store.close()


@pytest.mark.requirement("NA-39")
def test_a_rebuilding_finds_again_who_was_told_a_later_time_and_who_awaits_a_supplement(
    store: StationStore,
) -> None:
    scribe = Scribe()
    moved, awaiting = receive(store, scribe, 1), receive(store, scribe, 2)
    due = {"due_at": instant_text(scribe.now + timedelta(days=9))}
    told = DueReappointed(None, due, "other", "Chờ", "12/PXL", "", "", 1, "0001-03", "p", "n")
    until = scribe.now + timedelta(days=1)
    asked = SupplementRequested((), "Thiếu", until, "0001-03", "p", "n")
    record(store, [scribe.write(moved, told), scribe.write(awaiting, asked)])
    make_old(store)
    with store.database.transaction() as connection:
        connection.sql("UPDATE dossier SET reappointed = 7, supplement_due_at = NULL, unasked_since = 1", ())
    rebuild_projections(store.database)
    with store.database.read() as reads:
        rows = {row.id: row for row in reads.find(DossierQuery())}
    assert (rows[moved].reappointed, rows[awaiting].reappointed) == (1, 0)
    assert rows[awaiting].supplement_due_at == until
    assert [rows[one].unasked_since for one in (moved, awaiting)] == [rows[moved].received_at, None]


def test_a_rebuilding_that_was_stopped_goes_on_where_it_was(store: StationStore) -> None:
    receive_many(store, Scribe(), 9)
    make_old(store)

    def stop(done: int) -> None:
        if done == 6:
            raise StoppedError

    with pytest.raises(StoppedError):
        rebuild_projections(store.database, batch=3, progress=stop)
    assert projections_are_old(store.database)
    assert "cũ" in names(store)
    assert rebuild_projections(store.database, batch=3) == 3
    assert "cũ" not in names(store)
    assert not projections_are_old(store.database)


def test_an_old_projection_is_read_by_the_new_rules_before_it_is_rebuilt(store: StationStore) -> None:
    subject = receive(store, Scribe())
    before = dossier_of(store, subject)
    with store.database.transaction() as connection:
        Dossiers(connection).keep_apart(subject)
        connection.sql("UPDATE dossier SET fold_version = 0, state = json_set(state, '$.note', 'cũ')")
    assert dossier_of(store, subject) == before


def test_a_dossier_with_erased_entries_keeps_what_its_projection_says(store: StationStore) -> None:
    scribe = Scribe()
    subject = receive(store, scribe)
    record(store, [scribe.write(subject, DossierCancelled("nhầm", "Trần Văn Mẫu"))])
    before = dossier_of(store, subject)
    with store.database.transaction() as connection:
        Dossiers(connection).keep_apart(subject)
        connection.sql("UPDATE journal SET body = NULL WHERE seq = 1")
    make_old(store)
    rebuild_projections(store.database)
    assert dossier_of(store, subject) == before
    assert names(store) == {"Nguyễn Thị Mẫu"}


def test_a_state_is_written_only_where_the_entries_do_not_give_it(store: StationStore) -> None:
    scribe = Scribe()
    subject = receive(store, scribe)
    dossier = dossier_of(store, subject)
    assert dossier is not None

    def states() -> list[bool]:
        with store.database.snapshot() as connection:
            return [row[0] is not None for row in connection.fetch("SELECT state FROM dossier")]

    assert states() == [False]
    with store.database.begin() as work:
        work.dossiers.put(dossier, pending=1)
        work.dossiers.keep_apart("nobody")
    assert states() == [False]
    with store.database.begin() as work:
        work.dossiers.keep_apart(subject)
    assert states() == [True]
    assert dossier_of(store, subject) == dossier
