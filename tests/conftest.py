"""What every test needs: a screen that needs no display, and the record of requirement outcomes."""

from __future__ import annotations

import os
import sys

from hypothesis import settings

pytest_plugins = ("tests.requirement_outcomes",)

if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

# A busy machine must not turn a slow example into a failure: what has to be fast is measured on purpose.
settings.register_profile("project", deadline=None, print_blob=True)
settings.load_profile("project")
