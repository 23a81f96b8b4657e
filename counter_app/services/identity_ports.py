"""What the identity check needs of the world: a line to the central system's identity gateway, and a log."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from counter_app.domain.identity import IdentityState, SubjectKind


@dataclass(frozen=True, slots=True)
class IdentityQuestion:
    """One look-up, bound to a dossier and a clerk; always about the principal (LC Đ10 k1a).

    ``id`` is a UUID of the question: asked again with the same one, the gateway answers the same.
    ``birth_date`` is ISO ``yyyy-mm-dd``, ``sex`` ``"male"`` or ``"female"``, ``nationality`` three letters;
    each is empty if unknown and is then not compared.
    """

    id: str
    dossier_id: str
    clerk: str
    kind: SubjectKind
    number: str
    full_name: str
    birth_date: str = ""
    sex: str = ""
    nationality: str = ""


@dataclass(frozen=True, slots=True)
class IdentityAnswer:
    """All that is kept of an answer. ``transaction`` is the e-ID system's id of the look-up, or empty.

    ``retry_after_s`` is set when the service named a time before which asking again is of no use.
    """

    state: IdentityState
    at: datetime
    transaction: str = ""
    retry_after_s: float | None = None


class IdentityGateway(Protocol):
    """The way to the e-ID system, through the central system."""

    def ask(self, question: IdentityQuestion) -> IdentityAnswer:
        """Ask; blocks for some seconds at most, called off the GUI thread.

        No line, a time-out or a service that is down is an answer: ``NOT_CHECKED`` when the central system
        could not be reached, ``UNAVAILABLE`` when it could and the e-ID system did not answer. Raises
        ``DomainError("identity.denied")`` when the central system refuses the look-up (no right, no dossier)
        and ``("identity.bad_question")`` when it cannot read it.
        """
        ...


class LookUpOutcome(StrEnum):
    """How a look-up ended, where it was not an answer (``IdentityState``)."""

    ASKED = "asked"
    """The question went out; the program ended before it was known how that went."""
    DENIED = "denied"
    NOT_UNDERSTOOD = "not_understood"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class LookUp:
    """One line of the log of look-ups: who, when, for which dossier, how it ended; never what was answered.

    ``dossier`` is empty where none was named. ``automatic``: asked again by the counter itself, in the name
    of the clerk who received the dossier. ``outcome`` is a value of ``IdentityState`` or ``LookUpOutcome``.
    ``code`` is the dossier's code, empty for a reception that never came to be.
    """

    number: int
    at: datetime
    clerk: str
    dossier: str
    automatic: bool
    outcome: str
    transaction: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class DueCheck:
    """A dossier whose check is due; after ``attempts`` without an answer, not before ``not_before``."""

    dossier: str
    attempts: int = 0
    not_before: datetime | None = None


@dataclass(frozen=True, slots=True)
class IdentityCounts:
    """How many tasks wait for a person, of all that this counter knows, and how many checks are due here."""

    mismatch: int = 0
    no_account: int = 0
    due: int = 0


class LookUpStore(Protocol):
    """The log of look-ups and the times of the next tries, inside a unit of work."""

    def begin(self, at: datetime, clerk: str, dossier: str, *, automatic: bool) -> int:
        """Write that a question goes out (``ASKED``); returns its number."""
        ...

    def end(self, number: int, outcome: str, transaction: str = "") -> None:
        """Write how it ended."""
        ...

    def postpone(self, check: DueCheck) -> None:
        """Ask about a dossier no more before ``check.not_before``."""
        ...

    def forget(self, dossier: str) -> None:
        """Nothing is known of failed tries any more."""
        ...


class LookUpReads(Protocol):
    """What the screens and the queue read of it."""

    def look_ups(self, *, limit: int = 100, before: int | None = None) -> Sequence[LookUp]:
        """Newest first; ``before`` is the number of the last one of the page before."""
        ...

    def due_checks(self, *, limit: int = 1) -> Sequence[DueCheck]:
        """Dossiers received here whose check is due, those that may be asked first in front."""
        ...

    def identity_counts(self) -> IdentityCounts: ...
