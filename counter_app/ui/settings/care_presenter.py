"""The settings of backups, warnings and erasing: kept at once, and what is truly there told beside them."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.care_settings import CareSettings
from counter_app.services.sync_care import BackupFolder, BackupMade, BackupState, PurgeReport
from counter_app.ui.settings.care_words import CareWords
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks


@dataclass(frozen=True, slots=True)
class CareState:
    """All of the section. ``known``: there is a folder; ``chosen``: what was found in a new one."""

    settings: CareSettings
    folder: str
    known: bool
    backup: Told | None
    chosen: Told | None
    purge: Told
    busy: bool = False


class CarePresenter(QObject):
    """``shown`` tells a ``CareState``; ``refused`` a setting that was not kept, and why in words."""

    shown = Signal(object)
    refused = Signal(str, str)

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._care, self._clock = services.care, services.clock
        self._tasks, self._notices = tasks, notices
        self._wording, self._words = wording, CareWords(wording)
        self._read: tuple[CareSettings, BackupState, PurgeReport | None] | None = None
        self._chosen: Told | None = None
        self._busy = False

    def open(self) -> None:
        """What is kept and what is there now."""
        self._chosen = None
        self._look()

    def change(self, name: str, value: int) -> None:
        """Keep one setting, or say why not and show what is in force."""
        settings = self._care.settings
        changed: dict[str, Any] = {name: value}

        def save() -> None:
            settings.save(replace(settings.current(), **changed))

        def kept(_: None) -> None:
            self._notices.success(self._wording.text("settings.saved"))
            self._look()

        def not_kept(error: Exception) -> None:
            if not isinstance(error, DomainError):
                raise error
            self._show()
            self.refused.emit(name, self._wording.error(error))

        self._tasks.database(save, owner=self).success(kept).failure(not_kept)

    def choose_folder(self, folder: Path | None) -> None:
        """Prepare a folder for backups and keep it; on any error the old one stays."""
        backup = self._care.backup
        self._begin()
        task = self._tasks.device("backup", lambda: backup.choose_folder(folder), owner=self)
        task.success(self._folder_chosen).failure(self._failed)

    def back_up(self) -> None:
        """Write a backup now."""
        self._begin()
        task = self._tasks.device("backup", self._care.backup.make, owner=self)
        task.success(self._backed_up).failure(self._failed)

    def _begin(self) -> None:
        self._busy, self._chosen = True, None
        self._show()

    def _folder_chosen(self, folder: BackupFolder | None) -> None:
        self._chosen = None if folder is None else self._words.chosen(folder)
        self._end()

    def _backed_up(self, made: BackupMade) -> None:
        entries = self._wording.count("sync_centre.backup.entries", made.entries)
        self._notices.success(
            self._wording.text("sync_centre.backup.done", entries=entries, path=str(made.path))
        )
        self._end()

    def _failed(self, error: Exception) -> None:
        self._end()
        tell(self._notices)(error)

    def _end(self) -> None:
        self._busy = False
        self._look()

    def _look(self) -> None:
        care = self._care

        def read() -> tuple[CareSettings, BackupState, PurgeReport | None]:
            return care.settings.current(), care.backup.state(), care.purging.last_report()

        task = self._tasks.database(read, owner=self, replaces="care")
        task.success(self._learn).failure(tell(self._notices))

    def _learn(self, read: tuple[CareSettings, BackupState, PurgeReport | None]) -> None:
        self._read = read
        self._show()

    def _show(self) -> None:
        if self._read is None:
            return
        settings, backup, report = self._read
        words, off = self._words, settings.erases_nothing
        self.shown.emit(
            CareState(
                settings,
                words.folder(backup.folder),
                backup.folder is not None,
                words.backup(backup),
                self._chosen,
                words.purge(report, self._clock.now(), off=off),
                self._busy,
            )
        )
