"""Virtual devices that answer from memory, at once or when they are let."""

from __future__ import annotations

import json
import threading
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtGui import QImage

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.ui.simulators.bench_parts import BenchCard, BenchParts, PrinterNow


class FakePrinter:
    """Switches in memory; ``silent`` makes it answer no more."""

    def __init__(self) -> None:
        self.on: set[str] = set()
        self.printing = False
        self.silent = False
        self.asked_on: set[str] = set()

    def set(self, name: str, on: bool) -> PrinterNow:
        self._answer()
        (self.on.add if on else self.on.discard)(name)
        return self.state()

    def state(self) -> PrinterNow:
        self._answer()
        self.asked_on.add(threading.current_thread().name)
        return PrinterNow(frozenset(self.on), self.printing)

    def _answer(self) -> None:
        if self.silent:
            raise DomainError("bench.silent")


class FakeScanner:
    """Remembers what was scanned while somebody listened."""

    def __init__(self) -> None:
        self.listeners = 1
        self.heard: list[str] = []
        self.silent = False

    def send(self, text: str) -> int:
        if self.silent:
            raise DomainError("bench.silent")
        if self.listeners:
            self.heard.append(text)
        return self.listeners

    def state(self) -> int:
        if self.silent:
            raise DomainError("bench.silent")
        return self.listeners


class FakeLine:
    """A cable; while ``held`` is not set, pulling and plugging take their time."""

    def __init__(self) -> None:
        self.up = True
        self.silent = False
        self.held = threading.Event()
        self.held.set()
        self.turns = 0

    def is_up(self) -> bool:
        if self.silent:
            raise DomainError("bench.silent")
        return self.up

    def pull(self) -> None:
        self._turn(False)

    def plug(self) -> None:
        self._turn(True)

    def _turn(self, up: bool) -> None:
        self.held.wait(10)
        if self.silent:
            raise DomainError("bench.silent")
        self.turns += 1
        self.up = up


CARDS = tuple(BenchCard(f"Thẻ mẫu {number}", f"mẫu số {number}", f"text-{number}") for number in range(1, 13))


class Desk:
    """All devices of one window."""

    def __init__(self, wording: Wording, folder: Path) -> None:
        self.printer, self.scanner, self.line = FakePrinter(), FakeScanner(), FakeLine()
        self.folder = folder
        self.dossiers = 12
        self.codes: dict[str, str] = {}
        self.parts = BenchParts(
            wording,
            folder,
            self.printer,
            self.scanner,
            CARDS,
            line=self.line,
            central_count=lambda: self.dossiers,
            read_code=lambda picture: self.codes.get(picture.name, ""),
        )

    def print_slip(self, number: int, *, kind: str = "partial", height: int = 400) -> Path:
        """Leave a whole piece of paper in the folder, as the simulator does: first the picture."""
        picture = self.folder / f"receipt-{number:04d}.png"
        image = QImage(576, height, QImage.Format.Format_Mono)
        image.fill(1)
        assert image.save(str(picture))
        picture.with_suffix(".json").write_text(about(kind=kind, length_mm=height / 8), "utf-8")
        return picture


def about(*, kind: str = "partial", length_mm: float = 50.0) -> str:
    """What the simulator writes beside a picture."""
    at = datetime(2026, 11, 23, 2, 12, tzinfo=UTC)
    return json.dumps({"at": at.isoformat(), "kind": kind, "length_mm": length_mm})
