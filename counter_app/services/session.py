"""Signing in with a name and a PIN: wrong ones are slowed down, then locked, across restarts."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, Protocol

from counter_app.domain.bodies import MISFITS
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.domain.office import Clerk, Directory, Role
from counter_app.domain.vietnamese import fold
from counter_app.services.pins import matches

if TYPE_CHECKING:
    # The sign-in page is there before anything of a reception is loaded.
    from counter_app.services.ports import Clock
    from counter_app.services.store_ports import Database, UnitOfWork

DOCUMENT = "sign_in"
FREE_TRIES = 3
"""Wrong PINs before waiting begins."""
LOCK_AFTER = 8
"""Wrong PINs in a row after which the name is locked."""
LOCK_TIME = timedelta(minutes=15)
_WAITS = (5, 10, 20, 40, 60)


@dataclass(frozen=True, slots=True)
class Tries:
    """Wrong PINs in a row of one clerk, and until when the next try has to wait."""

    wrong: int = 0
    not_before: str = ""

    def blocked_until(self) -> datetime | None:
        """The instant from which a try counts again, or ``None``."""
        return parse_instant(self.not_before) if self.not_before else None


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Who is at the counter."""

    clerk: Clerk
    at: datetime


class DirectorySource(Protocol):
    """Knows the directory as it is now."""

    def directory(self) -> Directory:
        """The office's clerks."""
        ...


class SignIn:
    """Checks PINs against the office's directory; counts wrong ones in the database."""

    def __init__(self, database: Database, office: DirectorySource, clock: Clock) -> None:
        self._database = database
        self._office = office
        self._clock = clock

    def clerks(self) -> tuple[Clerk, ...]:
        """The clerks who may sign in here, by name."""
        active = (clerk for clerk in self._office.directory().clerks if clerk.active)
        return tuple(sorted(active, key=lambda clerk: (fold(clerk.name).split()[-1:], fold(clerk.name))))

    def attempt(self, clerk_id: str, pin: str) -> SignedIn:
        """Sign in; raises ``DomainError`` with a ``sign_in.*`` code and counts the try.

        ``sign_in.wrong_pin`` (``left`` tries until the lock), ``sign_in.wait`` (``seconds``),
        ``sign_in.locked`` (``minutes``), ``sign_in.unknown``, ``sign_in.expired``.
        """
        now = self._clock.now()
        clerk = self._office.directory().clerk(clerk_id)
        if clerk is None or not clerk.active:
            raise DomainError("sign_in.unknown")
        if clerk.valid_until is not None and now > clerk.valid_until:
            raise DomainError("sign_in.expired")
        self._refuse_if_blocked(clerk_id, now)
        if not matches(pin, clerk.pin_verifier):
            raise self._count_wrong(clerk_id, now)
        self._keep(clerk_id, Tries())
        return SignedIn(clerk, now)

    def unlock(self, clerk_id: str, supervisor_id: str, supervisor_pin: str) -> None:
        """A supervisor's own PIN lifts a clerk's lock; raises ``DomainError("sign_in.not_supervisor")``."""
        signed_in = self.attempt(supervisor_id, supervisor_pin)
        if signed_in.clerk.role is Role.CLERK or supervisor_id == clerk_id:
            raise DomainError("sign_in.not_supervisor")
        self._keep(clerk_id, Tries())

    def _refuse_if_blocked(self, clerk_id: str, now: datetime) -> None:
        with self._database.read() as reads:
            stored = reads.document(DOCUMENT)
        tries = _tries(stored, clerk_id)
        until = tries.blocked_until()
        if until is None or now >= until:
            return
        wait = until - now
        if wait > _wait_after(tries.wrong):
            # The clock was set back since: the wait begins anew, but nobody is locked out until that date.
            wait = _wait_after(tries.wrong)
            self._keep(clerk_id, replace(tries, not_before=instant_text(now + wait)))
        seconds = -(-wait // timedelta(seconds=1))
        if tries.wrong >= LOCK_AFTER:
            raise DomainError("sign_in.locked", minutes=-(-seconds // 60))
        raise DomainError("sign_in.wait", seconds=seconds)

    def _count_wrong(self, clerk_id: str, now: datetime) -> DomainError:
        with self._database.begin() as work:
            wrong = _tries(work.documents.get(DOCUMENT), clerk_id).wrong + 1
            wait = _wait_after(wrong)
            _keep(work, clerk_id, Tries(wrong, instant_text(now + wait) if wait else ""))
        if wrong >= LOCK_AFTER:
            return DomainError("sign_in.locked", minutes=int(LOCK_TIME.total_seconds()) // 60)
        return DomainError("sign_in.wrong_pin", left=LOCK_AFTER - wrong)

    def _keep(self, clerk_id: str, tries: Tries) -> None:
        with self._database.read() as reads:
            stored = reads.document(DOCUMENT)
        if _tries(stored, clerk_id) == tries:
            return
        with self._database.begin() as work:
            _keep(work, clerk_id, tries)


def _wait_after(wrong: int) -> timedelta:
    """How long the next try has to wait after so many wrong ones in a row."""
    if wrong >= LOCK_AFTER:
        return LOCK_TIME
    if wrong < FREE_TRIES:
        return timedelta()
    return timedelta(seconds=_WAITS[min(wrong - FREE_TRIES, len(_WAITS) - 1)])


def _rows(stored: tuple[int, bytes] | None) -> dict[str, Any]:
    try:
        rows = {} if stored is None else json.loads(stored[1])
    except ValueError:
        return {}
    return rows if isinstance(rows, dict) else {}


def _tries(stored: tuple[int, bytes] | None, clerk_id: str) -> Tries:
    """What was counted; a count that cannot be read begins anew, so that nobody is locked out by it."""
    row = _rows(stored).get(clerk_id, {"wrong": 0, "not_before": ""})
    try:
        tries = Tries(int(row["wrong"]), str(row["not_before"]))
        tries.blocked_until()
    except (*MISFITS, DomainError):
        return Tries()
    return tries


def _keep(work: UnitOfWork, clerk_id: str, tries: Tries) -> None:
    stored = work.documents.get(DOCUMENT)
    rows = {**_rows(stored), clerk_id: asdict(tries)}
    work.documents.put(DOCUMENT, 1 if stored is None else stored[0] + 1, json.dumps(rows).encode())
