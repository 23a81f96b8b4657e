"""The counter's log: a few small files in the data folder, for whoever has to find out what went wrong."""

from __future__ import annotations

import logging
import time
from pathlib import Path
from typing import TYPE_CHECKING, Final

from counter_app.config import Config

if TYPE_CHECKING:
    from logging.handlers import RotatingFileHandler

FOLDER: Final = "logs"
FILE: Final = "counter.log"
_LARGEST: Final = 1_000_000
_KEPT: Final = 5
_TALKATIVE: Final = ("urllib3", "PIL", "asyncio", "alembic")

_log = logging.getLogger(__name__)


class _RotatingFile(logging.Handler):
    """Opens its file with the first line; what turns files over is loaded then, not at every start."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._file: RotatingFileHandler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        """Write a line."""
        if self._file is None:
            from logging.handlers import RotatingFileHandler  # noqa: PLC0415 - see above

            self._file = RotatingFileHandler(
                self._path,
                maxBytes=_LARGEST,
                backupCount=_KEPT,
                encoding="utf-8",
                errors="backslashreplace",
                delay=True,
            )
            self._file.setFormatter(self.formatter)
        self._file.emit(record)

    def close(self) -> None:
        """Close the file."""
        if self._file is not None:
            self._file.close()
        super().close()


def keep_logs(config: Config) -> Path | None:
    """Log into ``logs/counter.log`` from now on, at most 6 MB in all; times are UTC.

    Returns the file, or ``None`` where none can be written: the counter works without a log too.
    """
    folder = config.data_dir / FOLDER
    try:
        config.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        (folder / FILE).open("ab").close()
    except OSError as error:
        _log.warning("no log can be kept in %s: %s", folder, type(error).__name__)
        return None
    form = logging.Formatter(
        "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
    )
    form.converter = time.gmtime
    handler = _RotatingFile(folder / FILE)
    handler.setFormatter(form)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(config.log_level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    return folder / FILE
