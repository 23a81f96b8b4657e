"""Room for messages that stay: what is being worked on is never covered by them."""

from __future__ import annotations

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QStackedWidget

from counter_app.ui.counter.window.screens import MakesRoom
from counter_app.ui.shared.notices import Notices


class NoticeRoom(QObject):
    """Keeps the lower edge of the open screen free while messages stay there."""

    def __init__(self, notices: Notices, screens: QStackedWidget) -> None:
        super().__init__(screens)
        self._notices, self._screens = notices, screens
        notices.room_changed.connect(lambda _: self._make())
        screens.currentChanged.connect(lambda _: self._make())

    def _make(self) -> None:
        screen: object = self._screens.currentWidget()
        if isinstance(screen, MakesRoom):
            self._notices.keep_within(screen.giving_way())
            screen.make_room(self._notices.room())
        elif (plain := self._screens.currentWidget()) is not None:
            self._notices.keep_within(None)
            plain.setContentsMargins(0, 0, 0, self._notices.room())
