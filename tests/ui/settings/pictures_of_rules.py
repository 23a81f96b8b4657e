"""The sections of the rules in pictures: ``python -m tests.ui.settings.pictures_of_rules FOLDER``."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from PySide6.QtCore import QEventLoop
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget

from counter_app.documents.preview import render_pages
from counter_app.domain.office import Clerk, Role
from counter_app.i18n import Wording
from counter_app.paths import resources
from counter_app.services.signing_queue import StampList, WaitingPaper, write_list
from counter_app.services.signing_settings import SigningSettings, SigningWay
from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.ui.settings.rules.calendar_page import CalendarPage
from counter_app.ui.settings.rules.forms_page import FormsPage
from counter_app.ui.settings.rules.rules_page import RulesPage
from counter_app.ui.settings.rules.sections import RuleSections
from counter_app.ui.settings.rules.signing_card import SigningCard
from counter_app.ui.settings.settings_view import SettingsView
from counter_app.ui.shared import theme, tokens
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks
from tests.builders import clerk, counter, directory_document
from tests.fakes.clock import MORNING
from tests.fakes.database import MemoryDatabase

ADMINISTRATOR: Final = Clerk("quan-tri", "Trần Văn Mẫu", Role.ADMINISTRATOR, "")
CLAUSE: Final = "QĐ 12/2026/QĐ-UBND, Điều 5 khoản 1"
STORM: Final = {
    "from": "25/11/2026",
    "to": "26/11/2026",
    "effect": "off",
    "decision": "77/CĐ-UBND",
    "decided_on": "24/11/2026",
    "name_vi": "Nghỉ do bão số 10",
    "hours": "",
}


@dataclass
class Shown:
    """One section on the screen."""

    window: QWidget
    view: SettingsView
    sections: RuleSections
    tasks: Tasks
    database: MemoryDatabase

    def settle(self) -> None:
        """Until nothing is under way, and the last layout is done."""
        while not self.tasks.idle():
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
        QApplication.processEvents()
        QApplication.processEvents()


def _edit(shown: Shown) -> None:
    page = shown.view.page("rules")
    assert isinstance(page, RulesPage)
    shown.sections.rules.save("supplement_effect", "pause", CLAUSE)
    shown.settle()
    row = page.rows["max_reappointments"]
    row.edit.click()
    shown.sections.rules.save("max_reappointments", "99", "")
    shown.settle()
    page.ensureWidgetVisible(row, 0, 160)


def _storm(shown: Shown) -> None:
    page = shown.view.page("calendar")
    assert isinstance(page, CalendarPage)
    shown.sections.calendar.keep(STORM)
    shown.settle()
    page.trial.received.set_text("23/11/2026 09:00")
    page.trial.ask.click()
    shown.settle()
    page.verticalScrollBar().setValue(page.verticalScrollBar().maximum())


def _history(shown: Shown) -> None:
    page = shown.view.page("calendar")
    assert isinstance(page, CalendarPage)
    shown.sections.calendar.keep(STORM)
    shown.settle()
    shown.sections.calendar.keep({**STORM, "from": "28/11/2026", "to": "", "decision": "78/CĐ-UBND"})
    shown.settle()
    first = shown.database.chain()[-2]
    shown.database.judge(
        Verdict(VerdictState.CONFLICT, "days_decided_later", {"days": "25/11/2026"}), first.id
    )
    shown.sections.open("calendar")
    shown.settle()
    page.ensureWidgetVisible(page.history)


def _refused_day(shown: Shown) -> None:
    page = shown.view.page("calendar")
    assert isinstance(page, CalendarPage)
    page.days.add.click()
    page.form.fields["from"].set_text("31/13/2026")
    page.form.save.click()


def _file(shown: Shown) -> None:
    with TemporaryDirectory() as folder:
        file = Path(folder) / "lich-2026.csv"
        lines = "Từ ngày;Hiệu lực;Số quyết định;Nội dung", "25/11/2026;nghỉ;77/CĐ-UBND;Nghỉ do bão số 10"
        file.write_text(
            "\n".join((*lines, "31/13/2026;nghỉ;78/QĐ-UBND;Sai ngày", "28/11/2026;làm bù;;Làm bù"))
        )
        shown.sections.calendar.read_file(file)
        shown.settle()


def _signing(shown: Shown) -> SigningCard:
    page = shown.view.page("forms")
    assert isinstance(page, FormsPage)
    page.ensureWidgetVisible(page.signing.save)
    return page.signing


def _key_file(shown: Shown) -> None:
    card = _signing(shown)
    card.way.button("key_file").click()
    card.put_file("key_file", "/media/usb/khoa-mau.p12")
    card.fields["authority"].set_text("tsa.example.vn")
    card.save.click()
    shown.settle()
    _signing(shown)


def _token(shown: Shown) -> None:
    stored = SigningSettings(
        SigningWay.TOKEN, library="/usr/lib/mau.so", token="MAU 01", authority="http://tsa.example.vn/tsr"
    )
    shown.sections.signing.save(stored)
    signed = WaitingPaper("dossier-1", "1" * 64, MORNING)
    with shown.database.begin() as work:
        write_list(work, StampList((signed,), 1, MORNING, "signing.authority_silent"))
    shown.settle()
    shown.sections.open("forms")
    shown.settle()
    _signing(shown)


Act = Callable[[Shown], object]
SHOTS: Final[tuple[tuple[str, str, Clerk, dict[str, object], Act], ...]] = (
    ("settings-rules", "rules", ADMINISTRATOR, {}, Shown.settle),
    ("settings-rules-edit", "rules", ADMINISTRATOR, {}, _edit),
    (
        "settings-rules-other",
        "rules",
        ADMINISTRATOR,
        {"profile": ""},
        lambda shown: shown.sections.rules.look_at("phu-tho"),
    ),
    ("settings-rules-clerk", "rules", clerk(), {}, Shown.settle),
    ("settings-calendar", "calendar", ADMINISTRATOR, {}, Shown.settle),
    ("settings-calendar-trial", "calendar", ADMINISTRATOR, {}, _storm),
    ("settings-calendar-history", "calendar", ADMINISTRATOR, {}, _history),
    ("settings-calendar-refused", "calendar", ADMINISTRATOR, {}, _refused_day),
    ("settings-calendar-file", "calendar", ADMINISTRATOR, {}, _file),
    (
        "settings-calendar-unknown",
        "calendar",
        clerk(),
        {},
        lambda shown: shown.sections.calendar.show_year(2029),
    ),
    ("settings-forms", "forms", ADMINISTRATOR, {}, Shown.settle),
    ("settings-signing-refused", "forms", ADMINISTRATOR, {}, _key_file),
    ("settings-signing-token", "forms", ADMINISTRATOR, {}, _token),
    ("settings-signing-clerk", "forms", clerk(), {}, _signing),
    ("settings-forms-fixed", "forms", clerk(), {"form_package": "tt-03-2025"}, Shown.settle),
)


def _take(
    wording: Wording, section: str, who: Clerk, office: dict[str, object], act: Act, file: Path
) -> None:
    station, window, tasks = counter(directory=directory_document(**office)), QWidget(), Tasks()
    window.setProperty("surface", "wash")
    view, column = SettingsView(wording), QVBoxLayout(window)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(view)
    window.resize(1278, 652)
    notices = Notices(window, wording)
    sections = RuleSections(
        station.services,
        tasks,
        wording,
        notices,
        lambda: who,
        lambda pdf: [page.png() for page in render_pages(pdf)],
        window,
    )
    shown = Shown(window, view, sections, tasks, station.database)
    sections.work(view.page(section))
    view.open(section)
    window.show()
    sections.open(section)
    shown.settle()
    act(shown)
    shown.settle()
    notices.clear()
    window.grab().save(str(file))
    tasks.shutdown()
    window.hide()
    window.deleteLater()


def main(arguments: Sequence[str] | None = None) -> int:
    """Draw every state into a folder."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--theme", choices=tokens.THEMES, default="light")
    parser.add_argument("--scale", type=float, default=1.0)
    parser.add_argument("--language", choices=("vi", "en"), default="vi")
    options = parser.parse_args(arguments)
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    app = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(app, QApplication)
    theme.apply(app, options.theme, options.scale)
    options.folder.mkdir(parents=True, exist_ok=True)
    wording = Wording(options.language, resources() / "i18n")
    for name, section, who, office, act in SHOTS:
        _take(wording, section, who, office, act, options.folder / f"{name}.png")
    return 0


if __name__ == "__main__":
    sys.exit(main())
