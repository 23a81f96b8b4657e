"""The camera's state in words: what to do with the card now, or with the camera."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from counter_app.i18n import Wording
from counter_app.services.camera_ports import FrameHint, PreviewFrame
from counter_app.services.reading_ports import CameraInfo, CameraStage
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.counter.reading.camera_state import CameraState, CameraTrouble
from counter_app.ui.shared.tokens import Tone

_ICONS: Final = {
    FrameHint.TOO_DARK: "moon",
    FrameHint.GLARE: "sun",
    FrameHint.TOO_FAR: "zoom-in",
    FrameHint.BLURRED: "pause",
}
_TROUBLE: Final = {
    CameraStage.MISSING: "camera",
    CameraStage.BUSY: "ban",
    CameraStage.UNPLUGGED: "unplug",
}


class CameraWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._text = wording.text

    def state(
        self, stage: CameraStage, sign: Sign | None, cameras: Sequence[CameraInfo], chosen: str
    ) -> CameraState:
        """``sign`` is about the picture; without a picture it is not told."""
        if stage is CameraStage.OPENING:
            sign = Sign("camera", self._text("reading.camera.opening"))
        elif stage in _TROUBLE:
            sign = Sign("repeat", self._text("reading.camera.again_alone"))
        several = self._named(cameras) if len(cameras) > 1 else ()
        return CameraState(stage, sign or self.aim(), self._trouble(stage), several, chosen)

    def aim(self) -> Sign:
        """Nothing is seen yet."""
        return Sign("scan-qr-code", self._text("reading.camera.hint.aim"))

    def read(self) -> Sign:
        """The code in the picture was read."""
        return Sign("circle-check", self._text("reading.camera.hint.read"), Tone.GREEN)

    def seen(self, frame: PreviewFrame) -> Sign:
        """What the picture shows."""
        if frame.read:
            return self.read()
        if frame.hint is not None:
            said = self._text(f"reading.camera.hint.{frame.hint.value}")
            return Sign(_ICONS[frame.hint], said, Tone.AMBER)
        if frame.code:
            return Sign("scan-qr-code", self._text("reading.camera.hint.found"), Tone.BLUE)
        return self.aim()

    def of_no_use(self, said: str) -> Sign:
        """A code was read that is nothing here."""
        return Sign("info", self._text("reading.unusable.try_other", said=said), Tone.BLUE)

    def finding(self, code: str) -> Sign:
        """A code was read, but its letters cannot be used."""
        return Sign("circle-alert", self._text(f"device.finding.{code}"), Tone.RED)

    def _trouble(self, stage: CameraStage) -> CameraTrouble | None:
        icon = _TROUBLE.get(stage)
        if icon is None:
            return None
        key = f"reading.camera.{stage.value}"
        return CameraTrouble(icon, self._text(f"{key}.title"), self._text(f"{key}.text"))

    def _named(self, cameras: Sequence[CameraInfo]) -> tuple[tuple[str, str], ...]:
        return tuple(
            (camera.id, camera.name or self._text("reading.camera.unnamed", number=number))
            for number, camera in enumerate(cameras, start=1)
        )
