"""The messages of the identity check: one question about a dossier's principal, and all that is answered.

What is asked passes through and is not kept; the answer holds a state and the e-ID system's transaction id,
never data about the person (QĐ Lai Châu Điều 17 khoản 2).
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

from pydantic import AfterValidator, ConfigDict, Field

from counter_app.sync.wire.models import Instant, WireModel


def _calendar_day(text: str) -> str:
    if text:
        date.fromisoformat(text)
    return text


QuestionId = Annotated[
    str, Field(min_length=32, max_length=36, pattern=r"^[0-9a-f]{8}(-?[0-9a-f]{4}){4}[0-9a-f]{8}$")
]
"""A UUID, with or without hyphens."""
Reference = Annotated[str, Field(max_length=64, pattern=r"^[^\x00-\x1f\x7f]*$")]
"""Id of a dossier or a clerk. Empty is understood, so that a look-up without one is refused and logged."""
PersonName = Annotated[str, Field(min_length=1, max_length=200, pattern=r"^[^\x00-\x1f\x7f]+$")]
BirthDate = Annotated[
    str,
    Field(pattern=r"^([0-9]{4}-[0-9]{2}-[0-9]{2})?$", examples=["1990-03-15"]),
    AfterValidator(_calendar_day),
]
"""``yyyy-mm-dd``, or empty if it is not known and not to be compared."""
Country = Annotated[str, Field(pattern=r"^([A-Z]{3})?$")]

_QUESTION = "0193553a0d0c7b1e8f5a3c9d2e4b6a71"
_DOSSIER = "0193553a0d0c7b1e8f5a3c9d2e4b6a70"


class IdentityCheckRequest(WireModel):
    """One look-up, bound to a dossier and a clerk. A repeated ``question`` is not asked a second time."""

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "question": _QUESTION,
                    "dossier": _DOSSIER,
                    "clerk": "tran-thi-mau",
                    "kind": "personal_number",
                    "number": "089190000017",
                    "full_name": "NGUYỄN THỊ MẪU",
                    "birth_date": "1990-03-15",
                    "sex": "female",
                    "nationality": "VNM",
                }
            ]
        }
    )

    question: QuestionId
    dossier: Reference
    clerk: Reference
    kind: Literal["personal_number", "travel_document", "organisation_code"]
    number: Annotated[str, Field(min_length=1, max_length=32, pattern=r"^[0-9A-Z.-]+$")]
    full_name: PersonName
    birth_date: BirthDate = ""
    sex: Literal["", "male", "female"] = ""
    nationality: Country = ""


class IdentityCheckAnswer(WireModel):
    """What is known now. ``reason`` says why a state is ``unavailable``; else it is empty.

    ``retry_after_s`` is set when asking again earlier is of no use.
    """

    model_config = ConfigDict(
        json_schema_extra={
            "examples": [
                {
                    "state": "level_2",
                    "at": "2026-11-23T01:57:03.420000Z",
                    "transaction": "XT20261123015703000042",
                    "retry_after_s": None,
                    "reason": "",
                }
            ]
        }
    )

    state: Literal["matched", "level_1", "level_2", "mismatch", "no_account", "unavailable"]
    at: Instant
    transaction: Annotated[str, Field(max_length=64)] = ""
    retry_after_s: Annotated[int | None, Field(ge=0, le=86_400)] = None
    reason: Annotated[str, Field(max_length=64)] = ""
