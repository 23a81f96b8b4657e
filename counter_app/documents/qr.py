"""QR codes as matrices; each medium draws them in its own way."""

from __future__ import annotations

from collections.abc import Iterator

import qrcode
from qrcode.constants import ERROR_CORRECT_M

QUIET_ZONE = 4
"""Modules of white that ISO/IEC 18004 asks for on each side."""

Matrix = tuple[tuple[bool, ...], ...]


def matrix(text: str) -> Matrix:
    """The modules of the code, ``True`` is dark, without the quiet zone; level M (15 % may be damaged).

    Raises ``ValueError`` for an empty text.
    """
    if not text:
        raise ValueError("a QR code needs a text")
    code = qrcode.QRCode(error_correction=ERROR_CORRECT_M, border=0)
    code.add_data(text)
    code.make(fit=True)
    return tuple(tuple(bool(module) for module in row) for row in code.get_matrix())


def dark_runs(modules: Matrix) -> Iterator[tuple[int, int, int]]:
    """Horizontal runs of dark modules as ``(row, first column, length)``: fewer shapes than modules."""
    for row, line in enumerate(modules):
        start: int | None = None
        for column, dark in enumerate((*line, False)):
            if dark and start is None:
                start = column
            elif not dark and start is not None:
                yield row, start, column - start
                start = None
