"""Cameras and pictures as a test sets them."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from pathlib import Path

from counter_app.domain.errors import DomainError
from counter_app.services.camera_ports import FrameHint, PreviewFrame
from counter_app.services.ports import Scan
from counter_app.services.reading_ports import CameraInfo, CameraStage

AT = datetime(2026, 11, 23, 2, 17, 4, tzinfo=UTC)
GRAY = PreviewFrame(0, 32, 18, bytes([120]) * (3 * 32 * 18), 30.0)


@dataclass
class SetSession:
    """A camera whose stage and pictures a test sets; ``closed`` counts how often it was let go."""

    camera: str
    on_scan: Callable[[Scan], None]
    now: CameraStage = CameraStage.LIVE
    frame: PreviewFrame | None = None
    found: str = ""
    closed: int = 0

    def stage(self) -> CameraStage:
        return self.now

    def finding(self) -> str:
        return self.found

    def latest(self, after: int = 0) -> PreviewFrame | None:
        """A new picture at every look, as a real camera has one."""
        return None if self.frame is None else replace(self.frame, number=after + 1)

    def close(self) -> None:
        self.closed += 1

    def show(self, hint: FrameHint | None = None, *, code: bool = False, read: bool = False) -> None:
        corners = ((10.0, 4.0), (18.0, 4.0), (18.0, 12.0), (10.0, 12.0)) if code else ()
        self.frame = replace(GRAY, hint=hint, code=corners, read=read)

    def read(self, text: str) -> None:
        """As the camera's thread does it."""
        self.show(code=True, read=True)
        thread = threading.Thread(target=self.on_scan, args=(Scan(text, "camera", AT),))
        thread.start()
        thread.join()


@dataclass
class SetCameras:
    """``open`` waits for ``may_open``, as a slow camera does; every session is kept."""

    plugged: list[CameraInfo] = field(default_factory=lambda: [CameraInfo("0")])
    stage: CameraStage = CameraStage.LIVE
    sessions: list[SetSession] = field(default_factory=list)
    remembered: list[str] = field(default_factory=list)
    may_open: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.may_open.set()

    def known(self) -> Sequence[CameraInfo]:
        return tuple(self.plugged)

    def open(self, camera: str, on_scan: Callable[[Scan], None]) -> SetSession:
        assert self.may_open.wait(10)
        session = SetSession(camera, on_scan, self.stage)
        session.show()
        self.sessions.append(session)
        return session

    def remember(self, camera: str) -> None:
        self.remembered.append(camera)


@dataclass
class SetPictures:
    """What a picture holds is set by its file's name, or for pasted pixels by ``pixels``."""

    files: dict[str, Sequence[str] | DomainError] = field(default_factory=dict)
    pixels: Sequence[str] | DomainError = ()
    sizes: list[tuple[int, int, int]] = field(default_factory=list)
    may_read: threading.Event = field(default_factory=threading.Event)

    def __post_init__(self) -> None:
        self.may_read.set()

    def read_file(self, path: Path) -> Sequence[str]:
        return self._given(self.files.get(path.name, DomainError("picture.unreadable")))

    def read_pixels(self, rgb: bytes, width: int, height: int) -> Sequence[str]:
        self.sizes.append((len(rgb), width, height))
        return self._given(self.pixels)

    def _given(self, codes: Sequence[str] | DomainError) -> Sequence[str]:
        assert self.may_read.wait(10)
        if isinstance(codes, DomainError):
            raise codes
        if not codes:
            raise DomainError("picture.no_code")
        return codes
