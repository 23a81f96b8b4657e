"""The other sections: the office, papers, the look, the lock, checks of the machine."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.appearance import Appearance
from counter_app.ui.settings.office_words import OfficeWords
from counter_app.ui.settings.settings_view import SECTIONS
from counter_app.ui.shared import theme
from counter_app.ui.shared.labels import Label
from tests.builders import counter, office_context
from tests.fakes.clock import MORNING
from tests.ui.settings.conftest import Setting

VI, EN = (Wording(language, resources() / "i18n") for language in ("vi", "en"))


# --- the office ------------------------------------------------------------------------------


@pytest.mark.parametrize("wording", [VI, EN])
def test_the_office_is_told_as_the_centre_made_it_known(wording: Wording) -> None:
    words, context = OfficeWords(wording), office_context()
    values = [fact.value for fact in words.office(context, MORNING)]
    assert "UBND phường Long Xuyên" in values
    assert "H01.15.21" in values
    assert any("07:30–11:30, 13:30–17:00" in value for value in values)


def test_equal_days_are_told_together() -> None:
    context = office_context()
    hours = OfficeWords(VI).hours(context.directory.office.hours, date(2026, 11, 23))
    assert hours == "Thứ Hai – thứ Sáu: 07:30–11:30, 13:30–17:00\nThứ Bảy – Chủ nhật: nghỉ"


def test_hours_that_cannot_be_read_are_told_as_such() -> None:
    assert OfficeWords(VI).hours({"versions": "?"}, date(2026, 11, 23)).startswith("Chưa đọc được")


@pytest.mark.requirement("AG-30")
def test_the_age_of_the_procedure_catalogue_is_told() -> None:
    facts = {fact.label: fact.value for fact in OfficeWords(VI).versions(office_context(), MORNING)}
    assert "phiên bản 2026.07.1" in facts["Danh mục thủ tục"]
    assert "áp dụng từ 01/07/2026 · đã 145 ngày" in facts["Danh mục thủ tục"]


def test_a_station_without_numbers_says_that_codes_are_provisional() -> None:
    facts = {
        fact.label: fact.value for fact in OfficeWords(VI).station(counter(numbers=None).office.current())
    }
    assert "mã tạm" in facts["Số hồ sơ được cấp"]


# --- sections --------------------------------------------------------------------------------


def test_arrow_keys_walk_through_the_sections(setting: Setting) -> None:
    view = setting.screen.view
    view.sections.focus_selected()
    for key, _ in SECTIONS[1:]:
        QTest.keyClick(view.sections, Qt.Key.Key_Down)
        assert view.section() == key
    QTest.keyClick(view.sections, Qt.Key.Key_Down)
    assert view.section() == SECTIONS[-1][0]
    setting.settle()


# --- papers and lock -------------------------------------------------------------------------


def test_the_layout_is_in_force_and_kept_at_once(setting: Setting) -> None:
    setting.open("papers")
    setting.screen.view.papers.layouts.button("a4_two_up").click()
    setting.settle()
    assert setting.devices.applied[-1].layout == "a4_two_up"
    assert setting.kept().layout == "a4_two_up"


def test_what_is_printed_by_itself_is_kept(setting: Setting) -> None:
    setting.open("papers")
    setting.screen.view.papers.checks["print_after_accept"].click()
    setting.settle()
    assert not setting.kept().print_after_accept
    assert setting.kept().slip_after_accept


def test_a_choice_that_could_not_be_kept_goes_back_on_the_screen(setting: Setting) -> None:
    setting.open("papers")
    setting.counter.database.fail()
    check = setting.screen.view.papers.checks["slip_after_accept"]
    check.click()
    setting.settle()
    assert check.isChecked()
    assert setting.notices.shown()[-1][1] == VI.text("error.storage.full")


def test_the_minutes_of_the_lock_are_kept(setting: Setting) -> None:
    setting.open("lock")
    lock = setting.screen.view.lock.minutes
    assert lock.value() == "10"
    lock.set_value("30")
    lock.chosen.emit("30")
    setting.settle()
    assert setting.kept().lock_after_minutes == 30


# --- the look --------------------------------------------------------------------------------


def test_theme_and_text_size_change_at_once_and_are_kept(setting: Setting) -> None:
    setting.open("look")
    setting.screen.view.look.themes.button("contrast").click()
    setting.settle()
    setting.screen.view.look.scales.button("125").click()
    setting.settle()
    assert (theme.current().name, theme.current().scale) == ("contrast", 1.25)
    assert setting.looks.kept == Appearance("vi", "contrast", 1.25)
    assert setting.languages == []


def test_another_language_is_kept_and_put_in_force_by_the_program(setting: Setting) -> None:
    setting.open("look")
    setting.screen.view.look.languages.button("en").click()
    setting.settle()
    assert setting.looks.kept.language == "en"
    assert setting.languages == ["en"]


def test_a_look_that_could_not_be_kept_is_not_put_in_force(setting: Setting) -> None:
    setting.open("look")
    setting.looks.full = True
    setting.screen.view.look.themes.button("dark").click()
    setting.settle()
    assert theme.current().name == "light"
    assert setting.screen.view.look.themes.value() == "light"
    assert setting.notices.shown()[-1][1] == VI.error(DomainError("storage.io"))


# --- checks ----------------------------------------------------------------------------------


@dataclass(frozen=True)
class Row:
    state: str
    title_key: str
    text_key: str
    advice_key: str | None = None
    params: Mapping[str, str | int] = field(default_factory=dict)


def words_of(setting: Setting) -> list[str]:
    return [label.text() for label in setting.screen.view.checks.findChildren(Label) if label.isVisible()]


@pytest.mark.requirement("HT-17")
def test_checks_are_told_with_advice_the_worst_first(setting: Setting) -> None:
    setting.rows[:] = [
        Row("ok", "doctor.fonts.title", "doctor.fonts.complete", params={"count": 6}),
        Row(
            "warning",
            "doctor.central.title",
            "doctor.central.no_route",
            "doctor.central.no_route_advice",
            {"server": "trung-tam.example.org"},
        ),
        Row("error", "doctor.access.title", "doctor.access.revoked", "doctor.access.revoked_advice"),
    ]
    setting.open("checks")
    setting.screen.view.checks.again.click()
    setting.settle()
    assert setting.screen.view.checks.summary.text() == "1 lỗi cần xử lý"
    shown = words_of(setting)
    titles = [VI.text(row.title_key) for row in setting.rows]
    assert [shown.index(title) for title in titles] == sorted(
        (shown.index(title) for title in titles), reverse=True
    )
    assert VI.text("doctor.central.no_route_advice", server="trung-tam.example.org") in shown


def test_a_machine_that_is_well_is_told_so(setting: Setting) -> None:
    setting.rows[:] = [Row("ok", "doctor.fonts.title", "doctor.fonts.complete", params={"count": 6})]
    setting.open("checks")
    setting.screen.view.checks.again.click()
    setting.settle()
    assert setting.screen.view.checks.summary.text() == "Mọi thứ đều ổn."


def test_every_section_fits_large_text(setting: Setting, qapp: QApplication) -> None:
    theme.apply(qapp, "dark", 1.5)
    for section, _ in SECTIONS:
        setting.open(section)
        page = setting.screen.view.page(section)
        held = page.widget()
        assert held is not None
        assert held.minimumSizeHint().width() <= page.viewport().width()
