"""The headers of tus 1.0.0: read strictly, written in one place; knows no files and no HTTP framework."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from email.utils import formatdate
from typing import Final, Protocol

from counter_app.central.problems import ProblemError
from counter_app.central.scans.store import UploadState, sha256_name

VERSION: Final = "1.0.0"
CHUNK_TYPE: Final = "application/offset+octet-stream"
ALGORITHMS: Final = ("sha256", "sha1")
"""tus asks every server for SHA-1; our stations send SHA-256."""
EXTENSIONS: Final = "creation,creation-with-upload,checksum,termination,expiration"

_LARGEST_NUMBER: Final = 2**53
_LONGEST_TYPE: Final = 100


class Digest(Protocol):
    """What ``hashlib`` makes."""

    def update(self, data: bytes, /) -> None:
        """Take more in."""
        ...

    def digest(self) -> bytes:
        """The checksum of all of it."""
        ...


@dataclass(frozen=True, slots=True)
class ChunkCheck:
    """The checksum of one chunk as the sender computed it."""

    running: Digest
    expected: bytes

    def holds(self) -> bool:
        """Whether what came is what was sent."""
        return self.running.digest() == self.expected


def check_version(headers: Mapping[str, str]) -> None:
    """Raise 412 ``scan.tus_version`` unless the caller speaks our version."""
    if headers.get("tus-resumable") != VERSION:
        raise ProblemError(412, "scan.tus_version")


def number(headers: Mapping[str, str], name: str) -> int:
    """A header that is a whole number; raises 400 ``scan.bad_header``."""
    text = headers.get(name, "")
    if not (text.isascii() and text.isdecimal()) or len(text) > 16 or int(text) >= _LARGEST_NUMBER:
        raise ProblemError(400, "scan.bad_header", field=name)
    return int(text)


def metadata(headers: Mapping[str, str]) -> tuple[str, str]:
    """``sha256`` and ``filetype`` of ``Upload-Metadata``; names of files, maybe people's, are not read.

    Raises 400 ``scan.bad_header``.
    """
    found = {}
    for pair in headers.get("upload-metadata", "").split(","):
        key, _, value = pair.strip().partition(" ")
        if key in ("sha256", "filetype"):
            found[key] = _decoded(value)
    sha256, media_type = found.get("sha256", ""), found.get("filetype", "")
    if not sha256_name(sha256) or len(media_type) > _LONGEST_TYPE or not media_type.isprintable():
        raise ProblemError(400, "scan.bad_header", field="upload-metadata")
    return sha256, media_type


def checksum(headers: Mapping[str, str]) -> ChunkCheck | None:
    """What ``Upload-Checksum`` says, if it is there; raises 400 ``scan.bad_header``."""
    text = headers.get("upload-checksum")
    if text is None:
        return None
    algorithm, _, value = text.partition(" ")
    if algorithm not in ALGORITHMS:
        raise ProblemError(400, "scan.bad_header", field="upload-checksum")
    try:
        expected = base64.b64decode(value, validate=True)
    except (binascii.Error, ValueError):
        raise ProblemError(400, "scan.bad_header", field="upload-checksum") from None
    return ChunkCheck(hashlib.new(algorithm, usedforsecurity=False), expected)


def state_headers(state: UploadState) -> dict[str, str]:
    """How far an upload is, in headers."""
    headers = {"Upload-Offset": str(state.offset), "Cache-Control": "no-store"}
    if state.expires_at is not None:
        headers["Upload-Expires"] = formatdate(state.expires_at, usegmt=True)
    return headers


def _decoded(value: str) -> str:
    try:
        return base64.b64decode(value, validate=True).decode()
    except (binascii.Error, ValueError):
        raise ProblemError(400, "scan.bad_header", field="upload-metadata") from None
