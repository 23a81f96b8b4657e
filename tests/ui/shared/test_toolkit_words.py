"""What Qt says by itself is said in the language of the screens."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QFileDialog, QLabel, QLineEdit, QPlainTextEdit, QPushButton
from pytestqt.qtbot import QtBot

from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.ui.shared import toolkit_words
from counter_app.ui.shared.toolkit_words import ToolkitWords


@pytest.fixture
def speak(qtbot: QtBot) -> Iterator[Callable[[Wording], None]]:
    words = ToolkitWords()
    yield words.speak
    words.stop()


def menu_of(edit: QLineEdit | QPlainTextEdit) -> list[str]:
    menu = edit.createStandardContextMenu()
    said = [action.text().partition("\t")[0].replace("&", "") for action in menu.actions() if action.text()]
    menu.deleteLater()
    return said


@pytest.mark.parametrize("kind", [QLineEdit, QPlainTextEdit])
def test_the_menu_of_a_field_is_in_vietnamese(
    kind: type[QLineEdit] | type[QPlainTextEdit],
    qtbot: QtBot,
    wording: Wording,
    speak: Callable[[Wording], None],
) -> None:
    speak(wording)
    edit = kind()
    qtbot.addWidget(edit)
    assert menu_of(edit) == ["Hoàn tác", "Làm lại", "Cắt", "Sao chép", "Dán", "Xóa", "Chọn tất cả"]


def test_the_dialog_for_files_says_nothing_in_english(
    qtbot: QtBot, wording: Wording, speak: Callable[[Wording], None], tmp_path: Path
) -> None:
    speak(wording)
    dialog = QFileDialog(None, "Chọn tệp", str(tmp_path))
    qtbot.addWidget(dialog)
    dialog.setOption(QFileDialog.Option.DontUseNativeDialog)
    dialog.setFileMode(QFileDialog.FileMode.Directory)
    dialog.show()
    labels = {label.text().replace("&", "") for label in dialog.findChildren(QLabel) if label.text()}
    assert {"Tìm trong:", "Thư mục:", "Loại tệp:"} <= labels
    buttons = {button.text().replace("&", "") for button in dialog.findChildren(QPushButton)}
    assert buttons == {"Chọn", "Thôi"}


def test_another_language_is_spoken_at_once_and_what_is_not_known_stays_as_qt_has_it(
    qtbot: QtBot, wording: Wording, speak: Callable[[Wording], None]
) -> None:
    speak(wording)
    edit = QLineEdit()
    qtbot.addWidget(edit)
    speak(Wording("en", resources() / "i18n"))
    assert menu_of(edit)[:2] == ["Undo", "Redo"]
    assert QCoreApplication.translate("QFileDialog", "Something new") == "Something new"
    assert QCoreApplication.translate("QGuiApplication", "QT_LAYOUT_DIRECTION") == "QT_LAYOUT_DIRECTION"


def test_every_word_of_the_file_stands_for_a_text_of_qt(wording: Wording) -> None:
    groups, names = set(toolkit_words._KEYS.values()), set(toolkit_words._TEXTS.values())
    meant = {f"toolkit.{group}.{name}" for group in groups for name in names}
    written = {key for key in wording.all_keys() if key.startswith("toolkit.")}
    assert written
    assert written <= meant
