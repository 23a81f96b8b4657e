"""The first set-up in its states, to look at.

``python -m counter_app.ui.setup.shots out/ --theme dark --scale 1.5``
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

from PySide6.QtWidgets import QApplication, QWidget

from counter_app import paths
from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.ui.setup.setup_screen import SetupScreen
from counter_app.ui.setup.setup_state import Phase, Place, SetupState, Trouble, may_try_again, place_of
from counter_app.ui.shared import theme, tokens
from counter_app.ui.tasks import Tasks

SERVER: Final = "https://motcua.mau.gov.vn"
FOLDER: Final = Path("/var/lib/quay-mot-cua")
_SIZE: Final = (1366, 696)
_ERRORS: Final = (
    "enrol.code_shape",
    "enrol.used_code",
    "sync.no_route",
    "sync.tls",
    "sync.not_our_server",
    "storage.full",
    "keys.not_kept",
)


def shots(wording: Wording, tasks: Tasks) -> Iterator[tuple[str, QWidget]]:
    """Every state: its name, and the page that shows it."""
    yield "setup_empty", _page(wording, tasks, "", "", SetupState())
    yield "setup_proposed", _page(wording, tasks, SERVER, "", SetupState())
    missing = Trouble(Place.CODE, wording.text("setup.code_accents"))
    yield "setup_accents", _page(wording, tasks, SERVER, "K7QM-2XTR-9HĐ", SetupState(trouble=missing))
    yield "setup_working", _typed(wording, tasks, SetupState(Phase.WORKING))
    yield "setup_long", _typed(wording, tasks, SetupState(Phase.WORKING, long=True))
    for code in _ERRORS:
        error = DomainError(code)
        trouble = Trouble(place_of(error), wording.error(error), may_try_again(error))
        yield f"setup_{code.replace('.', '_')}", _typed(wording, tasks, SetupState(trouble=trouble))
    done = _typed(wording, tasks, SetupState())
    done.show_state(SetupState(Phase.DONE, station="Quầy 03"))
    yield "setup_done", done


def _typed(wording: Wording, tasks: Tasks, state: SetupState) -> SetupScreen:
    return _page(wording, tasks, SERVER, "K7QM-2XTR-9HDW", state)


def _page(wording: Wording, tasks: Tasks, server: str, code: str, state: SetupState) -> SetupScreen:
    page = SetupScreen(wording, tasks, lambda *_: "", lambda: None, folder=FOLDER, proposed_server=server)
    page.form.code.set_text(code)
    page.resize(*_SIZE)
    page.show_state(state)
    return page


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw every state into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", choices=tokens.THEMES, default="light")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    parser.add_argument("--only", default="")
    options = parser.parse_args(arguments)
    app = QApplication.instance() or QApplication(sys.argv[:1])
    if not isinstance(app, QApplication):
        return 1
    theme.apply(app, options.theme, options.scale)
    options.folder.mkdir(parents=True, exist_ok=True)
    tasks = Tasks()
    for name, page in shots(Wording(options.language, paths.resources() / "i18n"), tasks):
        if options.only in name:
            page.show()
            page.activateWindow()
            for _ in range(3):
                app.processEvents()
            page.grab().save(str(options.folder / f"{name}.png"))
            page.hide()
        page.deleteLater()
    tasks.shutdown()
    return 0


if __name__ == "__main__":
    sys.exit(main())
