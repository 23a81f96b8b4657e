"""The ten statuses of a dossier and the steps between them (TT 22/2019/TT-BTTTT, annex I)."""

from __future__ import annotations

from enum import IntEnum


class Status(IntEnum):
    """Status codes as the one-stop systems exchange them."""

    REGISTERED = 1
    RECEIVED = 2
    NOT_RECEIVED = 3
    IN_PROCESS = 4
    SUPPLEMENT_ASKED = 5
    PAYMENT_ASKED = 6
    WITHDRAWN = 7
    STOPPED = 8
    DONE = 9
    RETURNED = 10


TRANSITIONS: dict[Status | None, frozenset[Status]] = {
    None: frozenset({Status.REGISTERED, Status.RECEIVED}),
    Status.REGISTERED: frozenset(
        {Status.RECEIVED, Status.NOT_RECEIVED, Status.SUPPLEMENT_ASKED, Status.WITHDRAWN}
    ),
    Status.RECEIVED: frozenset(
        {
            Status.IN_PROCESS,
            Status.SUPPLEMENT_ASKED,
            Status.PAYMENT_ASKED,
            Status.WITHDRAWN,
            Status.STOPPED,
            Status.DONE,
        }
    ),
    Status.IN_PROCESS: frozenset(
        {Status.SUPPLEMENT_ASKED, Status.PAYMENT_ASKED, Status.WITHDRAWN, Status.STOPPED, Status.DONE}
    ),
    Status.SUPPLEMENT_ASKED: frozenset(
        {Status.RECEIVED, Status.IN_PROCESS, Status.NOT_RECEIVED, Status.WITHDRAWN, Status.STOPPED}
    ),
    Status.PAYMENT_ASKED: frozenset({Status.IN_PROCESS, Status.DONE, Status.WITHDRAWN, Status.STOPPED}),
    Status.STOPPED: frozenset({Status.IN_PROCESS}),
    Status.DONE: frozenset({Status.RETURNED}),
    Status.NOT_RECEIVED: frozenset(),
    Status.WITHDRAWN: frozenset(),
    Status.RETURNED: frozenset(),
}
"""Which status may follow which; ``None`` is before the first one.

A stopped dossier is resumed by a supervisor.
"""


def may_follow(now: Status | None, following: Status) -> bool:
    """Whether a dossier in ``now`` may come to ``following``."""
    return following in TRANSITIONS[now]


def is_final(status: Status) -> bool:
    """Whether nothing follows."""
    return not TRANSITIONS[status]
