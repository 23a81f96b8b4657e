"""Files that other counters send: whether they have come, as far as the central system was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from counter_app.services.scan_ports import FileState

_ASKED_AGAIN_AFTER: Final = 60.0
_MOST: Final = 200
"""So many are remembered; a screen that shows one again asks again."""


@dataclass(slots=True)
class _Known:
    state: FileState = FileState.UNKNOWN
    not_before: float = 0.0


class ForeignFiles:
    """What screens asked for, and what is known of it. Safe for many threads."""

    def __init__(self, monotonic: Callable[[], float]) -> None:
        self._monotonic = monotonic
        self._lock = threading.Lock()
        self._known: dict[str, _Known] = {}

    def state_of(self, sha256: str) -> tuple[FileState, bool]:
        """What is known, and whether the central system should be asked now."""
        with self._lock:
            known = self._known.get(sha256)
            if known is None:
                while len(self._known) >= _MOST:
                    self._known.pop(next(iter(self._known)))
                known = self._known[sha256] = _Known()
            return known.state, self._is_due(known)

    def due(self) -> Sequence[str]:
        """The files to ask for now."""
        with self._lock:
            return [name for name, known in self._known.items() if self._is_due(known)]

    def answered(self, sha256: str, *, is_there: bool) -> None:
        """The central system has it, or not yet."""
        with self._lock:
            known = self._known.get(sha256)
            if known is not None:
                known.state = FileState.SENT if is_there else FileState.UNKNOWN
                known.not_before = self._monotonic() + _ASKED_AGAIN_AFTER

    def _is_due(self, known: _Known) -> bool:
        return known.state is FileState.UNKNOWN and known.not_before <= self._monotonic()
