"""Which letter a US keyboard has on the key that was pressed: guns type as US keyboards, whatever the layout.

Read from the native codes that Qt gives with a key press. Seen on Linux; written for Windows after its
documentation and not seen there.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from typing import Final

PrintedLetter = Callable[[int, int, bool], str | None]
"""Of native scan code, native virtual key and Shift: see ``Key.printed``."""

_ROWS: Final = (
    (2, "1234567890-=", "!@#$%^&*()_+"),
    (16, "qwertyuiop[]", "QWERTYUIOP{}"),
    (30, "asdfghjkl;'`", 'ASDFGHJKL:"~'),
    (43, "\\zxcvbnm,./", "|ZXCVBNM<>?"),
    (57, " ", " "),
)
"""The keys in the order of set 1 of the PC's scan codes, plain and with Shift."""
_KEYS: Final[Mapping[int, tuple[str, str]]] = {
    first + place: pair
    for first, plain, shifted in _ROWS
    for place, pair in enumerate(zip(plain, shifted, strict=True))
}
_EVDEV_OFFSET: Final = 8
"""X11 and Wayland number keys as evdev does, plus eight; evdev numbers these keys as set 1 does."""
_VK_PACKET: Final = 0xE7
"""Windows: a letter that a program sent, not a key."""


def unknown(_scan_code: int, _virtual_key: int, _shift: bool) -> str | None:
    """Where the platform gives no codes that are understood."""
    return None


def on_linux(scan_code: int, _virtual_key: int, shift: bool) -> str | None:
    """X11 and Wayland."""
    return _letter(scan_code - _EVDEV_OFFSET, shift)


def on_windows(scan_code: int, virtual_key: int, shift: bool) -> str | None:
    """Windows: keys that a program sends are told from real ones."""
    return "" if virtual_key == _VK_PACKET else _letter(scan_code, shift)


def printed_letter(platform: str = sys.platform) -> PrintedLetter:
    """The reader for a platform, named as ``sys.platform`` does."""
    return {"linux": on_linux, "win32": on_windows}.get(platform, unknown)


def _letter(scan_code: int, shift: bool) -> str | None:
    pair = _KEYS.get(scan_code)
    return None if pair is None else pair[shift]
