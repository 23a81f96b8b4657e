"""The three sections of the rules put together: pages and presenters, and the files that people pick."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Final

from PySide6.QtCore import QObject, Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.ui.settings.page import Page
from counter_app.ui.settings.rules.calendar_page import CalendarPage
from counter_app.ui.settings.rules.calendar_presenter import CalendarPresenter
from counter_app.ui.settings.rules.forms_page import FormsPage
from counter_app.ui.settings.rules.forms_presenter import FormsPresenter, RenderPages
from counter_app.ui.settings.rules.permission import WhoSits
from counter_app.ui.settings.rules.rules_page import RulesPage
from counter_app.ui.settings.rules.rules_presenter import RulesPresenter
from counter_app.ui.settings.rules.signing_presenter import SigningSettingsPresenter
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

SECTIONS: Final = (("rules", "file-check"), ("calendar", "calendar"), ("forms", "files"))
PAGES: Final[dict[str, Callable[[Wording], Page]]] = {
    "rules": RulesPage,
    "calendar": CalendarPage,
    "forms": FormsPage,
}


class RuleSections(QObject):
    """``work`` binds a page when it is made; ``open`` shows what is true now."""

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        who: WhoSits,
        render: RenderPages,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._text, self._window = wording.text, window
        self.rules = RulesPresenter(services, tasks, wording, notices, who, self)
        self.calendar = CalendarPresenter(services, tasks, wording, notices, who, self)
        self.forms = FormsPresenter(services, tasks, wording, notices, who, render, self)
        self.signing = SigningSettingsPresenter(services, tasks, wording, notices, who, self)

    def work(self, page: Page) -> None:
        """Bind a page to its presenter; pages of other sections are left alone."""
        match page:
            case RulesPage():
                self._work_rules(page)
            case CalendarPage():
                self._work_calendar(page)
            case FormsPage():
                self._work_forms(page)

    def open(self, section: str) -> None:
        """Show a section as it is now."""
        match section:
            case "rules":
                self.rules.open()
            case "calendar":
                self.calendar.open()
            case "forms":
                self.forms.open()
                self.signing.open()

    def _work_rules(self, page: RulesPage) -> None:
        rules = self.rules
        rules.shown.connect(page.show_state)
        rules.refused.connect(lambda name, words, of: page.show_refusal(name, words, of_clause=of))
        page.looked_at.connect(rules.look_at)
        page.used.connect(rules.use)
        page.saved.connect(rules.save)
        page.taken_back.connect(rules.take_back)

    def _work_calendar(self, page: CalendarPage) -> None:
        calendar = self.calendar
        calendar.shown.connect(page.show_state)
        calendar.imported.connect(page.show_import)
        calendar.tried.connect(page.show_trial)
        calendar.kept.connect(page.close_form)
        calendar.refused.connect(page.form.show_refusal)

        def begin(override: object) -> None:
            page.open_form(calendar.change(override))

        page.days.add_wanted.connect(lambda: begin(None))
        page.days.edited.connect(begin)
        page.days.removed.connect(calendar.remove)
        page.days.year_wanted.connect(calendar.show_year)
        page.days.import_wanted.connect(self._ask_days)
        page.form.saved.connect(calendar.keep)
        page.report.taken.connect(calendar.take_file)
        page.report.dropped.connect(calendar.drop_file)
        page.trial.wanted.connect(calendar.try_out)

    def _work_forms(self, page: FormsPage) -> None:
        forms = self.forms
        forms.shown.connect(page.show_state)
        forms.sheet.connect(page.show_sheet)
        page.looked_at.connect(forms.look_at)
        page.chosen.connect(forms.choose)
        page.sheet.form_wanted.connect(forms.show_form)
        page.sheet.print_wanted.connect(forms.print_blank)
        page.sheet.save_wanted.connect(self._ask_pdf)
        self.signing.shown.connect(page.signing.show_state)
        self.signing.ended.connect(page.signing.show_result)
        page.signing.saved.connect(self.signing.save)
        page.signing.file_wanted.connect(lambda name: self._ask_key(page, name))

    def _ask_days(self) -> None:
        dialog = self._dialog("office_calendar.import.choose")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self._text("office_calendar.import.kinds"))
        dialog.fileSelected.connect(lambda path: self.calendar.read_file(Path(path)))
        dialog.open()

    def _ask_pdf(self) -> None:
        dialog = self._dialog("form_packages.save_title")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(self.forms.file_name())
        dialog.fileSelected.connect(lambda path: self.forms.save_pdf(Path(path)))
        dialog.open()

    def _ask_key(self, page: FormsPage, name: str) -> None:
        dialog = self._dialog(f"signing.field.{name}")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self._text(f"signing.field.{name}_kinds"))
        dialog.fileSelected.connect(lambda path: page.signing.put_file(name, path))
        dialog.open()

    def _dialog(self, title: str) -> QFileDialog:
        dialog = QFileDialog(self._window, self._text(title))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        return dialog
