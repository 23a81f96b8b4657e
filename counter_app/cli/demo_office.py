"""A whole office for a demonstration: a central system, a station, virtual devices, in one folder."""

from __future__ import annotations

import argparse
import json
import os
import secrets
import shutil
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import IO, Self

from counter_app.central import commands
from counter_app.cli.lifeline import held, wait_until_gone
from counter_app.config import Config
from counter_app.paths import resources

OFFICE = "long-xuyen"
COUNTER_NUMBER, COUNTER_NAME = "03", "Quầy 03"


class DemoError(Exception):
    """A part of the demonstration did not start or did not answer; the text says which."""


class Program:
    """One of our own programs as a process; the JSON line with which it announces itself is kept.

    It ends when this process does, and holds ``lock`` as long as it lives (``counter_app.cli.lifeline``).
    """

    def __init__(
        self,
        arguments: Sequence[str],
        *,
        log: Path,
        lock: Path,
        announces: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> None:
        self._log: IO[bytes] = log.open("ab")
        environment = {
            **os.environ, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", **(environment or {})
        }  # fmt: skip
        self.process = subprocess.Popen(
            [sys.executable, "-m", "counter_app", "--attached", str(lock), *arguments],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._log,
            env=environment,
            text=True,
            encoding="utf-8",
        )
        self.started: dict[str, object] = self.read() if announces else {}

    def read(self) -> dict[str, object]:
        """The next JSON line; raises ``DemoError`` when the program ended instead."""
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if not line:
            raise DemoError(f"{self.process.args!r} ended with {self.process.wait()}, see {self._log.name}")
        answer = json.loads(line)
        assert isinstance(answer, dict)
        return answer

    def ask(self, order: dict[str, object]) -> dict[str, object]:
        """Send one JSON line and read the answer."""
        assert self.process.stdin is not None
        self.process.stdin.write(json.dumps(order, ensure_ascii=False) + "\n")
        self.process.stdin.flush()
        return self.read()

    def lines(self, within_s: float) -> list[str]:
        """What a program that ends by itself said; raises ``DemoError`` when it failed or took too long."""
        try:
            status = self.process.wait(within_s)
        except subprocess.TimeoutExpired as error:
            raise DemoError(f"{self.process.args!r} does not end, see {self._log.name}") from error
        if status:
            raise DemoError(f"{self.process.args!r} ended with {status}, see {self._log.name}")
        assert self.process.stdout is not None
        return self.process.stdout.read().splitlines()

    def kill(self) -> None:
        """End it the hard way, as a power cut would (SIGKILL)."""
        self.process.kill()
        self.process.wait()

    def stop(self) -> None:
        """Ask it to end, and wait."""
        if self.process.poll() is None:
            # Windows knows no SIGTERM for another process; terminate() is its nearest.
            self.process.terminate() if os.name == "nt" else self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()
        for stream in (self.process.stdin, self.process.stdout, self._log):
            if stream is not None:
                stream.close()


class DemoOffice:
    """Prepares the folder and runs the programs; a context manager that ends them all.

    One demonstration at a time has a folder: it begins when nothing of an earlier one, however that ended, is
    left running, and raises ``DomainError("demo.running")`` otherwise. ``anew`` empties the folder first.
    """

    def __init__(self, folder: Path, *, anew: bool = False) -> None:
        self.folder = folder
        self.paper_dir = folder / "paper"
        self.logs = folder / "logs"
        self.locks = folder / "running"
        self._anew = anew
        self._ends = ExitStack()
        self.config = Config(folder / "station", keys="file")
        self._programs: list[Program] = []
        self.central: Program | None = None
        self.identity: Program | None = None
        self._port = 0

    def __enter__(self) -> Self:
        self.locks.mkdir(parents=True, exist_ok=True)
        with ExitStack() as ends:
            ends.callback(held(self.locks / "demo", within_s=0).release)
            wait_until_gone(self.locks)
            if self._anew:
                self._empty()
            for path in (self.paper_dir, self.logs):
                path.mkdir(exist_ok=True)
            self._ends = ends.pop_all()
        return self

    def __exit__(self, *_: object) -> None:
        with self._ends:
            for program in reversed(self._programs):
                program.stop()

    def _empty(self) -> None:
        for path in self.folder.iterdir():
            if path.is_file():
                path.unlink()
            elif path != self.locks:
                shutil.rmtree(path)

    # --- the central system -----------------------------------------------------------------------

    def found(self) -> None:
        """Make the office and its clerks known to the central system; done once for a folder."""
        if (self.folder / "founded").exists():
            return
        demo = resources() / "demo"
        kept = self.central_command("add-office", str(demo / "office.json"))
        (self.folder / "recovery-key.txt").write_text(str(kept["recovery_private_key"]), "ascii")
        for clerk in json.loads((demo / "clerks.json").read_text("utf-8")):
            self.central_command(
                "add-clerk", "--office", OFFICE, "--id", clerk["id"], "--name", clerk["name"],
                "--role", clerk["role"], "--pin", clerk["pin"],
            )  # fmt: skip
        (self.folder / "founded").touch()

    def central_command(self, *words: str) -> dict[str, object]:
        """Carry out a sub-command of ``counter-app central`` on the demo's data; returns its answer."""
        parser = argparse.ArgumentParser()
        commands.add_arguments(parser)
        answer = commands.carry_out(parser.parse_args(["--data", str(self.folder / "central"), *words]))
        assert isinstance(answer, dict)
        return answer

    def start_central(self) -> str:
        """Start the central system, on the same port each time; returns its address."""
        data = str(self.folder / "central")
        words = ("central", "--data", data, "serve", "--port", str(self._port))
        self.central = self.start(*words, *self._identity_service(), log="central")
        url = str(self.central.started["url"])
        self._port = int(url.rsplit(":", 1)[1].rstrip("/"))
        return url

    def stop_central(self) -> None:
        """Stop it: the line is down from now on."""
        if self.central is not None:
            self.central.stop()
            self.central = None

    def enrol_code(self) -> str:
        """A one-time code for the demo's counter."""
        answer = self.central_command(
            "enrol-code", "--office", OFFICE, "--number", COUNTER_NUMBER, "--name", COUNTER_NAME
        )
        return str(answer["code"])

    def dossiers_at_the_centre(self) -> int:
        """How many dossiers the central system holds."""
        return int(str(self.central_command("dossiers", "--office", OFFICE, "--count")["count"]))

    def _identity_service(self) -> tuple[str, ...]:
        """Where the central system asks who somebody is: the simulated service, started once."""
        client_file = self.folder / "identity-client.json"
        if self.identity is None:
            client = {"client_id": "demo", "client_secret": secrets.token_urlsafe(16)}
            client_file.write_text(json.dumps(client), "utf-8")
            self.identity = self.start(*identity_service_arguments(client), log="vneid")
        url = str(self.identity.started["url"])
        return ("--identity", url, "--identity-client-file", str(client_file))

    # --- programs ---------------------------------------------------------------------------------

    def start(
        self,
        *arguments: str,
        log: str,
        announces: bool = True,
        environment: Mapping[str, str] | None = None,
    ) -> Program:
        """Start one of our programs; its errors go to ``logs/<log>.log``."""
        file, lock = self.logs / f"{log}.log", self.locks / f"{log}.lock"
        program = Program(arguments, log=file, lock=lock, announces=announces, environment=environment)
        self._programs.append(program)
        return program


def identity_service_arguments(client: Mapping[str, str]) -> tuple[str, ...]:
    """How to start the simulated identity service for ``client_id`` and ``client_secret``.

    A secret may begin with a dash: only with ``=`` is it not taken for an option of its own.
    """
    return (
        "simulate", "vneid", "--port", "0", "--no-stdin",
        f"--client-id={client['client_id']}", f"--client-secret={client['client_secret']}",
    )  # fmt: skip
