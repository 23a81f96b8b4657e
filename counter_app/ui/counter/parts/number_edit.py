"""Groups of three while a personal number is typed; what is stored stays plain."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QLineEdit

from counter_app.ui.counter.parts.typed import grouped


def attach_grouping(edit: QLineEdit, wanted: Callable[[], bool]) -> None:
    """While ``wanted()``: show digits as ``089 190 000 017``, with the cursor where the clerk left it."""

    def regroup(text: str) -> None:
        if not wanted():
            return
        shown = grouped(text)
        if shown == text:
            return
        before = len(text[: edit.cursorPosition()].replace(" ", ""))
        edit.setText(shown)
        edit.setCursorPosition(_position(shown, before))

    edit.textEdited.connect(regroup)


def _position(shown: str, digits: int) -> int:
    """Where the cursor stands after so many digits."""
    seen = 0
    for place, char in enumerate(shown):
        if seen == digits:
            return place
        seen += char != " "
    return len(shown)
