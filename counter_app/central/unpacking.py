"""Packed request bodies: unpacked piece by piece, never beyond a limit."""

from __future__ import annotations

import io
import zlib
from typing import Final

import zstandard

from counter_app.central.problems import ProblemError

_LARGEST_WINDOW: Final = 8 * 1024 * 1024
"""Memory that unpacking zstd may take."""
_MOST_MEMBERS: Final = 64
"""Members of one gzip body; setting up each costs time."""


def unpack(data: bytes, encoding: str, limit: int) -> bytes:
    """A request body unpacked to at most ``limit`` bytes; whether it is whole shows when it is parsed.

    Several frames (zstd) or members (gzip) are read as one, as their formats say. Raises ``ProblemError``:
    413 ``body.too_large`` (a bomb stops there), 415 ``body.unknown_encoding``, 422 ``body.damaged``.
    """
    match encoding.strip().lower():
        case "" | "identity":
            unpacked = data
        case "zstd":
            unpacked = _zstd(data, limit)
        case "gzip" | "x-gzip":
            unpacked = _gzip(data, limit)
        case _:
            raise ProblemError(415, "body.unknown_encoding")
    if len(unpacked) > limit:
        raise ProblemError(413, "body.too_large", limit=limit)
    return unpacked


def _zstd(data: bytes, limit: int) -> bytes:
    decompressor = zstandard.ZstdDecompressor(max_window_size=_LARGEST_WINDOW)
    try:
        with decompressor.stream_reader(io.BytesIO(data), read_across_frames=True) as reader:
            return reader.read(limit + 1)
    except zstandard.ZstdError:
        raise ProblemError(422, "body.damaged") from None


def _gzip(data: bytes, limit: int) -> bytes:
    unpacked = bytearray()
    for _ in range(_MOST_MEMBERS):
        member = zlib.decompressobj(wbits=31)
        try:
            unpacked += member.decompress(data, limit + 1 - len(unpacked))
        except zlib.error:
            raise ProblemError(422, "body.damaged") from None
        data = member.unused_data
        if not data or len(unpacked) > limit:
            return bytes(unpacked)
    raise ProblemError(422, "body.damaged")
