"""``doctor``: looks at everything that the counter needs and says what to do about what is amiss.

It changes nothing, takes no lock, and works before enrolment and beside an open counter.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from counter_app.bootstrap.checks.central import check_central, check_clock, check_enrolment
from counter_app.bootstrap.checks.devices import check_devices
from counter_app.bootstrap.checks.display import check_display
from counter_app.bootstrap.checks.machine import check_fonts, check_print_system, check_time_zone
from counter_app.bootstrap.checks.row import STATES, Check, State, found
from counter_app.bootstrap.checks.serial_ports import check_serial_ports
from counter_app.bootstrap.checks.situation import Situation, examine
from counter_app.bootstrap.checks.store import check_database, check_folder, check_key
from counter_app.bootstrap.clock import SystemClock
from counter_app.bootstrap.station import RunningStation
from counter_app.config import Config
from counter_app.services.ports import Clock
from counter_app.sync.trace import trace_of

__all__ = ["CHECKS", "STATES", "Check", "State", "found", "run_checks"]

_log = logging.getLogger(__name__)

OneCheck = Callable[[Situation], Iterable[Check]]

CHECKS: Final[tuple[OneCheck, ...]] = (
    check_display,
    check_fonts,
    check_time_zone,
    check_folder,
    check_key,
    check_database,
    check_enrolment,
    check_central,
    check_clock,
    check_devices,
    check_serial_ports,
    check_print_system,
)
"""In the order in which they are shown; the clock comes after the central system, which tells the time."""


def run_checks(
    config: Config,
    running: RunningStation | None,
    clock: Clock | None = None,
    checks: Sequence[OneCheck] = CHECKS,
) -> list[Check]:
    """Carry out the checks; one that fails itself becomes a row and does not stop the others.

    ``running`` is the station of this process, if there is one. Slow (devices and the network are asked):
    never on the GUI thread.
    """
    rows: list[Check] = []
    with examine(config, running, clock or SystemClock()) as situation:
        for check in checks:
            try:
                rows.extend(check(situation))
            except Exception as error:  # noqa: BLE001 - whatever one check runs into, the others still tell
                _log.error("%s failed: %s", check.__name__, trace_of(error))
                rows.append(
                    found("program", "check_failed", check=check.__name__, error=type(error).__name__)
                )
    return rows
