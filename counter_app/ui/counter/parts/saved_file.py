"""Papers kept as files because no printer was there, shown in the program that the computer has for them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

from counter_app.i18n import Wording
from counter_app.services.ports import PrintOutcome, PrintResult
from counter_app.ui.shared.notices import Notices


def saved_path(outcome: PrintOutcome) -> str:
    """Where the paper lies as a file, or nothing."""
    return (outcome.path or "") if outcome.result is PrintResult.SAVED else ""


def open_saved(wording: Wording, path: str, told: Callable[[str], object]) -> None:
    """Open it; where it is gone or nothing here opens such files, ``told`` gets the words that say so."""
    if not Path(path).is_file():
        told(wording.text("reception.paper.file_gone", path=path))
    elif not QDesktopServices.openUrl(QUrl.fromLocalFile(path)):
        told(wording.text("reception.paper.file_not_opened", path=path))


def tell_saved(notices: Notices, wording: Wording, said: str, path: str) -> None:
    """A warning that leads to the file, if there is one."""
    if path:
        notices.warning(
            said,
            action=wording.text("reception.paper.open"),
            on_action=lambda: open_saved(wording, path, notices.warning),
        )
    else:
        notices.warning(said)
