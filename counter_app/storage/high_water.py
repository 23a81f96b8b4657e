"""How far the journal had come, noted outside the database, so that a restored backup is noticed.

The note is written after each commit and not synced: it may lag behind the journal after a power cut,
and it never runs ahead of it. So a journal that ends before the note has lost entries: somebody put
back an older copy. The reverse does not hold; copies restored together with the note are noticed by
the central system only.
"""

from __future__ import annotations

import json
import logging
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Final

from counter_app.domain.journal import Head

_FILE: Final = "highwater.json"
_WIDTH: Final = 160
"""One write of this many bytes replaces the last one: never half, and nothing to truncate."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Mark:
    """An end of the chain that was once committed."""

    station: str
    incarnation: int
    seq: int


class HighWater:
    """The note beside the database."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / _FILE
        self._stream: BinaryIO | None = None
        self._mark = self._read()

    @property
    def mark(self) -> Mark | None:
        """The highest end of the chain that was noted, or ``None`` if none can be read."""
        return self._mark

    def is_ahead_of(self, head: Head) -> bool:
        """Whether entries were committed once that are missing now."""
        mark = self._mark
        return (
            mark is not None
            and mark.station == head.station
            and (mark.incarnation, mark.seq) > (head.incarnation, head.seq)
        )

    def note(self, head: Head) -> None:
        """Write the new end of the chain; a note that cannot be written costs the notice, not the entry."""
        if self.is_ahead_of(head):
            return
        mark = Mark(head.station, head.incarnation, head.seq)
        plain = {"station": mark.station, "incarnation": mark.incarnation, "seq": mark.seq}
        line = json.dumps(plain).encode().ljust(_WIDTH - 1) + b"\n"
        try:
            if self._stream is None:
                self._path.touch(mode=0o600)
                self._stream = self._path.open("r+b", buffering=0)
            self._stream.seek(0)
            self._stream.write(line)
        except OSError:
            _log.warning("the high-water mark could not be written", exc_info=True)
        self._mark = mark

    def close(self) -> None:
        """Close the file."""
        if self._stream is not None:
            self._stream.close()
            self._stream = None

    def _read(self) -> Mark | None:
        try:
            plain = json.loads(self._path.read_bytes())
            return Mark(str(plain["station"]), int(plain["incarnation"]), int(plain["seq"]))
        except FileNotFoundError:
            return None
        except (OSError, ValueError, KeyError, TypeError):
            _log.warning("the high-water mark could not be read", exc_info=True)
            return None
