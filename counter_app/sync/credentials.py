"""What an enrolled station keeps to speak with its central system; a document of its encrypted database."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import Final, Self

from counter_app.domain.errors import DomainError

DOCUMENT: Final = "credentials"
"""The name under which storage keeps it."""


@dataclass(frozen=True, slots=True)
class Credentials:
    """Where the central system is and how the station shows that it is itself.

    ``private_key`` is Ed25519 (32 bytes). ``ca_file`` is a file of certificates to trust instead of the
    system's, or empty. ``recovery_public_key`` is X25519 (32 bytes), the office's: the database key is
    wrapped to it.
    """

    server: str
    office: str
    station: str
    number: str
    name: str
    token: str = field(repr=False)
    private_key: bytes = field(repr=False)
    recovery_public_key: bytes
    ca_file: str = ""

    def to_bytes(self) -> bytes:
        """As JSON, to be kept encrypted."""
        plain = asdict(self)
        plain["private_key"] = self.private_key.hex()
        plain["recovery_public_key"] = self.recovery_public_key.hex()
        return json.dumps(plain, ensure_ascii=False, sort_keys=True).encode()

    @classmethod
    def from_bytes(cls, data: bytes) -> Self:
        """The reverse of ``to_bytes``; raises ``DomainError("enrol.bad_credentials")``."""
        try:
            plain = json.loads(data)
            return cls(
                server=str(plain["server"]),
                office=str(plain["office"]),
                station=str(plain["station"]),
                number=str(plain["number"]),
                name=str(plain["name"]),
                token=str(plain["token"]),
                private_key=bytes.fromhex(plain["private_key"]),
                recovery_public_key=bytes.fromhex(plain["recovery_public_key"]),
                ca_file=str(plain.get("ca_file", "")),
            )
        except (ValueError, KeyError, TypeError) as error:
            raise DomainError("enrol.bad_credentials") from error
