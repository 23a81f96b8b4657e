"""What a receiver makes of bytes that were sent at another speed than the one at which it listens."""

from __future__ import annotations

import math
from collections.abc import Iterator


def heard_at(data: bytes, sent_baud: int, heard_baud: int) -> bytes:
    """The bytes that come out when 8N1 sent at ``sent_baud`` is sampled as 8N1 at ``heard_baud``.

    Like a UART it waits for a falling edge, samples each bit in its middle, and gives a byte whose stop bit
    is missing as 0 (what POSIX terminals make of a framing error).
    """
    if sent_baud == heard_baud:
        return data
    wire = list(_bits(data))
    ratio = sent_baud / heard_baud
    heard = bytearray()
    at = 0.0
    while (begin := _falling_edge(wire, at)) is not None:
        samples = [_level(wire, begin + (place + 0.5) * ratio) for place in range(10)]
        if samples[0]:
            at = begin + 1  # too short for a start bit
            continue
        byte = sum(bit << place for place, bit in enumerate(samples[1:9]))
        heard.append(byte if samples[9] else 0)
        at = begin + 9.5 * ratio
    return bytes(heard)


def _bits(data: bytes) -> Iterator[int]:
    for byte in data:
        yield 0
        yield from ((byte >> place) & 1 for place in range(8))
        yield 1


def _level(wire: list[int], at: float) -> int:
    return wire[int(at)] if int(at) < len(wire) else 1


def _falling_edge(wire: list[int], after: float) -> int | None:
    at = math.ceil(after)
    while at < len(wire):
        if not wire[at] and (at == 0 or wire[at - 1]):
            return at
        at += 1
    return None
