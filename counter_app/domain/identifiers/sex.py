"""The sex that stands on a paper of identity."""

from __future__ import annotations

from enum import StrEnum

from counter_app.domain.vietnamese import fold


class Sex(StrEnum):
    """As on the paper; what is not readable or not stated is ``None``, never a guess."""

    MALE = "male"
    FEMALE = "female"


_WORDS = {
    "nam": Sex.MALE,
    "male": Sex.MALE,
    "m": Sex.MALE,
    "nu": Sex.FEMALE,
    "female": Sex.FEMALE,
    "f": Sex.FEMALE,
}


def read_sex(text: str) -> Sex | None:
    """``"Nam"`` or ``"Nữ"`` (or the English words and letters); anything else is ``None``."""
    return _WORDS.get(fold(text).strip())
