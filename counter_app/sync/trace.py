"""Where an unexpected error came from, for the log: never its message, which may hold personal data."""

from __future__ import annotations

import traceback
from pathlib import Path


def trace_of(error: BaseException) -> str:
    """Its kind and the way there, innermost first: ``KeyError at a.py:120 _turn < b.py:98 _run``."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    places = (f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return f"{type(error).__name__} at {' < '.join(places)}"
