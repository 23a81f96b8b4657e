"""Sends the files that wait, one after another, in a thread of its own beside the engine's.

What waits stands in the station's database, so that a killed program goes on where it was. Nothing is given
up for trouble of the line or of the central system; only a file that cannot be taken as it is waits for
a person.
"""

from __future__ import annotations

import logging
import random
import threading
import time
from collections.abc import Callable, Sequence
from datetime import timedelta
from typing import Final, Protocol

from counter_app.domain.errors import DomainError
from counter_app.services.ports import Clock
from counter_app.services.scan_ports import (
    FileState,
    FileToSend,
    Lane,
    ScanProgress,
    ScanStatus,
    ScanStore,
)
from counter_app.sync.chunk_body import BrokenOffError
from counter_app.sync.foreign_files import ForeignFiles
from counter_app.sync.lanes import Lanes
from counter_app.sync.link import LinkError, Trouble
from counter_app.sync.policy import Pace, Uniform, backoff
from counter_app.sync.scan_board import Listener, ScanBoard
from counter_app.sync.scan_trouble import UploadError, UploadTrouble
from counter_app.sync.schedule import REJECTED_STATION
from counter_app.sync.trace import trace_of

_log = logging.getLogger(__name__)

_IDLE: Final = 60.0
"""Seconds after which the queue is looked at unasked."""
_LONGEST_WISH: Final = 300.0
_ASK_AGAIN: Final = 0.5


class Sending(Protocol):
    """What sends one file (``scan_upload.Uploader``)."""

    def send(self, file: FileToSend, watcher: ScanSender) -> None:
        """Return once the central system has it."""
        ...

    def has(self, sha256: str) -> bool:
        """Whether the central system has it."""
        ...

    def usable_rate(self) -> float | None:
        """Bytes a second that it uses of the line, once measured."""
        ...

    def break_off(self) -> None:
        """End the call in hand; from any thread."""
        ...

    def close(self) -> None:
        """Let go of the line."""
        ...


class ScanSender:
    """``ScanControl`` of an enrolled station. ``connect`` makes the line, in the sender's own thread."""

    def __init__(
        self,
        store: ScanStore,
        connect: Callable[[], Sending],
        lanes: Lanes,
        clock: Clock,
        *,
        pace: Pace | None = None,
        uniform: Uniform = random.uniform,
        monotonic: Callable[[], float] = time.monotonic,
    ) -> None:
        self._store = store
        self._connect = connect
        self._lanes = lanes
        self._clock = clock
        self._pace = pace or Pace()
        self._uniform = uniform
        self._monotonic = monotonic
        self._board = ScanBoard()
        self._sending: Sending | None = None
        self._thread: threading.Thread | None = None
        self._flags = threading.Condition()
        self._stopping = self._woken = self._forced = False
        self._line_is_up = True
        self._failures = 0
        self._next_at = 0.0
        self._later: dict[str, tuple[float, int]] = {}
        self._foreign = ForeignFiles(monotonic)
        self._under_way: FileToSend | None = None
        self._reached: int | None = None

    # --- ScanControl ---------------------------------------------------------------------------------

    def status(self) -> ScanStatus:
        """The state as of the last step; never waits."""
        return self._board.status

    def wake(self) -> None:
        """Something new waits."""
        with self._flags:
            self._woken = True
            self._flags.notify()

    def send_now(self) -> None:
        """Try at once whatever the back-off says, also what was refused."""
        with self._flags:
            self._woken = self._forced = True
            self._flags.notify()

    def state_of(self, sha256: str) -> FileState:
        """Of a file of another counter; asking for one that is not known lets the central system be asked."""
        state, ask = self._foreign.state_of(sha256)
        if ask:
            self.wake()
        return state

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        """Call ``listener`` on each change, from the sender's thread; returns how to end that."""
        return self._board.subscribe(listener)

    def line(self, *, up: bool) -> None:
        """What the engine knows of the line: nothing is tried while it is down."""
        with self._flags:
            if up and not self._line_is_up:
                self._next_at, self._failures, self._woken = 0.0, 0, True
                self._flags.notify()
            self._line_is_up = up

    # --- life ----------------------------------------------------------------------------------------

    def start(self) -> None:
        """Begin in the background; a second call does nothing."""
        if self._thread is None:
            self._thread = threading.Thread(target=self._run, name="scans", daemon=True)
            self._thread.start()

    def stop(self, timeout: float = 5.0) -> bool:
        """End at once, in the middle of a chunk; whether the thread has ended within ``timeout`` seconds."""
        with self._flags:
            self._stopping = True
            self._flags.notify()
        if self._thread is None:
            return True
        self._thread.join(min(1.0, timeout / 2))
        sending = self._sending
        if self._thread.is_alive() and sending is not None:
            sending.break_off()
        self._thread.join(timeout)
        return not self._thread.is_alive()

    # --- Watcher -------------------------------------------------------------------------------------

    def reached(self, offset: int) -> None:
        """So many bytes of the file under way are durable at the central system."""
        file, sending = self._under_way, self._sending
        if self._reached is not None and offset > self._reached:
            self._failures = 0
        self._reached = offset
        if file is not None and sending is not None:
            rate = sending.usable_rate()
            progress = ScanProgress(file.sha256, file.lane, offset, file.size)
            self._board.show(under_way=progress, bytes_per_s=None if rate is None else int(rate), trouble="")

    def paused(self, on: bool) -> None:
        """The file under way makes room, or goes on."""
        self._board.show(paused=on)

    def leave(self) -> bool:
        """Whether to break off: the program ends, or papers came while a scan is under way."""
        if self._stopping:
            return True
        if self._under_way is None or self._under_way.lane <= Lane.PAPERS or not self._woken:
            return False
        with self._flags:
            self._woken = False
        first = self._ready_files(self._store.waiting(limit=5))
        return bool(first) and first[0].lane < self._under_way.lane

    # --- the thread ----------------------------------------------------------------------------------

    def _run(self) -> None:
        while not self._stopping:
            self._wait(self.step())
        if self._sending is not None:
            self._sending.close()

    def step(self) -> float:
        """Send one file, or look one up; returns the seconds until the next step. Never raises."""
        with self._flags:
            forced, self._forced, self._woken = self._forced, False, False
        try:
            return self._turn(forced=forced)
        except DomainError as error:
            _log.error("the scans' sender could not use the store: %s", error)
            return self._failed(Trouble.STORAGE.value, None)
        except Exception as error:  # noqa: BLE001 - sending must outlive whatever a step runs into
            if self._stopping:
                return 0.0
            _log.error("sending scans ran into %s", trace_of(error))
            return self._failed(Trouble.UNEXPECTED.value, None)

    def _turn(self, *, forced: bool) -> float:
        if forced:
            self._store.try_refused_again()
            self._next_at, self._failures = 0.0, 0
            self._later.clear()
        epoch = self._store.epoch()
        if epoch:
            self._store.check_again(epoch)
        self._board.show(backlog=self._store.backlog())
        now = self._monotonic()
        if not (forced or (self._line_is_up and now >= self._next_at)):
            return self._until_next(now)
        waiting = self._store.waiting()
        ready = self._ready_files(waiting)
        if ready:
            return self._send(ready[0], epoch)
        self._look_up()
        return self._until_next(self._monotonic())

    def _send(self, file: FileToSend, epoch: str) -> float:
        if not self._lanes.wait_until_free(file.lane, _ASK_AGAIN):
            return 0.0
        self._under_way, self._reached = file, None
        try:
            with self._lanes.using(file.lane):
                self._upload_line().send(file, self)
        except BrokenOffError:
            return 0.0
        except LinkError as error:
            _log.info("a scan was not sent: %s", error)
            return self._failed(
                error.trouble.value, error.retry_after, rejected=error.trouble in REJECTED_STATION
            )
        except UploadError as error:
            return self._refused(file, error)
        except DomainError as error:
            if error.code not in ("vault.damaged", "vault.missing"):
                raise
            return self._refused(file, UploadError(UploadTrouble.FILE_DAMAGED))
        finally:
            self._under_way = None
            self._board.show(under_way=None, paused=False)
        # The life that was known before it was sent: if another began meanwhile, it is checked again.
        self._store.mark_sent(file.sha256, epoch)
        self._failures = 0
        self._later.pop(file.sha256, None)
        self._board.show(backlog=self._store.backlog(), trouble="", next_try_at=None)
        return 0.0

    def _refused(self, file: FileToSend, error: UploadError) -> float:
        """This file cannot go now; others may, unless the disk there is full."""
        _log.warning("scan %s was not taken: %s", file.sha256[:8], error)
        if error.for_good:
            self._store.mark_refused(file.sha256, f"scan.{error.trouble.value}")
            self._board.show(backlog=self._store.backlog(), trouble=error.trouble.value)
            return 0.0
        if error.trouble is UploadTrouble.STORAGE_FULL:
            return self._failed(error.trouble.value, error.retry_after)
        _, failures = self._later.get(file.sha256, (0.0, 0))
        wait = self._wait_after(failures, error.retry_after)
        self._later[file.sha256] = (self._monotonic() + wait, failures + 1)
        self._board.show(trouble=error.trouble.value)
        return 0.0

    def _failed(self, trouble: str, retry_after: float | None, *, rejected: bool = False) -> float:
        wait = (
            self._uniform(*self._pace.revoked) if rejected else self._wait_after(self._failures, retry_after)
        )
        self._failures += 1
        self._next_at = self._monotonic() + wait
        self._board.show(trouble=trouble, next_try_at=self._clock.now() + timedelta(seconds=wait))
        return wait

    def _wait_after(self, failures: int, retry_after: float | None) -> float:
        wait = backoff(self._pace, failures, self._uniform)
        return wait if retry_after is None else max(wait, min(retry_after, _LONGEST_WISH))

    def _look_up(self) -> None:
        """Ask for files of other counters that a screen shows as pending."""
        for name in self._foreign.due():
            if self._stopping:
                return
            self._lanes.wait_until_free(Lane.SCANS, 1.0)
            try:
                is_there = self._upload_line().has(name)
            except UploadError:
                is_there = False  # somebody sends it just now
            except LinkError as error:
                self._failed(error.trouble.value, error.retry_after)
                return
            self._foreign.answered(name, is_there=is_there)
            if is_there:
                self._board.tell()

    def _upload_line(self) -> Sending:
        if self._sending is None:
            self._sending = self._connect()
        return self._sending

    def _ready_files(self, waiting: Sequence[FileToSend]) -> list[FileToSend]:
        now = self._monotonic()
        return [file for file in waiting if self._later.get(file.sha256, (0.0, 0))[0] <= now]

    def _until_next(self, now: float) -> float:
        if not self._line_is_up:
            return _IDLE
        times = [at for at, _ in self._later.values() if at > now]
        if self._next_at > now:
            times = [self._next_at]
        return min([_IDLE, *(at - now for at in times)])

    def _wait(self, seconds: float) -> None:
        with self._flags:
            if not (self._stopping or self._woken or seconds <= 0):
                self._flags.wait(seconds)
