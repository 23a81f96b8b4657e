"""Looks through a camera while a dialog is open: its newest picture, and what to say about it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.ports import Scan
from counter_app.services.reading_ports import CameraInfo, Cameras, CameraSession, CameraStage
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.counter.reading.camera_state import CameraState
from counter_app.ui.counter.reading.camera_words import CameraWords
from counter_app.ui.tasks import Tasks

LOOK_MS: Final = 66
"""Fifteen pictures a second are a movement to the eye, and little work for an old PC."""
_STEADY: Final = 5
"""A hint that holds for so many pictures is told: words that flicker cannot be read."""
_OPENING: Final = "camera"
_LISTING: Final = "camera-list"


class _Look:
    """A camera in use or about to be. Both methods run on the one worker of the camera, in order: a dialog
    that is closed while its camera still opens lets it go all the same.
    """

    def __init__(self, cameras: Cameras, camera: str, on_scan: Callable[[Scan], None]) -> None:
        self._cameras, self._camera, self._on_scan = cameras, camera, on_scan
        self.session: CameraSession | None = None
        self.unwanted = False

    def open(self) -> None:
        if not self.unwanted:
            self.session = self._cameras.open(self._camera, self._on_scan)

    def close(self) -> None:
        session, self.session = self.session, None
        if session is not None:
            session.close()


class CameraPresenter(QObject):
    """``changed`` tells that the words are others, ``frame`` a new ``PreviewFrame``, ``scanned`` a scan."""

    changed = Signal()
    frame = Signal(object)
    scanned = Signal(object)

    def __init__(
        self, cameras: Cameras, tasks: Tasks, wording: Wording, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._cameras, self._tasks = cameras, tasks
        self._words = CameraWords(wording)
        self._worded = wording.error
        self._look: _Look | None = None
        self._known: Sequence[CameraInfo] = ()
        self._chosen = ""
        self._stage = CameraStage.OPENING
        self._number = 0
        self._sign = self._words.aim()
        self._next, self._held = self._sign, 0
        self._said: Sign | None = None
        self._timer = QTimer(self, interval=LOOK_MS)
        self._timer.setTimerType(Qt.TimerType.CoarseTimer)
        self._timer.timeout.connect(self._see)

    @property
    def state(self) -> CameraState:
        """What is to be shown now."""
        chosen = self._chosen or (self._known[0].id if self._known else "")
        return self._words.state(self._stage, self._said or self._sign, self._known, chosen)

    def begin(self) -> None:
        """Turn the camera on."""
        self._open()
        task = self._tasks.device(_LISTING, self._cameras.known, owner=self, replaces="known")
        task.success(self._learn).failure(self._not_listed)

    def end(self) -> None:
        """Let the camera go, also one that is still being opened."""
        self._timer.stop()
        look, self._look = self._look, None
        if look is not None:
            look.unwanted = True
            self._tasks.device(_OPENING, look.close)

    def choose(self, camera: str) -> None:
        """Another camera; it is the first from now on."""
        self.end()
        self._chosen = camera
        self._open()
        self._tasks.database(lambda: self._cameras.remember(camera)).failure(self._not_listed)

    def again(self) -> None:
        """Try at once, not only by and by."""
        self.end()
        self.begin()

    def not_usable(self, said: str) -> None:
        """What was read is nothing here: say so, and look on."""
        self._said = self._words.of_no_use(said)
        self.changed.emit()

    def _open(self) -> None:
        self._stage, self._said, self._number = CameraStage.OPENING, None, 0
        look = self._look = _Look(self._cameras, self._chosen, self._from_camera)
        task = self._tasks.device(_OPENING, look.open, owner=self)
        task.failure(lambda error: self._not_opened(look, error))
        self._timer.start()
        self.changed.emit()

    def _from_camera(self, scan: Scan) -> None:
        """On the camera's thread."""
        self._tasks.on_gui(lambda: self._take(scan))

    def _take(self, scan: Scan) -> None:
        if self._look is not None:
            self.scanned.emit(scan)

    def _see(self) -> None:
        session = self._look.session if self._look is not None else None
        if session is None:
            return
        self._follow(session.stage())
        newest = session.latest(self._number)
        if newest is None or self._stage is not CameraStage.LIVE:
            return
        self._number = newest.number
        self.frame.emit(newest)
        self._settle(self._words.seen(newest))
        if newest.code and not newest.read and (code := session.finding()):
            self._say(self._words.finding(code))

    def _follow(self, stage: CameraStage) -> None:
        if stage is not self._stage:
            self._stage = stage
            self._number = 0
            self.changed.emit()
            self._fall_back()

    def _fall_back(self) -> None:
        """The usual camera is not there, but another one is: look through that, until somebody chooses."""
        others = [camera.id for camera in self._known[1:]]
        if self._stage is CameraStage.MISSING and not self._chosen and others:
            self.end()
            self._chosen = others[0]
            self._open()

    def _settle(self, sign: Sign) -> None:
        self._held = self._held + 1 if sign == self._next else 1
        self._next = sign
        if self._held >= _STEADY and sign != self._sign:
            self._sign = sign
            if sign not in (self._words.aim(), self._words.read()):
                self._said = None  # another code, or a reason why it cannot be seen
            self.changed.emit()

    def _say(self, sign: Sign) -> None:
        if sign != self._said:
            self._said = sign
            self.changed.emit()

    def _learn(self, known: Sequence[CameraInfo]) -> None:
        self._known = known
        self.changed.emit()
        self._fall_back()

    def _not_listed(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            raise error

    def _not_opened(self, look: _Look, error: Exception) -> None:
        if not isinstance(error, DomainError):
            raise error
        if look is self._look:
            self._stage = CameraStage.MISSING
            self.changed.emit()
