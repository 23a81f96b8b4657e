"""The national e-ID service as the central system sees it; an adapter for a real one fills this in.

No public description of the service exists, so that nothing here is taken from one: a question about one
person or organisation, and whether the data agree.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState, SubjectKind


@dataclass(frozen=True, slots=True, repr=False)
class Subject:
    """Who is looked up; empty fields are not compared. Not shown by ``repr``, so that no log holds it."""

    kind: SubjectKind
    number: str
    full_name: str
    birth_date: str = ""
    sex: str = ""
    nationality: str = ""


@dataclass(frozen=True, slots=True)
class Lookup:
    """One look-up: ``id`` is the same when it is repeated; ``agency`` and ``dossier`` say for what it is."""

    id: str
    agency: str
    dossier: str
    subject: Subject


@dataclass(frozen=True, slots=True)
class Verification:
    """What the service answered: an answered state, and its id of the look-up."""

    state: IdentityState
    transaction: str = ""


class NoAnswerError(DomainError):
    """The service gave no answer; ``reason`` is one word for why.

    ``repeatable``: the same look-up may work a moment later. ``its_fault``: the service is in trouble and is
    to be left alone for a while. ``retry_after`` is what it asked to wait, in seconds.
    """

    def __init__(
        self,
        reason: str,
        *,
        repeatable: bool = False,
        its_fault: bool = True,
        retry_after: float | None = None,
    ) -> None:
        super().__init__(f"identity.unavailable.{reason}")
        self.reason = reason
        self.repeatable = repeatable
        self.its_fault = its_fault
        self.retry_after = retry_after


class BadSubjectError(DomainError):
    """The service cannot read what it was asked; ``field`` names the field of ``Subject``."""

    def __init__(self, field: str) -> None:
        super().__init__("identity.bad_question", field=field)
        self.field = field


class NationalService(Protocol):
    """Asks the service. Called on the event loop; cancelled when it takes too long."""

    async def verify(self, lookup: Lookup) -> Verification:
        """One look-up, not repeated by itself; raises ``NoAnswerError`` and ``BadSubjectError``."""
        ...


class NotConnected:
    """The ``NationalService`` of a central system that has none."""

    async def verify(self, lookup: Lookup) -> Verification:  # noqa: ARG002 - nobody is asked
        """Always without an answer, whoever is asked for."""
        raise NoAnswerError("not_connected", its_fault=False)
