"""The central system's word on an entry: pure, from the dossier's state before it.

Facts are never refused: what physically happened is accepted, at worst with a conflict for a person. Only
decisions are refused. An entry about a dossier that is not known yet is held until its reception comes.
"""

from __future__ import annotations

from typing import Final

from counter_app.domain.dossier import Dossier, apply
from counter_app.domain.entries import DossierReceived, Nature, Unknown, nature_of, read_event
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Entry
from counter_app.services.projection import UNREADABLE
from counter_app.services.store_ports import Verdict, VerdictState

ACCEPTED: Final = Verdict(VerdictState.ACCEPTED)
NOT_UNDERSTOOD: Final = Verdict(VerdictState.ACCEPTED, "not_understood")
"""Kept for later: a newer program wrote it."""
BODY_MISSING: Final = Verdict(VerdictState.HELD, "body_missing")
WAITS_FOR_RECEPTION: Final = Verdict(VerdictState.HELD, "waits_for_reception")


def judge(dossier: Dossier | None, entry: Entry) -> Verdict:
    """The verdict on ``entry``, which comes after everything that made ``dossier``; never raises."""
    if entry.body is None:
        return BODY_MISSING
    try:
        return _judge(dossier, entry)
    except Exception:  # noqa: BLE001 - no body, however odd, may keep the entries behind it from being stored
        return _misfit(entry, UNREADABLE)


def _judge(dossier: Dossier | None, entry: Entry) -> Verdict:
    try:
        event = read_event(entry)
    except DomainError as error:
        return _misfit(entry, error.code)
    if isinstance(event, Unknown):
        return NOT_UNDERSTOOD
    if dossier is None:
        return ACCEPTED if isinstance(event, DossierReceived) else WAITS_FOR_RECEPTION
    after = apply(dossier, entry)
    if len(after.conflicts) > len(dossier.conflicts):
        return _misfit(entry, after.conflicts[-1].code)
    return ACCEPTED


def _misfit(entry: Entry, code: str) -> Verdict:
    refused = nature_of(entry.kind) is Nature.DECISION
    return Verdict(VerdictState.REFUSED if refused else VerdictState.CONFLICT, code)


def reception_of(entry: Entry) -> DossierReceived | None:
    """What a readable reception says; ``None`` for any other entry."""
    if entry.body is None or entry.kind != DossierReceived.KIND:
        return None
    try:
        event = read_event(entry)
    except DomainError:
        return None
    return event if isinstance(event, DossierReceived) else None
