"""A file whose bytes were changed on the disk is recognised: no page of it is taken for what it was."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

import pytest

from counter_app.domain.errors import DomainError
from counter_app.services.store_ports import DossierQuery
from counter_app.storage.open import DATABASE_FILE, StationStore
from tests.integration.storage.conftest import Folders, assert_whole
from tests.integration.storage.writer_program import receive_next

PAGE = 4096


def flip(path: Path, page: int) -> None:
    """Change one bit in the middle of a page."""
    with path.open("r+b") as stream:
        stream.seek(page * PAGE + PAGE // 2)
        [byte] = stream.read(1)
        stream.seek(-1, 1)
        stream.write(bytes([byte ^ 1]))


@pytest.mark.requirement("AG-14")
def test_a_changed_bit_on_any_page_is_noticed(folders: Folders) -> None:
    with closing(folders.open()) as store:
        for _ in range(40):
            receive_next(store)
    path = folders.data / DATABASE_FILE
    pages = path.stat().st_size // PAGE
    assert pages > 20
    original = path.read_bytes()
    for page in range(0, pages, 7):
        flip(path, page)
        with pytest.raises(DomainError) as caught, closing(folders.open()) as store:
            read_every_page(store)
        assert caught.value.code == "storage.damaged"
        path.write_bytes(original)
    with closing(folders.open()) as store:
        assert assert_whole(store, at_least=40) == 40


def read_every_page(store: StationStore) -> None:
    with store.database.snapshot() as connection:
        if connection.fetch("PRAGMA cipher_integrity_check"):
            raise DomainError("storage.damaged")


def test_a_damaged_page_stops_only_what_needs_it(folders: Folders) -> None:
    with closing(folders.open()) as store:
        for _ in range(60):
            receive_next(store)
    path = folders.data / DATABASE_FILE
    with closing(folders.open()) as store, store.database.snapshot() as connection:
        [(root,)] = connection.fetch("SELECT rootpage FROM sqlite_schema WHERE name = 'ix_journal_subject'")
    flip(path, root - 1)
    with closing(folders.open()) as store, store.database.read() as reads:
        rows = reads.find(DossierQuery(text="mau"))
        assert len(rows) == 50
        with pytest.raises(DomainError) as caught:
            reads.timeline(rows[0].id)
    assert caught.value.code == "storage.damaged"
