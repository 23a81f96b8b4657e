"""What a printer's answers to ``DLE EOT`` 1 to 4 mean.

Real-time status is executed when it is received, even while printing, offline or out of paper (Epson
ESC/POS reference, "DLE EOT n"). Each answer is one byte whose bits 0, 1, 4 and 7 are fixed; the byte does
not tell which question it answers, so order and number decide.
"""

from __future__ import annotations

from typing import Final

from counter_app.services.ports import PrinterCondition

STATUS_REQUESTS: Final = b"\x10\x04\x01\x10\x04\x02\x10\x04\x03\x10\x04\x04"
ANSWERS: Final = 4

_FIXED_MASK: Final = 0b1001_0011
_FIXED_BITS: Final = 0b0001_0010

_OFFLINE: Final = 0b0000_1000  # n = 1
_COVER_OPEN: Final = 0b0000_0100  # n = 2
_PAPER_END_STOP: Final = 0b0010_0000  # n = 2
_ERROR: Final = 0b0100_0000  # n = 2
_ERRORS: Final = 0b0110_1100  # n = 3: recoverable, cutter, unrecoverable, recovers by itself
_NEAR_END: Final = 0b0000_1100  # n = 4
_PAPER_END: Final = 0b0110_0000  # n = 4


def condition_of(answer: bytes) -> PrinterCondition:
    """The condition that all bytes read after one ``STATUS_REQUESTS`` tell.

    Fewer than four bytes are no answer (``MUTE``): silence is never plenty of paper. More than four happen
    when an earlier answer came late, or when raster data looked like a request: the last four are the ones
    asked for. A byte with wrong fixed bits means that something answers that cannot be believed
    (``FAULT``).
    """
    replies = without_automatic_status(answer)
    if len(replies) < ANSWERS:
        return PrinterCondition.MUTE
    replies = replies[-ANSWERS:]
    if any(byte & _FIXED_MASK != _FIXED_BITS for byte in replies):
        return PrinterCondition.FAULT
    return _decode(*replies)


def _decode(printer: int, offline: int, error: int, paper: int) -> PrinterCondition:
    if offline & _COVER_OPEN:
        return PrinterCondition.COVER_OPEN
    if offline & _PAPER_END_STOP or paper & _PAPER_END:
        return PrinterCondition.PAPER_OUT
    if offline & _ERROR or error & _ERRORS:
        return PrinterCondition.FAULT
    if printer & _OFFLINE:
        return PrinterCondition.OFFLINE
    return PrinterCondition.PAPER_LOW if paper & _NEAR_END else PrinterCondition.READY


def without_automatic_status(answer: bytes) -> bytes:
    """Drop blocks of Automatic Status Back, which another program may have switched on.

    A block has four bytes: bits 0, 1, 4, 7 of the first are 0, 0, 1, 0; bits 4 and 7 of the others are 0.
    """
    kept = bytearray()
    at = 0
    while at < len(answer):
        block = answer[at : at + 4]
        starts = block[0] & _FIXED_MASK == 0b0001_0000
        if starts and len(block) == 4 and all(byte & 0b1001_0000 == 0 for byte in block[1:]):
            at += 4
            continue
        kept.append(answer[at])
        at += 1
    return bytes(kept)
