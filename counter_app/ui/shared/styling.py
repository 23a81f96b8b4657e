"""Dynamic properties that the style sheet selects by."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QWidget


def mark(widget: QWidget, name: str, value: str | bool | None) -> None:
    """Set a property that the style sheet knows and have the widget drawn anew, if it changed."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    style = widget.style()
    style.unpolish(widget)
    style.polish(widget)
    widget.update()


def hairline(*, vertical: bool = False) -> QFrame:
    """A thin line between rows, or between parts of a bar."""
    line = QFrame()
    line.setProperty("line", "v" if vertical else "h")
    return line
