"""Joins the wedge driver to a window's key filter: presses go in, and those that the window gets come out."""

from __future__ import annotations

from typing import Generic, Protocol, TypeVar, cast

from counter_app.devices.scanners.input_method_keys import PrintedLetter, unknown
from counter_app.devices.scanners.wedge import Key, KeyKind, PassOn
from counter_app.devices.scanners.wedge_scanner import WedgeScanner


class Press(Protocol):
    """A key press as the filter keeps it; ``kind`` is one of the values of ``KeyKind``."""

    @property
    def text(self) -> str:
        """What it would type."""
        ...

    @property
    def at(self) -> float:
        """The time of the event itself, in seconds."""
        ...

    @property
    def kind(self) -> str:
        """A value of ``KeyKind``."""
        ...

    @property
    def auto_repeat(self) -> bool:
        """Whether the key was held down."""
        ...

    @property
    def scan_code(self) -> int:
        """The platform's number of the key itself; 0 if it has none."""
        ...

    @property
    def virtual_key(self) -> int:
        """The platform's number of what the layout makes of the key."""
        ...

    @property
    def shift(self) -> bool:
        """Whether Shift was held."""
        ...


P = TypeVar("P", bound=Press)


class WedgeGate(Generic[P]):
    """Every press that goes in comes out once and in order, or belongs to a scan.

    ``printed`` reads this platform's native codes (``input_method_keys.printed_letter``).
    """

    def __init__(self, scanner: WedgeScanner, printed: PrintedLetter = unknown) -> None:
        self._scanner, self._printed = scanner, printed

    @property
    def hold_s(self) -> float:
        """After this long without a key ``flush`` is to be called."""
        return self._scanner.hold_s

    def feed(self, press: P) -> tuple[P, ...]:
        """Take a press; what the window gets now, oldest first (this press may be among it)."""
        printed = self._printed(press.scan_code, press.virtual_key, press.shift)
        key = Key(press.text, press.at, KeyKind(press.kind), press.auto_repeat, press, printed)
        decision = self._scanner.feed(key)
        return _presses(decision) if isinstance(decision, PassOn) else ()

    def flush(self, now: float) -> tuple[P, ...]:
        """Silence followed: what the window gets."""
        return _presses(self._scanner.flush(now))

    def release(self) -> tuple[P, ...]:
        """The focus moves: all that is held."""
        return _presses(self._scanner.release())


def _presses(passed: PassOn) -> tuple[P, ...]:
    return tuple(cast("P", key.payload) for key in passed.keys)
