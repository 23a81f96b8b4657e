"""Every state of the record screens and the settings: no words are clipped, everything has a name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from counter_app.i18n import Language, Wording
from counter_app.paths import resources
from counter_app.ui.counter.pictures import shots_records
from counter_app.ui.settings import shots as shots_settings
from counter_app.ui.shared import theme
from counter_app.ui.shared.rail import Rail
from counter_app.ui.shared.strip import Strip
from counter_app.ui.shared.tokens import ThemeName
from tests.ui.test_gallery import clipped

LOOKS: list[tuple[Language, ThemeName, float]] = [
    ("vi", "light", 1.0),
    ("vi", "dark", 1.5),
    ("en", "contrast", 1.5),
]


def states(language: Language) -> Iterator[tuple[str, QWidget]]:
    wording = Wording(language, resources() / "i18n")
    yield from shots_records.shots(wording)
    yield from shots_settings.shots(wording)


def shown(window: QWidget) -> None:
    """Show it until its layouts have settled; strip and rail are tested where they are made."""
    for part in (*window.findChildren(Strip), *window.findChildren(Rail)):
        part.hide()
    window.show()
    for _ in range(3):
        QApplication.processEvents()


def delete(window: QWidget) -> None:
    """At once: each window that is kept makes the next change of the look slower."""
    window.close()
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


def nameless(window: QWidget) -> list[QWidget]:
    """What takes the focus without telling a screen reader what it is."""
    return [
        widget
        for widget in window.findChildren(QWidget)
        if widget.isVisible()
        and widget.focusPolicy() & Qt.FocusPolicy.TabFocus
        and not widget.accessibleName()
        and not getattr(widget, "text", str)()
        and widget.focusProxy() is None
        and type(widget).__name__ not in ("QScrollArea", "QWidget")
    ]


def too_wide(window: QWidget) -> list[str]:
    """Pages that would have to be scrolled sideways."""
    areas = [area for area in window.findChildren(QScrollArea) if area.isVisible()]
    return [
        type(held).__name__
        for area in areas
        if (held := area.widget()) is not None and held.width() > area.viewport().width()
    ]


@pytest.mark.parametrize(("language", "name", "scale"), LOOKS)
def test_in_every_state_no_words_are_clipped_and_everything_has_a_name(
    qapp: QApplication, language: Language, name: ThemeName, scale: float
) -> None:
    theme.apply(qapp, name, scale)
    cut, unnamed, wide = {}, {}, {}
    for state, window in states(language):
        shown(window)
        if found := clipped(window):
            cut[state] = found
        if missing := nameless(window):
            unnamed[state] = missing
        if pages := too_wide(window):
            wide[state] = pages
        delete(window)
    assert (cut, unnamed, wide) == ({}, {}, {})


def test_the_pictures_can_be_taken(qapp: QApplication, tmp_path: Path) -> None:
    assert shots_records.main([str(tmp_path), "--only", "dossier-conflict"]) == 0
    image = QImage(str(tmp_path / "dossier-conflict.png"))
    assert image.width() >= 1366
