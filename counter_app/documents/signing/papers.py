"""Signing a PDF, stamping it with the time later, and telling what is signed.

A signature is made without a line (PAdES B-B); the time-stamp of an authority comes as a document time-stamp
when the line is back, in a new revision of the file: what was signed stays as it is, byte for byte.

Imports pyhanko: only to be imported when something is signed or looked at.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from io import BytesIO
from typing import Any, Final

from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.pdf_utils.misc import PdfError
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.diff_analysis import ModificationLevel
from pyhanko.sign.fields import SigSeedSubFilter
from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, Signer
from pyhanko.sign.signers.pdf_signer import PdfTimeStamper
from pyhanko.sign.timestamps import HTTPTimeStamper, TimeStamper, TimestampRequestError
from pyhanko.sign.validation import validate_pdf_signature, validate_pdf_timestamp
from pyhanko.sign.validation.errors import SignatureValidationError
from pyhanko_certvalidator import ValidationContext

from counter_app.domain.errors import DomainError
from counter_app.domain.vietnamese import nfc

_DIGEST: Final = "sha256"


class Signed(StrEnum):
    """How far a paper's signature is."""

    NOT = "not_signed"
    LOCALLY = "signed"
    """Signed here; an authority's time-stamp is still to come."""
    STAMPED = "signed_and_stamped"
    BROKEN = "broken"
    """What stands in the file is not what was signed."""


@dataclass(frozen=True, slots=True)
class SignatureState:
    """What a file's signatures say. ``signed_at`` is the signer's own clock, ``stamped_at`` the authority's.

    Whether the certificate is to be trusted is not judged here: that takes the state's list of authorities.
    """

    state: Signed
    signer: str = ""
    signed_at: datetime | None = None
    stamped_at: datetime | None = None


def sign(pdf: bytes, signer: Signer, *, reason: str, place: str) -> bytes:
    """The paper with a signature in it (PAdES B-B); raises ``DomainError("signing.failed")``.

    ``reason`` and ``place`` stand in the signature. What was signed before stays as it was.
    """
    try:
        writer = IncrementalPdfFileWriter(BytesIO(pdf))
        metadata = PdfSignatureMetadata(
            field_name=_next_field(pdf),
            md_algorithm=_DIGEST,
            reason=nfc(reason),
            location=nfc(place),
            subfilter=SigSeedSubFilter.PADES,
        )
        output = BytesIO()
        PdfSigner(metadata, signer).sign_pdf(writer, output=output)
    except (SigningError, PdfError) as error:
        raise DomainError("signing.failed") from error
    return output.getvalue()


def stamp(pdf: bytes, authority: TimeStamper) -> bytes:
    """The signed paper with the time of an authority added (RFC 3161).

    Raises ``DomainError``: ``signing.authority_silent`` when it cannot be reached, ``.authority_refused``
    when it says no, or something that is no time-stamp, both to be tried again later; ``signing.failed``.
    """
    try:
        output = BytesIO()
        PdfTimeStamper(authority).timestamp_pdf(
            IncrementalPdfFileWriter(BytesIO(pdf)), _DIGEST, output=output
        )
    except TimestampRequestError as error:
        # An error of the network stands behind a silent one; a refusal is pyHanko's own.
        silent = isinstance(error.__cause__, OSError)
        raise DomainError(f"signing.authority_{'silent' if silent else 'refused'}") from error
    except OSError as error:
        raise DomainError("signing.authority_silent") from error
    except (SigningError, PdfError) as error:
        raise DomainError("signing.failed") from error
    except (ValueError, TypeError, AttributeError) as error:
        # What claims to be a time-stamp and is not; it is read as it is used.
        raise DomainError("signing.authority_refused") from error
    return output.getvalue()


def authority_at(url: str) -> TimeStamper:
    """A time-stamping authority that is asked over HTTP; waits ten seconds at most."""
    return HTTPTimeStamper(url, timeout=10)


def state_of(pdf: bytes) -> SignatureState:
    """What the signatures in a file say now; never raises for whatever the bytes are."""
    try:
        reader = PdfFileReader(BytesIO(pdf))
        signatures = list(reader.embedded_regular_signatures)
        stamps = list(reader.embedded_timestamp_signatures)
        if not signatures:
            return SignatureState(Signed.NOT)
        # No list of authorities is trusted here: only whether the file is whole is asked.
        context = ValidationContext(trust_roots=[], allow_fetching=False)
        found = [validate_pdf_signature(one, signer_validation_context=context) for one in signatures]
        times: list[Any] = [validate_pdf_timestamp(one, validation_context=context) for one in stamps]
    except (PdfError, SigningError, SignatureValidationError, ValueError, OSError):
        return SignatureState(Signed.BROKEN if b"/ByteRange" in pdf else Signed.NOT)
    last = found[-1]
    whole = all(one.intact and one.valid for one in (*found, *times))
    name = str(last.signing_cert.subject.native.get("common_name", ""))
    stamped_at = times[-1].timestamp if times else None
    # Time-stamps and further signatures may come after a signature; nothing else.
    if not whole or any(_changed(one.modification_level) for one in found):
        return SignatureState(Signed.BROKEN, name, last.signer_reported_dt, stamped_at)
    state = Signed.STAMPED if times else Signed.LOCALLY
    return SignatureState(state, name, last.signer_reported_dt, stamped_at)


def _changed(level: ModificationLevel | None) -> bool:
    return level is None or level.value > ModificationLevel.FORM_FILLING.value


def _next_field(pdf: bytes) -> str:
    count = len(PdfFileReader(BytesIO(pdf)).embedded_signatures)
    return f"ChuKySo{count + 1}"
