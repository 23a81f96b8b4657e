"""What the program needs of the machine besides a display: its own fonts, time zone data, a print service."""

from __future__ import annotations

import struct
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from counter_app.bootstrap.checks.row import Check, found
from counter_app.bootstrap.checks.situation import Situation
from counter_app.devices.printers import cups
from counter_app.paths import resources

FONT_FILES: Final = (
    *(f"BeVietnamPro-{face}.ttf" for face in ("Regular", "Italic", "Medium", "SemiBold", "Bold")),
    *(f"Tinos-{face}.ttf" for face in ("Regular", "Bold", "Italic", "BoldItalic")),
)
"""Screens and slips are set in Be Vietnam Pro, the forms in Tinos."""

_ZONE: Final = "Asia/Ho_Chi_Minh"
_WITHIN_HEAD: Final = b"head"
"""The one table whose own sum is not kept: it holds the sum of the whole file."""


def check_fonts(_situation: Situation) -> Iterator[Check]:
    """Whether every font file is there and as it was shipped."""
    folder = resources() / "fonts"
    missing = [name for name in FONT_FILES if not (folder / name).is_file()]
    damaged = [name for name in FONT_FILES if name not in missing and not font_is_whole(folder / name)]
    if missing:
        yield found("fonts", "missing", files=", ".join(missing))
    if damaged:
        yield found("fonts", "damaged", files=", ".join(damaged))
    if not missing and not damaged:
        yield found("fonts", "complete", count=len(FONT_FILES))


def font_is_whole(path: Path) -> bool:
    """Whether a TrueType file's tables are all there with the sums that its directory gives them."""
    try:
        data = path.read_bytes()
        (tables,) = struct.unpack_from(">H", data, 4)
        rows = [struct.unpack_from(">4s3I", data, 12 + 16 * index) for index in range(tables)]
    except (OSError, struct.error):
        return False
    whole = all(offset + length <= len(data) for _, _, offset, length in rows)
    return (
        whole
        and bool(rows)
        and all(
            tag == _WITHIN_HEAD or _sum(data[offset : offset + length]) == expected
            for tag, expected, offset, length in rows
        )
    )


def check_time_zone(_situation: Situation) -> Iterator[Check]:
    """Whether Vietnam's time zone is known: dates on the papers come from it."""
    try:
        offset = datetime(2026, 1, 1, tzinfo=ZoneInfo(_ZONE)).utcoffset()
    except (ZoneInfoNotFoundError, ValueError, OSError):
        yield found("time_zone", "missing", zone=_ZONE)
        return
    yield found("time_zone", "known" if offset == timedelta(hours=7) else "wrong", zone=_ZONE)


def check_print_system(situation: Situation) -> Iterator[Check]:
    """Whether the system's print service can be asked; only a page printer behind it needs that."""
    needed = situation.settings.device("page_printer").driver in ("", "system")
    if cups.is_present() or sys.platform == "win32":
        yield found("print_system", "present")
    else:
        yield found("print_system", "missing" if needed else "not_needed")


def _sum(table: bytes) -> int:
    padded = table + bytes(-len(table) % 4)
    words: tuple[int, ...] = struct.unpack(f">{len(padded) // 4}I", padded)
    return sum(words) & 0xFFFFFFFF
