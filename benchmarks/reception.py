"""Receptions a second, against a bare durable insert of the same bytes into the same kind of file.

``python -m benchmarks.reception --json`` receives dossiers as the counter does (``Reception.accept`` on an
encrypted store: numbers, journal, projection, search index, the draft thrown away, one durable commit) and
writes the bytes of each entry as one row of a second SQLCipher file with the same settings, one commit
each. The two take turns; a round is long enough for both to fold their write-ahead log back into the file.
"""

from __future__ import annotations

import argparse
import json
import random
import secrets
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from benchmarks.people import people
from counter_app.bootstrap.shipped import shipped_data
from counter_app.domain.journal import Entry, header_bytes
from counter_app.domain.leases import Lease
from counter_app.domain.office import Clerk, Role, Station
from counter_app.domain.parties import Party, SubmitterRole
from counter_app.paths import resources
from counter_app.services.draft import Draft
from counter_app.services.office_context import DIRECTORY, LEASE, OfficeSource, load_context
from counter_app.services.reception import Reception
from counter_app.storage.connection import Connection, connect, prepare_writer
from counter_app.storage.create import create_station
from counter_app.storage.keys import FolderKeys
from counter_app.storage.open import DATABASE_FILE, StationStore, database_id

SEED: Final = 20261121
ROUNDS: Final = 15
PER_ROUND: Final = 200
TURN: Final = 10
COUNTED: Final = 20
"""Receptions whose commits are counted: few enough that the log is not folded back in between."""
MORNING: Final = datetime(2026, 11, 23, 1, 30, tzinfo=UTC)
STATION: Final = Station("0193a0c0000070008000000000000003", 1, "03", "Quầy 03")
CLERK: Final = Clerk("0193a0c07d1e7f008a00000000000001", "Trần Thị Mẫu", Role.CLERK, "-")

_WAL_HEADER: Final = 32
_FRAME_HEADER: Final = 24


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rounds", type=int, default=ROUNDS)
    parser.add_argument("--dir", type=Path, help="where the files are written (default: a temporary folder)")
    options = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory(dir=options.dir) as folder:
        result = measure(Path(folder), options.rounds)
    print(json.dumps(result) if options.json else "\n".join(f"{k}: {v}" for k, v in result.items()))
    return 0


def measure(folder: Path, rounds: int, per_round: int = PER_ROUND) -> dict[str, float]:
    """Rates are medians over the rounds; ``ratio`` is ours to bare."""
    desk, bare = Desk(folder / "data"), BareFile(folder / "bare.db")
    desk.receive(per_round)
    bare.write(desk.entries(per_round))
    commits, frames = desk.counted()
    ours: list[float] = []
    theirs: list[float] = []
    sizes: list[int] = []
    for number in range(rounds):
        spent, bare_spent = 0.0, 0.0
        for turn in range(per_round // TURN):
            if (number + turn) % 2:
                spent += desk.receive(TURN)
                bare_spent += bare.write(desk.entries(TURN))
            else:
                bare_spent += bare.write(desk.entries(TURN))
                spent += desk.receive(TURN)
        ours.append(per_round / spent)
        theirs.append(per_round / bare_spent)
        sizes += [len(header_bytes(entry)) + len(entry.body or b"") for entry in desk.entries(TURN)]
    desk.close()
    bare.close()
    return {
        "ratio": round(statistics.median(ours) / statistics.median(theirs), 3),
        "receptions_per_s": round(statistics.median(ours), 1),
        "bare_per_s": round(statistics.median(theirs), 1),
        "commits_per_reception": commits,
        "frames_per_reception": frames,
        "rounds": rounds,
        "receptions": rounds * per_round,
        "entry_bytes": round(statistics.median(sizes)),
    }


@dataclass
class SteppingClock:
    """Ten seconds pass between two looks, so that numbers and times are those of a working day."""

    at: datetime = MORNING

    def now(self) -> datetime:
        """The next moment; the day begins anew after eight hours."""
        self.at += timedelta(seconds=10)
        if self.at.hour >= 9:
            self.at = (self.at + timedelta(days=1)).replace(hour=1, minute=30)
        return self.at


class Desk:
    """An enrolled counter on its own encrypted store."""

    def __init__(self, folder: Path) -> None:
        self._keys = FolderKeys(folder.parent / "keys")
        self._path = folder / DATABASE_FILE
        self._store = _enrolled(folder, self._keys)
        database = self._store.database
        office = OfficeSource(lambda: load_context(database, STATION, shipped_data()))
        self._recorded: list[str] = []
        self._reception = Reception(database, office, SteppingClock(), self._recorded.append)
        self._codes = [
            procedure.code for procedure in office.current().catalogue.procedures if procedure.detailed
        ]
        self._owners = _owners()
        self._dice = random.Random(SEED)

    def receive(self, count: int) -> float:
        """Fill in and receive one after the other; the seconds that receiving took."""
        spent = 0.0
        for _ in range(count):
            draft = self._draft()
            start = time.perf_counter()
            self._reception.accept(draft, CLERK)
            spent += time.perf_counter() - start
        return spent

    def entries(self, count: int) -> list[Entry]:
        """The entries of the last receptions."""
        with self._store.database.read() as reads:
            return [reads.timeline(subject)[0].entry for subject in self._recorded[-count:]]

    def counted(self) -> tuple[float, float]:
        """Commits and pages written per reception, read from the write-ahead log itself."""
        key = self._keys.load(database_id(self._path))
        assert key is not None
        aside = connect(self._path, key)
        [(busy, left, _)] = aside.fetch("PRAGMA wal_checkpoint(TRUNCATE)")
        assert (busy, left) == (0, 0), "the log could not be emptied"
        commits = frames = 0
        for _ in range(COUNTED):
            draft = self._draft()
            before = _frames(self._path, aside)
            self._reception.accept(draft, CLERK)
            written = _frames(self._path, aside)[len(before) :]
            commits += sum(size > 0 for size in written)
            frames += len(written)
        aside.close()
        return commits / COUNTED, round(frames / COUNTED, 1)

    def close(self) -> None:
        """Close the store."""
        self._store.close()

    def _draft(self) -> Draft:
        """A complete draft, kept in the store as the counter keeps it while it is filled in."""
        reception = self._reception
        draft = reception.choose_procedure(reception.open(CLERK), self._dice.choice(self._codes))
        ticked = tuple(
            replace(component, present=component.condition == "required") for component in draft.components
        )
        draft = replace(draft, owner=self._dice.choice(self._owners), components=ticked)
        if self._dice.random() < 0.1:
            draft = replace(
                draft,
                submitter_role=SubmitterRole.AUTHORISED,
                submitter=self._dice.choice(self._owners),
                authorisation="Giấy ủy quyền chứng thực số 12/2026",
            )
        reception.save(draft)
        return draft


class BareFile:
    """A SQLCipher file with one table, keyed and set as the store's writing connection is."""

    def __init__(self, path: Path) -> None:
        self._connection = connect(path, secrets.token_bytes(32), create=True)
        prepare_writer(self._connection)
        self._connection.sql("CREATE TABLE entry (number INTEGER PRIMARY KEY, bytes BLOB NOT NULL)")

    def rows(self) -> list[bytes]:
        """The bodies that were written, in order."""
        rows = self._connection.fetch("SELECT bytes FROM entry ORDER BY number")
        return [row[0][row[0].index(b"\n{") + 1 :] for row in rows]

    def write(self, entries: Sequence[Entry]) -> float:
        """Insert the bytes of each, one commit each; the seconds that it took."""
        rows = [(header_bytes(entry) + b"\n" + (entry.body or b""),) for entry in entries]
        execute = self._connection.raw.execute
        start = time.perf_counter()
        for row in rows:
            execute("INSERT INTO entry (bytes) VALUES (?)", row)
        return time.perf_counter() - start

    def close(self) -> None:
        """Close the file."""
        self._connection.close()


def _frames(database: Path, connection: Connection) -> list[int]:
    """The size field of every frame in the log: the file's size in pages for one that commits, else 0.

    Frame headers are not encrypted (SQLite file format, section 4.1); frames of an earlier round of the
    log have other salts.
    """
    page = int(connection.fetch("PRAGMA page_size")[0][0])
    data = database.with_name(f"{database.name}-wal").read_bytes()
    starts = range(_WAL_HEADER, len(data) - _FRAME_HEADER, _FRAME_HEADER + page)
    return [
        int.from_bytes(data[start + 4 : start + 8], "big")
        for start in starts
        if data[start + 8 : start + 16] == data[16:24]
    ]


def _enrolled(folder: Path, keys: FolderKeys) -> StationStore:
    store = create_station(folder, keys, station=STATION, enrolled_at=MORNING - timedelta(days=20))
    directory = {**json.loads((resources() / "demo" / "office.json").read_text("utf-8")), "clerks": []}
    lease = Lease(directory["office"]["agency"], 1, 9000, 9001, 9900, MORNING - timedelta(days=20))
    with store.database.begin() as work:
        work.documents.put(DIRECTORY, 1, json.dumps(directory).encode())
        work.documents.put(LEASE, 1, json.dumps(lease.to_plain()).encode())
    return store


def _owners() -> list[Party]:
    return [
        Party(
            full_name=person.name,
            number=person.number,
            birth_date="1990-03-15",
            sex="female",
            address="Tổ 4, ấp Mẫu, phường Long Xuyên, tỉnh An Giang",
            phone=person.phone or "0900000017",
            source="card",
        )
        for person in people(500, SEED)
    ]


if __name__ == "__main__":
    sys.exit(main())
