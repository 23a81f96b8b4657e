"""The yardstick: PouchDB in a process of its own, and an express-pouchdb server on leveldb in another."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from benchmarks.processes import tree_seconds
from counter_app.domain.journal import Entry, instant_text

FOLDER: Final = Path(__file__).parent / "peers"


def install() -> None:
    """Install what ``package-lock.json`` names, if it is not there."""
    if not (FOLDER / "node_modules").is_dir():
        subprocess.run(["npm", "ci", "--ignore-scripts"], cwd=FOLDER, check=True, stdout=subprocess.DEVNULL)


def write_documents(entries: Sequence[Entry], path: Path) -> None:
    """One document an entry, one a line, with the same content.

    The body is a part of the document as anybody would have it there. The hashes of our chain are left
    out: PouchDB's revisions do their work.
    """
    with path.open("w", encoding="utf-8") as lines:
        for entry in entries:
            lines.write(json.dumps(_document(entry), ensure_ascii=False, separators=(",", ":")) + "\n")


def _document(entry: Entry) -> dict[str, object]:
    return {
        "_id": f"{entry.station}:{entry.incarnation}:{entry.seq:08d}",
        "kind": entry.kind,
        "kind_version": entry.kind_version,
        "subject": entry.subject,
        "audience": list(entry.audience),
        "actor": entry.actor,
        "occurred_at": instant_text(entry.occurred_at),
        "recorded_at": instant_text(entry.recorded_at),
        "clock_offset_ms": entry.clock_offset_ms,
        "basis": entry.basis,
        "body": json.loads(entry.body or b"null"),
    }


@dataclass(frozen=True, slots=True)
class Settings:
    """How PouchDB is used: the local database's adapter and the replication's batches."""

    adapter: str
    batch_size: int
    batches_limit: int = 10


@dataclass(frozen=True, slots=True)
class Replicated:
    """One replication: seconds that it took, processor seconds of client and server, documents written."""

    seconds: float
    client_cpu: float
    server_cpu: float
    entries: int


class Server:
    """A running express-pouchdb server; ``url`` is its address."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._pid = process.pid
        self.url = f"http://127.0.0.1:{_answer(process)['port']}"

    def seconds(self) -> float:
        """Processor time so far."""
        return tree_seconds(self._pid)


class Client:
    """A running PouchDB client of a server."""

    def __init__(self, process: subprocess.Popen[str], server: Server, use: Settings) -> None:
        self._process = process
        self._server = server
        self._use = use

    def versions(self) -> dict[str, str]:
        """Of node and of the packages."""
        return {name: str(version) for name, version in self._ask(command="versions").items()}

    def load(self, path: Path) -> int:
        """Write documents into the client's database; how many are there."""
        return int(self._ask(command="load", path=str(path), name="written")["documents"])

    def push(self, name: str, url: str = "") -> Replicated:
        """Replicate everything to the server's database ``name``."""
        return self._timed(command="push", url=f"{url or self._server.url}/{name}")

    def pull(self, name: str, url: str = "") -> Replicated:
        """Replicate the server's database ``name`` into a fresh one."""
        return self._timed(command="pull", url=f"{url or self._server.url}/{name}", name=f"fresh-{name}")

    def _timed(self, **command: object) -> Replicated:
        before = self._server.seconds()
        answer = self._ask(**command, batch_size=self._use.batch_size, batches_limit=self._use.batches_limit)
        server_cpu = self._server.seconds() - before
        return Replicated(answer["seconds"], answer["cpu"], server_cpu, answer["documents"])

    def _ask(self, **command: object) -> dict[str, Any]:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(command) + "\n")
        self._process.stdin.flush()
        return _answer(self._process)


@contextmanager
def server(folder: Path) -> Iterator[Server]:
    """A server with empty databases in ``folder``, until the block ends."""
    install()
    folder.mkdir(parents=True)
    with _node("server.js", str(folder)) as process:
        yield Server(process)


@contextmanager
def client(folder: Path, of: Server, use: Settings) -> Iterator[Client]:
    """A client with empty databases in ``folder``, until the block ends."""
    folder.mkdir(parents=True)
    with _node("client.js", str(folder), use.adapter) as process:
        yield Client(process, of, use)


@contextmanager
def _node(*arguments: str) -> Iterator[subprocess.Popen[str]]:
    node = shutil.which("node")
    if node is None:
        raise RuntimeError("node is missing: apt-get install nodejs npm")
    with subprocess.Popen(
        [node, *arguments],
        cwd=FOLDER,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    ) as process:
        try:
            yield process
        finally:
            process.terminate()


def _answer(process: subprocess.Popen[str]) -> dict[str, Any]:
    assert process.stdout is not None
    answer = json.loads(process.stdout.readline() or '{"error": "the process ended"}')
    if "error" in answer:
        raise RuntimeError(answer["error"])
    assert isinstance(answer, dict)
    return answer
