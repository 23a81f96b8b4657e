"""Whether a window can be shown."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """Whether a person can see a window: always on Windows and macOS, elsewhere when a display is named."""
    if sys.platform in ("win32", "darwin"):
        return True
    if os.environ.get("QT_QPA_PLATFORM", "").split(":")[0] in ("offscreen", "minimal"):
        return False
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def can_open_window() -> bool:
    """Whether Qt can open a window, be it on a platform without a screen that was chosen on purpose."""
    return has_display() or bool(os.environ.get("QT_QPA_PLATFORM"))
