"""The central system's word on an entry: pure, from the dossier's state before it.

Facts are never refused: what physically happened is accepted, at worst with a conflict for a person. Only
decisions are refused. An entry about a dossier that is not known yet is held until its reception comes.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from counter_app.domain.dossier import Dossier, apply_event, begin
from counter_app.domain.entries import DossierEvent, DossierReceived, Nature, Unknown, nature_of, read_event
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry
from counter_app.domain.ledger_entries import read_ledger_event
from counter_app.domain.office_changes import read_office_change
from counter_app.domain.pads import read_pad_event
from counter_app.services.projection import SAID_BEFORE, UNREADABLE
from counter_app.services.store_ports import Verdict, VerdictState

ACCEPTED: Final = Verdict(VerdictState.ACCEPTED)
NOT_UNDERSTOOD: Final = Verdict(VerdictState.ACCEPTED, "not_understood")
"""Kept for later: a newer program wrote it."""
SAID_AGAIN: Final = Verdict(VerdictState.ACCEPTED, SAID_BEFORE)
OF_A_BOOK: Final = Unknown("ledger", 1)
"""Stands for an entry about a book of the ledger: it says nothing of a dossier."""
OF_THE_OFFICE: Final = Unknown("office", 1)
"""Stands for an entry about the office itself: ``office_changes`` has the word on it."""
BODY_MISSING: Final = Verdict(VerdictState.HELD, "body_missing")
WAITS_FOR_RECEPTION: Final = Verdict(VerdictState.HELD, "waits_for_reception")


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict on an entry, what the entry says, and the dossier if it takes effect.

    ``after`` is ``None`` where there is no dossier yet, or where the entry's body says nothing.
    """

    verdict: Verdict
    event: DossierEvent | Unknown | None = None
    after: Dossier | None = None


@dataclass(frozen=True, slots=True)
class Reading:
    """What an entry says, or why it says nothing (``fault``); neither while its body is missing."""

    event: DossierEvent | Unknown | None = None
    fault: str = ""


def read(entry: Entry) -> Reading:
    """Read an entry; never raises."""
    if entry.body is None:
        return Reading()
    try:
        if read_ledger_event(entry) is not None or read_pad_event(entry) is not None:
            return Reading(OF_A_BOOK)
        if read_office_change(entry) is not None:
            return Reading(OF_THE_OFFICE)
        return Reading(read_event(entry))
    except DomainError as error:
        return Reading(fault=error.code)
    except Exception:  # noqa: BLE001 - no body, however odd, may keep the entries behind it from being stored
        return Reading(fault=UNREADABLE)


def judge(dossier: Dossier | None, entry: Entry, reading: Reading) -> Judged:
    """The verdict on ``entry``, which comes after everything that made ``dossier``; never raises."""
    if reading.fault:
        return Judged(_misfit(entry, reading.fault))
    if reading.event is None:
        return Judged(BODY_MISSING)
    try:
        return _judge(dossier, entry, reading.event)
    except Exception:  # noqa: BLE001 - as for reading
        return Judged(_misfit(entry, UNREADABLE))


def _judge(dossier: Dossier | None, entry: Entry, event: DossierEvent | Unknown) -> Judged:
    if dossier is None:
        return _without_dossier(entry, event)
    after = apply_event(dossier, entry, event)
    if isinstance(event, Unknown):
        return Judged(NOT_UNDERSTOOD, event, after)
    new = [conflict for conflict in after.conflicts if conflict not in dossier.conflicts]
    if new:
        # Where it happened before what is known already, it may be that which no longer follows.
        return Judged(_misfit(entry, new[-1].code), event, after)
    return Judged(ACCEPTED, event, after)


def _without_dossier(entry: Entry, event: DossierEvent | Unknown) -> Judged:
    if event is OF_A_BOOK or event is OF_THE_OFFICE:
        return Judged(ACCEPTED, event)
    if isinstance(event, Unknown):
        return Judged(NOT_UNDERSTOOD, event)
    if isinstance(event, DossierReceived):
        return Judged(ACCEPTED, event, begin(entry, event))
    return Judged(WAITS_FOR_RECEPTION, event)


def _misfit(entry: Entry, code: str) -> Verdict:
    refused = nature_of(entry.kind) is Nature.DECISION
    return Verdict(VerdictState.REFUSED if refused else VerdictState.CONFLICT, code)
