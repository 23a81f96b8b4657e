"""Where the database key lives on this machine.

The key of a database is kept under the database's own id (the random salt that its file begins with),
so that a moved folder or a copy put back finds its key again.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Protocol

from counter_app.domain.errors import DomainError
from counter_app.storage.files import os_error, write_durably

_SERVICE: Final = "quay-mot-cua"
_FORMAT: Final = 1


class KeyStore(Protocol):
    """A place that keeps database keys."""

    @property
    def place(self) -> str:
        """Where it is, for ``doctor``: ``keyring:<backend>`` or a path."""
        ...

    def load(self, database_id: str) -> bytes | None:
        """The key of that database, if it is kept here."""
        ...

    def save(self, database_id: str, key: bytes) -> bool:
        """Keep a key durably; ``False`` when this place cannot be used."""
        ...


@dataclass(frozen=True, slots=True)
class FolderKeys:
    """Keys as files that only the program's account may read."""

    folder: Path

    @property
    def place(self) -> str:
        """The folder."""
        return str(self.folder)

    def load(self, database_id: str) -> bytes | None:
        """The key, or ``None``; raises ``DomainError("keys.unreadable")`` if its file makes no sense."""
        file = self._file(database_id)
        try:
            text = file.read_bytes()
        except (FileNotFoundError, PermissionError, NotADirectoryError):
            return None
        except OSError as error:
            raise os_error(error) from error
        try:
            return bytes.fromhex(json.loads(text)["key"])
        except (ValueError, KeyError, TypeError) as error:
            raise DomainError("keys.unreadable") from error

    def save(self, database_id: str, key: bytes) -> bool:
        """Write the key with mode 0600; ``False`` where the account may not write.

        Raises ``DomainError("storage.full")`` or ``("storage.io")``.
        """
        text = json.dumps({"format": _FORMAT, "database": database_id, "key": key.hex()})
        try:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            write_durably(self._file(database_id), text.encode(), mode=0o600)
        except PermissionError:
            return False
        except OSError as error:
            meant = os_error(error)
            if meant.code == "storage.read_only":
                return False
            raise meant from error
        return True

    def _file(self, database_id: str) -> Path:
        return self.folder / f"{database_id}.json"


class KeyringKeys:
    """Keys in the operating system's keyring, when there is a real one."""

    @property
    def place(self) -> str:
        """The keyring's backend."""
        import keyring  # noqa: PLC0415 - takes long and is not needed when a key file exists

        return f"keyring:{type(keyring.get_keyring()).__name__}"

    def load(self, database_id: str) -> bytes | None:
        """The key; ``None`` also when the keyring is locked or gone, since another place may have it."""
        import keyring  # noqa: PLC0415
        from keyring.errors import KeyringError  # noqa: PLC0415

        if not self._usable():
            return None
        try:
            text = keyring.get_password(_SERVICE, database_id)
        except KeyringError:
            return None
        return None if text is None else bytes.fromhex(text)

    def save(self, database_id: str, key: bytes) -> bool:
        """Keep the key; ``False`` without a keyring that holds it afterwards."""
        import keyring  # noqa: PLC0415
        from keyring.errors import KeyringError  # noqa: PLC0415

        if not self._usable():
            return False
        try:
            keyring.set_password(_SERVICE, database_id, key.hex())
            return keyring.get_password(_SERVICE, database_id) == key.hex()
        except KeyringError:
            return False

    @staticmethod
    def _usable() -> bool:
        """Whether the backend is a system keyring: the library's stand-ins have a priority below 1."""
        import keyring  # noqa: PLC0415

        return float(keyring.get_keyring().priority) >= 1


@dataclass(frozen=True, slots=True)
class KeyChain:
    """Several places: keys are looked for in ``order`` and saved in the first of ``preferred`` that can."""

    order: Sequence[KeyStore]
    preferred: Sequence[KeyStore]

    @property
    def place(self) -> str:
        """The places where keys are looked for."""
        return ", ".join(store.place for store in self.order)

    def load(self, database_id: str) -> bytes | None:
        """The key from the first place that has it."""
        for store in self.order:
            key = store.load(database_id)
            if key is not None:
                return key
        return None

    def place_of(self, database_id: str) -> str | None:
        """Where the key of that database is, for ``doctor``."""
        return next((store.place for store in self.order if store.load(database_id) is not None), None)

    def save(self, database_id: str, key: bytes) -> bool:
        """Keep the key in one place; ``False`` if none takes it.

        Another key of the same database that is found before it (a spoilt file) is replaced too.
        """
        if not any(store.save(database_id, key) for store in self.preferred):
            return False
        for store in self.order:
            if _holds_another(store, database_id, key):
                store.save(database_id, key)
        return True


def _holds_another(store: KeyStore, database_id: str, key: bytes) -> bool:
    try:
        found = store.load(database_id)
    except DomainError:
        return True
    return found is not None and found != key


def machine_folder() -> Path:
    """The folder of this machine, outside any user's profile, where keys may be kept."""
    if sys.platform == "win32":
        return Path(os.environ.get("PROGRAMDATA", r"C:\ProgramData")) / "QuayMotCua" / "keys"
    return Path("/var/lib/quay-mot-cua/keys")


def default_keys(data_dir: Path) -> KeyChain:
    """The key places of an ordinary station.

    Saved in the system keyring if there is one, else in the machine's folder, else beside the data.
    Files are looked at first, because asking a keyring takes longer than opening the database.
    """
    machine, beside, system = FolderKeys(machine_folder()), FolderKeys(data_dir / "keys"), KeyringKeys()
    return KeyChain(order=(machine, beside, system), preferred=(system, machine, beside))
