"""Work off the GUI thread: one worker for the database, a pool for the network, one worker per device.

Results come back on the GUI thread through one QObject that lives there. Nothing that fails vanishes: a
failure that nobody handles goes to the ``unhandled`` hook.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from concurrent.futures import CancelledError, Executor, Future, ThreadPoolExecutor
from typing import Any, Generic, TypeVar

import shiboken6
from PySide6.QtCore import QObject, Qt, QThread, QTimer, Signal

T = TypeVar("T")
Unhandled = Callable[[BaseException], None]

SLOW_MS = 300
"""After this long a running task tells its ``progress`` callback (ui rule: a press answers at once)."""


class Task(Generic[T]):
    """One piece of work under way; the callbacks run on the GUI thread."""

    def __init__(self, future: Future[T], owner: QObject | None) -> None:
        self._future = future
        self._owner = owner
        self._owned = owner is not None
        self._dropped = False
        self._success: Callable[[T], object] | None = None
        self._failure: Callable[[Exception], object] | None = None
        self._progress: Callable[[bool], object] | None = None
        self._showing = False
        self.settled = False

    def success(self, callback: Callable[[T], object]) -> Task[T]:
        """Call with the result."""
        self._success = callback
        return self

    def failure(self, callback: Callable[[Exception], object]) -> Task[T]:
        """Call with the exception; without this it goes to the ``unhandled`` hook."""
        self._failure = callback
        return self

    def progress(self, callback: Callable[[bool], object]) -> Task[T]:
        """Call with ``True`` when the task has run for 300 ms, and with ``False`` when it then ends."""
        self._progress = callback
        QTimer.singleShot(SLOW_MS, self._tell_slow)
        return self

    def drop(self) -> None:
        """Forget the result, and do not start if it still waits. A failure is still reported."""
        self._dropped = True
        self._future.cancel()

    @property
    def done(self) -> bool:
        """Whether the work itself has ended (its callbacks may still have to run)."""
        return self._future.done()

    @property
    def wanted(self) -> bool:
        """Whether the callbacks may still run: not dropped, and the owner is alive."""
        if self._dropped:
            return False
        return not self._owned or (self._owner is not None and shiboken6.isValid(self._owner))

    def _tell_slow(self) -> None:
        if self._progress is not None and not self.settled and self.wanted:
            self._showing = True
            self._progress(True)

    def _settle(self, unhandled: Unhandled) -> None:
        """Run the callbacks on the GUI thread; what they raise is reported too."""
        self.settled = True
        try:
            self._deliver(unhandled)
        except Exception as raised:  # noqa: BLE001 - a callback's fault must reach the hook, not Qt's event loop
            unhandled(raised)
        finally:
            self._success = self._failure = self._progress = self._owner = None

    def _deliver(self, unhandled: Unhandled) -> None:
        if self._showing and self._progress is not None and self.wanted:
            self._progress(False)
        if self._future.cancelled():
            return
        raised = self._future.exception()
        if raised is None:
            if self.wanted and self._success is not None:
                self._success(self._future.result())
        elif self.wanted and self._failure is not None and isinstance(raised, Exception):
            self._failure(raised)
        else:
            unhandled(raised)


class _Bridge(QObject):
    """Lives on the GUI thread; a signal emitted by a worker is queued to it."""

    finished = Signal(object)
    posted = Signal(object)


class Tasks(QObject):
    """Starts work from the GUI thread and brings results back to it."""

    idled = Signal()
    """The last task under way has been settled."""

    def __init__(
        self, *, unhandled: Unhandled | None = None, network_workers: int = 4, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._unhandled = unhandled or _to_exception_hook
        self._database = ThreadPoolExecutor(1, thread_name_prefix="database")
        self._network = ThreadPoolExecutor(network_workers, thread_name_prefix="network")
        self._devices: dict[str, ThreadPoolExecutor] = {}
        self._under_way: set[Task[Any]] = set()
        self._latest: dict[tuple[int, str], Task[Any]] = {}
        self._closed = False
        self._bridge = _Bridge(self)
        self._bridge.finished.connect(self._settle, Qt.ConnectionType.QueuedConnection)
        self._bridge.posted.connect(self._run_posted, Qt.ConnectionType.QueuedConnection)

    def database(
        self, fn: Callable[[], T], *, owner: QObject | None = None, replaces: str | None = None
    ) -> Task[T]:
        """Run ``fn`` on the one database worker, in the order of the calls.

        ``owner``: the callbacks are dropped when it is destroyed. ``replaces``: a newer task of the same
        owner and topic supersedes an older one (find as you type): the older result is never delivered.
        """
        return self._start(self._database, fn, owner, replaces)

    def network(
        self, fn: Callable[[], T], *, owner: QObject | None = None, replaces: str | None = None
    ) -> Task[T]:
        """Run ``fn`` on a small pool; tasks may finish in any order."""
        return self._start(self._network, fn, owner, replaces)

    def device(
        self, name: str, fn: Callable[[], T], *, owner: QObject | None = None, replaces: str | None = None
    ) -> Task[T]:
        """Run ``fn`` on the worker of the device ``name``: one at a time, no device waits for another."""
        executor = self._devices.get(name)
        if executor is None:
            executor = ThreadPoolExecutor(1, thread_name_prefix=f"device-{name}")
            self._devices[name] = executor
        return self._start(executor, fn, owner, replaces)

    def on_gui(self, fn: Callable[[], object]) -> None:
        """From any thread: run ``fn`` on the GUI thread soon (what scanners and the sync engine report)."""
        if not self._closed:
            self._bridge.posted.emit(fn)

    def idle(self) -> bool:
        """Whether every task has been settled, its callbacks included."""
        return not self._under_way

    def shutdown(self, wait: bool = True) -> None:
        """Take no more work. Waiting database and device work is finished, waiting network work is cancelled.

        Callbacks no longer run, for the windows are going away, but failures are still reported.
        """
        self._closed = True
        self._network.shutdown(wait=False, cancel_futures=True)
        for executor in (self._database, *self._devices.values()):
            executor.shutdown(wait=wait)
        if wait:
            self._network.shutdown(wait=True)
        for task in [task for task in self._under_way if task.done]:
            self._settle(task)

    def _start(
        self, executor: Executor, fn: Callable[[], T], owner: QObject | None, replaces: str | None
    ) -> Task[T]:
        if QThread.currentThread() is not self.thread():
            raise RuntimeError("tasks are started from the GUI thread; use on_gui from another")
        if self._closed:
            raise RuntimeError("tasks are shut down")
        task = Task(executor.submit(fn), owner)
        self._under_way.add(task)
        if replaces is not None:
            key = (id(owner), replaces)
            older = self._latest.get(key)
            if older is not None and not older.settled:
                older.drop()
            self._latest[key] = task
        bridge = self._bridge
        task._future.add_done_callback(lambda _: bridge.finished.emit(task))  # noqa: SLF001
        return task

    def _settle(self, task: Task[Any]) -> None:
        if task.settled:
            return
        if self._closed:
            task.drop()
        self._under_way.discard(task)
        for key in [key for key, latest in self._latest.items() if latest is task]:
            del self._latest[key]
        task._settle(self._unhandled)  # noqa: SLF001
        if not self._under_way:
            self.idled.emit()

    def _run_posted(self, fn: Callable[[], object]) -> None:
        try:
            fn()
        except Exception as raised:  # noqa: BLE001 - same as in Task
            self._unhandled(raised)


def _to_exception_hook(raised: BaseException) -> None:
    if not isinstance(raised, CancelledError):
        sys.excepthook(type(raised), raised, raised.__traceback__)
