"""Whether a window can be shown to a person."""

from __future__ import annotations

import os
import sys


def has_display() -> bool:
    """True on Windows and macOS; elsewhere when a display or a chosen Qt platform is named."""
    if sys.platform in ("win32", "darwin"):
        return True
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    if platform:
        return platform.split(":")[0] not in ("offscreen", "minimal")
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
