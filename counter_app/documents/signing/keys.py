"""What signs: a key in a file (PKCS#12) or on a token (PKCS#11); the extra ``[signing]`` brings all of it.

Imports pyhanko: only to be imported when something is signed.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from pyhanko.sign.general import SigningError
from pyhanko.sign.signers import Signer, SimpleSigner

from counter_app.domain.errors import DomainError


@dataclass(frozen=True, slots=True)
class KeyFile:
    """A PKCS#12 file (``.p12``, ``.pfx``) and its passphrase."""

    path: Path
    passphrase: str


@dataclass(frozen=True, slots=True)
class Token:
    """A key on a token: the driver's library, the token's label, the PIN, and the key's label if it has more.

    ``library`` is what the token's maker installs (a ``.dll`` or ``.so``).
    """

    library: Path
    label: str
    pin: str
    key_label: str = ""


SigningKey = KeyFile | Token


@contextmanager
def opened(key: SigningKey) -> Iterator[Signer]:
    """The signer of a key until the block ends; raises ``DomainError`` with a ``signing.*`` code.

    ``signing.key_file_missing``, ``signing.key_file_unreadable`` (a wrong passphrase, or no such file),
    ``signing.token_missing`` (not plugged in, no driver), ``signing.wrong_pin``, ``signing.key_missing``.
    """
    match key:
        case KeyFile():
            yield _of_file(key)
        case Token():
            with _of_token(key) as signer:
                yield signer


def refuse_outside_validity(signer: Signer, now: datetime) -> None:
    """Raise ``signing.certificate_expired`` or ``.certificate_early`` (``day``) if it is not valid now."""
    certificate = signer.signing_cert
    if certificate is None:
        raise DomainError("signing.key_missing", token="")
    if now > certificate.not_valid_after:
        raise DomainError("signing.certificate_expired", day=f"{certificate.not_valid_after:%d/%m/%Y}")
    if now < certificate.not_valid_before:
        raise DomainError("signing.certificate_early", day=f"{certificate.not_valid_before:%d/%m/%Y}")


def _of_file(key: KeyFile) -> Signer:
    if not key.path.is_file():
        raise DomainError("signing.key_file_missing", file=key.path.name)
    signer = SimpleSigner.load_pkcs12(str(key.path), passphrase=key.passphrase.encode())  # type: ignore[no-untyped-call]
    if not isinstance(signer, Signer):
        raise DomainError("signing.key_file_unreadable", file=key.path.name)
    return signer


@contextmanager
def _of_token(key: Token) -> Iterator[Signer]:
    import pkcs11  # noqa: PLC0415 - needs a driver, which most counters have not
    from pkcs11.exceptions import (  # noqa: PLC0415
        PinIncorrect,
        PinInvalid,
        PinLenRange,
        PinLocked,
        PKCS11Error,
    )
    from pyhanko.config.pkcs11 import TokenCriteria  # noqa: PLC0415
    from pyhanko.sign.pkcs11 import PKCS11Signer, open_pkcs11_session  # noqa: PLC0415

    try:
        session = open_pkcs11_session(
            str(key.library), token_criteria=TokenCriteria(label=key.label), user_pin=key.pin
        )
    except (PinIncorrect, PinInvalid, PinLenRange) as error:
        raise DomainError("signing.wrong_pin", token=key.label) from error
    except PinLocked as error:
        raise DomainError("signing.pin_locked", token=key.label) from error
    except (PKCS11Error, SigningError, OSError, RuntimeError) as error:
        raise DomainError("signing.token_missing", token=key.label) from error
    try:
        with session:
            label = key.key_label or _only_certificate(session, pkcs11)
            if not label:
                raise DomainError("signing.key_missing", token=key.label)
            yield PKCS11Signer(session, cert_label=label, key_label=label)
    except PKCS11Error as error:
        raise DomainError("signing.token_missing", token=key.label) from error


def _only_certificate(session: object, pkcs11: object) -> str:
    """The label of the token's certificate, if it has exactly one."""
    attributes = {pkcs11.Attribute.CLASS: pkcs11.ObjectClass.CERTIFICATE}  # type: ignore[attr-defined]
    found = {str(one[pkcs11.Attribute.LABEL]) for one in session.get_objects(attributes)}  # type: ignore[attr-defined]
    return found.pop() if len(found) == 1 else ""
