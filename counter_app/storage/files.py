"""Writing files so that they are there whole after a power cut, or not at all."""

from __future__ import annotations

import contextlib
import errno
import os
import sys
from pathlib import Path

from counter_app.domain.errors import DomainError


def os_error(error: OSError, area: str = "storage") -> DomainError:
    """What an operating system's error means to people: ``<area>.full``, ``.read_only`` or ``.io``."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
        return DomainError(f"{area}.full")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return DomainError(f"{area}.read_only")
    return DomainError(f"{area}.io")


def fsync_folder(folder: Path) -> None:
    """Make names in ``folder`` durable; Windows writes them through by itself."""
    if sys.platform == "win32":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def replace_durably(part: Path, target: Path) -> None:
    """Sync a finished file and give it its name."""
    with part.open("rb+") as stream:
        os.fsync(stream.fileno())
    part.replace(target)
    fsync_folder(target.parent)


def write_durably(target: Path, data: bytes, *, mode: int = 0o600) -> None:
    """Write a small file so that readers see the old content or the new one; raises ``OSError``."""
    part = target.with_name(f".{target.name}.{os.getpid()}.part")
    try:
        handle = os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode)
        with os.fdopen(handle, "wb") as stream:
            stream.write(data)
            stream.flush()
            os.fsync(stream.fileno())
        part.replace(target)
        fsync_folder(target.parent)
    except OSError:
        with contextlib.suppress(OSError):
            part.unlink(missing_ok=True)
        raise
