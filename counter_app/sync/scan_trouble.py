"""What stands in the way of one file, while the line is well."""

from __future__ import annotations

from enum import StrEnum

from counter_app.domain.errors import DomainError


class UploadTrouble(StrEnum):
    """What stands in the way of one file; worded as ``scan.trouble.<value>``."""

    STORAGE_FULL = "storage_full"
    TOO_LARGE = "too_large"
    BAD_HASH = "bad_hash"
    FILE_DAMAGED = "file_damaged"
    LOCKED = "locked"


class UploadError(DomainError):
    """A file that cannot be sent now (``locked``, ``storage_full``, ``bad_hash``), or not as it is."""

    def __init__(self, trouble: UploadTrouble, retry_after: float | None = None) -> None:
        super().__init__(f"scan.{trouble.value}")
        self.trouble = trouble
        self.retry_after = retry_after

    @property
    def for_good(self) -> bool:
        """Whether it would fail again as it is."""
        return self.trouble in (UploadTrouble.TOO_LARGE, UploadTrouble.FILE_DAMAGED)
