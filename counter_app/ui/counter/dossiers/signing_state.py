"""The signatures on a dossier's papers as the panel shows them, as frozen values."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from counter_app.ui.counter.parts.shown import Sign


class SigningDeed(StrEnum):
    """What can be done with a paper; worded as ``signing.act.<value>``."""

    SIGN = "sign"
    VIEW = "view"
    SAVE = "save"
    STAMP = "stamp"


@dataclass(frozen=True, slots=True)
class SignedRow:
    """One paper: how far its signature is, who signed when, what can be done, what went wrong here."""

    name: str
    title: str
    sign: Sign
    detail: str = ""
    acts: tuple[tuple[SigningDeed, str], ...] = ()
    error: str = ""
    busy: bool = False


@dataclass(frozen=True, slots=True)
class SecretAsked:
    """The question for a passphrase or PIN before ``paper`` is signed."""

    paper: str
    title: str
    text: str
    label: str
