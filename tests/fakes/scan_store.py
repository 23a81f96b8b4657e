"""The files that wait, in memory."""

from __future__ import annotations

import threading
from collections.abc import Sequence

from counter_app.domain.errors import DomainError
from counter_app.services.scan_ports import FileState, FileToSend, ScanBacklog


class MemoryScanStore:
    """``ScanStore``; ``broken`` makes every call fail, ``life`` is the central system's."""

    def __init__(self, *files: FileToSend) -> None:
        self.files: dict[str, FileToSend] = {}
        self.state: dict[str, FileState] = {}
        self.codes: dict[str, str] = {}
        self.epochs: dict[str, str] = {}
        self.life = ""
        self.broken = False
        self._changed = threading.Condition()
        for one in files:
            self.add(one)

    def add(self, file: FileToSend) -> None:
        with self._changed:
            self.files.setdefault(file.sha256, file)
            self.state.setdefault(file.sha256, FileState.WAITING)

    def wait_until_sent(self, timeout: float = 20) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: FileState.WAITING not in self.state.values(), timeout)

    def backlog(self) -> ScanBacklog:
        files = [self.files[name] for name in self._in(FileState.WAITING)]
        oldest = min((one.queued_at for one in files), default=None)
        refused = len(self._in(FileState.REFUSED))
        return ScanBacklog(len(files), sum(one.size for one in files), oldest, refused)

    def waiting(self, *, limit: int = 20) -> Sequence[FileToSend]:
        files = [self.files[name] for name in self._in(FileState.WAITING)]
        return sorted(files, key=lambda one: one.lane)[:limit]

    def mark_sent(self, sha256: str, epoch: str) -> None:
        self._put(sha256, FileState.SENT)
        self.epochs[sha256] = epoch

    def mark_refused(self, sha256: str, code: str) -> None:
        self._put(sha256, FileState.REFUSED)
        self.codes[sha256] = code

    def try_refused_again(self) -> int:
        names = self._in(FileState.REFUSED)
        for name in names:
            self._put(name, FileState.WAITING)
        return len(names)

    def check_again(self, epoch: str) -> int:
        names = [name for name in self._in(FileState.SENT) if self.epochs[name] != epoch]
        for name in names:
            self._put(name, FileState.WAITING)
        return len(names)

    def epoch(self) -> str:
        if self.broken:
            raise DomainError("storage.io")
        return self.life

    def _in(self, state: FileState) -> list[str]:
        if self.broken:
            raise DomainError("storage.io")
        return [name for name, known in self.state.items() if known is state]

    def _put(self, sha256: str, state: FileState) -> None:
        with self._changed:
            self.state[sha256] = state
            self._changed.notify_all()
