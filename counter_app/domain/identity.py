"""How sure it is who an applicant is: the evidence at the counter and the answer of the e-ID system.

LC QĐ Điều 10 khoản 1a: the officer checks and authenticates the VNeID account by personal number (citizen),
passport or travel document number (foreigner) or organisation code; AG Điều 35: through the population
database's connection. Of an answer only state, time and transaction id are kept (LC Điều 17 khoản 2).
"""

from __future__ import annotations

from enum import StrEnum


class IdentityState(StrEnum):
    """What is known of the principal's e-ID account."""

    MATCHED = "matched"
    """The data agree; the answer does not tell the account's level."""
    LEVEL_1 = "level_1"
    """The data agree, and there is an account of level 1 (NĐ 69/2024/NĐ-CP)."""
    LEVEL_2 = "level_2"
    MISMATCH = "mismatch"
    """The system knows the number with other data: a person looks, nothing changes by itself."""
    NO_ACCOUNT = "no_account"
    UNAVAILABLE = "unavailable"
    """Asked, but the service gave no answer; asked again by itself."""
    NOT_CHECKED = "not_checked_offline"
    """Not asked yet: there was no line ("chưa xác thực")."""

    @property
    def answered(self) -> bool:
        """Whether the e-ID system said something; else it is asked again."""
        return self not in (IdentityState.UNAVAILABLE, IdentityState.NOT_CHECKED)

    @property
    def confirmed(self) -> bool:
        """Whether the data agree."""
        return self in (IdentityState.MATCHED, IdentityState.LEVEL_1, IdentityState.LEVEL_2)


class SubjectKind(StrEnum):
    """By what the principal is looked up."""

    PERSONAL_NUMBER = "personal_number"
    TRAVEL_DOCUMENT = "travel_document"
    ORGANISATION_CODE = "organisation_code"
