"""How a request's body is packed: zstd, or gzip for a server or proxy that does not know it."""

from __future__ import annotations

import gzip
from typing import Final

import zstandard

_FORMS: Final = ("zstd", "gzip")


class Packing:
    """Begins with zstd and remembers what was refused, as long as the program runs."""

    def __init__(self) -> None:
        self._refused = 0

    @property
    def form(self) -> str:
        """The ``Content-Encoding`` in use."""
        return _FORMS[self._refused]

    def pack(self, content: bytes) -> bytes:
        """``content`` in the form in use."""
        if self.form == "zstd":
            return zstandard.ZstdCompressor(write_checksum=True).compress(content)
        return gzip.compress(content, compresslevel=6, mtime=0)

    def refused(self) -> bool:
        """The form in use was refused (415); whether there is another one."""
        if self._refused + 1 == len(_FORMS):
            return False
        self._refused += 1
        return True
