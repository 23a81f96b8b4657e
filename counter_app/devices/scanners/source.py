"""What every code reader offers: it is started with two callbacks, and it says how its line is."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from counter_app.services.ports import Scan


class ScannerLink(StrEnum):
    """How the reader is connected, as far as this machine can know."""

    CONNECTING = "connecting"
    CONNECTED = "connected"
    DISCONNECTED = "disconnected"
    """Not reachable or not plugged in; it is tried again without anybody's help."""
    IN_USE = "in_use"
    """It is there, but another program has it; it is tried again."""
    NO_PERMISSION = "no_permission"
    """It is there, but this account may not open it; it is tried again."""
    SEVERAL = "several"
    """More than one device matches the settings: which one is meant, a person has to say."""
    LISTENING = "listening"
    """A gun that types: whether it is plugged in shows only when it types. A camera: it waits for a look."""
    STOPPED = "stopped"


class ScanFinding(StrEnum):
    """Why something that was read did not become a scan."""

    INVALID_UTF8 = "invalid_utf8"
    LINE_TOO_LONG = "line_too_long"
    LINE_CUT_OFF = "line_cut_off"
    """The line broke before the terminator came."""
    NO_TERMINATOR = "no_terminator"
    """What was read did not end as a scan does; it is not known whether it is whole."""
    WRONG_SPEED = "wrong_speed"
    """Nothing but noise comes: the speed or the parity of the line is another one."""
    CHANGED_BY_INPUT_METHOD = "changed_by_input_method"
    """A Vietnamese input method changed letters, and what was typed is not certain."""
    READ_DESPITE_INPUT_METHOD = "read_despite_input_method"
    """The same, but what was typed could be told: the scan was delivered."""


@dataclass(frozen=True)
class ScannerState:
    """A change of the link, or a finding on an unchanged link. Holds nothing of what was read."""

    link: ScannerLink
    finding: ScanFinding | None = None


OnScan = Callable[[Scan], None]
OnState = Callable[[ScannerState], None]


class Scanner(Protocol):
    """A code reader.

    The callbacks come on the reader's own thread (a wedge: on the thread that feeds it); after ``stop``
    returned none comes any more. A stopped reader can be started again.
    """

    @property
    def name(self) -> str:
        """What people call it."""
        ...

    def start(self, on_scan: OnScan, on_state: OnState) -> None:
        """Begin to read."""
        ...

    def stop(self) -> None:
        """End reading."""
        ...
