"""Who a dossier belongs to and who brings it (chủ hồ sơ, người nộp)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from counter_app.domain.vietnamese import tidy


class PartyKind(StrEnum):
    """What kind of applicant; LoaiDoiTuong of the upstream systems is mapped from it."""

    CITIZEN = "citizen"
    FOREIGNER = "foreigner"
    ORGANISATION = "organisation"
    HOUSEHOLD_BUSINESS = "household_business"
    STATE_BODY = "state_body"

    @property
    def is_person(self) -> bool:
        """Whether a natural person, who has a birth date and a sex."""
        return self in (PartyKind.CITIZEN, PartyKind.FOREIGNER)


class SubmitterRole(StrEnum):
    """By what right somebody brings a dossier (QĐ 03/2023 An Giang Đ2 k3; QĐ 45/2016)."""

    OWNER = "owner"
    LEGAL_REPRESENTATIVE = "legal_representative"
    AUTHORISED = "authorised"
    HIRED_SERVICE = "hired_service"
    POSTMAN = "postman"


@dataclass(frozen=True, slots=True)
class Party:
    """A person or an organisation as declared or read from a card.

    ``number`` is the personal number (12 digits), passport or travel document number, or tax code,
    by ``kind``; empty if unknown. ``birth_date`` is ISO ``yyyy-mm-dd`` or empty, ``sex`` is
    ``"male"``, ``"female"`` or empty. ``nationality`` is a name as typed or a code of three letters as read.
    ``source`` tells where it comes from: ``"typed"``, ``"card"`` (the code of an identity card), ``"mrz"``
    (the machine-readable lines of a card or passport), ``"health_card"`` (a health-insurance card, which
    proves no identity), ``"earlier"`` (an earlier dossier of this office).
    """

    kind: PartyKind = PartyKind.CITIZEN
    full_name: str = ""
    number: str = ""
    birth_date: str = ""
    sex: str = ""
    nationality: str = ""
    address: str = ""
    phone: str = ""
    email: str = ""
    representative: str = ""
    source: str = "typed"

    def tidied(self) -> Party:
        """The same with every text as it is stored: NFC, without outer or double spaces."""
        texts = (getattr(self, name) for name in _TEXT_FIELDS)
        return Party(self.kind, *(tidy(text) if text else "" for text in texts))

    def is_born_after(self, day: date) -> bool:
        """Whether the day of birth is a later one; an unknown one is not."""
        return self.birth_date > day.isoformat()

    def to_body(self) -> dict[str, object]:
        """Plain data without empty fields."""
        texts = {name: text for name in _TEXT_FIELDS if (text := getattr(self, name))}
        return {"kind": self.kind.value, **texts}

    @classmethod
    def from_body(cls, body: Mapping[str, object]) -> Party:
        """The reverse of ``to_body``; unknown fields are left to the entry that holds them."""
        known = {name: str(body[name]) for name in _TEXT_FIELDS if name in body}
        return cls(kind=PartyKind(str(body.get("kind", "citizen"))), **known)


_TEXT_FIELDS = (
    "full_name",
    "number",
    "birth_date",
    "sex",
    "nationality",
    "address",
    "phone",
    "email",
    "representative",
    "source",
)
