"""The central system of the simulation: the real service on SQLite, with crashes, backups and restores."""

from __future__ import annotations

import contextlib
import json
import shutil
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, TypeVar
from urllib.parse import parse_qs, urlsplit

from pydantic import BaseModel, ValidationError
from sqlalchemy import Connection, Engine

from counter_app.central import admin, life
from counter_app.central.database import Database
from counter_app.central.problems import ProblemError
from counter_app.central.service import CentralService
from counter_app.central.settings import CentralSettings
from counter_app.central.unpacking import unpack
from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Role
from counter_app.services.ports import Clock
from counter_app.sync.http_calls import Answer
from counter_app.sync.wire import PushRequest, ReturnRequest
from tests.simulation.faults import Fault, Faults
from tests.simulation.ledger import number_of
from tests.simulation.timeline import Timeline, TrueClock

JSON: Final = {"Content-Type": "application/json"}
_Request = TypeVar("_Request", bound=BaseModel)


class CentreDownError(Exception):
    """Nobody answers: the process died."""


class _CentreCrash(BaseException):
    """The central system's process is gone, wherever it was."""


class CrashingCentralDatabase(Database):
    """The real database; a crash may be set to strike before or after the next commit."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.crash: Fault | None = None
        self.struck: Fault | None = None

    @contextmanager
    def write(self) -> Iterator[Connection]:
        """One transaction, or what a crash leaves of it."""
        with super().write() as connection:
            yield connection
            if self.crash is Fault.CENTRE_CRASH_BEFORE:
                self.struck = self.crash
                self.before_commit(connection)
        if self.crash is Fault.CENTRE_CRASH_AFTER:
            self.struck = self.crash
            raise _CentreCrash

    def before_commit(self, connection: Connection) -> None:
        """The power goes before the commit."""
        raise _CentreCrash


@dataclass(frozen=True, slots=True)
class StoredEntry:
    """An entry as the central system's table holds it."""

    office: str
    station: str
    incarnation: int
    seq: int
    hash: bytes
    work: int | None
    state: str
    code: str
    whole: bool

    @property
    def id(self) -> tuple[str, int, int]:
        """Its identity."""
        return (self.station, self.incarnation, self.seq)


@dataclass(frozen=True, slots=True)
class CentreBackup:
    """A copy of the database and of the note beside it."""

    folder: Path


ServiceMaker = Callable[[Database, CentralSettings, Clock], CentralService]


class SimulatedCentre:
    """Answers calls at the instant at which they arrive; each is one process's work."""

    def __init__(
        self,
        settings: CentralSettings,
        database: CrashingCentralDatabase,
        timeline: Timeline,
        faults: Faults,
        make_service: ServiceMaker = CentralService,
    ) -> None:
        self.settings = settings
        self.clock = TrueClock(timeline)
        self._timeline = timeline
        self._faults = faults
        self._make_service = make_service
        self.database = database
        self.service: CentralService | None = None
        self.ever_bare: set[tuple[str, int, int]] = set()
        """Entries that were once seen here without their body: they are told again with it."""
        self._rows: list[StoredEntry] | None = None
        self._path = self.settings.data_dir / "central.db"
        self.revoked: set[str] = set()

    # --- life --------------------------------------------------------------------------------------

    def start(self) -> None:
        """A new process on the data that is there."""
        life.settle_epoch(self.database, self.settings.life_file)
        self.service = self._make_service(self.database, self.settings, self.clock)
        self._timeline.note("centre", "starts")

    def die(self, back_after: float) -> None:
        """The process is gone; another one starts later."""
        self.service = None
        self.database.crash = None
        self._rows = None
        self._timeline.note("centre", f"is gone for {back_after:.1f} s")
        self._timeline.after(back_after, self._come_back)

    def _come_back(self) -> None:
        if self.service is None:
            self.start()

    def close(self) -> None:
        """Let go of the files."""
        self.database.close()

    # --- calls -------------------------------------------------------------------------------------

    def answer(
        self, method: str, path: str, headers: Mapping[str, str], body: bytes | None, token: str
    ) -> Answer:
        """Carry out a call. Raises ``CentreDownError`` when the process is gone, or goes meanwhile."""
        if self.service is None:
            raise CentreDownError
        if method == "POST":
            self._rows = None
            self._threaten()
        try:
            answered = self._route(self.service, path, headers, body, f"Bearer {token}")
            answer = Answer(200, JSON, answered.model_dump_json().encode())
        except ProblemError as problem:
            answer = problem_answer(problem.status, problem.code, dict(problem.params))
        except _CentreCrash:
            struck, self.database.struck = self.database.struck, None
            assert struck is not None
            self._faults.struck(struck)
            self._timeline.note("centre", struck.value)
            self.die(self._faults.random.uniform(0.5, 8.0))
            raise CentreDownError from None
        finally:
            self.database.crash = None
            if method == "POST":
                self.entries()  # seen after every call: what was there without its body for a moment counts
        if self.database.struck is not None:
            # The answer went out before the commit that never came (only a faulty system does so).
            self.database.struck = None
            self.die(1.0)
        return answer

    def _threaten(self) -> None:
        if self._faults.happens(self._faults.odds.centre_crash):
            kinds = (Fault.CENTRE_CRASH_BEFORE, Fault.CENTRE_CRASH_AFTER)
            self.database.crash = self._faults.random.choice(kinds)

    def _route(
        self,
        service: CentralService,
        path: str,
        headers: Mapping[str, str],
        body: bytes | None,
        authorization: str,
    ) -> BaseModel:
        parts = urlsplit(path)
        match parts.path.split("/"):
            case ["", "health"]:
                return service.health()
            case ["", "v1", "journal"]:
                return service.push(self._read(PushRequest, headers, body or b""), authorization)
            case ["", "v1", "offices", office, "returned"]:
                returned = self._read(ReturnRequest, headers, body or b"")
                return service.take_back(office, returned, authorization)
            case ["", "v1", "offices", office, "feed"]:
                after = int(parse_qs(parts.query)["after"][0])
                return service.feed(office, after, authorization)
            case ["", "v1", "offices", office, "documents", name]:
                return service.document(office, name, authorization)
        raise ProblemError(404, "http.404")

    def _read(self, model: type[_Request], headers: Mapping[str, str], body: bytes) -> _Request:
        if len(body) > self.settings.max_request_bytes:
            raise ProblemError(413, "body.too_large", limit=self.settings.max_request_bytes)
        plain = unpack(body, headers.get("Content-Encoding", ""), self.settings.max_unpacked_bytes)
        try:
            return model.model_validate_json(plain)
        except ValidationError as error:
            raise ProblemError(422, "wire.invalid", field=str(error.errors()[0]["loc"])) from None

    # --- an administrator --------------------------------------------------------------------------

    def revoke(self, station: str) -> None:
        """Shut a station out."""
        with self.database.write() as connection:
            admin.revoke(connection, station, self.clock.now())
        self.revoked.add(station)

    def revoke_again(self, station: str) -> None:
        """Shut a station out that a restored copy may know as one of its own."""
        with contextlib.suppress(DomainError), self.database.write() as connection:
            admin.revoke(connection, station, self.clock.now())

    def change_directory(self, office: str, number: int) -> None:
        """Publish a newer directory."""
        clerk = Clerk(f"clerk-{number}", "Lê Văn Mẫu", Role.CLERK, "none")
        with self.database.write() as connection:
            admin.put_clerk(connection, office, clerk, self.clock.now())

    def back_up(self, folder: Path) -> CentreBackup:
        """Copy the database while it runs, as its operator does."""
        folder.mkdir(parents=True, exist_ok=True)
        with (
            closing(sqlite3.connect(self._path)) as source,
            closing(sqlite3.connect(folder / "central.db")) as target,
        ):
            source.backup(target)
        shutil.copy(self.settings.life_file, folder / "life")
        return CentreBackup(folder)

    def restore(self, backup: CentreBackup, *, with_note: bool) -> None:
        """Put the copy back; ``with_note``: the whole machine's, so that an administrator has to say so."""
        self.database.close()
        for file in self.settings.data_dir.glob("central.db*"):
            file.unlink()
        shutil.copy(backup.folder / "central.db", self._path)
        if with_note:
            shutil.copy(backup.folder / "life", self.settings.life_file)
        self._rows = None
        self.start()
        if with_note:
            with self.database.write() as connection:
                epoch, told = life.begin_anew(connection), life.told_so_far(connection)
            life.LifeNote(self.settings.life_file).write(epoch, told)

    # --- what is checked ---------------------------------------------------------------------------

    def entries(self) -> list[StoredEntry]:
        """Everything in the table of entries, in no particular order."""
        if self._rows is None:
            self._rows = [
                StoredEntry(office, station, incarnation, seq, digest, number_of(actor), state, code, whole)
                for office, station, incarnation, seq, digest, actor, state, code, whole in self.query(
                    "SELECT office, station, incarnation, seq, hash, actor, state, code, body IS NOT NULL"
                    " FROM entries"
                )
            ]
            self.ever_bare.update(row.id for row in self._rows if not row.whole)
        return self._rows

    def works(self) -> set[int]:
        """The works that are here."""
        return {row.work for row in self.entries() if row.work is not None}

    def query(self, text: str, *values: str) -> list[tuple[Any, ...]]:
        """Rows of the database file, read past everything that is tried."""
        with closing(sqlite3.connect(self._path)) as connection:
            return connection.execute(text, values).fetchall()


def problem_answer(status: int, code: str, params: Mapping[str, object]) -> Answer:
    """An answer in the one shape of every error."""
    return Answer(status, JSON, json.dumps({"code": code, "params": dict(params)}).encode())
