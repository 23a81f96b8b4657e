"""What signing needs filled: something that signs PDFs, stamps them with the time, and reads signatures."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from counter_app.services.signing_settings import SigningSettings


class SignedState(StrEnum):
    """How far the signature of a paper is; worded as ``signing.state.<value>``."""

    NOT_SIGNED = "not_signed"
    SIGNED = "signed"
    WAITING = "waiting"
    """Signed; the station asks an authority for the time-stamp by itself."""
    STAMPED = "signed_and_stamped"
    BROKEN = "broken"


@dataclass(frozen=True, slots=True)
class ReadSignature:
    """What the last signature in a PDF says; ``state`` is never ``WAITING``, which no file can tell."""

    state: SignedState
    signer: str = ""
    signed_at: datetime | None = None
    stamped_at: datetime | None = None


class PaperSigner(Protocol):
    """Signs on this machine; every method may take seconds and may be called from any thread."""

    def installed(self) -> bool:
        """Whether the optional part of the program that signs is here."""
        ...

    def sign(self, pdf: bytes, settings: SigningSettings, secret: str, *, reason: str, place: str) -> bytes:
        """The paper with one more signature; raises ``DomainError("signing.*")``. Tries ``secret`` once."""
        ...

    def stamp(self, pdf: bytes, authority: str) -> bytes:
        """The signed paper with an authority's time-stamp.

        Raises ``DomainError``: ``signing.authority_silent``, ``signing.authority_refused``,
        ``signing.failed``, ``signing.not_installed``.
        """
        ...

    def read(self, pdf: bytes) -> ReadSignature:
        """What the file says now; raises ``DomainError("signing.not_installed")`` only."""
        ...
