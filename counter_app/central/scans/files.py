"""Where the scans of an office lie, and how names are made to last.

``<folder>/<office>/<first two digits>/<sha256>`` is a whole scan, verified. ``<folder>/<office>/unfinished``
holds what is still coming: ``<sha256>.part`` with the bytes so far, ``.json`` with what was announced, and
``.lock``. Only whoever runs the central system may read any of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_READ: Final = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Announced:
    """What a station said of an upload when it began; ``length`` in bytes."""

    length: int
    media_type: str


@dataclass(frozen=True, slots=True)
class ScanFiles:
    """The files of one scan."""

    root: Path
    office: str
    sha256: str

    @property
    def whole(self) -> Path:
        """The scan once it is complete and verified."""
        return self.root / self.office / self.sha256[:2] / self.sha256

    @property
    def unfinished(self) -> Path:
        """The folder of what is still coming."""
        return self.root / self.office / "unfinished"

    @property
    def part(self) -> Path:
        """The bytes so far."""
        return self.unfinished / f"{self.sha256}.part"

    @property
    def note(self) -> Path:
        """What was announced."""
        return self.unfinished / f"{self.sha256}.json"

    @property
    def lock(self) -> Path:
        """Held by whoever writes."""
        return self.unfinished / f"{self.sha256}.lock"

    def announced(self) -> Announced | None:
        """What was announced; ``None`` when no upload was begun, or its note cannot be read."""
        try:
            plain = json.loads(self.note.read_text("utf-8"))
            return Announced(int(plain["length"]), str(plain["media_type"]))
        except (FileNotFoundError, ValueError, KeyError, TypeError):
            return None

    def announce(self, announced: Announced) -> None:
        """Begin an upload: the note is durable when this returns."""
        make_folder(self.unfinished, self.root)
        draft = self.note.with_suffix(".new")
        plain = {"length": announced.length, "media_type": announced.media_type}
        with open(draft, "wb", opener=_private) as stream:
            stream.write(json.dumps(plain).encode())
            stream.flush()
            os.fsync(stream.fileno())
        draft.replace(self.note)
        fsync_folder(self.unfinished)

    def so_far(self) -> int:
        """How many bytes came."""
        try:
            return self.part.stat().st_size
        except FileNotFoundError:
            return 0

    def hash_of_part(self) -> str:
        """The hash of what is on the disk."""
        digest = hashlib.sha256()
        with self.part.open("rb") as stream:
            while piece := stream.read(_READ):
                digest.update(piece)
        return digest.hexdigest()

    def settle(self) -> None:
        """Give the verified part its lasting name."""
        make_folder(self.whole.parent, self.root)
        self.part.replace(self.whole)
        fsync_folder(self.whole.parent)
        self.note.unlink(missing_ok=True)

    def drop(self) -> None:
        """Forget what came."""
        for one in (self.part, self.note, self.note.with_suffix(".new")):
            one.unlink(missing_ok=True)


def open_part(path: Path) -> int:
    """Open for appending, made if missing."""
    binary = getattr(os, "O_BINARY", 0)
    return os.open(path, os.O_RDWR | os.O_CREAT | binary, 0o600)


def make_folder(folder: Path, root: Path) -> None:
    """Make a folder below ``root`` and its parents durably, for our eyes only."""
    missing = []
    here = folder
    while not here.is_dir():
        missing.append(here)
        if here == root:
            break
        here = here.parent
    for one in reversed(missing):
        one.mkdir(mode=0o700, parents=True, exist_ok=True)
        fsync_folder(one.parent)


def fsync_folder(folder: Path) -> None:
    """Make names in ``folder`` durable; Windows writes them through by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _private(path: str, flags: int) -> int:
    return os.open(path, flags, 0o600)
