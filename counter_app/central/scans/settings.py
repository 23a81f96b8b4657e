"""What can be set for the scans of a central system."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path


@dataclass(frozen=True, slots=True)
class ScanSettings:
    """Limits of scans, and where they are kept. Sizes are in bytes.

    ``folder``: by default ``scans`` in the data folder. ``reserve`` is what scans leave free on the disk, for
    the journal must always find room. ``life`` is how long an unfinished upload is kept after its last byte.
    ``idle`` is how many seconds an upload may stand still before its connection is given up; it has to be
    longer than a station's longest pause.
    """

    folder: Path | None = None
    largest: int = 256 * 1024 * 1024
    reserve: int = 256 * 1024 * 1024
    life: timedelta = timedelta(days=7)
    idle: float = 30.0

    def folder_in(self, data_dir: Path) -> Path:
        """Where the scans are kept."""
        return self.folder or data_dir / "scans"
