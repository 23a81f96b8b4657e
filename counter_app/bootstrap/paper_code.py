"""Reads the code that is printed on paper of the virtual printer, if a decoder is installed."""

from __future__ import annotations

from collections.abc import Callable
from importlib.util import find_spec
from pathlib import Path


def code_reader() -> Callable[[Path], str] | None:
    """What reads a picture's code; ``None`` without zxing-cpp, which only demonstrations need."""
    return _read if find_spec("zxingcpp") is not None else None


def _read(picture: Path) -> str:
    """The text of the first code on the picture, or an empty string."""
    import zxingcpp  # noqa: PLC0415 - only when a person wants to scan paper
    from PIL import Image  # noqa: PLC0415

    with Image.open(picture) as image:
        found = zxingcpp.read_barcodes(image.convert("L"))
    return str(found[0].text) if found else ""
