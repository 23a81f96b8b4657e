"""What the clerk's name in the strip opens: lock, sign out, the keys."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from counter_app.i18n import Wording
from counter_app.ui.shared import icons


class ClerkMenu(QMenu):
    """Made anew whenever it opens, in the colours of the look in force."""

    def __init__(
        self,
        wording: Wording,
        lock: Callable[[], object],
        sign_out: Callable[[], object],
        show_keys: Callable[[], object],
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        text = wording.text
        self._rows = (
            ("lock", text("counter.lock"), "Ctrl+L", lock),
            ("log-out", text("counter.sign_out"), "", sign_out),
            ("keyboard", text("counter.keys.title"), "F1", show_keys),
        )

    def open_under(self, widget: QWidget) -> None:
        """Below ``widget``, in line with its right edge."""
        self.clear()
        for icon, words, keys, act in self._rows:
            action = self.addAction(icons.icon(icon), f"{words}\t{keys}" if keys else words)
            action.triggered.connect(lambda _=False, act=act: act())
        corner = widget.mapToGlobal(widget.rect().bottomRight())
        corner.setX(corner.x() - self.sizeHint().width())
        self.popup(corner)
