"""Folding all dossiers anew after the rules of folding changed; piece by piece, resumable."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from counter_app.domain.dossier import FOLD_VERSION
from counter_app.storage.connection import connect
from counter_app.storage.dossier_store import Dossiers
from counter_app.storage.small_stores import delete_fact, read_fact, write_fact
from counter_app.storage.statements import Statement
from counter_app.storage.unit_of_work import EncryptedDatabase

_VERSION: Final = "fold.version"
_REACHED: Final = "fold.rebuilt_to"
_SUBJECTS: Final = Statement("journal.subjects")


def projections_are_old(database: EncryptedDatabase) -> bool:
    """Whether the dossiers were folded by an older program, or their rebuilding was not finished."""
    with database.snapshot() as connection:
        known = read_fact(connection, _VERSION)
        return int(known or 0) < FOLD_VERSION or read_fact(connection, _REACHED) is not None


def stamp_fold_version(path: Path, key: bytes) -> None:
    """Note in a new database by which rules it is folded."""
    connection = connect(path, key)
    try:
        write_fact(connection, _VERSION, str(FOLD_VERSION))
    finally:
        connection.close()


def rebuild_projections(
    database: EncryptedDatabase, *, batch: int = 200, progress: Callable[[int], None] | None = None
) -> int:
    """Fold every dossier anew, ``batch`` per transaction; returns how many.

    Work goes on meanwhile, and an interrupted rebuilding is taken up where it stopped. ``progress`` is
    told how many are done. Dossiers with erased entries keep what their projection says.
    """
    done = 0
    with database.transaction() as connection:
        if int(read_fact(connection, _VERSION) or 0) < FOLD_VERSION:
            write_fact(connection, _REACHED, "")
        write_fact(connection, _VERSION, str(FOLD_VERSION))
    while True:
        with database.transaction() as connection:
            after = read_fact(connection, _REACHED) or ""
            subjects = [row[0] for row in connection.rows(_SUBJECTS, {"after": after, "limit": batch})]
            dossiers = Dossiers(connection)
            for subject in subjects:
                dossiers.renew(subject)
            if subjects:
                write_fact(connection, _REACHED, subjects[-1])
            else:
                delete_fact(connection, _REACHED)
        if not subjects:
            return done
        done += len(subjects)
        if progress is not None:
            progress(done)
