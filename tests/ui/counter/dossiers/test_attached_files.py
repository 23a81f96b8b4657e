"""Files of a dossier: taken in from the disk or by dropping, told by how far they have truly come."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication

from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.scan_ports import FileState, ScanStatus
from counter_app.ui.counter.dossiers.attach_dialog import AttachDialog
from counter_app.ui.counter.dossiers.attached_words import WHOLE, AttachedWords
from counter_app.ui.counter.dossiers.dossiers_screen import DossiersScreen
from counter_app.ui.counter.pictures import sample_dossiers as sample
from tests.builders import clerk
from tests.ui.counter.dossiers.looking import opened
from tests.ui.counter.record_desk import Desk

VI, EN = (Wording(language, resources() / "i18n") for language in ("vi", "en"))
JPEG = b"\xff\xd8\xff\xe0 mau"
PDF = b"%PDF-1.7 mau"


def a_file(folder: Path, name: str = "to-khai.jpg", data: bytes = JPEG) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def put(desk: Desk, screen: DossiersScreen, *paths: Path, place: str = WHOLE) -> None:
    screen.put_files(paths)
    dialog = screen.findChild(AttachDialog)
    assert dialog is not None
    dialog.place.set_value(place)
    dialog.agree()
    desk.settle()


def told(screen: DossiersScreen) -> list[tuple[str, str, str]]:
    return [(row.title, row.detail, row.sign.text) for row in screen.view.panel.files.rows()]


def test_a_chosen_file_stands_under_its_paper_and_waits_to_be_sent(desk: Desk, tmp_path: Path) -> None:
    dossier = desk.accept()
    screen = opened(desk, dossier)
    assert told(screen) == []
    put(desk, screen, a_file(tmp_path), place="0")
    assert told(screen) == [(dossier.components[0].name, "JPEG · 1 trang · 8 B", "Ảnh quét: chờ gửi")]
    assert desk.notices.shown()[-1][1] == "Đã lưu 1 tệp quét tại máy, chờ gửi."


def test_pages_of_a_pdf_are_counted(desk: Desk, tmp_path: Path) -> None:
    screen = opened(desk, desk.accept())
    put(desk, screen, a_file(tmp_path, "ho-so.pdf", PDF))
    assert told(screen)[0][:2] == ("Cả hồ sơ", "PDF · 2 trang · 12 B")


def test_what_cannot_be_taken_is_told_by_its_name_and_the_others_are_kept(desk: Desk, tmp_path: Path) -> None:
    screen = opened(desk, desk.accept())
    text = a_file(tmp_path, "ghi-chu.txt", b"khong phai anh")
    gone = tmp_path / "rut-ra.jpg"
    put(desk, screen, text, gone, a_file(tmp_path))
    assert len(told(screen)) == 1
    said = [words for _, words in desk.notices.shown()]
    assert any(words.startswith("Chưa thêm được ghi-chu.txt. Chỉ nhận tệp PDF") for words in said)
    assert any(words.startswith("Chưa thêm được rut-ra.jpg. Không đọc được") for words in said)


def test_a_file_of_another_counter_has_not_arrived_until_the_centre_says_so(
    desk: Desk, tmp_path: Path
) -> None:
    dossier = desk.accept()
    services = desk.counter.services
    services.attaching.attach(dossier.id, JPEG, clerk())
    desk.counter.database.state.files.clear()
    screen = opened(desk, dossier)
    assert told(screen)[0][2] == "Ảnh quét: chưa về tới"
    desk.counter.scan_line.arrived.add(screen.view.panel.files.rows()[0].sha256)
    desk.counter.scan_line.show(ScanStatus())
    desk.qtbot.waitUntil(lambda: told(screen)[0][2] == "Ảnh quét: đã gửi")


def test_files_can_be_dropped_on_the_dossier(desk: Desk, tmp_path: Path) -> None:
    screen = opened(desk, desk.accept())
    panel = screen.view.panel
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(a_file(tmp_path)))])
    where, buttons = QPointF(20, 20), Qt.MouseButton.LeftButton
    keys, copy = Qt.KeyboardModifier.NoModifier, Qt.DropAction.CopyAction
    entering = QDragEnterEvent(where.toPoint(), copy, data, buttons, keys)
    QApplication.sendEvent(panel, entering)
    assert entering.isAccepted()
    assert panel.files.hint.text() == "Thả ra để thêm vào hồ sơ này."
    QApplication.sendEvent(panel, QDropEvent(where, copy, data, buttons, keys))
    dialog = screen.findChild(AttachDialog)
    assert dialog is not None
    dialog.agree()
    desk.settle()
    assert len(told(screen)) == 1


def test_nothing_is_put_to_a_cancelled_dossier(desk: Desk, tmp_path: Path) -> None:
    dossier = desk.accept()
    desk.counter.dossiers.cancel(dossier.id, clerk(), "Trùng")
    screen = opened(desk, dossier)
    assert not screen.view.panel.files.add.isEnabled()
    screen.put_files([a_file(tmp_path)])
    assert screen.findChild(AttachDialog) is None


@pytest.mark.parametrize("wording", [VI, EN])
def test_every_state_of_a_file_has_words_and_an_icon(wording: Wording) -> None:
    state = AttachedWords(wording).state(sample.pending().dossier, sample.FILES, "", busy=False)
    for row in state.rows:
        assert (resources() / "icons" / f"{row.sign.icon}.svg").is_file()
    words = {wording.text(f"dossiers.file.state.{each.value}") for each in FileState}
    assert len(words) == len(FileState)
