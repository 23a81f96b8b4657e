"""Log lines as JSON objects, one a line, without personal data: counts, codes and opaque ids only."""

from __future__ import annotations

import json
import logging
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path


class JsonLines(logging.Formatter):
    """Formats a record as one JSON object; ``extra={"fields": {...}}`` adds fields."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        line: dict[str, object] = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "from": record.name,
            "event": record.getMessage(),
        }
        line |= getattr(record, "fields", {})
        if record.exc_info and record.exc_info[1] is not None:
            line["trace"] = trace_of(record.exc_info[1])
        return json.dumps(line, ensure_ascii=False)


def set_up_logs() -> None:
    """Send all logs to standard error as JSON lines."""
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
