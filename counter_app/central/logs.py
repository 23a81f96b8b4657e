"""Log lines as JSON objects, one a line, without personal data: counts, codes and opaque ids only."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

_call: ContextVar[dict[str, object] | None] = ContextVar("call", default=None)


@contextmanager
def within_call(**fields: object) -> Iterator[dict[str, object]]:
    """Every line that is logged inside has ``fields`` and what ``note`` adds; so has the dictionary."""
    noted = dict(fields)
    token = _call.set(noted)
    try:
        yield noted
    finally:
        _call.reset(token)


def note(**fields: object) -> None:
    """Add fields to the lines of the call that is being answered, if it is one; from any of its threads."""
    noted = _call.get()
    if noted is not None:
        noted.update(fields)


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object; ``extra={"fields": {...}}`` adds fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "process": record.process,
            "event": record.getMessage(),
        }
        line |= _call.get() or {}
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["trace"] = trace_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def set_up_logs() -> None:
    """Send all logs to standard error as JSON lines; keeping and rotating them is the platform's work."""
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(JsonLines())
    logging.basicConfig(level=logging.INFO, handlers=[handler], force=True)


def event(log: logging.Logger, name: str, **fields: object) -> None:
    """Log an event with fields."""
    log.info(name, extra={"fields": fields})


def trace_of(error: BaseException) -> str:
    """An error's kind and the way there, innermost first; never its message, which may be personal."""
    frames = traceback.extract_tb(error.__traceback__)[-8:]
    places = (f"{Path(frame.filename).name}:{frame.lineno} {frame.name}" for frame in reversed(frames))
    return f"{type(error).__name__} at {' < '.join(places)}"
