"""The section of the catalogue: looking up, the office's notes, and taking a file in with its report."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from counter_app.domain.office import Clerk, Role
from counter_app.i18n import Wording
from counter_app.services.office_context import CATALOGUE
from counter_app.ui.settings.catalogue_page import CataloguePage
from counter_app.ui.settings.catalogue_presenter import CataloguePresenter
from counter_app.ui.shared.labels import Label
from tests.builders import BIRTH, DEATH, PENSION, TREES, clerk, clerks, put_document
from tests.ui.settings.conftest import Setting

SUPERVISOR = clerks()[2]
ADMINISTRATOR = Clerk("vo-van-mau", "Võ Văn Mẫu", Role.ADMINISTRATOR, "")
FILE = f"Mã thủ tục;Loại phí;Phí tại quầy\n{DEATH};HĐND;8.000\n{BIRTH};HĐND;0\n".encode()


class Desk:
    """The page with its presenter, and who sits there."""

    def __init__(self, setting: Setting, wording: Wording, parent: QObject) -> None:
        self.who = ADMINISTRATOR
        self.setting = setting
        self.page = CataloguePage(wording, setting.window)
        services = setting.counter.services
        self.presenter = CataloguePresenter(
            services, setting.tasks, wording, setting.notices, lambda: self.who, parent
        )
        self.presenter.work(self.page)
        self.open()

    def open(self) -> None:
        self.presenter.open()
        self.setting.settle()

    def read(self, path: Path) -> None:
        self.presenter.read_file(path)
        self.setting.settle()

    def facts(self) -> list[str]:
        return [fact.value for fact in self.page.facts._shown]


@pytest.fixture
def desk(setting: Setting, wording: Wording, qtbot: QtBot) -> Desk:
    del qtbot
    return Desk(setting, wording, setting.window)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "danh-muc.csv"
    path.write_bytes(FILE)
    return path


def test_the_section_opens_from_the_settings(setting: Setting) -> None:
    setting.open("catalogue")
    assert setting.screen.view.catalogue.model.rowCount() > 0


@pytest.mark.requirement("HT-02")
def test_a_procedure_is_looked_up_and_shown_in_full_with_the_version(desk: Desk) -> None:
    desk.presenter.search("dk khai sinh")
    assert desk.page.name.text() == "Thủ tục đăng ký khai sinh"
    assert "1.001193" in desk.facts()
    assert "163/QĐ-BTP" in desk.facts()
    assert [fact.value for fact in desk.page.versions._shown][:2] == ["2026.07.1", "01/07/2026"]


@pytest.mark.requirement("LC-04")
def test_what_nobody_set_is_marked_as_not_known(desk: Desk) -> None:
    desk.presenter.look_at(DEATH)
    assert desk.page.unknown.text() == "Chưa rõ: mức phí"
    desk.presenter.look_at(PENSION)
    assert "thời hạn" in desk.page.unknown.text()
    desk.presenter.look_at(TREES)
    assert desk.facts()[4].startswith("chưa rõ")


def test_all_codes_without_a_right_name_are_named(desk: Desk) -> None:
    [unnamed] = [fact.value for fact in desk.page.versions._shown if fact.label == "Chưa có tên đúng"]
    assert unnamed.startswith("17 mã: ")
    assert unnamed.count(",") == 16


def test_a_note_is_kept_and_shown_again(desk: Desk) -> None:
    desk.who = SUPERVISOR
    desk.presenter.look_at(DEATH)
    desk.page.note.set_text("Mời sang phòng 2")
    desk.page.keywords.set_text("báo tử; gct, ")
    desk.page.save.click()
    desk.setting.settle()
    procedure = desk.setting.counter.services.procedures.get(DEATH)
    assert procedure is not None
    assert (procedure.office_note, procedure.keywords) == ("Mời sang phòng 2", ("báo tử", "gct"))
    assert desk.page.keywords.text() == "báo tử, gct"


def test_a_note_that_is_too_long_is_refused_beside_it_and_stays_typed(desk: Desk) -> None:
    desk.presenter.look_at(DEATH)
    desk.page.note.set_text("x" * 501)
    desk.page.save.click()
    desk.setting.settle()
    assert desk.page.note.finding_text().startswith("Ghi chú dài quá 500 chữ")
    assert len(desk.page.note.text()) == 501


def test_a_clerk_only_reads(desk: Desk) -> None:
    desk.who = clerk()
    desk.presenter.look_at(DEATH)
    assert desk.page.save.isHidden()
    assert desk.page.note.edit.isReadOnly()


def test_a_file_is_looked_through_before_it_counts(desk: Desk, file: Path) -> None:
    desk.read(file)
    card = desk.page.imports
    assert card.summary.text() == "1 dòng dùng được, 1 dòng bị loại"
    assert not card.store.isHidden()
    before = desk.setting.counter.services.procedures.get(DEATH)
    assert before is not None
    assert before.fee.direct_vnd is None
    card.store.click()
    desk.setting.settle()
    after = desk.setting.counter.services.procedures.get(DEATH)
    assert after is not None
    assert after.fee.direct_vnd == 8_000
    assert card.isHidden()


def test_every_rejected_row_is_told_with_its_place_column_and_reason(desk: Desk, file: Path) -> None:
    desk.read(file)
    told = [label.text() for label in desk.page.imports.rejected.findChildren(Label)]
    assert told[:4] == ["Chỗ", "Cột", "Vì sao", "Nội dung dòng"]
    assert told[4:6] == ["Dòng 3", "Phí tại quầy"]
    assert told[6].startswith("Mức thu 0 đồng chưa phải là miễn phí.")
    assert told[7] == "1.001193 · HĐND · 0"


def test_where_the_centre_sends_the_catalogue_a_file_is_only_looked_through(desk: Desk, file: Path) -> None:
    own = desk.setting.counter.services.procedures.own
    sent = own.read_file(b"code;keywords\n1.001193;ks").catalogue
    put_document(desk.setting.counter.database, CATALOGUE, sent.to_dict())
    desk.setting.counter.office.refresh()
    desk.read(file)
    assert desk.page.imports.store.isHidden()
    assert "hệ thống trung tâm" in desk.page.imports.hint.text()


@pytest.mark.parametrize("who", [clerk(), SUPERVISOR])
def test_who_is_no_administrator_cannot_put_a_file_in_force(desk: Desk, file: Path, who: Clerk) -> None:
    desk.who = who
    desk.read(file)
    assert desk.page.imports.store.isHidden()


def test_a_file_that_is_no_catalogue_is_refused_in_words(desk: Desk, tmp_path: Path) -> None:
    workbook = tmp_path / "danh-muc.xlsx"
    workbook.write_bytes(b"PK\x03\x04")
    desk.read(workbook)
    assert "CSV UTF-8" in desk.page.imports.summary.text()
    desk.read(tmp_path / "gone.csv")
    assert desk.page.imports.summary.text().startswith("Không đọc được tệp này.")


def test_the_notes_are_saved_as_a_file(desk: Desk, tmp_path: Path) -> None:
    desk.setting.counter.services.procedures.own.write_note(SUPERVISOR, DEATH, "Phòng 2", ("gct",))
    desk.presenter.save_notes(tmp_path / "ghi-chu.csv")
    desk.setting.settle()
    assert f"{DEATH};Phòng 2;gct" in (tmp_path / "ghi-chu.csv").read_text("utf-8-sig")
