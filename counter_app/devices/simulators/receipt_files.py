"""Keeps each piece of paper as a picture and a description."""

from __future__ import annotations

import json
from datetime import datetime
from pathlib import Path

from counter_app.devices.simulators.paper import Receipt


def keep_receipt(receipt: Receipt, folder: Path, at: datetime) -> Path:
    """Write ``receipt-NNNN.png`` and ``.json`` under the next free number; returns the picture's path."""
    from PIL import Image, ImageDraw  # noqa: PLC0415  only needed when paper is kept

    folder.mkdir(parents=True, exist_ok=True)
    picture = _next_free(folder)
    dots = receipt.image
    size = (dots.width, max(1, dots.height))
    paper = Image.new("1", size, 1)
    if dots.height:
        # Pillow's raw mode "1;I" reads a set bit as black, as the printer does.
        paper = Image.frombytes("1", size, dots.data, "raw", "1;I")
    draw = ImageDraw.Draw(paper)
    for row, text in receipt.texts:
        draw.text((4, row + 4), text, fill=0)
    paper.save(picture)
    about = {
        "at": at.isoformat(),
        "kind": receipt.kind,
        "width_dots": dots.width,
        "height_dots": dots.height,
        "length_mm": round(receipt.length_mm, 1),
        "black_dots": sum(byte.bit_count() for byte in dots.data),
        "texts": [{"row": row, "text": text} for row, text in receipt.texts],
        "not_drawn": list(receipt.not_drawn),
    }
    text = json.dumps(about, ensure_ascii=False, indent=1)
    picture.with_suffix(".json").write_text(text + "\n", encoding="utf-8")
    return picture


def _next_free(folder: Path) -> Path:
    numbers = (path.stem.removeprefix("receipt-") for path in folder.glob("receipt-*.png"))
    last = max((int(number) for number in numbers if number.isdigit()), default=0)
    return folder / f"receipt-{last + 1:04d}.png"
