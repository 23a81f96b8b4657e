"""What is done when a clerk goes: unsent work is kept a second time, and nobody waits for it."""

from __future__ import annotations

from PySide6.QtCore import QObject

from counter_app.domain.errors import DomainError
from counter_app.services.sync_care import BackupControl
from counter_app.ui.tasks import Tasks


def back_up_unsent(backup: BackupControl, tasks: Tasks, owner: QObject) -> None:
    """Write a backup if one is due, on a worker of its own."""
    tasks.device("backup", backup.make_if_due, owner=owner).failure(_leave_told)


def _leave_told(error: Exception) -> None:
    """A backup that failed is told where backups are, for whoever sits down next."""
    if not isinstance(error, DomainError):
        raise error
