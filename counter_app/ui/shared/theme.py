"""Puts a look in force: fonts, palette and style sheet, at start or from the settings while running."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QFont, QFontDatabase, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from counter_app import paths
from counter_app.ui.shared import look as looks
from counter_app.ui.shared import qss, tokens
from counter_app.ui.shared.look import Look, current
from counter_app.ui.shared.tokens import ThemeName

__all__ = ["Look", "apply", "changed", "current", "load_fonts", "tabular"]


class _Announcer(QObject):
    changed = Signal()


class _State:
    announcer: _Announcer | None = None


def changed() -> _Announcer:
    """An object whose ``changed`` signal tells that another look is in force."""
    if _State.announcer is None:
        _State.announcer = _Announcer()
    return _State.announcer


def load_fonts(folder: Path) -> list[str]:
    """Load the font of the screens from ``folder``; returns the families, empty if there is no font file."""
    families: list[str] = []
    for file in sorted(folder.glob("BeVietnamPro-*.ttf")):
        number = QFontDatabase.addApplicationFont(str(file))
        families += QFontDatabase.applicationFontFamilies(number)
    return families


def tabular(widget: QWidget) -> None:
    """Give a widget figures of one width, so that codes and money align; the style sheet keeps it."""
    font = QFont(widget.font())
    font.setFeature(QFont.Tag("tnum"), 1)
    widget.setFont(font)


def apply(app: QApplication, name: ThemeName = "light", scale: float = 1.0) -> Look:
    """Put a theme and a text scale in force for the whole application, at start or while it runs."""
    if not QFontDatabase.hasFamily(tokens.FAMILY):
        load_fonts(paths.resources() / "fonts")
    look = Look(name, min(max(scale, tokens.SCALE_MIN), tokens.SCALE_MAX))
    looks.put(look)
    app.setStyle("Fusion")
    app.setFont(look.font())
    app.setPalette(_qt_palette(look))
    app.setStyleSheet(qss.build(look))
    changed().changed.emit()
    return look


def _qt_palette(look: Look) -> QPalette:
    roles = {
        QPalette.ColorRole.Window: "wash",
        QPalette.ColorRole.WindowText: "ink",
        QPalette.ColorRole.Base: "paper",
        QPalette.ColorRole.AlternateBase: "sunken",
        QPalette.ColorRole.Text: "ink",
        QPalette.ColorRole.Button: "paper",
        QPalette.ColorRole.ButtonText: "ink",
        QPalette.ColorRole.PlaceholderText: "ink3",
        QPalette.ColorRole.Highlight: "focus",
        QPalette.ColorRole.HighlightedText: "paper",
        QPalette.ColorRole.ToolTipBase: "ink",
        QPalette.ColorRole.ToolTipText: "paper",
        QPalette.ColorRole.Link: "blue",
    }
    palette = QPalette()
    for role, token in roles.items():
        palette.setColor(role, look.color(token))
    for role in (QPalette.ColorRole.Text, QPalette.ColorRole.WindowText, QPalette.ColorRole.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, role, look.color("ink3"))
    return palette
