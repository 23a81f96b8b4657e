"""``counter-app`` under a profiler that counts processor time, thread by thread; and what it says.

``python -m benchmarks.profiled_centre central ... serve ...`` leaves one profile a process beside the data.
A profiler makes many small functions look dearer than few large ones: its shares point, they do not measure.
"""

from __future__ import annotations

import cProfile
import io
import os
import pstats
import sys
import threading
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TextIO

from counter_app.cli import main

PROGRAM: Final = ("-m", "benchmarks.profiled_centre")

Function = tuple[str, int, str]

_GROUPS: Final = (
    ("signature", ("/cryptography/", "verify' of 'cryptography", "ed25519")),
    ("hashing", ("_hashlib", "_sha2", "'sha256'")),
    ("json", ("/pydantic", "/json/", "SchemaValidator", "SchemaSerializer", "pydantic_core", "_json.")),
    ("unpacking", ("zstandard", "zlib", "/gzip")),
    ("sql", ("/sqlalchemy/", "/psycopg", "psycopg_", "psycopg3")),
    ("judging and folding", ("/counter_app/domain/", "/judgement", "/projection", "/histories")),
    ("http", ("/uvicorn/", "/starlette/", "/fastapi/", "/h11/", "/anyio/", "/asyncio/", "/selectors",
              "/socket", "httptools", "uvloop", "_socket", "epoll", "/central/gate", "/central/app")),
    ("wire", ("/sync/wire",)),
    ("intake", ("/counter_app/",)),
)  # fmt: skip


def shares(folder: Path) -> dict[str, float]:
    """Of all processor time in the profiles in ``folder``, the share of each group of functions."""
    profiles = sorted(folder.glob("*.profile"))
    stats: Any = pstats.Stats(str(profiles[0]))
    stats.add(*map(str, profiles[1:]))
    spent: dict[str, float] = defaultdict(float)
    for function, (_, _, own, _, callers) in stats.stats.items():
        group = _group(function)
        if group or not callers:
            spent[group or "other"] += own
            continue
        # What is nobody's own (a dict's update, a string's join) is the caller's.
        for caller, (_, _, part, _) in callers.items():
            spent[_group(caller) or "other"] += part
    total = sum(spent.values()) or 1.0
    return {name: round(part / total, 3) for name, part in sorted(spent.items(), key=lambda one: -one[1])}


def _group(function: Function) -> str:
    text = f"{function[0]} {function[2]}"
    return next((name for name, marks in _GROUPS if any(mark in text for mark in marks)), "")


class _Told(io.TextIOWrapper):
    """Standard output; what is to be done once the address was written to it is done then."""

    def __init__(self, stream: TextIO, told: Callable[[], None]) -> None:
        super().__init__(io.BytesIO())
        self._stream = stream
        self._told = told
        self._listening = False

    def write(self, text: str) -> int:
        self._listening |= '"listening"' in text
        return self._stream.write(text)

    def flush(self) -> None:
        self._stream.flush()
        if self._listening:
            self._listening = False
            self._told()


def _profiled(folder: Path, run: Callable[[], int]) -> int:
    profiles: list[cProfile.Profile] = []

    def begin(*_: object) -> None:
        sys.setprofile(None)
        profiles.append(cProfile.Profile(time.thread_time))
        profiles[-1].enable()

    threading.setprofile(begin)
    own = cProfile.Profile(time.thread_time)
    # What it takes to start is no part of it: the address is said when that is over.
    sys.stdout = _Told(sys.stdout, own.enable)
    code = run()
    own.disable()
    threading.setprofile(None)
    for number, profile in enumerate([own, *profiles]):
        profile.create_stats()
        if profile.stats:
            profile.dump_stats(folder / f"{os.getpid()}-{number}.profile")
    return code


if __name__ == "__main__":
    data = Path(sys.argv[sys.argv.index("--data") + 1])
    sys.exit(_profiled(data, lambda: main(sys.argv[1:])))
