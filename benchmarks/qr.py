"""How many badly taken pictures of identity cards are read, beside plain zxing-cpp and OpenCV's own detector.

``python -m benchmarks.qr --json`` takes pictures of cards of invented people (fixed seed) with a simulated
webcam, see ``card_photos``, and gives each to the three readers in turn. ``ratio`` is our rate over that of
``zxingcpp.read_barcodes(picture)``; ``wrong`` counts texts of ours that are not what the card says.

The readers were tuned on pictures of ``TUNING_SEED`` only. The default seed is for reporting: nothing was
ever chosen by it.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import json
import statistics
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import Final

import cv2
import numpy as np
import zxingcpp
from numpy.typing import NDArray

from benchmarks.card_photos import Photo, photograph
from counter_app.devices.codes import BUDGET_MS, read_codes

IMAGES: Final = 300
TUNING_SEED: Final = 7
REPORTED_SEED: Final = 20261122
_WORKERS: Final = 2

Picture = NDArray[np.uint8]


@dataclass
class Tally:
    """What one reader did."""

    read: Counter[str] = field(default_factory=Counter)
    wrong: int = 0
    times_ms: list[float] = field(default_factory=list)

    def take(self, photo: Photo, texts: Sequence[str], took_ms: float) -> None:
        """Count one picture."""
        self.read[photo.kind] += photo.payload in texts
        self.wrong += sum(text != photo.payload for text in texts)
        self.times_ms.append(took_ms)

    @property
    def rate(self) -> float:
        """The share of pictures that were read right."""
        return self.read.total() / max(1, len(self.times_ms))


class Ours:
    """The program's own reader; counts which of its steps succeeded."""

    def __init__(self) -> None:
        self.steps: Counter[str] = Counter()

    def __call__(self, picture: Picture) -> list[str]:
        """The texts of a picture."""
        codes = read_codes(picture)
        self.steps.update(code.step for code in codes)
        return [code.text for code in codes]


def plain(picture: Picture) -> list[str]:
    """zxing-cpp as it comes."""
    return [barcode.text for barcode in zxingcpp.read_barcodes(picture)]


class OpenCv:
    """OpenCV's detector as it comes; bytes, because its text is guessed."""

    def __init__(self) -> None:
        self._detector = cv2.QRCodeDetector()

    def __call__(self, picture: Picture) -> list[str]:
        """The texts of a picture."""
        try:
            raw = self._detector.detectAndDecodeBytes(picture)[0]
            text = bytes(raw).decode("utf-8")
        except (cv2.error, UnicodeDecodeError):
            return []
        return [text] if text else []


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures, read them, print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one JSON object")
    parser.add_argument("--images", type=int, default=IMAGES)
    parser.add_argument("--seed", type=int, default=REPORTED_SEED)
    parser.add_argument("--keep", type=Path, help="save the pictures in this folder")
    options = parser.parse_args(arguments)
    started = time.perf_counter()
    photos = list(_photos(options.images, options.seed))
    taken_in = time.perf_counter() - started
    result = measure(photos, options.keep)
    result |= {
        "seed": options.seed,
        "taking_s": round(taken_in, 1),
        "total_s": round(time.perf_counter() - started, 1),
    }
    print(json.dumps(result) if options.json else "\n".join(f"{k}: {v}" for k, v in result.items()))
    return 0


def _photos(count: int, seed: int) -> Iterator[Photo]:
    with ProcessPoolExecutor(_WORKERS) as pool:
        yield from pool.map(partial(photograph, seed=seed), range(count), chunksize=8)


def measure(photos: Sequence[Photo], keep: Path | None = None) -> dict[str, object]:
    """Give every picture to every reader, in turns."""
    ours = Ours()
    readers: dict[str, Callable[[Picture], list[str]]] = {"ours": ours, "plain": plain, "opencv": OpenCv()}
    tallies: dict[str, Tally] = defaultdict(Tally)
    for read in readers.values():
        read(np.full((64, 64, 3), 255, np.uint8))  # libraries are loaded before anything is timed
    for number, photo in enumerate(photos):
        picture = np.asarray(cv2.imdecode(np.frombuffer(photo.jpeg, np.uint8), cv2.IMREAD_COLOR), np.uint8)
        names = list(readers)
        # Whoever comes first finds cold caches: take turns.
        turn = number % len(names)
        for name in names[turn:] + names[:turn]:
            start = time.perf_counter()
            texts = readers[name](picture)
            tallies[name].take(photo, texts, (time.perf_counter() - start) * 1000)
        if keep is not None:
            keep.mkdir(parents=True, exist_ok=True)
            (keep / f"{number:04d}-{photo.kind}.jpg").write_bytes(photo.jpeg)
    return _summary(photos, tallies, ours.steps)


def _summary(photos: Sequence[Photo], tallies: dict[str, Tally], steps: Counter[str]) -> dict[str, object]:
    own, bare = tallies["ours"], tallies["plain"]
    count = Counter(photo.kind for photo in photos)
    kinds = {
        kind: {name: round(tallies[name].read[kind] / total, 3) for name in tallies}
        for kind, total in count.items()
    }
    result: dict[str, object] = {
        "images": len(photos),
        "rate": round(own.rate, 4),
        "plain_rate": round(bare.rate, 4),
        "opencv_rate": round(tallies["opencv"].rate, 4),
        "ratio": round(own.rate / bare.rate, 3) if bare.rate else None,
        "wrong": own.wrong,
        "plain_wrong": bare.wrong,
        "opencv_wrong": tallies["opencv"].wrong,
        "budget_ms": BUDGET_MS,
    }
    for name, tally in tallies.items():
        own_prefix = "" if name == "ours" else f"{name}_"
        result[f"{own_prefix}median_ms"] = round(statistics.median(tally.times_ms), 2)
        result[f"{own_prefix}p95_ms"] = round(float(np.percentile(tally.times_ms, 95)), 2)
    result["kinds"] = kinds
    result["steps"] = dict(steps.most_common())
    result["versions"] = {
        "zxing-cpp": importlib.metadata.version("zxing-cpp"),
        "opencv": cv2.__version__,
        "numpy": np.__version__,
    }
    return result


if __name__ == "__main__":
    sys.exit(main())
