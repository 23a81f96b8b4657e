"""What is asked about an owner: one question, bound to a dossier and a clerk."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import astuple, replace
from datetime import date, datetime
from uuid import UUID

from counter_app.domain.dossier import Dossier
from counter_app.domain.identity import SubjectKind
from counter_app.domain.identity_status import asked_digest, subject_of
from counter_app.domain.identity_view import about
from counter_app.domain.parties import Party, PartyKind
from counter_app.domain.vietnamese import tidy
from counter_app.services.draft import Draft
from counter_app.services.draft_identity import current_answer, current_guidance
from counter_app.services.identity_ports import IdentityQuestion


def draft_question(draft: Draft, clerk: str, secret: bytes) -> IdentityQuestion | None:
    """What a reception in hand asks; ``None`` if there is nothing to ask. ``secret`` is the station's own."""
    answer, guidance = current_answer(draft), current_guidance(draft)
    answered, guided = (None if word is None else word.at for word in (answer, guidance))
    return _question(draft.dossier_id, draft.owner, clerk, answered, guided, secret)


def dossier_question(dossier: Dossier, clerk: str, secret: bytes) -> IdentityQuestion | None:
    """What a dossier asks; ``None`` if there is nothing to ask. ``secret`` is the station's own."""
    asked = asked_digest(dossier.id, dossier.owner)
    answer, guidance = about(dossier.identity.answers, asked), about(dossier.identity.guidances, asked)
    answered, guided = (None if word is None else word.at for word in (answer, guidance))
    return _question(dossier.id, dossier.owner, clerk, answered, guided, secret)


def _question(
    dossier_id: str,
    owner: Party,
    clerk: str,
    answered: datetime | None,
    guided: datetime | None,
    secret: bytes,
) -> IdentityQuestion | None:
    """Always about the principal (LC Đ10 k1a, Đ10 k1a (3)): whoever brings the dossier is not asked about."""
    subject = subject_of(owner)
    if subject is None or not dossier_id:
        return None
    kind, number = subject
    person = kind is not SubjectKind.ORGANISATION_CODE
    foreign = owner.kind is PartyKind.FOREIGNER
    question = IdentityQuestion(
        id="",
        dossier_id=dossier_id,
        clerk=clerk,
        kind=kind,
        number=number,
        full_name=tidy(owner.full_name),
        birth_date=_day(owner.birth_date) if person else "",
        sex=owner.sex if person and owner.sex in ("male", "female") else "",
        nationality=_country(owner.nationality) if foreign else "",
    )
    return replace(question, id=_id(question, answered, guided, secret))


def _id(question: IdentityQuestion, answered: datetime | None, guided: datetime | None, secret: bytes) -> str:
    """The same until it is answered: a question whose answer was lost on the way is asked only once.

    It stands in the central system's log, which must not tell a guess of the number from another.
    """
    told = "\n".join(str(part) for part in (*astuple(question), answered, guided))
    digest = hmac.digest(secret, told.encode("utf-8", "surrogatepass"), hashlib.sha256)
    return str(UUID(bytes=digest[:16], version=5))


def _day(text: str) -> str:
    """A whole date; the year alone is not compared."""
    try:
        return date.fromisoformat(text).isoformat()
    except ValueError:
        return ""


def _country(text: str) -> str:
    """Three letters as documents have them; a name in words is not compared."""
    code = text.strip().upper()
    return code if len(code) == len("VNM") and code.isascii() and code.isalpha() else ""
