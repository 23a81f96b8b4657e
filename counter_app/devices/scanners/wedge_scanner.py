"""The driver for guns that type like a keyboard."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from counter_app.devices.registry import driver
from counter_app.devices.scanners.source import OnScan, OnState, ScannerLink, ScannerState
from counter_app.devices.scanners.wedge import (
    Decision,
    Key,
    PassOn,
    Scanned,
    WedgeDetector,
    WedgeLimits,
)
from counter_app.devices.setting_fields import number, text
from counter_app.services.ports import Scan


@dataclass(frozen=True)
class WedgeSettings:
    """What counts as a gun, in milliseconds and letters; slow wireless guns need larger gaps."""

    average_gap_ms: int = field(default=35, metadata=number(5, 100))
    longest_gap_ms: int = field(default=60, metadata=number(10, 300))
    min_length: int = field(default=6, metadata=number(3, 64))
    name: str = field(default="", metadata=text())


def _utc_now() -> datetime:
    return datetime.now(UTC)


@driver("scanner", "wedge", settings=WedgeSettings)
class WedgeScanner:
    """Fed by the window's key filter with every key press; delivers scans like every other reader.

    While it is stopped every key is passed on at once.
    """

    def __init__(self, settings: WedgeSettings, now: Callable[[], datetime] = _utc_now) -> None:
        limits = WedgeLimits(
            settings.average_gap_ms / 1000, settings.longest_gap_ms / 1000, settings.min_length
        )
        self._detector = WedgeDetector(limits)
        self._now = now
        self._on_scan: OnScan | None = None
        self._on_state: OnState | None = None
        self.name = settings.name or "wedge"

    @staticmethod
    def is_usable() -> bool:
        """Keyboards are everywhere."""
        return True

    @property
    def hold_s(self) -> float:
        """How long after a ``Held`` the key filter's timer should call ``flush``."""
        return self._detector.hold_s

    def start(self, on_scan: OnScan, on_state: OnState) -> None:
        """Begin to tell scans from typing."""
        self._on_scan, self._on_state = on_scan, on_state
        on_state(ScannerState(ScannerLink.LISTENING))

    def stop(self) -> None:
        """Let everything pass from now on; held keys come out with the next ``feed``, ``flush`` or
        ``release``.
        """
        if self._on_state is not None:
            self._on_state(ScannerState(ScannerLink.STOPPED))
        self._on_scan = self._on_state = None

    def feed(self, key: Key) -> Decision:
        """One key press; see ``wedge`` for what the filter does with the decision. A scan also goes to
        ``on_scan``.
        """
        if self._on_scan is None:
            return PassOn((*self._detector.release().keys, key))
        decision = self._detector.feed(key)
        if isinstance(decision, Scanned):
            self._on_scan(
                Scan(decision.text, "wedge", self._now(), changed=decision.changed, typed=decision.typed)
            )
        return decision

    def flush(self, now: float) -> PassOn:
        """Called by the filter's timer; ``now`` on the clock of the keys."""
        return self._detector.flush(now)

    def release(self) -> PassOn:
        """Let held keys go, because the focus moves."""
        return self._detector.release()
