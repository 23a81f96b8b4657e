"""Find as you type over a million dossiers, against a bare FTS5 query for the same words in the same file.

``python -m benchmarks.search --json`` builds an encrypted store (fixed seed), then types searches key by
key in a process of its own: each key is answered once by the program's own ``Reads.find`` and once by
``SELECT rowid ... MATCH ... ORDER BY rowid DESC LIMIT 50``, in turns.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Final

from benchmarks.million import build, open_built
from benchmarks.office import SEED
from counter_app.services.store_ports import DossierQuery
from counter_app.storage.open import StationStore
from counter_app.storage.search import AllOf, AnyOf, Wanted, Word, wanted

ROWS: Final = 1_000_000
PAGE: Final = 50
ROUNDS: Final = 3
_BARE: Final = "SELECT rowid FROM dossier_search WHERE dossier_search MATCH ? ORDER BY rowid DESC LIMIT 50"

NAMES: Final = (
    "Nguyễn Văn Hùng",
    "nguyen thi hoa",
    "Trần Văn Tuấn",
    "le thi lan",
    "Phạm Minh Đức",
    "huynh thi my linh",
    "Võ Thị Thanh Hương",
    "dang van dung",
    "hung nguyen van",
    "Đỗ Xuân Bảo",
    "ong thi khue",
    "Khổng Bá Triết",
    "thạch thị sen",
    "nong khac dien",
    "Quách Gia Khiêm",
)
NO_HITS: Final = ("zorro", "Nguyễn Xyz", "099912345678", "H99.99.99-991231-9999", "tran van 00000000")


def main(arguments: Sequence[str] | None = None) -> int:
    """Build, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--rows", type=int, default=ROWS)
    parser.add_argument("--dir", type=Path, help="keep the store here and use it again")
    parser.add_argument("--measure", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if options.measure:
        print(json.dumps(measure(options.dir)))
        return 0
    with tempfile.TemporaryDirectory() as temporary:
        folder = options.dir or Path(temporary)
        built_in = 0.0
        if not (folder / "data").exists():
            start = time.perf_counter()
            build(folder, options.rows)
            built_in = time.perf_counter() - start
        result = {**_in_own_process(folder), "build_s": round(built_in, 1)}
    print(json.dumps(result) if options.json else "\n".join(f"{k}: {v}" for k, v in result.items()))
    return 0


def _in_own_process(folder: Path) -> dict[str, float]:
    command = [sys.executable, "-m", "benchmarks.search", "--measure", "--dir", str(folder)]
    done = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True)
    found: dict[str, float] = json.loads(done.stdout)
    return found


def measure(folder: Path) -> dict[str, float]:
    """Type every search ``ROUNDS`` times; times in milliseconds."""
    store = open_built(folder)
    typed = keystrokes(_searches(store))
    ours: list[float] = []
    bare: list[float] = []
    dice = random.Random(SEED)
    with store.database.snapshot() as bare_connection:
        for _ in range(ROUNDS):
            dice.shuffle(typed)
            for turn, text in enumerate(typed):
                expression = bare_expression(text)
                runs: list[tuple[list[float], Callable[[], object]]] = [
                    (ours, lambda text=text: _find(store, text)),  # type: ignore[misc]
                    (bare, lambda words=expression: bare_connection.fetch(_BARE, (words,))),  # type: ignore[misc]
                ]
                # Whoever comes second finds the file's pages in the system's cache: take turns.
                for times, run in runs if turn % 2 else reversed(runs):
                    times.append(_timed(run))
        [(rows,)] = bare_connection.fetch("SELECT count(*) FROM dossier")
    store.close()
    result = {
        "ratio": _percentile(ours, 95) / _percentile(bare, 95),
        "p95_ms": _percentile(ours, 95),
        "bare_p95_ms": _percentile(bare, 95),
        "median_ms": _percentile(ours, 50),
        "bare_median_ms": _percentile(bare, 50),
        "max_ms": max(ours),
        "rss_mib": _peak_memory_mib(),
    }
    return {name: round(value, 3) for name, value in result.items()} | {
        "rows": rows,
        "queries": len(ours),
    }


def keystrokes(searches: Sequence[str]) -> list[str]:
    """Everything that stands in the search field while these are typed, one key after the other."""
    return [text[:end] for text in searches for end in range(1, len(text) + 1)]


def bare_expression(text: str) -> str:
    """The plain FTS5 query for the same words: each as it is, the last one a beginning."""
    return " ".join(_leaves(wanted(text)))


def _leaves(part: Wanted | None) -> list[str]:
    match part:
        case None:
            return []
        case Word(text, is_open):
            return [f'"{text}"*' if is_open else f'"{text}"']
        case AllOf(parts):
            return [leaf for inner in parts for leaf in _leaves(inner)]
        case AnyOf(parts):
            return _leaves(parts[0])


def _searches(store: StationStore) -> list[str]:
    """Names, and codes, numbers and phones of dossiers that are there, whole and in part."""
    dice = random.Random(SEED)
    searches = [*NAMES, *NO_HITS]
    with store.database.snapshot() as connection:
        [(last,)] = connection.fetch("SELECT max(position) FROM dossier")
        for _ in range(6):
            position = dice.randrange(1, last + 1)
            [(code, name, number, phone)] = connection.fetch(
                "SELECT code, owner_name, owner_number, phone FROM dossier WHERE position >= ?"
                " AND phone <> '' LIMIT 1",
                (position,),
            )
            day_and_number = code.partition("-")[2]
            searches += [code, day_and_number, code[-4:], number, number[-6:], number[-4:], phone, phone[-5:]]
            searches += [f"{name} {code[-4:]}", f"{phone[:4]} {phone[4:7]} {phone[7:]}"]
    return searches


def _find(store: StationStore, text: str) -> object:
    with store.database.read() as reads:
        return reads.find(DossierQuery(text=text), limit=PAGE)


def _peak_memory_mib() -> float:
    """The most memory that this process ever held.

    Where the system tells it of the process alone; ``getrusage`` counts the parent too, up to ``exec``.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:")) / 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _timed(run: Callable[[], object]) -> float:
    start = time.perf_counter()
    run()
    return (time.perf_counter() - start) * 1000


def _percentile(times: Sequence[float], percent: int) -> float:
    return sorted(times)[min(len(times) - 1, len(times) * percent // 100)]


if __name__ == "__main__":
    sys.exit(main())
