"""Programs of a demonstration live no longer than the process that started them, however that ends.

The parent keeps a pipe to the standard input of each open. The system closes it when the parent ends, also
by SIGKILL or in the Task Manager: the child reads the end of its input and ends. Besides, each child holds a
file locked while it lives, so that the next start can wait until nothing of the old run is left.
"""

from __future__ import annotations

import os
import queue
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from time import monotonic, sleep
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.storage.process_lock import LockHeldError, ProcessLock

ENDS_WITHIN_S: Final = 10.0
"""How long a program may take to end in order; then it is ended."""
GONE_WITHIN_S: Final = 2 * ENDS_WITHIN_S
"""How long a start waits for what is left of an earlier run."""
_LOOK_S: Final = 0.05


class Lifeline:
    """Ends this process when its standard input ends; until then its lines are orders for whoever asks.

    ``lock`` is held until the process is gone. Raises ``DomainError("demo.running")`` when another program
    keeps it.
    """

    def __init__(self, lock: Path) -> None:
        self._lock = held(lock)
        self._lines: queue.SimpleQueue[str] = queue.SimpleQueue()
        threading.Thread(target=self._watch, name="lifeline", daemon=True).start()

    def orders(self) -> Iterator[str]:
        """The lines of standard input as they come; without end, for at the end of input the process ends."""
        while True:
            yield self._lines.get()

    def _watch(self) -> None:
        try:
            # Unbuffered and apart from sys.stdin, whose lock a thread must not hold while the program ends.
            with open(0, "rb", buffering=0, closefd=False) as stream:
                while line := stream.readline():
                    self._lines.put(line.decode("utf-8", "replace"))
        finally:
            # To the process, not to this thread: only then is a main thread that waits woken.
            os.kill(os.getpid(), signal.SIGTERM)
            sleep(ENDS_WITHIN_S)
            os._exit(1)


def held(lock: Path, within_s: float = GONE_WITHIN_S) -> ProcessLock:
    """Take the lock, waiting for whoever holds it; after ``within_s`` raises ``DomainError("demo.running")``.

    Its folder lies in the demonstration's folder, which the error names.
    """
    taken, ends_at = ProcessLock(lock), monotonic() + within_s
    while True:
        try:
            taken.acquire()
        except LockHeldError as error:
            if monotonic() >= ends_at:
                raise DomainError("demo.running", folder=str(lock.parent.parent)) from error
            sleep(_LOOK_S)
        else:
            return taken


def wait_until_gone(locks: Path) -> None:
    """Wait until every program whose lock lies in the folder ``locks`` has ended.

    Raises ``DomainError("demo.running")`` when one of them stays.
    """
    for lock in sorted(locks.glob("*.lock")):
        held(lock).release()
