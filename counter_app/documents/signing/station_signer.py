"""``services.signing_ports.PaperSigner`` with pyHanko, imported with the first paper that is signed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counter_app.domain.errors import DomainError
from counter_app.services.signing_ports import ReadSignature, SignedState
from counter_app.services.signing_settings import SigningSettings, SigningWay

if TYPE_CHECKING:
    from counter_app.documents.signing.keys import SigningKey

_PARTS: Final = ("pyhanko", "pyhanko_certvalidator", "pkcs11")
"""What the extra ``[signing]`` brings."""


class StationSigner:
    """Signs with the key that the settings name."""

    def installed(self) -> bool:
        """Whether everything that signs can be imported; nothing of it is."""
        return all(find_spec(part) is not None for part in _PARTS)

    def sign(self, pdf: bytes, settings: SigningSettings, secret: str, *, reason: str, place: str) -> bytes:
        """As the port says; the certificate has to be valid by this machine's clock, as the signature is."""
        with _installed():
            from counter_app.documents.signing import keys, papers  # noqa: PLC0415 - an extra

            with keys.opened(_key(settings, secret)) as signer:
                keys.refuse_outside_validity(signer, datetime.now(UTC))
                return papers.sign(pdf, signer, reason=reason, place=place)

    def stamp(self, pdf: bytes, authority: str) -> bytes:
        """As the port says."""
        with _installed():
            from counter_app.documents.signing import papers  # noqa: PLC0415 - an extra

            return papers.stamp(pdf, papers.authority_at(authority))

    def read(self, pdf: bytes) -> ReadSignature:
        """As the port says."""
        with _installed():
            from counter_app.documents.signing import papers  # noqa: PLC0415 - an extra

            found = papers.state_of(pdf)
            return ReadSignature(
                SignedState(found.state.value), found.signer, found.signed_at, found.stamped_at
            )


@contextmanager
def _installed() -> Iterator[None]:
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").partition(".")[0] not in _PARTS:
            raise
        raise DomainError("signing.not_installed") from error


def _key(settings: SigningSettings, secret: str) -> SigningKey:
    from counter_app.documents.signing.keys import KeyFile, Token  # noqa: PLC0415 - an extra

    if settings.way is SigningWay.KEY_FILE:
        return KeyFile(Path(settings.key_file), secret)
    if settings.way is SigningWay.TOKEN:
        return Token(Path(settings.library), settings.token, secret, settings.key_label)
    raise DomainError("signing.not_set_up")
