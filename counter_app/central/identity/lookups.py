"""The log of look-ups: who asked for which dossier, when, and how it ended. Each function in a transaction.

A look-up is written before the service is asked and again when it ended, so that none is missing, whatever
dies in between. What was asked, and what was answered beyond state and transaction id, is never written.
"""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import ColumnElement, Connection, Row, and_, delete, select, update

from counter_app.central.auth import Caller
from counter_app.central.database import insert_new
from counter_app.central.life import seal_key
from counter_app.central.tables import dossiers, identity_lookups
from counter_app.domain.identity import IdentityState
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.sync.wire.identity import IdentityCheckRequest

ASKING: Final = "asking"
DENIED: Final = "denied"
BAD_QUESTION: Final = "bad_question"

_CONTENT: Final = b"quay-mot-cua/identity-question/1"


@dataclass(frozen=True, slots=True)
class Outcome:
    """How a look-up ended: an identity state or one of the words above."""

    state: str
    at: datetime
    transaction: str = ""
    reason: str = ""

    @property
    def answered(self) -> bool:
        """Whether the e-ID service said something; else the same question is asked again."""
        return self.state in set(IdentityState) and IdentityState(self.state).answered


@dataclass(frozen=True, slots=True)
class LookupRow:
    """A look-up as an auditor sees it. ``dossier_known``: the dossier was received here by now."""

    office: str
    question: str
    station: str
    clerk: str
    dossier: str
    dossier_known: bool
    kind: str
    state: str
    reason: str
    transaction: str
    tries: int
    asked_at: str
    answered_at: str | None
    latency_ms: int | None


class OtherContentError(Exception):
    """The question's id stands for another content, or for one that is not repeated any more."""


class BeingAskedError(Exception):
    """The same question is being asked by another call."""


def begin(
    connection: Connection,
    caller: Caller,
    request: IdentityCheckRequest,
    now: datetime,
    *,
    given_up_after: timedelta,
) -> Outcome | None:
    """Write that a question is asked now; ``None`` for that, or how it had ended before.

    Raises ``OtherContentError``; ``BeingAskedError`` when another call asks it, unless that began longer ago
    than ``given_up_after``: then it has died.
    """
    office = caller.office
    content = _content_hash(connection, request)
    row = {**_named(caller, request, now), "refusal": "", "state": ASKING, "reason": ""}
    if insert_new(connection, identity_lookups, {**row, "content": content}):
        return None
    known = connection.execute(
        select(identity_lookups).where(_is(office, request.question)).with_for_update()
    ).one()
    if known.content != content:
        raise OtherContentError
    if known.state == ASKING and known.tried_at > instant_text(now - given_up_after):
        raise BeingAskedError
    ended = _outcome(known)
    if ended is not None and (ended.answered or ended.state == BAD_QUESTION):
        return ended
    connection.execute(
        update(identity_lookups)
        .where(_is(office, request.question))
        .values(state=ASKING, reason="", tries=known.tries + 1, tried_at=instant_text(now))
    )
    return None


def end(connection: Connection, office: str, question: str, outcome: Outcome, latency_ms: int) -> None:
    """Write how a look-up ended; of two calls that asked the same, what the service said last stays."""
    connection.execute(
        update(identity_lookups)
        .where(_is(office, question))
        .values(
            state=outcome.state,
            reason=outcome.reason,
            transaction_id=outcome.transaction,
            answered_at=instant_text(outcome.at),
            latency_ms=latency_ms,
        )
    )


def deny(
    connection: Connection, caller: Caller, request: IdentityCheckRequest, reason: str, now: datetime
) -> None:
    """Write that a look-up was refused; the same one refused again is counted."""
    at = instant_text(now)
    row = {**_named(caller, request, now), "refusal": reason, "state": DENIED, "reason": reason}
    if insert_new(connection, identity_lookups, {**row, "answered_at": at}):
        return
    connection.execute(
        update(identity_lookups)
        .where(_is(caller.office, request.question, reason))
        .values(tries=identity_lookups.c.tries + 1, tried_at=at, answered_at=at)
    )


def listed(
    connection: Connection, office: str, dossier: str | None = None, *, limit: int = 1000
) -> Sequence[LookupRow]:
    """The look-ups of an office, or for one dossier, the newest first."""
    query = (
        select(identity_lookups, dossiers.c.dossier.label("received"))
        .outerjoin(
            dossiers,
            and_(
                dossiers.c.office == identity_lookups.c.office,
                dossiers.c.dossier == identity_lookups.c.dossier,
            ),
        )
        .where(identity_lookups.c.office == office)
        .order_by(identity_lookups.c.asked_at.desc(), identity_lookups.c.question)
        .limit(limit)
    )
    if dossier is not None:
        query = query.where(identity_lookups.c.dossier == dossier)
    return [_listed(row) for row in connection.execute(query)]


def forget(connection: Connection, repeats_before: datetime, before: datetime | None) -> int:
    """Drop the hashes of questions answered before ``repeats_before``, and look-ups older than ``before``.

    Returns how many look-ups were erased; ``None`` keeps them all.
    """
    connection.execute(
        update(identity_lookups)
        .where(
            identity_lookups.c.answered_at < instant_text(repeats_before),
            identity_lookups.c.state.not_in((ASKING, IdentityState.UNAVAILABLE.value)),
            identity_lookups.c.content.is_not(None),
        )
        .values(content=None)
    )
    if before is None:
        return 0
    return connection.execute(
        delete(identity_lookups).where(identity_lookups.c.asked_at < instant_text(before))
    ).rowcount


def _named(caller: Caller, request: IdentityCheckRequest, now: datetime) -> dict[str, object]:
    return {
        "office": caller.office,
        "question": request.question,
        "station": caller.station,
        "clerk": request.clerk,
        "dossier": request.dossier,
        "kind": request.kind,
        "transaction_id": "",
        "tries": 1,
        "asked_at": instant_text(now),
        "tried_at": instant_text(now),
    }


def _is(office: str, question: str, refusal: str = "") -> ColumnElement[bool]:
    """The row of a question."""
    return and_(
        identity_lookups.c.office == office,
        identity_lookups.c.question == question,
        identity_lookups.c.refusal == refusal,
    )


def _outcome(row: Row[Any]) -> Outcome | None:
    if row.state == ASKING or row.answered_at is None:
        return None
    return Outcome(row.state, parse_instant(row.answered_at), row.transaction_id, row.reason)


def _listed(row: Row[Any]) -> LookupRow:
    return LookupRow(
        office=row.office,
        question=row.question,
        station=row.station,
        clerk=row.clerk,
        dossier=row.dossier,
        dossier_known=row.received is not None,
        kind=row.kind,
        state=row.state,
        reason=row.reason,
        transaction=row.transaction_id,
        tries=row.tries,
        asked_at=row.asked_at,
        answered_at=row.answered_at,
        latency_ms=row.latency_ms,
    )


def _content_hash(connection: Connection, request: IdentityCheckRequest) -> bytes:
    """Under the database's own key, so that nobody finds a number by trying them all without it."""
    return hmac.digest(seal_key(connection), _CONTENT + request.model_dump_json().encode(), hashlib.sha256)
