"""The page printer of last resort: documents are kept as PDF files in a folder."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import BinaryIO, Final

from counter_app.devices.registry import driver
from counter_app.devices.setting_fields import text
from counter_app.services.ports import Paper, PrinterCondition, PrintOutcome, PrintResult

_TRIES: Final = 8


@dataclass(frozen=True)
class FilePrinterSettings:
    """The folder that keeps the documents; it is made when it is missing."""

    folder: str = field(metadata=text())
    name: str = field(default="", metadata=text())


@driver("page_printer", "file", settings=FilePrinterSettings)
class FilePagePrinter:
    """Keeps each document durably under a name of its own: instant and chance, nothing about a person."""

    def __init__(self, settings: FilePrinterSettings) -> None:
        self._settings = settings
        self._folder = Path(settings.folder).expanduser()

    @staticmethod
    def is_usable() -> bool:
        """Files are everywhere."""
        return True

    @property
    def name(self) -> str:
        """The name given in the settings, or the folder."""
        return self._settings.name or str(self._folder)

    def condition(self) -> PrinterCondition:
        """``READY`` when the folder can be written, ``UNREACHABLE`` when it is not there, else ``FAULT``."""
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
        except OSError:
            return PrinterCondition.UNREACHABLE
        return PrinterCondition.READY if os.access(self._folder, os.W_OK) else PrinterCondition.FAULT

    def print_pdf(self, pdf: bytes, *, title: str, paper: Paper) -> PrintOutcome:  # noqa: ARG002  the port's shape
        """Write the file completely or not at all; ``SAVED`` with its path, or ``FAILED``."""
        state = self.condition()
        if not state.can_print:
            return PrintOutcome(PrintResult.FAILED, state, self.name)
        try:
            path = self._keep(pdf, paper)
        except OSError:
            return PrintOutcome(PrintResult.FAILED, PrinterCondition.FAULT, self.name)
        return PrintOutcome(PrintResult.SAVED, state, self.name, str(path))

    def _keep(self, pdf: bytes, paper: Paper) -> Path:
        stream, path = self._new_file(paper)
        try:
            with stream:
                stream.write(pdf)
                stream.flush()
                os.fsync(stream.fileno())
        except OSError:
            with suppress(OSError):
                path.unlink()
            raise
        _sync_folder(self._folder)
        return path

    def _new_file(self, paper: Paper) -> tuple[BinaryIO, Path]:
        """A file that did not exist: two counters may share the folder."""
        for _ in range(_TRIES):
            stamp = datetime.now(UTC).strftime("%Y%m%dT%H%M%SZ")
            path = self._folder / f"{stamp}-{secrets.token_hex(4)}-{paper.lower()}.pdf"
            with suppress(FileExistsError):
                return open(path, "xb", opener=_private), path
        raise FileExistsError(f"no free name in {self._folder}")


def _private(path: str, flags: int) -> int:
    """Only the program's own user may read what stands on people's papers."""
    return os.open(path, flags, 0o600)


def _sync_folder(folder: Path) -> None:
    """Make the name durable too; Windows has no such call and needs none."""
    if os.name == "nt":
        return
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
