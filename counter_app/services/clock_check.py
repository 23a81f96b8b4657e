"""Whether the machine's clock can be believed before any number is given."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

from counter_app.domain.bodies import MISFITS
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Head, instant_text, parse_instant
from counter_app.services.store_ports import UnitOfWork

DOCUMENT = "clock"
BUILD_DATE = datetime(2026, 11, 1, tzinfo=UTC)
"""No clock can truthfully say that it is earlier than this program."""
SLACK = timedelta(minutes=2)
"""Steps back that time synchronisation makes by itself."""


def check_clock(work: UnitOfWork, now: datetime) -> None:
    """Raise ``DomainError("clock.behind_program")`` or ``("clock.behind_journal")`` if the clock fell back.

    A dead battery after a power cut sets the date back; a code or a due time computed from it would be
    wrong for ever. A person may confirm a clock that is only behind the journal: then an earlier entry was
    written with a clock that ran ahead, and the counter must not stop until that date comes.
    """
    if now < BUILD_DATE:
        raise DomainError("clock.behind_program")
    head = work.journal.head()
    behind = head.recorded_at is not None and now < head.recorded_at - SLACK
    if behind and not _confirmed(work, now, head):
        raise DomainError("clock.behind_journal")


def time_of_fact(work: UnitOfWork, now: datetime) -> datetime:
    """When something that has happened is to be recorded: now, or the journal's last time if that is later.

    A fact is not refused because of a clock; and it must not make a clock that fell back look right.
    """
    try:
        check_clock(work, now)
    except DomainError:
        return work.journal.head().recorded_at or now
    return now


def confirm_clock(work: UnitOfWork, now: datetime, clerk_id: str) -> None:
    """Keep that a clerk says that ``now`` is right, although the journal's last entry says a later time.

    It holds for this end of the journal only: the next entry is written with the right time again. Raises
    ``DomainError("clock.behind_program")``: that clock is wrong, whoever says otherwise.
    """
    if now < BUILD_DATE:
        raise DomainError("clock.behind_program")
    stored = work.documents.get(DOCUMENT)
    word = {"head": work.journal.head().hash.hex(), "from": instant_text(now), "clerk": clerk_id}
    work.documents.put(DOCUMENT, 1 if stored is None else stored[0] + 1, json.dumps(word).encode())


def _confirmed(work: UnitOfWork, now: datetime, head: Head) -> bool:
    stored = work.documents.get(DOCUMENT)
    if stored is None:
        return False
    try:
        word = json.loads(stored[1])
        return bool(word["head"] == head.hash.hex() and now >= parse_instant(word["from"]) - SLACK)
    except (*MISFITS, DomainError):
        return False
