"""Backups and erasing in words, as the settings tell them."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.sync_care import BackupFolder, BackupState, PurgeReport
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.tokens import Tone


class CareWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording, self._text = wording, wording.text

    def folder(self, folder: Path | None) -> str:
        """Where backups go."""
        return self._text("settings.care.no_folder") if folder is None else str(folder)

    def backup(self, state: BackupState) -> Told | None:
        """How the last backup went; nothing while there is no folder."""
        if state.folder is None:
            return None
        last = ""
        if state.last is not None:
            made = state.last
            last = self._text(
                "settings.care.last_backup",
                time=self._wording.date_time(made.at),
                entries=self._wording.count("sync_centre.backup.entries", made.entries),
                size=self._wording.size(made.size),
            )
        if state.failure:
            failed = self._text("settings.care.failed")
            why = self._wording.error(DomainError(state.failure))
            return Told("triangle-alert", failed, Tone.AMBER, "\n".join(part for part in (why, last) if part))
        if not last:
            return Told("info", self._text("settings.care.no_backup"), Tone.NEUTRAL)
        return Told("shield-check", last, Tone.GREEN)

    def chosen(self, folder: BackupFolder) -> Told:
        """What was found in a folder that was just chosen."""
        free = self._wording.size(folder.free_bytes)
        if folder.same_disk:
            detail = self._text("settings.care.same_disk_detail")
            return Told("triangle-alert", self._text("settings.care.same_disk"), Tone.AMBER, detail)
        return Told("circle-check", self._text("settings.care.folder_fits", free=free), Tone.GREEN)

    def purge(self, report: PurgeReport | None, now: datetime, *, off: bool) -> Told:
        """The run in hand, the last one, or that there was none."""
        if report is None:
            key = "purge_off" if off else "purge_never"
            return Told("info", self._text(f"settings.care.{key}"), Tone.NEUTRAL)
        freed = self._text(
            "settings.care.freed",
            dossiers=self._wording.count("settings.care.dossiers", report.dossiers),
            files=self._wording.count("settings.care.files", report.files),
            drafts=self._wording.count("settings.care.drafts", report.drafts),
            size=self._wording.size(report.freed_bytes),
        )
        if report.ended_at is None:
            span = self._wording.duration(max(now - report.started_at, now - now))
            return Told("loader-circle", self._text("settings.care.purging", span=span), Tone.BLUE, freed)
        if not (report.dossiers or report.files or report.drafts):
            freed = self._text("settings.care.freed_nothing")
        ended = self._text("settings.care.purged", time=self._wording.date_time(report.ended_at))
        return Told("circle-check", ended, Tone.NEUTRAL, freed)
