"""The epoch: a random id of the database's life, by which stations notice that a backup was restored.

A restored file carries the epoch of its backup. Therefore a small file beside the database notes how much
had been told to the offices; a database that knows less than that was restored and gets a new epoch. When
both were restored together (a snapshot of the whole machine), an administrator says so: ``begin_anew``.
"""

from __future__ import annotations

import json
import logging
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from sqlalchemy import Connection, func, select, update

from counter_app.central.database import Database, insert_new
from counter_app.central.tables import feed_counters, meta

_log = logging.getLogger(__name__)

EPOCH: Final = "epoch"
INCARNATION: Final = "incarnation"
SEAL_KEY: Final = "seal_key"
_WIDTH: Final = 80
"""One write of this many bytes replaces the last note: never half, and nothing to truncate."""


def settle_epoch(database: Database, life_file: Path) -> str:
    """The epoch at start; a new one for a new database and for one that was restored."""
    with database.write() as connection:
        epoch = _settled(connection)
        # Before the figure that it is held against: another process may be serving and noting meanwhile.
        note = _read_note(life_file)
        if note is not None and (note.epoch != epoch or note.told > told_so_far(connection)):
            epoch = begin_anew(connection)
            _log.warning("the database was restored from a backup: new epoch")
        # Within the transaction, so that of several processes that begin at once only one begins anew.
        LifeNote(life_file).write(epoch, told_so_far(connection))
    return epoch


def begin_anew(connection: Connection) -> str:
    """Begin a new life: stations send again what is missing, the central system's own chains start anew."""
    epoch = _new_epoch()
    incarnation = own_incarnation(connection) + 1
    for name, value in ((EPOCH, epoch), (INCARNATION, str(incarnation))):
        connection.execute(update(meta).where(meta.c.name == name).values(value=value))
    return epoch


def own_incarnation(connection: Connection) -> int:
    """The running incarnation of the chains that the central system writes itself."""
    return int(_value(connection, INCARNATION) or "1")


def outgrow(connection: Connection, incarnation: int) -> None:
    """Leave an incarnation that an earlier life has written in, of which this database did not know."""
    if own_incarnation(connection) <= incarnation:
        value = str(incarnation + 1)
        connection.execute(update(meta).where(meta.c.name == INCARNATION).values(value=value))


def seal_key(connection: Connection) -> bytes:
    """The key under which the central system seals what it writes itself; it never leaves the database."""
    return bytes.fromhex(_value(connection, SEAL_KEY) or "")


class LifeNote:
    """The small file outside the database. A lost note is harmless: it only notes too little."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._lock = threading.Lock()
        self._noted = -1

    def write(self, epoch: str, told: int) -> None:
        """Note that feed numbers up to ``told`` in sum were given out and committed."""
        with self._lock:
            if told <= self._noted:
                return
            line = json.dumps({"epoch": epoch, "told": told}).encode("ascii").ljust(_WIDTH - 1) + b"\n"
            try:
                self._path.touch(mode=0o600)
                with self._path.open("r+b", buffering=0) as stream:
                    stream.write(line)
                    stream.truncate(len(line))  # if something else stood there
            except OSError:
                # What was stored is stored; a note that lags costs the notice of a restore, nothing else.
                _log.warning("%s cannot be written", self._path.name)
                return
            self._noted = told


def told_so_far(connection: Connection) -> int:
    """How many feed numbers were given out in all offices together."""
    return int(connection.scalar(select(func.coalesce(func.sum(feed_counters.c.last_no), 0))) or 0)


def current_epoch(connection: Connection) -> str:
    """The epoch of the database as it is now."""
    return _value(connection, EPOCH) or ""


@dataclass(frozen=True, slots=True)
class _Note:
    epoch: str
    told: int


def _read_note(life_file: Path) -> _Note | None:
    try:
        note = json.loads(life_file.read_text(encoding="ascii"))
        return _Note(note["epoch"], int(note["told"]))
    except FileNotFoundError:
        return None
    except (OSError, ValueError, KeyError, TypeError):
        _log.warning("%s cannot be read; a restored backup would not be noticed", life_file.name)
        return None


def _settled(connection: Connection) -> str:
    """The epoch, made when the database has none; of several processes that begin at once, one makes it."""
    insert_new(connection, meta, {"name": EPOCH, "value": _new_epoch()})
    insert_new(connection, meta, {"name": INCARNATION, "value": "1"})
    insert_new(connection, meta, {"name": SEAL_KEY, "value": secrets.token_hex(32)})
    return str(connection.scalar(select(meta.c.value).where(meta.c.name == EPOCH).with_for_update()))


def _value(connection: Connection, name: str) -> str | None:
    return connection.scalar(select(meta.c.value).where(meta.c.name == name))


def _new_epoch() -> str:
    return secrets.token_hex(8)
