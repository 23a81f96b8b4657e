"""Where the data lie, whether they can be read, and who could read them if this machine's key were lost."""

from __future__ import annotations

import os
import shutil
import stat
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from counter_app.bootstrap.checks.row import Check, found
from counter_app.bootstrap.checks.situation import Situation
from counter_app.domain.errors import DomainError
from counter_app.i18n.formats import size
from counter_app.storage.card import read_card
from counter_app.storage.keys import KeyChain
from counter_app.storage.location import check_location
from counter_app.storage.open import DATABASE_FILE, database_id, was_created
from counter_app.storage.read_only import is_whole

LOW_BYTES: Final = 1024**3
"""Free space below which somebody should make room: a year of a counter's entries fits into it."""
FULL_BYTES: Final = 64 * 1024**2
"""Free space below which the next large scan or migration may fail."""

_DATABASE_CODES: Final = {
    "storage.not_created": "not_yet",
    "storage.missing": "missing",
    "storage.wrong_key": "wrong_key",
    "storage.damaged": "damaged",
    "storage.newer_version": "newer",
    "storage.older_version": "older",
    "keys.missing": "locked",
    "keys.unreadable": "locked",
}


def check_folder(situation: Situation) -> Iterator[Check]:
    """Whether the data folder may be used, and whether there is room."""
    folder = situation.config.data_dir
    try:
        check_location(folder)
    except DomainError as error:
        code = error.code.removeprefix("storage.").removesuffix("_location")
        yield found("data_folder", code, folder=str(folder), what=str(error.params["what"]))
        return
    if not folder.exists():
        yield found("data_folder", "not_yet", folder=str(folder))
    elif not folder.is_dir():
        yield found("data_folder", "no_folder", folder=str(folder))
        return
    else:
        yield found("data_folder", "writable" if _takes_files(folder) else "read_only", folder=str(folder))
    yield _space(folder)


def check_key(situation: Situation) -> Iterator[Check]:
    """Where the database's key is kept, and whether the office could open the database without it."""
    path = situation.config.data_dir / DATABASE_FILE
    if not path.exists():
        if not was_created(situation.config.data_dir):
            yield found("key", "not_yet")
        return
    yield _key_place(situation, database_id(path))
    yield _recovery(situation)


def check_database(situation: Situation) -> Iterator[Check]:
    """Whether the database opens, and whether all of it can be read."""
    path = situation.config.data_dir / DATABASE_FILE
    if situation.database is None:
        error = situation.trouble or DomainError("storage.io")
        code = _DATABASE_CODES.get(error.code, "unreadable")
        yield found("database", code, folder=str(situation.config.data_dir), reason=error.code)
        return
    try:
        whole = is_whole(situation.database)
    except DomainError as error:
        code = _DATABASE_CODES.get(error.code, "unreadable")
        yield found("database", code, folder=str(situation.config.data_dir), reason=error.code)
        return
    if not whole:
        yield found("database", "not_whole", folder=str(situation.config.data_dir))
        return
    code = "open_elsewhere" if situation.in_use else "opens"
    yield found("database", code, size=size(path.stat().st_size))


def _takes_files(folder: Path) -> bool:
    try:
        with tempfile.TemporaryFile(dir=folder) as trial:
            trial.write(b"doctor")
            trial.flush()
    except OSError:
        return False
    return True


def _space(folder: Path) -> Check:
    there = next(part for part in (folder, *folder.parents) if part.exists())
    try:
        free = shutil.disk_usage(there).free
    except OSError:
        return found("disk", "unknown", folder=str(there))
    return found("disk", room(free), free=size(free), folder=str(there))


def room(free: int) -> str:
    """Whether ``free`` bytes are enough: ``enough``, ``low`` or ``full``."""
    if free < FULL_BYTES:
        return "full"
    return "low" if free < LOW_BYTES else "enough"


def _key_place(situation: Situation, database: str) -> Check:
    try:
        place = _place(situation, database)
    except DomainError:
        return found("key", "unreadable", place=situation.keys.place)
    if place is None:
        return found("key", "missing", place=situation.keys.place)
    if place == str(situation.config.data_dir / "keys"):
        return found("key", "beside_data", place=place)
    if _readable_by_others(Path(place) / f"{database}.json"):
        return found("key", "readable_by_others", place=place)
    return found("key", "kept", place=place)


def _place(situation: Situation, database: str) -> str | None:
    keys = situation.keys
    if isinstance(keys, KeyChain):
        return keys.place_of(database)
    return None if keys.load(database) is None else keys.place


def _readable_by_others(file: Path) -> bool:
    if sys.platform == "win32" or not file.exists():
        return False
    return bool(stat.S_IMODE(os.stat(file).st_mode) & 0o077)  # noqa: PTH116 - the mode as the system has it


def _recovery(situation: Situation) -> Check:
    try:
        card = read_card(situation.config.data_dir)
    except DomainError:
        return found("recovery", "damaged")
    if card is None or card.sealed is None:
        enrolled = situation.credentials is not None or situation.database is None
        return found("recovery", "not_sealed" if enrolled else "not_yet")
    credentials = situation.credentials
    if credentials is not None and card.sealed.recipient != credentials.recovery_public_key.hex():
        return found("recovery", "other_office")
    return found("recovery", "sealed")
