"""Reading a card with the camera: what is said while looking, and that the camera is let go."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from counter_app.services.camera_ports import FrameHint
from counter_app.services.reading_ports import CameraInfo, CameraStage
from counter_app.ui.counter.reading.camera_dialog import CameraDialog
from counter_app.ui.counter.reading.mrz_dialog import MrzDialog
from tests.fakes.reading import SetSession
from tests.ui.counter.conftest import CARD, OTHER_CARD, Front


class Looking:
    """A clerk who pressed F7."""

    def __init__(self, front: Front) -> None:
        self.front = front
        front.screen.view.reading.wanted.emit("camera")
        self.until(lambda: bool(front.counter.cameras.sessions))

    @property
    def dialog(self) -> CameraDialog:
        dialog = self.front.window.reading.dialog
        assert isinstance(dialog, CameraDialog)
        return dialog

    @property
    def session(self) -> SetSession:
        return self.front.counter.cameras.sessions[-1]

    def until(self, there: Callable[[], bool]) -> None:
        self.front.qtbot.waitUntil(there)

    def is_over(self) -> bool:
        return self.front.window.reading.dialog is None


@pytest.fixture
def looking(front: Front) -> Looking:
    return Looking(front)


def test_a_card_read_by_the_camera_fills_the_form_and_the_dialog_goes_away(looking: Looking) -> None:
    looking.session.read(CARD)
    looking.until(looking.is_over)
    looking.front.settle()
    assert looking.front.draft().owner.full_name == "NGUYỄN THỊ MẪU"
    assert looking.front.said() == ["Đã đọc bằng máy ảnh."]
    assert looking.session.closed == 1


def test_what_was_typed_is_asked_about_as_after_a_gun(looking: Looking) -> None:
    looking.front.presenter.edit_party("owner.number", "089190000017")
    looking.front.presenter.edit_party("owner.address", "Số 5 đường Mẫu")
    looking.session.read(CARD)
    looking.until(looking.is_over)
    looking.front.settle()
    assert looking.front.state.form.question is not None
    assert looking.front.draft().owner.address == "Số 5 đường Mẫu"


def test_what_is_seen_is_shown_and_a_reason_that_lasts_is_said(looking: Looking) -> None:
    looking.until(lambda: looking.dialog.picture.frame is not None)
    looking.session.show(FrameHint.TOO_DARK)
    looking.until(lambda: looking.dialog.hint.text().startswith("Quá tối"))
    looking.session.show(code=True)
    looking.until(lambda: looking.dialog.hint.text().startswith("Thấy mã rồi"))
    assert looking.dialog.picture.frame is not None
    assert looking.dialog.picture.frame.code


def test_a_code_of_no_use_is_named_in_the_dialog_and_the_camera_looks_on(looking: Looking) -> None:
    looking.session.read("https://example.org/")
    looking.until(lambda: "địa chỉ trang web" in looking.dialog.hint.text())
    assert looking.front.said() == []
    assert looking.session.closed == 0
    looking.session.read(OTHER_CARD)
    looking.until(looking.is_over)


def test_letters_broken_in_the_code_are_named(looking: Looking) -> None:
    looking.session.found = "invalid_utf8"
    looking.session.show(code=True)
    said = looking.front.wording.text("device.finding.invalid_utf8")
    looking.until(lambda: looking.dialog.hint.text() == said)


@pytest.mark.parametrize(
    ("stage", "title"),
    [
        (CameraStage.MISSING, "Chưa thấy máy ảnh nào"),
        (CameraStage.BUSY, "Máy ảnh đang bận"),
        (CameraStage.UNPLUGGED, "Máy ảnh vừa bị rút ra"),
    ],
)
def test_a_camera_in_trouble_is_named_and_comes_back_by_itself(
    looking: Looking, stage: CameraStage, title: str
) -> None:
    looking.session.now = stage
    looking.until(looking.dialog.trouble.isVisible)
    assert looking.dialog.trouble.title.text() == title
    looking.session.now = CameraStage.LIVE
    looking.until(looking.dialog.picture.isVisible)


def test_trying_again_opens_the_camera_anew(looking: Looking) -> None:
    looking.session.now = CameraStage.MISSING
    looking.until(looking.dialog.trouble.isVisible)
    looking.dialog.trouble.again.click()
    looking.until(lambda: len(looking.front.counter.cameras.sessions) == 2)
    assert looking.front.counter.cameras.sessions[0].closed == 1


def test_closing_lets_the_camera_go(looking: Looking) -> None:
    looking.dialog.reject()
    looking.until(lambda: looking.session.closed == 1)
    assert looking.is_over()


def test_a_dialog_closed_while_the_camera_still_opens_lets_it_go_too(front: Front) -> None:
    cameras = front.counter.cameras
    cameras.may_open.clear()
    front.screen.view.reading.wanted.emit("camera")
    dialog = front.window.reading.dialog
    assert dialog is not None
    dialog.reject()
    cameras.may_open.set()
    front.settle()
    assert all(session.closed == 1 for session in cameras.sessions)


def test_a_read_that_arrives_after_closing_changes_nothing(looking: Looking) -> None:
    session = looking.session
    looking.dialog.reject()
    session.read(CARD)
    looking.front.settle()
    assert looking.front.draft().is_empty


def test_locking_the_counter_closes_the_camera(looking: Looking) -> None:
    looking.front.window.lock()
    looking.until(lambda: looking.session.closed == 1)
    assert looking.is_over()


def test_a_gun_that_reads_meanwhile_closes_the_dialog(looking: Looking) -> None:
    looking.front.scan(CARD)
    assert looking.is_over()
    assert looking.front.draft().owner.number == "089190000017"
    assert looking.front.said() == []


def test_of_several_cameras_one_is_chosen_and_remembered(front: Front) -> None:
    front.counter.cameras.plugged = [CameraInfo("0", "Máy ảnh tài liệu"), CameraInfo("2")]
    looking = Looking(front)
    looking.until(looking.dialog.which.isVisible)
    assert [looking.dialog.which.itemText(row) for row in range(2)] == ["Máy ảnh tài liệu", "Máy ảnh 2"]
    looking.dialog.which.setCurrentIndex(1)
    looking.dialog.which.activated.emit(1)
    looking.until(lambda: len(front.counter.cameras.sessions) == 2)
    assert looking.session.camera == "2"
    assert front.counter.cameras.sessions[0].closed == 1
    looking.until(lambda: front.counter.cameras.remembered == ["2"])


def test_when_the_usual_camera_is_away_another_one_is_used_and_not_remembered(front: Front) -> None:
    front.counter.cameras.plugged = [CameraInfo("0"), CameraInfo("2")]
    front.counter.cameras.stage = CameraStage.MISSING
    looking = Looking(front)
    looking.until(lambda: len(front.counter.cameras.sessions) == 2)
    assert looking.session.camera == "2"
    assert front.counter.cameras.remembered == []


def test_another_way_takes_the_place_of_the_camera(looking: Looking) -> None:
    session = looking.session
    looking.dialog.mrz.click()
    looking.until(lambda: session.closed == 1)
    assert isinstance(looking.front.window.reading.dialog, MrzDialog)
