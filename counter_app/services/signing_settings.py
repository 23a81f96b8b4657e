"""How papers are signed at this station: set by an administrator, without any secret in it."""

from __future__ import annotations

import json
import logging
from dataclasses import asdict, dataclass, fields
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Role
from counter_app.domain.vietnamese import nfc
from counter_app.services.store_ports import Database

DOCUMENT: Final = "signing_settings"
_LONGEST: Final = 1000
_log = logging.getLogger(__name__)


class SigningWay(StrEnum):
    """With what papers are signed."""

    NONE = "none"
    KEY_FILE = "key_file"
    TOKEN = "token"  # noqa: S105 - a device, no secret


@dataclass(frozen=True, slots=True)
class SigningSettings:
    """``key_file`` is the path of a PKCS#12 file; ``library`` that of a token's driver.

    ``token`` is the token's label, ``key_label`` which of its keys (empty: its only one). ``authority`` is
    the URL of a time-stamping authority (RFC 3161), empty for none.
    """

    way: SigningWay = SigningWay.NONE
    key_file: str = ""
    library: str = ""
    token: str = ""
    key_label: str = ""
    authority: str = ""

    @property
    def on(self) -> bool:
        """Whether papers can be signed here at all."""
        return self.way is not SigningWay.NONE


class SigningSettingsService:
    """Loads and keeps them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def load(self) -> SigningSettings:
        """What is kept; what cannot be read is the default: nothing is signed."""
        with self._database.read() as reads:
            stored = reads.document(DOCUMENT)
        if stored is None:
            return SigningSettings()
        try:
            plain = json.loads(stored[1])
            way = SigningWay(plain["way"])
            rest = {one.name: plain.get(one.name, "") for one in fields(SigningSettings) if one.name != "way"}
        except (ValueError, LookupError, TypeError, AttributeError, RecursionError):
            _log.warning("the settings of signing cannot be read; nothing is signed")
            return SigningSettings()
        if not all(isinstance(value, str) for value in rest.values()):
            _log.warning("the settings of signing cannot be read; nothing is signed")
            return SigningSettings()
        return SigningSettings(way, **rest)

    def save(self, clerk: Clerk, wanted: SigningSettings) -> SigningSettings:
        """Keep them as they are tidied; returns that.

        Raises ``DomainError``: ``signing.not_allowed`` for who is no administrator, and with the name of the
        field ``signing.need.key_file``, ``.library``, ``.token``, ``signing.bad_authority``,
        ``signing.too_long``.
        """
        if clerk.role is not Role.ADMINISTRATOR or not clerk.active:
            raise DomainError("signing.not_allowed")
        tidy = _tidied(wanted)
        with self._database.begin() as work:
            stored = work.documents.get(DOCUMENT)
            version = 1 if stored is None else stored[0] + 1
            work.documents.put(DOCUMENT, version, json.dumps(asdict(tidy)).encode())
        return tidy


def _tidied(wanted: SigningSettings) -> SigningSettings:
    texts = {
        one.name: getattr(wanted, one.name).strip() for one in fields(SigningSettings) if one.name != "way"
    }
    for name in ("token", "key_label"):
        texts[name] = nfc(texts[name])
    if any(len(value) > _LONGEST for value in texts.values()):
        raise DomainError("signing.too_long", limit=_LONGEST)
    needed = {SigningWay.KEY_FILE: ("key_file",), SigningWay.TOKEN: ("library", "token")}
    for name in needed.get(wanted.way, ()):
        if not texts[name]:
            raise DomainError(f"signing.need.{name}")
    if texts["authority"] and not _is_address(texts["authority"]):
        raise DomainError("signing.bad_authority")
    return SigningSettings(wanted.way, **texts)


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
        port_fits = parts.port is None or parts.port > 0
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and port_fits
        and not set(text) & set(" \t\n")
    )
