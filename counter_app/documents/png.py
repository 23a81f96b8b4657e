"""PNG files of plain rasters, with the standard library only."""

from __future__ import annotations

import struct
import zlib
from typing import Literal

from counter_app.services.ports import MonoImage

_SIGNATURE = b"\x89PNG\r\n\x1a\n"
_GREY, _RGB = 0, 2


def to_png(image: MonoImage) -> bytes:
    """The black and white raster as a PNG file of one bit per dot."""
    flipped = image.data.translate(bytes(255 - value for value in range(256)))
    return _file(image.width, 1, _GREY, flipped, image.stride)


def rgb_to_png(width: int, data: bytes) -> bytes:
    """Rows of three bytes per dot, without padding, as a PNG file."""
    return _file(width, 8, _RGB, data, width * 3)


def _file(width: int, depth: Literal[1, 8], kind: int, data: bytes, stride: int) -> bytes:
    height, rest = divmod(len(data), stride) if stride else (0, 0)
    if rest or height < 1:
        raise ValueError(f"{len(data)} bytes are not whole rows of {stride}")
    rows = b"".join(b"\0" + data[start : start + stride] for start in range(0, len(data), stride))
    header = struct.pack(">IIBBBBB", width, height, depth, kind, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(rows, 6)), (b"IEND", b""))
    return _SIGNATURE + b"".join(_chunk(name, body) for name, body in chunks)


def _chunk(name: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))
