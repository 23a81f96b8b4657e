"""Poses of the ways to read a paper without a gun: camera, MRZ lines, pictures."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from threading import Event
from typing import Final

from PySide6.QtCore import QElapsedTimer, QEventLoop
from PySide6.QtWidgets import QApplication

from counter_app.domain.errors import DomainError
from counter_app.services.camera_ports import FrameHint, PreviewFrame
from counter_app.services.ports import Scan
from counter_app.services.reading_ports import CameraInfo, CameraStage, CodeReading
from counter_app.ui.counter.pictures.posed_reading import PosedCameras, PosedPictures, seen
from counter_app.ui.counter.pictures.shots_reception import CARD, OTHER_CARD
from counter_app.ui.counter.pictures.stage import Shot, Stage
from counter_app.ui.counter.reading.camera_dialog import CameraDialog
from counter_app.ui.counter.reading.mrz_dialog import MrzDialog
from counter_app.ui.counter.reading.picture_dialog import PictureDialog
from counter_app.ui.counter.reading.reading_desk import ReadingDesk

TD1: Final = (
    "IDVNM1900000174089190000017<<7",
    "9003152F3003150VNM<<<<<<<<<<<0",
    "NGUYEN<<THI<MAU<<<<<<<<<<<<<<<",
)
TD3: Final = (
    "P<VNMNGUYEN<<THI<MAU<<<<<<<<<<<<<<<<<<<<<<<<",
    "C0000001<7VNM9003152F3003150089190000017<<76",
)
_AT_MOST_MS: Final = 5_000
_PHOTO: Final = Path("anh-the-zalo.jpg")


def camera(
    stage: Stage,
    frame: Callable[[], PreviewFrame] | None = None,
    now: CameraStage = CameraStage.LIVE,
    *,
    several: bool = False,
    odd: bool = False,
) -> None:
    """The camera's dialog; with ``odd`` a code was read that is nothing here."""
    plugged = (CameraInfo("0", "Máy ảnh tài liệu"), CameraInfo("1")) if several else (CameraInfo("0"),)
    posed = PosedCameras(frame() if frame is not None else None, now, plugged)
    desk = _desk(stage, CodeReading(posed, PosedPictures()))
    desk.begin("camera")
    dialog = desk.dialog
    assert isinstance(dialog, CameraDialog)
    wanted = posed.frame
    usual = stage.wording.text("reading.camera.hint.aim")
    if wanted is not None:
        _until(lambda: dialog.picture.frame is not None)
        if wanted.hint is not None or wanted.code:
            _until(lambda: dialog.hint.text() != usual)
    elif now is not CameraStage.OPENING:
        _until(dialog.trouble.isVisible)
    if odd:
        assert posed.on_scan is not None
        posed.on_scan(Scan("https://example.org/", "camera", stage.services.clock.now()))
        _until(lambda: dialog.hint.text() != usual)
    stage.settle()


def mrz(stage: Stage, lines: tuple[str, ...] = ()) -> None:
    """The lines as far as they are typed."""
    desk = _desk(stage, CodeReading(PosedCameras(), PosedPictures()))
    desk.begin("mrz")
    dialog = desk.dialog
    assert isinstance(dialog, MrzDialog)
    if lines:
        dialog.typed.emit(list(lines), False)
    stage.settle()
    dialog.lines.begin()
    stage.settle()


def mrz_confirm(stage: Stage) -> None:
    """Something is wrong and it is to be filled in all the same."""
    mrz(stage, (TD3[0], TD3[1].replace("900315", "900351")))
    assert stage.frame.counter is not None
    dialog = stage.frame.counter.reading.dialog
    assert isinstance(dialog, MrzDialog)
    dialog.try_fill()
    dialog.hide()
    stage.settle()


def picture(stage: Stage, codes: tuple[str, ...] = (), refusal: str = "") -> None:
    """A picture with several codes, or with none."""
    error = DomainError(refusal, limit_mib=64, limit_megapixels=60) if refusal else None
    desk = _desk(stage, CodeReading(PosedCameras(), PosedPictures(codes, error)))
    desk.read_files([_PHOTO])
    stage.settle()


def picture_reading(stage: Stage) -> None:
    """A large picture takes its time."""
    release = Event()
    desk = _desk(stage, CodeReading(PosedCameras(), PosedPictures(wait=release.wait)))
    desk.read_files([_PHOTO])
    _until(lambda: isinstance(desk.dialog, PictureDialog))
    assert desk.dialog is not None
    desk.dialog.finished.connect(lambda _: release.set())
    QApplication.processEvents()


def dropping(stage: Stage) -> None:
    """A picture hovers over the window."""
    desk = _desk(stage, CodeReading(PosedCameras(), PosedPictures()))
    desk.veil.cover()
    stage.settle()


def _desk(stage: Stage, reading: CodeReading) -> ReadingDesk:
    stage.services = replace(stage.services, reading=reading)
    stage.sign_in()
    assert stage.frame.counter is not None
    return stage.frame.counter.reading


def _until(there: Callable[[], bool]) -> None:
    clock = QElapsedTimer()
    clock.start()
    while not there() and not clock.hasExpired(_AT_MOST_MS):
        QApplication.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    assert there()


searching = partial(camera, frame=partial(seen, card=False))
found = partial(camera, frame=partial(seen, code=True), several=True)
dark = partial(camera, frame=partial(seen, FrameHint.TOO_DARK))
glare = partial(camera, frame=partial(seen, FrameHint.GLARE))
far = partial(camera, frame=partial(seen, FrameHint.TOO_FAR, code=True))
odd = partial(camera, frame=partial(seen, card=False), odd=True)
missing = partial(camera, now=CameraStage.MISSING)
busy = partial(camera, now=CameraStage.BUSY, several=True)
unplugged = partial(camera, now=CameraStage.UNPLUGGED)
opening = partial(camera, now=CameraStage.OPENING)


def several_codes(stage: Stage) -> None:
    """Two cards and an advertisement in one photograph."""
    picture(stage, (CARD, OTHER_CARD, "https://example.org/"))


SHOTS: Final[tuple[Shot, ...]] = (
    Shot("reading-camera-opening", opening),
    Shot("reading-camera-searching", searching),
    Shot("reading-camera-dark", dark),
    Shot("reading-camera-glare", glare),
    Shot("reading-camera-far", far),
    Shot("reading-camera-found", found),
    Shot("reading-camera-odd-code", odd),
    Shot("reading-camera-missing", missing),
    Shot("reading-camera-busy", busy),
    Shot("reading-camera-unplugged", unplugged),
    Shot("reading-mrz-empty", mrz),
    Shot("reading-mrz-partial", partial(mrz, lines=(TD1[0], "900315"))),
    Shot("reading-mrz-wrong", partial(mrz, lines=(TD1[0].replace("9000", "9O00"), *TD1[1:]))),
    Shot("reading-mrz-card", partial(mrz, lines=TD1)),
    Shot("reading-mrz-passport", partial(mrz, lines=TD3)),
    Shot("reading-mrz-confirm", mrz_confirm),
    Shot("reading-picture-reading", picture_reading),
    Shot("reading-picture-several", several_codes),
    Shot("reading-picture-none", partial(picture, refusal="picture.no_code")),
    Shot("reading-picture-damaged", partial(picture, refusal="picture.damaged")),
    Shot("reading-picture-odd-code", partial(picture, codes=("https://example.org/",))),
    Shot("reading-drop", dropping),
    Shot("reading-camera-missing-150", missing, scale=1.5),
    Shot("reading-camera-dark-150", dark, scale=1.5),
    Shot("reading-mrz-wrong-150", partial(mrz, lines=(TD1[0].replace("9000", "9O00"), *TD1[1:])), scale=1.5),
    Shot("reading-mrz-passport-150", partial(mrz, lines=TD3), scale=1.5),
    Shot("reading-picture-several-150", several_codes, scale=1.5),
    Shot("reading-picture-none-150", partial(picture, refusal="picture.no_code"), scale=1.5),
    Shot("reading-camera-found-dark", found, theme="dark"),
    Shot("reading-mrz-passport-dark", partial(mrz, lines=TD3), theme="dark"),
    Shot("reading-picture-none-dark", partial(picture, refusal="picture.no_code"), theme="dark"),
    Shot("reading-mrz-card-contrast", partial(mrz, lines=TD1), theme="contrast"),
    Shot("reading-camera-missing-english", missing, language="en"),
    Shot("reading-camera-dark-english", dark, language="en"),
    Shot("reading-mrz-partial-english", partial(mrz, lines=(TD1[0], "900315")), language="en"),
    Shot("reading-picture-several-english", several_codes, language="en"),
)
