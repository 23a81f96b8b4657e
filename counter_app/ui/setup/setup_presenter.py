"""The first set-up: checks what was typed, enrols beside the GUI thread, tells what came of it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Final

from PySide6.QtCore import QObject, QTimer, Signal

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.ui.setup.setup_state import (
    Phase,
    Place,
    SetupState,
    Trouble,
    is_plain,
    may_try_again,
    place_of,
    tidy_code,
    tidy_server,
)
from counter_app.ui.tasks import Tasks

Enrol = Callable[[str, str], str]
"""Makes this computer a station (address, code) and returns its name; slow, raises ``DomainError``."""

LONG_MS: Final = 3_000


class SetupPresenter(QObject):
    """``changed`` tells that the page looks different; ``patience`` runs out when the work takes long."""

    changed = Signal()

    def __init__(self, tasks: Tasks, wording: Wording, enrol: Enrol, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks, self._wording, self._enrol = tasks, wording, enrol
        self._state = SetupState()
        self.patience = QTimer(self, interval=LONG_MS, singleShot=True)
        self.patience.timeout.connect(self._takes_long)

    @property
    def state(self) -> SetupState:
        """What the page shows."""
        return self._state

    def enrol(self, server: str, code: str) -> None:
        """Enrol with what was typed; what is plainly wrong is said without asking anybody."""
        if self._state.phase is not Phase.ASKING:
            return
        server, code = tidy_server(server), tidy_code(code)
        missing = self._missing(server, code)
        if missing is not None:
            self._show(SetupState(trouble=missing))
            return
        self._show(SetupState(Phase.WORKING))
        self.patience.start()
        task = self._tasks.network(lambda: self._enrol(server, code), owner=self)
        task.success(self._enrolled).failure(self._failed)

    def typed(self, place: Place) -> None:
        """A field was changed: what was said of it no longer holds."""
        trouble = self._state.trouble
        if trouble is not None and trouble.place in (place, Place.MACHINE):
            self._show(replace(self._state, trouble=None))

    def _missing(self, server: str, code: str) -> Trouble | None:
        text = self._wording.text
        if not server:
            return Trouble(Place.SERVER, text("setup.server_missing"))
        if not code:
            return Trouble(Place.CODE, text("setup.code_missing"))
        if not is_plain(code):
            return Trouble(Place.CODE, text("setup.code_accents"))
        return None

    def _enrolled(self, station: str) -> None:
        self.patience.stop()
        self._show(SetupState(Phase.DONE, station=station))

    def _failed(self, error: Exception) -> None:
        self.patience.stop()
        if not isinstance(error, DomainError):
            self._show(SetupState())
            raise error
        said = self._wording.error(error)
        self._show(SetupState(trouble=Trouble(place_of(error), said, may_try_again(error))))

    def _takes_long(self) -> None:
        self._show(replace(self._state, long=True))

    def _show(self, state: SetupState) -> None:
        self._state = state
        self.changed.emit()
