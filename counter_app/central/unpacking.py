"""Packed request bodies: unpacked, never beyond a limit."""

from __future__ import annotations

import io
import zlib
from typing import Final

import zstandard

from counter_app.central.problems import ProblemError

_LARGEST_WINDOW: Final = 8 * 1024 * 1024
"""Memory that unpacking zstd may take."""


def unpack(data: bytes, encoding: str, limit: int) -> bytes:
    """A request body unpacked to at most ``limit`` bytes; whether it is whole shows when it is parsed.

    Raises ``ProblemError``: 413 ``body.too_large`` (a bomb stops there), 415 ``body.unknown_encoding``, 422
    ``body.damaged``.
    """
    match encoding.strip().lower():
        case "" | "identity":
            unpacked = data
        case "zstd":
            unpacked = _zstd(data, limit)
        case "gzip":
            unpacked = _gzip(data, limit)
        case _:
            raise ProblemError(415, "body.unknown_encoding")
    if len(unpacked) > limit:
        raise ProblemError(413, "body.too_large", limit=limit)
    return unpacked


def _zstd(data: bytes, limit: int) -> bytes:
    reader = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW).stream_reader(io.BytesIO(data))
    try:
        return reader.read(limit + 1)
    except zstandard.ZstdError:
        raise ProblemError(422, "body.damaged") from None


def _gzip(data: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj(wbits=31).decompress(data, limit + 1)
    except zlib.error:
        raise ProblemError(422, "body.damaged") from None
