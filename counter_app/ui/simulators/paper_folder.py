"""The folder in which the virtual printer leaves its paper: pieces are told when they are whole."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final, Literal, cast

from PySide6.QtCore import QFileSystemWatcher, QObject, QTimer, Signal
from PySide6.QtGui import QImage

from counter_app.ui.tasks import Tasks

NEWEST: Final = 20
"""So many pieces are shown of those that lay there before."""
_AGAIN_MS: Final = 60
_TRIES: Final = 25

Ending = Literal["full", "partial", "hanging"]
"""How a piece came off: cut through, cut but for one point, not cut at all."""


@dataclass(frozen=True)
class PaperPiece:
    """One piece of paper; ``number`` counts in the folder, ``image`` has a pixel a dot (8 dots are 1 mm)."""

    number: int
    at: datetime
    ending: Ending
    length_mm: float
    image: QImage
    picture: Path


@dataclass(frozen=True)
class Look:
    """What was found new, oldest first, and whether something was there that is not whole yet."""

    pieces: tuple[PaperPiece, ...]
    unfinished: bool


def look_into(folder: Path, after: int, *, newest: int = NEWEST) -> Look:
    """Read the newest pieces of those that came ``after`` a number. Reads files: not for the GUI thread."""
    fresh = sorted(
        (number, path) for path in folder.glob("receipt-*.json") if (number := _number(path)) > after
    )
    read = [_read(number, path) for number, path in fresh[-newest:]]
    return Look(tuple(piece for piece in read if piece is not None), None in read)


def _number(description: Path) -> int:
    digits = description.stem.removeprefix("receipt-")
    return int(digits) if digits.isascii() and digits.isdigit() else -1


def _read(number: int, description: Path) -> PaperPiece | None:
    picture = description.with_suffix(".png")
    try:
        about = json.loads(description.read_text("utf-8"))
        at, kind, length = about["at"], str(about["kind"]), float(about["length_mm"])
        instant = datetime.fromisoformat(at)
    except (OSError, ValueError, KeyError, TypeError):
        return None  # being written just now; looked at again
    image = QImage(str(picture))
    if image.isNull() or instant.tzinfo is None:
        return None
    ending = cast("Ending", kind if kind in ("full", "partial") else "hanging")
    return PaperPiece(number, instant, ending, length, image, picture)


class PaperFolder(QObject):
    """``arrived`` tells new pieces, oldest first, and whether they came while one looked."""

    arrived = Signal(object, bool)

    def __init__(self, folder: Path, tasks: Tasks, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._folder, self._tasks = folder, tasks
        self._last = -1
        self._tries = 0
        self._looking = self._again = self._watched = self._stopped = False
        folder.mkdir(parents=True, exist_ok=True)
        self._watcher = QFileSystemWatcher([str(folder)], self)
        self._watcher.directoryChanged.connect(lambda _: self._changed())

    def look(self) -> None:
        """Look for new pieces; also called now and then, for folders whose changes nobody tells."""
        if self._stopped:
            return
        if self._looking:
            self._again = True
            return
        self._looking, self._again = True, False
        last = self._last
        task = self._tasks.device("paper", lambda: look_into(self._folder, last), owner=self)
        task.success(self._looked).failure(self._failed)

    def stop(self) -> None:
        """Look no more."""
        self._stopped = True
        self._watcher.removePaths(self._watcher.directories())

    def _changed(self) -> None:
        self._tries = _TRIES
        self.look()

    def _looked(self, look: Look) -> None:
        self._looking = False
        if look.pieces:
            self._last = look.pieces[-1].number
            self.arrived.emit(list(look.pieces), self._watched)
        self._watched = True
        if self._again:
            self.look()
        elif look.unfinished and self._tries > 0:
            # The picture is there, its description is being written: nobody tells when that is done.
            self._tries -= 1
            QTimer.singleShot(_AGAIN_MS, self, self.look)

    def _failed(self, error: Exception) -> None:
        self._looking = False
        raise error
