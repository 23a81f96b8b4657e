"""The way of a scan from whatever reader to whoever wants it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from counter_app.services.ports import Scan
from counter_app.services.reader_ports import OnTrial, Trial
from counter_app.services.typed_scans import usable_text

if TYPE_CHECKING:
    from counter_app.devices.scanners.source import ScannerState

T = TypeVar("T")

_log = logging.getLogger(__name__)

OnScan = Callable[[Scan], None]
OnTrouble = Callable[[str], None]

_CHANGED = "changed_by_input_method"
_CHANGED_BUT_READ = "read_despite_input_method"


class ScanFlow:
    """Scans go to all subscribers, on the reader's thread; while a reader is on trial only to who tries it.

    What an input method changed is passed on only when it is certain what was typed; either way it is told.
    Nothing that was read is logged.
    """

    def __init__(self) -> None:
        self._on_scan: list[OnScan] = []
        self._on_trouble: list[OnTrouble] = []
        self._trials: list[OnTrial] = []

    def subscribe(self, on_scan: OnScan) -> Callable[[], None]:
        """Call ``on_scan`` for each scan; returns what ends it."""
        return _enter(self._on_scan, on_scan)

    def subscribe_troubles(self, on_trouble: OnTrouble) -> Callable[[], None]:
        """Call ``on_trouble`` with the code (``device.finding.<code>``) of whatever did not become a scan."""
        return _enter(self._on_trouble, on_trouble)

    def try_scan(self, on_trial: OnTrial) -> Callable[[], None]:
        """Give the next scans and troubles to ``on_trial`` alone; returns what ends it."""
        return _enter(self._trials, on_trial)

    def take(self, scan: Scan) -> None:
        """A reader read something."""
        if not scan.changed:
            self._pass_on(scan)
            return
        text = usable_text(scan)
        if text is None:
            self.tell(_CHANGED)
        else:
            self._pass_on(replace(scan, text=text, changed=False, typed=()), _CHANGED_BUT_READ)

    def follow(self, state: ScannerState) -> None:
        """A reader says how it is."""
        if state.finding is not None:
            self.tell(state.finding.value)

    def tell(self, trouble: str) -> None:
        """Something came that is no scan."""
        _log.info("a scan was not used: %s", trouble)
        if self._trials:
            _all(self._trials, Trial(None, trouble))
        else:
            _all(self._on_trouble, trouble)

    def _pass_on(self, scan: Scan, trouble: str = "") -> None:
        if self._trials:
            _all(self._trials, Trial(scan, trouble))
            return
        _all(self._on_scan, scan)
        if trouble:
            _all(self._on_trouble, trouble)


def _enter(listeners: list[T], listener: T) -> Callable[[], None]:
    listeners.append(listener)

    def end() -> None:
        if listener in listeners:
            listeners.remove(listener)

    return end


def _all(listeners: list[Callable[[T], None]], news: T) -> None:
    for listener in tuple(listeners):
        listener(news)
