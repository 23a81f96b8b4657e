"""Scans and printed papers as encrypted files, each named by the SHA-256 of its content.

A file is a header (magic, 16 random bytes), then the content in pieces of 1 MiB, each sealed with
AES-256-GCM under a key of this file alone (HKDF-SHA256 of the database key and the random bytes). A
piece's nonce is its number and whether it is the last, so that pieces cannot be dropped or exchanged.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final

from counter_app.domain.errors import DomainError
from counter_app.storage.files import fsync_folder, os_error

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

PIECE: Final = 1024 * 1024
_MAGIC: Final = b"QMCVLT1\n"
_SALT: Final = 16
_TAG: Final = 16
_NAME: Final = re.compile(r"[0-9a-f]{64}")
_PURPOSE: Final = b"quay-mot-cua vault file 1"


class EncryptedVault:
    """``services.store_ports.Vault`` in a folder; any thread may use it."""

    def __init__(self, folder: Path, database_key: bytes) -> None:
        self._folder = folder
        self._database_key = database_key

    def put(self, data: bytes) -> str:
        """Store durably; returns the name (64 hex digits). The same content is stored once.

        Raises ``DomainError``: ``vault.full``, ``vault.read_only``, ``vault.io``; then nothing is left.
        """
        name = hashlib.sha256(data).hexdigest()
        target = self._file(name)
        try:
            if target.exists() and target.stat().st_size == _sealed_size(len(data)):
                # What is put again is used again: whoever removes old files is to see it.
                os.utime(target)
                return name
            self._make_folders(target.parent)
            self._write(target, data)
        except OSError as error:
            raise os_error(error, "vault") from error
        return name

    def get(self, name: str) -> bytes:
        """The content; raises ``DomainError("vault.missing")`` or ``("vault.damaged")``."""
        data = b"".join(self.pieces(name))
        if hashlib.sha256(data).hexdigest() != name:
            raise DomainError("vault.damaged", name=name)
        return data

    def pieces(self, name: str) -> Iterator[bytes]:
        """The content in pieces of 1 MiB, for what is too large to hold; errors as for ``get``."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - not needed at start

        try:
            with self._file(name).open("rb") as stream:
                yield from self._unsealed(stream, name)
        except FileNotFoundError as error:
            raise DomainError("vault.missing", name=name) from error
        except InvalidTag as error:
            raise DomainError("vault.damaged", name=name) from error
        except OSError as error:
            raise os_error(error, "vault") from error

    def slice(self, name: str, start: int, length: int) -> bytes:
        """``length`` bytes from ``start``, fewer at the end; only the pieces that hold them are unsealed."""
        from cryptography.exceptions import InvalidTag  # noqa: PLC0415 - not needed at start

        try:
            with self._file(name).open("rb") as stream:
                return b"".join(self._unsealed_from(stream, name, start, length))
        except FileNotFoundError as error:
            raise DomainError("vault.missing", name=name) from error
        except InvalidTag as error:
            raise DomainError("vault.damaged", name=name) from error
        except OSError as error:
            raise os_error(error, "vault") from error

    def has(self, name: str) -> bool:
        """Whether content of that name is stored."""
        return bool(_NAME.fullmatch(name)) and self._file(name).exists()

    def size(self, name: str) -> int | None:
        """Bytes of the content of that name, or ``None`` if it is not stored."""
        if not self.has(name):
            return None
        try:
            rest = self._file(name).stat().st_size - len(_MAGIC) - _SALT
        except FileNotFoundError:
            return None
        except OSError as error:
            raise os_error(error, "vault") from error
        return rest - max(1, -(-rest // (PIECE + _TAG))) * _TAG

    def remove(self, name: str, *, unused_since: float) -> int:
        """Remove content that nobody put again after ``unused_since`` (seconds since 1970); bytes freed."""
        if not self.has(name):
            return 0
        file = self._file(name)
        try:
            found = file.stat()
            if found.st_mtime > unused_since:
                return 0
            file.unlink()
        except FileNotFoundError:
            return 0
        except OSError as error:
            raise os_error(error, "vault") from error
        return found.st_size

    def sweep(self, *, before: float) -> int:
        """Remove what a power cut left half written before that time (seconds since 1970); how many files.

        What this run of the program is writing is younger than its start.
        """
        removed = 0
        for half in self._folder.glob("*/*.part"):
            with contextlib.suppress(OSError):
                if half.stat().st_mtime < before:
                    half.unlink()
                    removed += 1
        return removed

    def _file(self, name: str) -> Path:
        if not _NAME.fullmatch(name):
            raise DomainError("vault.missing", name=name)
        return self._folder / name[:2] / name

    def _make_folders(self, folder: Path) -> None:
        if folder.is_dir():
            return
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        fsync_folder(folder.parent)
        fsync_folder(folder.parent.parent)

    def _write(self, target: Path, data: bytes) -> None:
        part = target.with_name(f"{target.name}.{uuid.uuid4().hex}.part")
        try:
            handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o600)
            with os.fdopen(handle, "wb") as stream:
                self._seal(stream, data)
                stream.flush()
                os.fsync(stream.fileno())
            part.replace(target)
            fsync_folder(target.parent)
        except OSError:
            with contextlib.suppress(OSError):
                part.unlink(missing_ok=True)
            raise

    def _seal(self, stream: BinaryIO, data: bytes) -> None:
        salt = os.urandom(_SALT)
        box = self._box(salt)
        stream.write(_MAGIC + salt)
        whole = memoryview(data)
        last = max(0, (len(data) - 1) // PIECE)
        for number in range(last + 1):
            piece = whole[number * PIECE : (number + 1) * PIECE]
            stream.write(box.encrypt(_nonce(number, last=number == last), piece, _MAGIC))

    def _unsealed_from(self, stream: BinaryIO, name: str, start: int, length: int) -> Iterator[bytes]:
        header = stream.read(len(_MAGIC) + _SALT)
        if len(header) != len(_MAGIC) + _SALT or not header.startswith(_MAGIC):
            raise DomainError("vault.damaged", name=name)
        box = self._box(header[len(_MAGIC) :])
        last = max(0, -(-(os.fstat(stream.fileno()).st_size - len(header)) // (PIECE + _TAG)) - 1)
        end = start + length
        for number in range(start // PIECE, min(last, max(start, end - 1) // PIECE) + 1):
            stream.seek(len(header) + number * (PIECE + _TAG))
            piece = box.decrypt(_nonce(number, last=number == last), stream.read(PIECE + _TAG), _MAGIC)
            at = number * PIECE
            yield piece[max(0, start - at) : max(0, end - at)]

    def _unsealed(self, stream: BinaryIO, name: str) -> Iterator[bytes]:
        header = stream.read(len(_MAGIC) + _SALT)
        if len(header) != len(_MAGIC) + _SALT or not header.startswith(_MAGIC):
            raise DomainError("vault.damaged", name=name)
        box = self._box(header[len(_MAGIC) :])
        number, piece = 0, stream.read(PIECE + _TAG)
        while True:
            following = stream.read(PIECE + _TAG)
            yield box.decrypt(_nonce(number, last=not following), piece, _MAGIC)
            if not following:
                return
            number, piece = number + 1, following

    def _box(self, salt: bytes) -> AESGCM:
        from cryptography.hazmat.primitives.ciphers.aead import AESGCM  # noqa: PLC0415
        from cryptography.hazmat.primitives.hashes import SHA256  # noqa: PLC0415
        from cryptography.hazmat.primitives.kdf.hkdf import HKDF  # noqa: PLC0415

        derived = HKDF(SHA256(), length=32, salt=salt, info=_PURPOSE).derive(self._database_key)
        return AESGCM(derived)


def _nonce(number: int, *, last: bool) -> bytes:
    return number.to_bytes(11, "big") + bytes([last])


def _sealed_size(size: int) -> int:
    pieces = max(1, -(-size // PIECE))
    return len(_MAGIC) + _SALT + size + pieces * _TAG
