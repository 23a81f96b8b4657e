"""Pictures of every screen and state, with invented people: ``python -m tests.screenshots FOLDER``.

Without ``--all-looks`` every state is taken in light, Vietnamese, 100 %; one of each screen also dark, at
150 %, and in English with high contrast.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from counter_app.ui.counter.window.screens import Factories

AT: Final = datetime(2026, 11, 23, 2, 17, 4, tzinfo=UTC)
LOOKS: Final = (("dark", "1.0", "vi"), ("light", "1.5", "vi"), ("contrast", "1.0", "en"))
TYPICAL: Final = (
    "dossier-pending", "dossier-refused", "dossier-files", "dossiers-searching", "correction-changed",
    "ledger-books", "ledger-pad", "ledger-close", "pad-sheet-taken",
    "dossier-identity-mismatch", "identity-settle", "identity-guide",
    "sync-offline-waiting", "sync-to-look-at", "sync-old-urgent", "sync-refused", "mend-refused",
    "mend-shorter", "settings-devices", "settings-care", "settings-checks", "setup_proposed", "bench_ready",
)  # fmt: skip


def main(arguments: Sequence[str] | None = None) -> int:
    """Take the pictures; the folder is made, older pictures of the same names are replaced."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--all-looks", action="store_true")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    options.folder.mkdir(parents=True, exist_ok=True)

    from counter_app.ui.counter.pictures import shots_records  # noqa: PLC0415 - after the platform is chosen
    from counter_app.ui.settings import shots as settings  # noqa: PLC0415
    from counter_app.ui.setup import shots as setup  # noqa: PLC0415
    from counter_app.ui.simulators import shots as bench  # noqa: PLC0415
    from tests.ui.settings import pictures_of_rules  # noqa: PLC0415

    _counter(options.folder)
    with TemporaryDirectory() as papers:
        form, slips = _papers(Path(papers))
        draws = (
            partial(_with, shots_records.main, "--form", str(form)),
            settings.main,
            pictures_of_rules.main,
            setup.main,
            partial(_with, bench.main, "--paper", str(slips)),
        )
        for draw in draws:
            draw([str(options.folder)])
            for look in LOOKS:
                _in_look(draw, options.folder, look, everything=options.all_looks)
    for picture in options.folder.rglob("*.png"):
        _make_small(picture)
    return 0


def _counter(folder: Path) -> None:
    """Door, lock and reception; each pose names its own look."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from counter_app.i18n import Wording  # noqa: PLC0415
    from counter_app.paths import resources  # noqa: PLC0415
    from counter_app.ui.counter.pictures.shots import SHOTS, Stage, picture_of  # noqa: PLC0415
    from counter_app.ui.shared import theme  # noqa: PLC0415
    from tests.builders import counter  # noqa: PLC0415
    from tests.fakes.clock import SetClock  # noqa: PLC0415

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    for shot in SHOTS:
        theme.apply(app, shot.theme, shot.scale)
        services = shot.services(counter(clock=SetClock(AT)).services)
        wording = Wording("en" if shot.language == "en" else "vi", resources() / "i18n")
        # The rail shows every screen; those that are not opened here need not be built.
        stage = Stage(services, wording, _others)
        try:
            shot.pose(stage)
            picture_of(stage).grab().save(str(folder / f"{shot.name}.png"))
        finally:
            stage.close()


def _papers(folder: Path) -> tuple[Path, Path]:
    """The form and the slips of the invented dossier, laid out as the program does it."""
    from PySide6.QtWidgets import QApplication  # noqa: PLC0415

    from tests.sample_papers import write_form, write_slips  # noqa: PLC0415

    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert app is not None
    return write_form(folder / "form"), write_slips(folder / "slips")


def _with(draw: Callable[[list[str]], int], option: str, value: str, arguments: list[str]) -> int:
    return draw([*arguments, option, value])


def _others(_frame: QWidget) -> Factories:
    from PySide6.QtWidgets import QWidget  # noqa: PLC0415

    return {"dossiers": QWidget, "sync": QWidget, "settings": QWidget}


def _in_look(
    draw: Callable[[list[str]], int], folder: Path, look: tuple[str, str, str], *, everything: bool
) -> None:
    """All states in another look; without ``everything`` only the typical ones are kept."""
    theme, scale, language = look
    there = folder / f"{theme}-{scale}-{language}"
    draw([str(there), "--theme", theme, "--scale", scale, "--language", language])
    for picture in there.glob("*.png"):
        if not everything and picture.stem not in TYPICAL:
            picture.unlink()


def _make_small(picture: Path) -> None:
    """A palette is enough for a screen: a quarter of the bytes, and nothing that an eye can tell."""
    from PIL import Image  # noqa: PLC0415

    with Image.open(picture) as image:
        small = image.convert("RGB").quantize(256, dither=Image.Dither.NONE)
    small.save(picture, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
