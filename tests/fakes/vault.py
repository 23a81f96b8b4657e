"""The vault in memory."""

from __future__ import annotations

import hashlib

from counter_app.domain.errors import DomainError


class MemoryVault:
    """``Vault``; ``full`` refuses what is not there yet, ``damage`` changes a byte."""

    def __init__(self) -> None:
        self.files: dict[str, bytes] = {}
        self.full = False

    def put(self, data: bytes) -> str:
        name = hashlib.sha256(data).hexdigest()
        if self.full and name not in self.files:
            raise DomainError("vault.full")
        self.files[name] = data
        return name

    def get(self, name: str) -> bytes:
        if name not in self.files:
            raise DomainError("vault.missing", name=name)
        data = self.files[name]
        if hashlib.sha256(data).hexdigest() != name:
            raise DomainError("vault.damaged", name=name)
        return data

    def has(self, name: str) -> bool:
        return name in self.files

    def slice(self, name: str, start: int, length: int) -> bytes:
        return self.get(name)[start : start + length]

    def damage(self, name: str) -> None:
        data = self.files[name]
        self.files[name] = bytes([data[0] ^ 1]) + data[1:]
