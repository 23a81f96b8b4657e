"""The counter's log: a few small files in the data folder, for whoever has to find out what went wrong."""

from __future__ import annotations

import logging
import time
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import Final

from counter_app.config import Config

FOLDER: Final = "logs"
FILE: Final = "counter.log"
_LARGEST: Final = 1_000_000
_KEPT: Final = 5
_TALKATIVE: Final = ("urllib3", "PIL", "asyncio", "filelock")

_log = logging.getLogger(__name__)


def keep_logs(config: Config) -> Path | None:
    """Log into ``logs/counter.log`` from now on, at most 6 MB in all; times are UTC.

    Returns the file, or ``None`` where none can be written: the counter works without a log too.
    """
    folder = config.data_dir / FOLDER
    try:
        config.data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.mkdir(mode=0o700, exist_ok=True)
        handler = RotatingFileHandler(
            folder / FILE, maxBytes=_LARGEST, backupCount=_KEPT, encoding="utf-8", errors="backslashreplace"
        )
    except OSError as error:
        _log.warning("no log can be kept in %s: %s", folder, type(error).__name__)
        return None
    form = logging.Formatter(
        "%(asctime)s.%(msecs)03dZ %(levelname)s %(name)s: %(message)s", "%Y-%m-%dT%H:%M:%S"
    )
    form.converter = time.gmtime
    handler.setFormatter(form)
    root = logging.getLogger()
    root.addHandler(handler)
    root.setLevel(config.log_level)
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.WARNING)
    return folder / FILE
