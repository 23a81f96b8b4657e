"""Codes in pictures: from a file, pasted, dropped; one, several, none."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget

from counter_app.domain.errors import DomainError
from counter_app.ui.counter.reading.picture_dialog import PictureDialog
from counter_app.ui.counter.reading.picture_sources import rgb_of
from tests.ui.counter.conftest import CARD, OTHER_CARD, Front

PHOTO = Path("/nowhere/anh-the.jpg")
COPY = Qt.DropAction.CopyAction


@pytest.fixture(autouse=True)
def empty_clipboard(qapp: QApplication) -> Iterator[None]:
    yield
    QGuiApplication.clipboard().clear()


def read(front: Front, *codes: str, error: str = "", paths: tuple[Path, ...] = (PHOTO,)) -> None:
    front.counter.pictures.files["anh-the.jpg"] = DomainError(error, limit_mib=64) if error else codes
    front.window.reading.read_files(paths)
    front.settle()


def shown(front: Front) -> PictureDialog:
    dialog = front.window.reading.dialog
    assert isinstance(dialog, PictureDialog)
    return dialog


def copy_picture() -> None:
    image = QImage(30, 20, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    QGuiApplication.clipboard().setImage(image)


def files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag_in(over: QWidget, data: QMimeData) -> bool:
    event = QDragEnterEvent(
        QPoint(5, 5), COPY, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    )
    event.ignore()
    QApplication.sendEvent(over, event)
    return event.isAccepted()


def drop(over: QWidget, data: QMimeData) -> None:
    event = QDropEvent(QPointF(5, 5), COPY, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(over, event)


def test_a_card_in_a_picture_fills_the_form_without_a_dialog(front: Front) -> None:
    read(front, CARD)
    assert front.window.reading.dialog is None
    assert front.draft().owner.full_name == "NGUYỄN THỊ MẪU"
    assert front.said() == ["Đã đọc từ ảnh."]


def test_of_several_cards_one_is_chosen(front: Front) -> None:
    read(front, CARD, OTHER_CARD, "https://example.org/")
    dialog = shown(front)
    assert [button.words() for button in dialog.rows] == [
        "Thẻ căn cước: NGUYỄN THỊ MẪU",
        "Thẻ căn cước: LÊ VĂN MẪU",
    ]
    assert front.draft().is_empty
    dialog.rows[1].click()
    front.settle()
    assert front.window.reading.dialog is None
    assert front.draft().owner.full_name == "LÊ VĂN MẪU"


def test_the_only_code_of_use_is_taken(front: Front) -> None:
    read(front, "https://example.org/", CARD)
    assert front.draft().owner.full_name == "NGUYỄN THỊ MẪU"


def test_a_slip_in_a_picture_opens_its_dossier(front: Front) -> None:
    dossier = front.counter.accept()
    read(front, dossier.code)
    assert front.window.opened() == "dossiers"


def test_a_picture_without_a_code_says_what_to_try(front: Front) -> None:
    read(front, error="picture.no_code")
    dialog = shown(front)
    assert "anh-the.jpg" in dialog.title.text()
    assert dialog.advice.isVisible()
    assert dialog.other.isVisible()


def test_a_damaged_file_is_told_with_its_name_and_no_advice_about_light(front: Front) -> None:
    read(front, error="picture.too_large")
    dialog = shown(front)
    assert "anh-the.jpg" in dialog.title.text()
    assert "64 MB" in dialog.reason.text()
    assert not dialog.advice.isVisible()


def test_a_code_of_no_use_is_named(front: Front) -> None:
    read(front, "https://example.org/")
    assert "địa chỉ trang web" in shown(front).reason.text()


def test_a_picture_that_takes_long_shows_that_and_can_be_given_up(front: Front) -> None:
    pictures = front.counter.pictures
    pictures.may_read.clear()
    pictures.files["anh-the.jpg"] = [CARD]
    front.window.reading.read_files([PHOTO])
    front.qtbot.waitUntil(lambda: isinstance(front.window.reading.dialog, PictureDialog))
    dialog = shown(front)
    assert dialog.bar.isVisible()
    dialog.back.click()
    pictures.may_read.set()
    front.settle()
    assert front.window.reading.dialog is None
    assert front.draft().is_empty


def test_a_picture_still_being_read_when_the_counter_is_locked_shows_nothing(front: Front) -> None:
    pictures = front.counter.pictures
    pictures.may_read.clear()
    pictures.files["anh-the.jpg"] = [CARD, OTHER_CARD]
    front.window.reading.read_files([PHOTO])
    front.window.lock()
    pictures.may_read.set()
    front.settle()
    assert front.window.reading.dialog is None


def test_a_copied_picture_is_read_by_ctrl_v_though_a_field_has_the_focus(front: Front) -> None:
    front.view.go_to("owner.full_name")
    front.counter.pictures.pixels = [CARD]
    copy_picture()
    front.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert front.draft().owner.full_name == "NGUYỄN THỊ MẪU"
    assert front.counter.pictures.sizes == [(3 * 30 * 20, 30, 20)]
    assert front.said() == ["Đã đọc từ ảnh vừa dán."]


def test_copied_words_go_into_the_field_as_ever(front: Front) -> None:
    front.view.go_to("owner.full_name")
    QGuiApplication.clipboard().setText("Lê Văn Mẫu")
    front.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert front.view.applicant.owner.fields["full_name"].text() == "Lê Văn Mẫu"
    assert front.counter.pictures.sizes == []


def test_a_copied_file_is_read_and_its_path_not_typed(front: Front) -> None:
    front.view.go_to("owner.full_name")
    front.counter.pictures.files["anh-the.jpg"] = [CARD]
    QGuiApplication.clipboard().setMimeData(files(PHOTO))
    front.key(Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert front.draft().owner.full_name == "NGUYỄN THỊ MẪU"


def test_pasting_without_a_picture_says_how_to_get_one(front: Front) -> None:
    QGuiApplication.clipboard().setText("089190000017")
    front.screen.view.reading.wanted.emit("paste")
    assert front.said() == [front.wording.text("reading.picture.nothing_to_paste")]


def test_a_dropped_picture_is_read_and_the_window_says_so_before(front: Front) -> None:
    front.counter.pictures.files["anh-the.jpg"] = [CARD]
    assert drag_in(front.window, files(PHOTO))
    assert front.window.reading.veil.isVisible()
    drop(front.window, files(PHOTO))
    front.settle()
    assert not front.window.reading.veil.isVisible()
    assert front.draft().owner.full_name == "NGUYỄN THỊ MẪU"


def test_a_picture_that_leaves_again_is_not_read(front: Front) -> None:
    assert drag_in(front.window, files(PHOTO))
    QApplication.sendEvent(front.window, QDragLeaveEvent())
    assert not front.window.reading.veil.isVisible()


def test_other_files_are_not_taken(front: Front) -> None:
    assert not drag_in(front.window, files(Path("/nowhere/to-khai.docx")))
    assert not front.window.reading.veil.isVisible()


def test_of_several_dropped_pictures_the_first_is_read_and_that_is_said(front: Front) -> None:
    read(front, CARD, paths=(PHOTO, Path("/nowhere/khac.jpg")))
    assert front.wording.text("reading.picture.one_at_a_time") in front.said()
    assert front.draft().owner.full_name == "NGUYỄN THỊ MẪU"


def test_another_picture_can_be_dropped_on_what_the_first_one_gave(front: Front) -> None:
    read(front, error="picture.no_code")
    front.counter.pictures.files["khac.png"] = [CARD]
    assert drag_in(shown(front), files(Path("/nowhere/khac.png")))
    drop(shown(front), files(Path("/nowhere/khac.png")))
    front.settle()
    assert front.window.reading.dialog is None
    assert front.draft().owner.full_name == "NGUYỄN THỊ MẪU"


def test_the_file_dialog_offers_pictures(front: Front) -> None:
    front.screen.view.reading.wanted.emit("file")
    dialog = front.window.reading.dialog
    assert isinstance(dialog, QFileDialog)
    assert "*.jpg" in dialog.nameFilters()[0]
    front.counter.pictures.files["anh-the.jpg"] = [CARD]
    dialog.fileSelected.emit(str(PHOTO))
    dialog.reject()
    front.settle()
    assert front.draft().owner.full_name == "NGUYỄN THỊ MẪU"


def test_pixels_lose_the_padding_of_their_rows() -> None:
    image = QImage(5, 3, QImage.Format.Format_RGB888)
    image.fill(QColor(1, 2, 3))
    assert rgb_of(image) == bytes([1, 2, 3]) * 15
