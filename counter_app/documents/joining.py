"""Several PDFs as one file."""

from __future__ import annotations

from collections.abc import Sequence
from io import BytesIO


def joined(parts: Sequence[bytes]) -> bytes:
    """The pages of all parts in order; what the first says of itself is kept."""
    import pypdfium2  # noqa: PLC0415 - only who joins waits for the library

    whole = pypdfium2.PdfDocument(parts[0])
    try:
        for part in parts[1:]:
            following = pypdfium2.PdfDocument(part)
            try:
                whole.import_pages(following)
            finally:
                following.close()
        buffer = BytesIO()
        whole.save(buffer)
        return buffer.getvalue()
    finally:
        whole.close()
