"""The section of sync and backups in its states, with invented data: see ``shots``."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from counter_app.i18n import Wording
from counter_app.services.care_settings import CareSettings
from counter_app.services.sync_care import BackupFolder, BackupMade, BackupState, PurgeReport
from counter_app.ui.settings.care_page import CarePage
from counter_app.ui.settings.care_presenter import CareState
from counter_app.ui.settings.care_words import CareWords

_STICK: Final = Path("/media/QUAY03/Sao lưu")


def show(page: CarePage, state: CareState) -> None:
    """Draw a state."""
    page.show_settings(state.settings)
    page.show_backup(state.folder, state.backup, chosen=state.chosen, known=state.known)
    page.show_purge(state.purge)
    page.set_busy(state.busy)


def usual(wording: Wording, now: datetime) -> CareState:
    """A stick, a backup of last evening, a run of erasing this morning."""
    words = CareWords(wording)
    made = BackupMade(_STICK / "quay-03.qmcbak", now - timedelta(hours=16, minutes=19), 12, 1, 2, 48_112)
    ended = now - timedelta(hours=1, minutes=3)
    report = PurgeReport(ended - timedelta(minutes=2), ended, 14, 61, 9, 2, 6_291_456)
    return CareState(
        CareSettings(drafts_days=30),
        words.folder(_STICK),
        True,
        words.backup(BackupState(_STICK, made)),
        None,
        words.purge(report, now, off=False),
    )


def states(wording: Wording, now: datetime) -> Iterator[tuple[str, CareState]]:
    """Nothing chosen; the folder on the same disk; the stick is not in."""
    words, plain = CareWords(wording), usual(wording, now)
    yield (
        "settings-care-new",
        replace(
            plain,
            settings=CareSettings(closed_days=0),
            folder=words.folder(None),
            known=False,
            backup=None,
            purge=words.purge(None, now, off=True),
        ),
    )
    there = BackupFolder(Path("/home/quay03/Sao lưu"), True, 12_884_901_888)
    same = words.backup(BackupState(there.path, None))
    yield (
        "settings-care-same-disk",
        replace(plain, folder=str(there.path), backup=same, chosen=words.chosen(there)),
    )
    made = BackupMade(_STICK / "quay-03.qmcbak", now - timedelta(days=3), 12, 1, 2, 48_112)
    failed = BackupState(_STICK, made, "backup.folder_missing", now - timedelta(minutes=11), due=True)
    running = PurgeReport(now - timedelta(minutes=4), None, 6, 20, 3, 0, 0)
    yield (
        "settings-care-failed",
        replace(plain, backup=words.backup(failed), purge=words.purge(running, now, off=False)),
    )
