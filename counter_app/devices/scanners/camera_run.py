"""One life of a camera reader between start and stop: a thread that takes pictures, one that reads them."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Final

from counter_app.devices.codes.decoded import Corners
from counter_app.devices.scanners.camera_memory import CodesInPicture
from counter_app.devices.scanners.source import OnState, ScanFinding, ScannerLink, ScannerState
from counter_app.services.camera_ports import FrameHint, PreviewFrame

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from counter_app.devices.codes.frames import FrameReader, FrameReading
    from counter_app.devices.scanners.camera_source import CameraSource

_ENDING_S: Final = 2.0
_FRESH_S: Final = 0.6
"""How long the place of a code is shown after it was last seen: longer than reading a picture takes."""
_PREVIEW_WIDTH: Final = 640
"""Pixels: what a dialog shows; a picture of this width is copied in a tenth of the time of a whole one."""
_STEADY: Final = 0.9
"""How much of the rate shown is the rate until now."""
_RESTING: Final = 0.5
"""Rest for each second of reading: the counter's own work goes on beside it."""

logger = logging.getLogger(__name__)


class CameraRun:
    """Turns the camera on while it is wanted, reads its pictures, and keeps the newest for looking at.

    No method waits, except ``stop``. Callbacks come from the run's threads, one at a time each.
    """

    def __init__(
        self,
        device: str,
        size: tuple[int, int],
        retry_s: float,
        wanted: bool,
        deliver: Callable[[str], None],
        on_state: OnState,
    ) -> None:
        self._device, self._size, self._retry_s = device, size, retry_s
        self._deliver, self._on_state = deliver, on_state
        self._changed = threading.Condition()
        self._wanted, self._stopped = wanted, False
        self._link: ScannerLink | None = None
        self._frame: NDArray[np.uint8] | None = None
        self._number = 0
        self._fps = 0.0
        self._seen: tuple[float, Corners, bool] | None = None
        self._hint: FrameHint | None = None
        self._threads = [
            threading.Thread(target=self._take_pictures, name="camera", daemon=True),
            threading.Thread(target=self._read_pictures, name="camera-codes", daemon=True),
        ]
        for thread in self._threads:
            thread.start()

    def want(self, wanted: bool) -> None:
        """Turn the camera on or off."""
        with self._changed:
            self._wanted = wanted
            self._changed.notify_all()

    def stop(self) -> None:
        """End both threads."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
        for thread in self._threads:
            if thread is not threading.current_thread():
                thread.join(_ENDING_S)

    def newest(self, after: int) -> PreviewFrame | None:
        """The newest picture, made small and turned into RGB on the caller's thread (under a millisecond)."""
        with self._changed:
            frame, number, fps, seen, hint = self._frame, self._number, self._fps, self._seen, self._hint
        if frame is None or number <= after:
            return None
        fresh = seen is not None and monotonic() - seen[0] <= _FRESH_S
        small, scale = _small(frame)
        height, width = small.shape[:2]
        corners = seen[1] if seen is not None and fresh else ()
        return PreviewFrame(
            number=number,
            width=width,
            height=height,
            rgb=small[:, :, ::-1].tobytes(),
            fps=fps,
            code=tuple((x * scale, y * scale) for x, y in corners),
            read=seen is not None and fresh and seen[2],
            hint=hint,
        )

    # --- the thread that takes pictures ----------------------------------------------------------

    def _take_pictures(self) -> None:
        while self._wait_until_wanted():
            self._say(ScannerLink.CONNECTING)
            self._use_camera()
            with self._changed:
                self._frame = self._seen = self._hint = None
                if self._wanted and not self._stopped:
                    self._changed.wait_for(lambda: self._stopped or not self._wanted, self._retry_s)
        self._tell(ScannerState(ScannerLink.STOPPED))

    def _wait_until_wanted(self) -> bool:
        with self._changed:
            if self._stopped:
                return False
            if self._wanted:
                return True
        self._say(ScannerLink.LISTENING)
        with self._changed:
            self._changed.wait_for(lambda: self._stopped or self._wanted)
            return not self._stopped

    def _use_camera(self) -> None:
        from counter_app.devices.scanners.camera_source import open_camera  # noqa: PLC0415 - loads OpenCV here

        source = open_camera(self._device, self._size)
        if isinstance(source, ScannerLink):
            self._say(source)
            return
        try:
            delivered = self._show(source)
        finally:
            source.release()
        if self._is_on():
            # It was opened and gives nothing: somebody else has its pictures.
            self._say(ScannerLink.DISCONNECTED if delivered else ScannerLink.IN_USE)

    def _show(self, source: CameraSource) -> bool:
        """Keep the newest picture until the camera ends or is not wanted; whether there was any."""
        delivered = False
        last_at = monotonic()
        while self._is_on():
            frame = source.read()
            if frame is None:
                break
            if not delivered:
                self._say(ScannerLink.CONNECTED)
                delivered = True
            at = monotonic()
            with self._changed:
                self._frame = frame
                self._number += 1
                rate = 1.0 / max(at - last_at, 1e-3)
                self._fps = rate if not self._fps else _STEADY * self._fps + (1 - _STEADY) * rate
                self._changed.notify_all()
            last_at = at
        return delivered

    def _is_on(self) -> bool:
        with self._changed:
            return self._wanted and not self._stopped

    # --- the thread that reads them --------------------------------------------------------------

    def _read_pictures(self) -> None:
        memory = CodesInPicture()
        reader: FrameReader | None = None
        number = 0
        while (next_one := self._wait_for_frame(number)) is not None:
            number, frame = next_one
            if reader is None:
                from counter_app.devices.codes.frames import FrameReader  # noqa: PLC0415 - loads OpenCV here

                reader = FrameReader()
            began = monotonic()
            try:
                self._take_in(reader.read(frame), memory)
            except Exception:
                logger.exception("a picture of the camera could not be examined")
            self._rest(_RESTING * (monotonic() - began))

    def _rest(self, seconds: float) -> None:
        with self._changed:
            self._changed.wait_for(lambda: self._stopped, seconds)

    def _wait_for_frame(self, after: int) -> tuple[int, NDArray[np.uint8]] | None:
        """The newest picture above a number; ``None`` when the run is stopped."""
        with self._changed:
            while not self._stopped:
                if self._frame is not None and self._number > after:
                    return self._number, self._frame
                self._changed.wait()
            return None

    def _take_in(self, reading: FrameReading, memory: CodesInPicture) -> None:
        at = monotonic()
        with self._changed:
            if reading.place is not None:
                self._seen = (at, reading.place, bool(reading.texts))
            self._hint = reading.hint
        for text in memory.new(reading.texts, at):
            if self._is_on():
                self._guarded(partial(self._deliver, text))
        if reading.not_utf8 and memory.is_news_of_broken_letters(at):
            self._tell(ScannerState(ScannerLink.CONNECTED, ScanFinding.INVALID_UTF8))

    # --- callbacks -------------------------------------------------------------------------------

    def _say(self, link: ScannerLink) -> None:
        # Trying again is no news while it keeps failing.
        retrying = link is ScannerLink.CONNECTING and self._link in _LOST
        if link is not self._link and not retrying:
            self._link = link
            self._tell(ScannerState(link))

    def _tell(self, state: ScannerState) -> None:
        self._guarded(partial(self._on_state, state))

    def _guarded(self, call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:
            logger.exception("a callback of the camera failed")


_LOST: Final = (ScannerLink.DISCONNECTED, ScannerLink.IN_USE)


def _small(frame: NDArray[np.uint8]) -> tuple[NDArray[np.uint8], float]:
    """The picture in the width of a preview, and by what its places are to be multiplied."""
    import cv2  # noqa: PLC0415 - loaded long ago by what opened the camera

    height, width = frame.shape[:2]
    if width <= _PREVIEW_WIDTH:
        return frame, 1.0
    scale = _PREVIEW_WIDTH / width
    small = cv2.resize(frame, (_PREVIEW_WIDTH, round(height * scale)), interpolation=cv2.INTER_AREA)
    return small.astype(frame.dtype, copy=False), scale
