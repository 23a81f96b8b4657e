"""The section of sync and backups: what is kept, what is refused, and what is truly there."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.care_settings import CareSettings
from counter_app.services.sync_care import BackupFolder, PurgeReport
from counter_app.ui.settings.care_page import CarePage
from counter_app.ui.settings.care_words import CareWords
from counter_app.ui.shared.tokens import Tone
from tests.fakes.clock import MORNING
from tests.ui.settings.conftest import Setting

VI, EN = (Wording(language, resources() / "i18n") for language in ("vi", "en"))


def opened(setting: Setting) -> CarePage:
    setting.open("care")
    return setting.screen.view.care


def kept(setting: Setting) -> CareSettings:
    return setting.counter.services.care.settings.load()


def choose(setting: Setting, page: CarePage, name: str, value: int) -> None:
    field = page.fields[name]
    field.set_value(str(value))
    field.chosen.emit(field.value())
    setting.settle()


def test_what_is_kept_is_shown_in_words(setting: Setting) -> None:
    page = opened(setting)
    assert page.folder.text() == "Chưa chọn nơi sao lưu"
    assert not page.make.isVisible()
    assert page.fields["warning_minutes"].combo.currentText() == "4 giờ"
    assert page.fields["backup_keep"].combo.currentText() == "10 bản sao mới nhất"
    assert page.fields["drafts_days"].combo.currentText() == "không bao giờ"


@pytest.mark.parametrize(("name", "value"), [("backup_keep", 20), ("closed_days", 0), ("look_up_days", 365)])
def test_a_choice_is_kept_at_once(setting: Setting, name: str, value: int) -> None:
    page = opened(setting)
    choose(setting, page, name, value)
    assert getattr(kept(setting), name) == value
    assert page.fields[name].value() == str(value)


def test_warnings_out_of_order_are_refused_next_to_the_field_and_the_old_value_stands(
    setting: Setting,
) -> None:
    page = opened(setting)
    setting.counter.services.care.settings.save(replace(CareSettings(), warning_minutes=60))
    setting.screen.care.open()
    setting.settle()
    setting.screen.care.change("notice_minutes", 120)
    setting.settle()
    assert page.fields["notice_minutes"].finding_text() == VI.text("error.settings.warnings_out_of_order")
    assert page.fields["notice_minutes"].value() == "30"
    assert kept(setting).notice_minutes == 30


def test_a_folder_is_prepared_kept_and_backed_up_to(setting: Setting, tmp_path: Path) -> None:
    page = opened(setting)
    setting.screen.care.choose_folder(tmp_path)
    setting.settle()
    assert page.folder.text() == str(tmp_path)
    assert page.found.text().startswith("Thư mục dùng được, còn trống")
    assert page.backup.text() == "Chưa có bản sao nào ở đây"
    setting.counter.accept()
    page.make.click()
    setting.settle()
    assert "1 việc" in page.backup.text()
    page.none.click()
    setting.settle()
    assert page.folder.text() == "Chưa chọn nơi sao lưu"
    assert kept(setting).backup_folder == ""


def test_a_folder_that_is_not_there_leaves_the_old_one(setting: Setting, tmp_path: Path) -> None:
    page = opened(setting)
    setting.screen.care.choose_folder(tmp_path)
    setting.settle()
    setting.screen.care.choose_folder(tmp_path / "rút ra")
    setting.settle()
    assert page.folder.text() == str(tmp_path)
    assert setting.notices.shown()[-1][1] == VI.text("error.backup.folder_missing")


def test_a_folder_on_the_same_disk_is_taken_with_a_warning() -> None:
    told = CareWords(VI).chosen(BackupFolder(Path("/home/a"), True, 10**9))
    assert told.tone is Tone.AMBER
    assert "cùng ổ" in told.text


@pytest.mark.parametrize("wording", [VI, EN])
def test_erasing_is_told_as_it_truly_is(wording: Wording) -> None:
    words = CareWords(wording)
    ended = PurgeReport(MORNING, MORNING + timedelta(minutes=2), 14, 61, 9, 2, 6 * 1024 * 1024)
    texts = [
        words.purge(None, MORNING, off=True),
        words.purge(None, MORNING, off=False),
        words.purge(ended, MORNING, off=False),
        words.purge(replace(ended, ended_at=None), MORNING + timedelta(minutes=1), off=False),
        words.purge(PurgeReport(MORNING, MORNING), MORNING, off=False),
    ]
    assert len({(told.text, told.detail) for told in texts}) == 5
    assert "14" in texts[2].detail
    assert "6,0 MB" in texts[2].detail
