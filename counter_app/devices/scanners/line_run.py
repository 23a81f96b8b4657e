"""One life of a reader on a line: opened again and again by itself, its lines delivered as scans."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Protocol

from counter_app.devices.scanners.lines import LineDecoder
from counter_app.devices.scanners.source import OnScan, OnState, ScanFinding, ScannerLink, ScannerState
from counter_app.services.ports import Scan, ScanSource

logger = logging.getLogger(__name__)


class LineUnavailableError(OSError):
    """A line that cannot be used now; ``link`` says why."""

    def __init__(self, link: ScannerLink) -> None:
        super().__init__(link.value)
        self.link = link


class Line(Protocol):
    """An open line of bytes."""

    def read(self) -> bytes:
        """What came, after a fifth of a second at the latest; empty if nothing did.

        Raises ``OSError`` when the line broke.
        """
        ...


OpenLine = Callable[[], AbstractContextManager[Line]]


@dataclass(frozen=True)
class Backoff:
    """How long to wait between attempts to connect: doubling from ``first_s`` to ``longest_s``."""

    first_s: float = 0.5
    longest_s: float = 10.0

    def after(self, failures: int) -> float:
        """Seconds to wait after so many failures in a row (from 1)."""
        return min(self.longest_s, self.first_s * 2.0 ** min(failures - 1, 30))


@dataclass(frozen=True)
class Silence:
    """What silence in the middle of a line means: after ``after_s`` it ends the scan, or it is a finding."""

    after_s: float
    ends_line: bool


@dataclass(frozen=True)
class LineSetup:
    """What a reader's line needs: ``open_line`` raises ``OSError``, ``LineUnavailableError`` if it knows why.

    ``open_within_s`` is how long one attempt to open may take. Without ``silence`` a line may wait for its
    end for ever.
    """

    name: str
    source: ScanSource
    open_line: OpenLine
    open_within_s: float
    decoder: Callable[[], LineDecoder]
    now: Callable[[], datetime]
    backoff: Backoff
    silence: Silence | None = None


class LineRun:
    """Reads on a daemon thread until it is stopped.

    ``on_state`` hears each change of the link once, and each finding. An error in a callback is logged and
    the reader goes on. Nothing that was read is ever logged.
    """

    def __init__(self, setup: LineSetup, on_scan: OnScan, on_state: OnState) -> None:
        self._setup = setup
        self._on_scan, self._on_state = on_scan, on_state
        self._stopped = threading.Event()
        self._link: ScannerLink | None = None
        self._thread = threading.Thread(target=self._work, name="scanner-line", daemon=True)

    def start(self) -> None:
        """Begin."""
        self._thread.start()

    def stop(self) -> None:
        """End; returns when the thread has ended, at the latest after the time of one attempt to open."""
        self._stopped.set()
        if self._thread is not threading.current_thread():
            self._thread.join(self._setup.open_within_s + 1.0)

    def _work(self) -> None:
        failures = 0
        self._say(ScannerLink.CONNECTING)
        while not self._stopped.is_set():
            trouble = ScannerLink.DISCONNECTED
            try:
                with self._setup.open_line() as line:
                    failures = 0
                    self._say(ScannerLink.CONNECTED)
                    self._listen(line)
            except LineUnavailableError as reason:
                trouble = reason.link
            except OSError as reason:
                logger.debug("scanner line %s: %s", self._setup.name, reason)
            except Exception:
                logger.exception("the scanner line %s failed and is opened again", self._setup.name)
            if self._stopped.is_set():
                break
            failures += 1
            self._say(trouble)
            self._stopped.wait(self._setup.backoff.after(failures))
        self._tell(ScannerState(ScannerLink.STOPPED))

    def _listen(self, line: Line) -> None:
        decoder, silence = self._setup.decoder(), self._setup.silence
        heard_at = time.monotonic()
        try:
            while not self._stopped.is_set():
                data = line.read()
                now = time.monotonic()
                if data:
                    heard_at = now
                    self._deliver(decoder.feed(data))
                elif silence is not None and now - heard_at >= silence.after_s:
                    self._deliver(decoder.pause(ends_line=silence.ends_line))
        finally:
            self._deliver(decoder.close())

    def _deliver(self, found: list[str | ScanFinding]) -> None:
        for item in found:
            if self._stopped.is_set():
                return
            if isinstance(item, ScanFinding):
                self._tell(ScannerState(ScannerLink.CONNECTED, item))
            else:
                scan = Scan(item, self._setup.source, self._setup.now())
                self._guarded(partial(self._on_scan, scan))

    def _say(self, link: ScannerLink) -> None:
        if link is not self._link:
            self._link = link
            self._tell(ScannerState(link))

    def _tell(self, state: ScannerState) -> None:
        self._guarded(partial(self._on_state, state))

    def _guarded(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:
            logger.exception("a callback of the scanner line failed")
