"""What the identity check needs of the world: a line to the central system's identity gateway."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
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
