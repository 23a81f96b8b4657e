"""The central system as it is deployed: its own processes on a PostgreSQL that syncs to disk."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from benchmarks.processes import tree_seconds
from counter_app.central import admin
from counter_app.central.database import Database, open_database
from counter_app.central.settings import CentralSettings
from counter_app.paths import resources
from tests.fixtures.postgres import PostgresServer

POSTGRES: Final = {"shared_buffers": "128MB", "max_wal_size": "2GB"}
"""As a deployer would set it on a small machine; fsync and synchronous_commit stay on."""


@dataclass(frozen=True, slots=True)
class Centre:
    """Running server processes; ``urls`` are their addresses."""

    urls: Sequence[str]
    pids: Sequence[int]

    def seconds(self) -> float:
        """Processor time of all of them so far."""
        return sum(tree_seconds(pid) for pid in self.pids)


@contextmanager
def served(
    folder: Path,
    database_url: str,
    *,
    workers: int = 1,
    processes: int = 1,
    program: Sequence[str] = ("-m", "counter_app"),
) -> Iterator[Centre]:
    """``counter-app central serve`` on a database until the block ends.

    ``processes`` of them, each on its own port and with ``workers`` of its own.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as started:
        urls, pids = [], []
        for number in range(processes):
            log = started.enter_context((folder / f"serve-{number}.log").open("wb"))
            command = [
                sys.executable, *program, "central", "--data", str(folder),
                "--database", database_url, "serve", "--port", "0",
                "--workers", str(workers),
            ]  # fmt: skip
            process = started.enter_context(subprocess.Popen(command, stdout=subprocess.PIPE, stderr=log))
            started.callback(process.terminate)
            assert process.stdout is not None
            said = process.stdout.readline()
            if not said:
                raise RuntimeError((folder / f"serve-{number}.log").read_text("utf-8")[-2000:])
            urls.append(json.loads(said)["url"])
            pids.append(process.pid)
        yield Centre(urls, pids)


@contextmanager
def opened(folder: Path, database_url: str) -> Iterator[Database]:
    """The central database, with its tables made."""
    database = open_database(CentralSettings(folder, database_url=database_url))
    try:
        yield database
    finally:
        database.close()


def add_office(database: Database, office: str, agency: str, sizes: admin.LeaseSizes) -> None:
    """An office like the demonstration's, with the shipped catalogues."""
    plain = json.loads((resources() / "demo" / "office.json").read_text("utf-8"))
    plain["office"] = {**plain["office"], "id": office, "agency": agency}
    with database.write() as connection:
        admin.add_office(
            connection, plain, _shipped("procedures"), _shipped("holidays"), datetime.now(UTC), sizes
        )


def database_seconds(postgres: PostgresServer) -> float:
    """Processor time of all of PostgreSQL's processes so far."""
    [(folder,)] = postgres.execute("SELECT current_setting('data_directory')")
    return tree_seconds(int((Path(str(folder)) / "postmaster.pid").read_text().split("\n")[0]))


def drop_database(postgres: PostgresServer, name: str) -> None:
    """Drop a database; whoever is connected to it is cut off."""
    postgres.execute(f'DROP DATABASE IF EXISTS "{name}" WITH (FORCE)')


def _shipped(name: str) -> dict[str, Any]:
    plain = json.loads((resources() / "catalogues" / f"{name}.json").read_text("utf-8"))
    assert isinstance(plain, dict)
    return plain
