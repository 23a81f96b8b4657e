"""The dossier, ledger and sync screens in their states, with invented data, to look at.

``python -m counter_app.ui.counter.pictures.shots_records out/ --theme dark --scale 1.5``
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from counter_app import paths
from counter_app.i18n import Wording
from counter_app.ui.counter.dossiers.dossier_panel import DossierPanel
from counter_app.ui.counter.ledger.ledger_view import LedgerView
from counter_app.ui.counter.parts.clock_offset import off_words
from counter_app.ui.counter.pictures import (
    shots_dossiers,
    shots_handover,
    shots_ledger,
    shots_processing,
    shots_sync,
)
from counter_app.ui.counter.sync.sync_view import SyncView
from counter_app.ui.counter.window import line_words
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.rail import Rail, RailItem
from counter_app.ui.shared.search_box import SearchBox
from counter_app.ui.shared.strip import Strip, StripState

_SIZE = (1366, 696)
_SCREENS = (
    ("reception", "file-plus"),
    ("dossiers", "folders"),
    ("ledger", "notebook-pen"),
    ("sync", "refresh-cw"),
    ("settings", "settings"),
)


_OFFLINE = StripState(
    office="UBND phường Long Xuyên",
    counter="Quầy 03",
    connection="offline",
    offline_since="08:42",
    waiting=12,
    waiting_since="08:43",
    clerk="Trần Thị Mẫu",
    clock="09:17",
    printer="ready",
    scanner="ready",
)


class Frame(QWidget):
    """Strip and rail around a screen, as the counter's window draws them."""

    def __init__(self, wording: Wording, open_screen: str, strip_state: StripState = _OFFLINE) -> None:
        super().__init__()
        self.setProperty("surface", "wash")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        strip = Strip(wording)
        strip.show_state(strip_state)
        rail = Rail(
            wording, [RailItem(key, icon, wording.text(f"counter.screen.{key}")) for key, icon in _SCREENS]
        )
        rail.select(open_screen)
        rail.set_badge("sync", line_words.badge(strip_state.waiting, wording))
        rail.set_badge("dossiers", "2", says=wording.text("identity_panel.task.badge", count=2))
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.addWidget(rail)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(strip)
        column.addLayout(self._row, 1)

    def hold(self, screen: QWidget) -> None:
        """Put the screen in."""
        self._row.addWidget(screen, 1)


def shots(wording: Wording, pages: Sequence[bytes] = ()) -> Iterator[tuple[str, QWidget]]:
    """Every state: its name, and the window that shows it; ``pages`` are of the slip that is previewed."""
    for name, made in shots_dossiers.screens(wording):
        frame = Frame(wording, "dossiers")
        frame.setObjectName(name)
        yield name, _framed(frame, made)
    yield from shots_dossiers.dialogs(wording, pages)
    yield from shots_ledger.dialogs(wording)
    yield from shots_processing.dialogs(wording)
    yield from shots_handover.dialogs(wording)
    for name, made in shots_ledger.screens(wording):
        frame = Frame(wording, "ledger")
        frame.setObjectName(name)
        yield name, _framed(frame, made)
    yield from shots_sync.dialogs(wording)
    for case, made in shots_sync.screens(wording):
        yield case.name, _framed(Frame(wording, "sync", _strip(wording, case)), made)


def _strip(wording: Wording, case: shots_sync.Case) -> StripState:
    status = case.status
    return replace(
        _OFFLINE,
        connection=line_words.connection(status),
        offline_since=line_words.offline_since(status, case.now, wording),
        waiting=status.backlog.entries,
        waiting_since=line_words.waiting_since(status, case.now, wording),
        sending=status.sending,
        urgency=line_words.urgency(case.news),
        ailing=line_words.ailing(case.news),
        clock_off=off_words(status, wording),
        clock=wording.time(case.now),
    )


def _framed(frame: Frame, screen: QWidget) -> QWidget:
    frame.hold(screen)
    frame.resize(*_SIZE)
    return frame


def _focus(window: QWidget) -> None:
    """The focus where the clerk has it: in the search, or in the first field of a dialog."""
    box = window.findChild(SearchBox)
    view = window.findChild(SyncView) or window.findChild(LedgerView)
    if "files" in window.objectName():
        panel = window.findChild(DossierPanel)
        assert panel is not None
        panel.show_files_in_sight()
    if window.objectName() == "dossier-signed":
        panel = window.findChild(DossierPanel)
        assert panel is not None
        panel.show_signing_in_sight()
    if window.objectName() in ("dossier-identity-matched", "dossier-identity-settled"):
        panel = window.findChild(DossierPanel)
        assert panel is not None
        panel.show_identity_in_sight()
    if box is not None:
        box.setFocus(Qt.FocusReason.OtherFocusReason)
    elif view is not None:
        view.begin()


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw every state into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", choices=tokens.THEMES, default="light")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    parser.add_argument("--only", default="")
    parser.add_argument("--form", type=Path, help="a folder with the pages of a slip as PNG files")
    options = parser.parse_args(arguments)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        return 1
    theme.apply(app, options.theme, options.scale)
    options.folder.mkdir(parents=True, exist_ok=True)
    form = sorted(options.form.glob("*.png")) if options.form else []
    pages = [page.read_bytes() for page in form]
    for name, window in shots(Wording(options.language, paths.resources() / "i18n"), pages):
        if options.only in name:
            window.show()
            window.activateWindow()
            _focus(window)
            for _ in range(3):
                app.processEvents()
            window.grab().save(str(options.folder / f"{name}.png"))
        window.hide()
        window.deleteLater()
        # Each theme is put on every window that still lives.
        QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    return 0


if __name__ == "__main__":
    sys.exit(main())
