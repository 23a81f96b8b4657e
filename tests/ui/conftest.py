"""What tests of windows need without a display."""

from __future__ import annotations

import pytest

OFFSCREEN_CANNOT = "This plugin does not support propagateSizeHints"


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Qt's offscreen platform warns of what it cannot do whenever a window is shown; that is no finding."""
    for item in items:
        if "tests/ui" in item.path.as_posix():
            item.add_marker(pytest.mark.qt_log_ignore(OFFSCREEN_CANNOT))
