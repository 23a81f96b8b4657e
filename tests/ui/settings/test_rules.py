"""The sections of the rules: regulation, calendar and forms, over real services."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from PySide6.QtCore import QBuffer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from counter_app.domain.office import Clerk, Role
from counter_app.domain.time_rules import OnlineStart
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.office_context import CALENDAR
from counter_app.services.ports import PrinterCondition
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.ui.settings.rules.calendar_page import CalendarPage
from counter_app.ui.settings.rules.forms_page import FormsPage
from counter_app.ui.settings.rules.rule_row import RuleRow
from counter_app.ui.settings.rules.rules_page import RulesPage
from counter_app.ui.settings.rules.sections import PAGES, RuleSections
from counter_app.ui.shared.buttons import LinkButton, PrimaryButton
from counter_app.ui.shared.field import ComboField
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks
from tests.builders import Counter, clerk, counter, directory_document, put_document

VI = Wording("vi", resources() / "i18n")
ADMINISTRATOR = Clerk("quan-tri", "Trần Văn Mẫu", Role.ADMINISTRATOR, "")
CLAUSE = "QĐ 12/2026/QĐ-UBND, Điều 5"


def picture(_pdf: bytes) -> list[bytes]:
    """One page as a PNG, as bootstrap's renderer gives it."""
    image = QImage(60, 80, QImage.Format.Format_Grayscale8)
    image.fill(255)
    buffer = QBuffer()
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    return [bytes(buffer.data().data())]


@dataclass
class Open:
    """One section with everything around it."""

    page: QWidget
    sections: RuleSections
    counter: Counter
    notices: Notices
    settle: Callable[[], None]
    qtbot: QtBot

    def said(self) -> str:
        return self.notices.shown()[-1][1]


Opening = Callable[..., Open]


@pytest.fixture
def opening(qtbot: QtBot) -> Iterator[Opening]:
    unexpected: list[BaseException] = []
    made: list[Tasks] = []

    def begin(section: str, who: Clerk | None = ADMINISTRATOR, at: Counter | None = None) -> Open:
        tasks, window, station = Tasks(unhandled=unexpected.append), QWidget(), at or counter()
        made.append(tasks)
        qtbot.addWidget(window)
        notices = Notices(window, VI)
        sections = RuleSections(station.services, tasks, VI, notices, lambda: who, picture, window)
        page = PAGES[section](VI)
        QVBoxLayout(window).addWidget(page)
        window.resize(1000, 700)
        window.show()
        sections.work(page)
        sections.open(section)

        def settle() -> None:
            qtbot.waitUntil(tasks.idle)

        settle()
        return Open(page, sections, station, notices, settle, qtbot)

    yield begin
    for tasks in made:
        tasks.shutdown()
    assert unexpected == []


# --- regulation -----------------------------------------------------------------------------------


def rules_page(held: Open) -> RulesPage:
    assert isinstance(held.page, RulesPage)
    return held.page


def editor(held: Open, name: str) -> RuleRow:
    row = rules_page(held).rows[name]
    row.edit.click()
    return row


def keep(held: Open, row: RuleRow, typed: str, clause: str) -> None:
    assert row.field is not None
    assert row.clause is not None
    if isinstance(row.field, ComboField):
        row.field.set_value(typed)
    else:
        row.field.set_text(typed)
    row.clause.set_text(clause)
    (save,) = row.findChildren(PrimaryButton)
    save.click()
    held.settle()


def test_the_regulation_shows_each_value_with_clause_and_doubt(opening: Opening) -> None:
    page = rules_page(opening("rules"))
    row = page.rows["transfer_cutoff"]
    assert (row.line.value, row.line.clause) == ("15:00", "NĐ 61/2018/NĐ-CP Đ18 k2")
    assert page.rows["incident_reply_hours"].line.value == "4 giờ"
    assert page.standing.text() == "Đang áp dụng cho cơ quan này"
    assert page.doubt.isVisible()
    assert page.profiles.combo.count() == 6


def test_an_own_value_is_kept_with_its_clause_and_counts_from_the_next_dossier(opening: Opening) -> None:
    held = opening("rules")
    keep(held, editor(held, "online_received_time"), "valid_notice", CLAUSE)
    assert held.counter.office.current().time_rules.online_start is OnlineStart.VALID_NOTICE
    line = rules_page(held).rows["online_received_time"].line
    assert (line.clause, line.own) == (CLAUSE, True)
    assert "hồ sơ tiếp theo" in held.said()
    rules_page(held).rows["online_received_time"].back.click()
    held.settle()
    assert held.counter.office.current().time_rules.online_start is OnlineStart.SUBMISSION


def test_a_value_out_of_bounds_or_without_grounds_is_refused_next_to_its_field(opening: Opening) -> None:
    held = opening("rules")
    row = editor(held, "max_reappointments")
    keep(held, row, "99", CLAUSE)
    assert row.field is not None
    assert row.field.finding_text() == VI.text("error.rules.bad_count", min=0, max=5)
    keep(held, row, "2", "")
    assert row.clause is not None
    assert row.clause.finding_text() == VI.text("error.rules.clause_missing")
    assert held.counter.office.current().time_rules.max_reappointments == 1


def test_a_clerk_reads_and_changes_nothing(opening: Opening) -> None:
    page = rules_page(opening("rules", clerk()))
    assert page.reader.isVisible()
    assert not any(row.line.editable for row in page.rows.values())


def test_another_provinces_regulation_is_looked_at_without_coming_into_force(opening: Opening) -> None:
    held = opening("rules")
    rules_page(held).looked_at.emit("nghe-an")
    held.settle()
    page = rules_page(held)
    assert page.standing.text().startswith("Chỉ xem")
    assert not page.use.isVisible()
    assert held.counter.office.current().directory.office.profile == "an-giang"


def test_an_office_without_a_profile_from_the_centre_chooses_its_own(opening: Opening) -> None:
    held = opening("rules", at=counter(directory=directory_document(profile="")))
    page = rules_page(held)
    page.looked_at.emit("lai-chau")
    held.settle()
    page.use.click()
    held.settle()
    assert held.counter.office.current().time_rules.online_decision_hours == 8
    assert page.standing.text() == "Đang áp dụng cho cơ quan này"


# --- calendar -------------------------------------------------------------------------------------


def calendar_page(held: Open) -> CalendarPage:
    assert isinstance(held.page, CalendarPage)
    return held.page


def enter(held: Open, **typed: str) -> None:
    page = calendar_page(held)
    for name, text in typed.items():
        if name == "effect":
            page.form.effect.set_value(text)
        else:
            page.form.fields["from" if name == "first" else name].set_text(text)
    page.form.save.click()
    held.settle()


STORM = {"first": "25/11/2026", "decision": "77/CĐ-UBND", "name_vi": "Nghỉ do bão", "effect": "off"}


def press(held: Open, words: str) -> None:
    """Press a word of the first row that is shown; rows come into sight with the next turn of the loop."""

    def shown() -> list[LinkButton]:
        links = held.page.findChildren(LinkButton)
        return [one for one in links if one.words() == words and one.isVisible()]

    held.qtbot.waitUntil(lambda: bool(shown()))
    shown()[0].click()
    held.settle()


def test_a_storm_day_is_entered_changed_and_removed_with_undo(opening: Opening) -> None:
    held = opening("calendar")
    page = calendar_page(held)
    page.days.add.click()
    assert page.form.isVisible()
    enter(held, **STORM)
    assert not page.form.isVisible()
    assert not held.counter.office.current().calendar.is_working_day(date(2026, 11, 25))
    press(held, "Sửa")
    enter(held, first="26/11/2026")
    assert held.counter.office.current().calendar.is_working_day(date(2026, 11, 25))
    assert not held.counter.office.current().calendar.is_working_day(date(2026, 11, 26))
    press(held, "Bỏ")
    assert held.counter.office.current().calendar.is_working_day(date(2026, 11, 26))
    held.notices.bars()[-1].acted.emit()
    held.settle()
    assert not held.counter.office.current().calendar.is_working_day(date(2026, 11, 26))


def test_what_counters_changed_is_told_with_the_centres_word_on_it(opening: Opening) -> None:
    held = opening("calendar")
    page = calendar_page(held)
    assert not page.history.isVisible()
    page.days.add.click()
    enter(held, **STORM)
    held.qtbot.waitUntil(lambda: len(page.history.texts()) == 1)  # seen with the next turn of the loop
    assert page.history.texts()[0].startswith("25/11/2026: Nghỉ (77/CĐ-UBND)")
    assert "chờ gửi" in page.history.texts()[0]
    database = held.counter.database
    told = Verdict(VerdictState.CONFLICT, "days_decided_later", {"days": "25/11/2026"})
    database.judge(told, database.chain()[-1].id)
    held.sections.open("calendar")
    words = VI.text("verdict.days_decided_later", days="25/11/2026")
    held.qtbot.waitUntil(lambda: words in "".join(page.history.texts()))


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"decision": ""}, "decision", "decision_missing"),
        ({"name_vi": ""}, "name_vi", "name_missing"),
        ({"to": "24/11/2026"}, "to", "range_backwards"),
    ],
)
def test_a_day_that_lacks_something_is_refused_next_to_the_field(
    opening: Opening, typed: dict[str, str], field: str, code: str
) -> None:
    held = opening("calendar")
    calendar_page(held).days.add.click()
    enter(held, **{**STORM, **typed})
    assert calendar_page(held).form.fields[field].finding_text() == VI.text(f"error.calendar.{code}")
    assert held.counter.services.calendar.overrides() == ()


def test_a_day_that_the_centre_decided_is_refused_in_words(opening: Opening) -> None:
    station = counter()
    theirs = {
        "from": "2026-11-25",
        "to": "2026-11-25",
        "effect": "normal",
        "decision": "79/QĐ-UBND",
        "name_vi": "Làm việc như thường",
    }
    document = {"kind": "holidays", "version": "9", "days": [], "overrides": [theirs]}
    put_document(station.database, CALENDAR, document)
    station.office.refresh()
    held = opening("calendar", at=station)
    calendar_page(held).days.add.click()
    enter(held, **STORM)
    assert "79/QĐ-UBND" in calendar_page(held).form.problem.text()
    assert held.counter.services.calendar.overrides() == ()


def test_a_file_is_shown_row_by_row_before_anything_is_kept(opening: Opening, tmp_path: Path) -> None:
    file = tmp_path / "bao.csv"
    file.write_text(
        "Từ ngày;Hiệu lực;Số quyết định;Nội dung\n"
        "25/11/2026;nghỉ;77/CĐ-UBND;Nghỉ do bão\n31/13/2026;nghỉ;78;Sai ngày\n",
        "utf-8",
    )
    held = opening("calendar")
    held.sections.calendar.read_file(file)
    held.settle()
    page = calendar_page(held)
    cells = page.report.cells()
    assert cells[0] == "3"
    assert cells[1] == VI.text("error.calendar.bad_date", value="31/13/2026")
    assert held.counter.services.calendar.overrides() == ()
    page.report.take.click()
    held.settle()
    assert [one.decision for one in held.counter.services.calendar.overrides()] == ["77/CĐ-UBND"]
    assert not page.report.isVisible()


def test_the_trial_shows_what_a_closure_does_to_a_due_time(opening: Opening) -> None:
    held = opening("calendar")
    page = calendar_page(held)
    page.trial.received.set_text("23/11/2026 09:00")
    page.trial.ask.click()
    held.settle()
    before = page.trial.due.accessibleDescription()
    assert "3 ngày làm việc" in before
    page.days.add.click()
    enter(held, **{**STORM, "first": "25/11/2026"})
    after = page.trial.due.accessibleDescription()
    assert after != before
    page.trial.received.set_text("hôm qua")
    page.trial.ask.click()
    held.settle()
    assert page.trial.received.finding_text() == VI.text("office_calendar.trial.bad_moment")


# --- forms ----------------------------------------------------------------------------------------


def forms_page(held: Open) -> FormsPage:
    assert isinstance(held.page, FormsPage)
    return held.page


def test_an_administrator_chooses_the_package_that_is_printed_with(opening: Opening) -> None:
    held = opening("forms")
    page = forms_page(held)
    page.use["tt-03-2025"].click()
    held.settle()
    forms = held.counter.services.forms
    assert forms.chosen() == "tt-03-2025"
    assert forms.shelf.used_on(date(2026, 11, 22)) == "tt-03-2025"
    page.use[""].click()
    held.settle()
    assert forms.shelf.used_on(date(2026, 11, 22)) == "tt-01-2018"


def test_the_centres_choice_of_forms_stands(opening: Opening) -> None:
    station = counter(directory=directory_document(form_package="tt-03-2025"))
    held = opening("forms", at=station)
    assert forms_page(held).use == {}
    assert forms_page(held).told.text() == VI.text("form_packages.fixed")
    assert station.services.forms.chosen() == "tt-03-2025"


def test_a_blank_form_is_shown_and_printed_as_often_as_wanted(opening: Opening) -> None:
    held = opening("forms", clerk())
    page = forms_page(held)
    assert page.use == {}
    page.sheet.form_wanted.emit("ledger")
    held.settle()
    assert page.sheet.page_count() == 1
    page.sheet.copies.set_text("3")
    page.sheet.print.click()
    held.settle()
    assert [(title, paper) for _, title, paper in held.counter.page.sheets] == [("mau-06", "A4")] * 3
    assert page.sheet.told.text() == "Đã in 3 bản."


def test_a_printer_that_stops_is_told_with_what_came_out(opening: Opening) -> None:
    held = opening("forms")
    held.counter.page.state = PrinterCondition.PAPER_OUT
    forms_page(held).sheet.print.click()
    held.settle()
    assert forms_page(held).sheet.told.text() == VI.text("form_packages.failed", done=0, wanted=1)


@pytest.mark.parametrize("typed", ["0", "101", "ba", ""])
def test_a_number_of_copies_that_makes_no_sense_prints_nothing(opening: Opening, typed: str) -> None:
    held = opening("forms")
    forms_page(held).sheet.copies.set_text(typed)
    forms_page(held).sheet.print.click()
    held.settle()
    assert held.counter.page.sheets == []
    assert forms_page(held).sheet.told.text() == VI.text("error.forms.bad_copies", min=1, max=100)


def test_a_blank_form_is_saved_whole_or_not_at_all(opening: Opening, tmp_path: Path) -> None:
    held = opening("forms")
    target = tmp_path / held.sections.forms.file_name()
    held.sections.forms.save_pdf(target)
    held.settle()
    assert target.read_bytes().startswith(b"%PDF")
    held.sections.forms.save_pdf(tmp_path / "không có" / "mau.pdf")
    held.settle()
    assert forms_page(held).sheet.told.text().startswith("Không ghi được")
    assert list(tmp_path.iterdir()) == [target]
