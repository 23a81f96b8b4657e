"""The settings as a screen of the window: views and presenters put together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QVBoxLayout, QWidget

from counter_app.i18n import Wording
from counter_app.services.appearance import Appearance
from counter_app.services.bundle import CounterServices
from counter_app.services.ports import Layout
from counter_app.services.settings import DeviceRole, StationSettings
from counter_app.ui.settings.care_page import CarePage
from counter_app.ui.settings.care_presenter import CarePresenter, CareState
from counter_app.ui.settings.catalogue_presenter import CataloguePresenter, WhoSits
from counter_app.ui.settings.device_card import DeviceCard
from counter_app.ui.settings.devices_presenter import DevicesPresenter
from counter_app.ui.settings.rules.forms_presenter import RenderPages
from counter_app.ui.settings.rules.sections import RuleSections
from counter_app.ui.settings.settings_keeper import SettingsKeeper
from counter_app.ui.settings.settings_view import SettingsView
from counter_app.ui.settings.state import AppearanceKeeper, CheckRow
from counter_app.ui.shared import theme
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.shared.tokens import ThemeName
from counter_app.ui.tasks import Tasks

RunChecks = Callable[[], Sequence[CheckRow]]
"""The checks of the machine; slow, called off the GUI thread."""


class SettingsScreen(QWidget):
    """A ``Screen``. ``change_language`` puts another language in force at once, if the program can.

    Theme and text size change while the program runs; ``appearance`` keeps them for the next start. ``who``
    tells the clerk who sits here, ``render`` draws the pages of a PDF.
    """

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        appearance: AppearanceKeeper,
        run_checks: RunChecks,
        change_language: Callable[[str], object] | None = None,
        parent: QWidget | None = None,
        *,
        who: WhoSits = lambda: None,
        render: RenderPages = lambda _: (),
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._notices = services, tasks, notices
        self._text, self._language = wording.text, wording.language
        self._appearance, self._run_checks = appearance, run_checks
        self._change_language = change_language
        self._title = wording.text("settings.title")
        self.setAccessibleName(self._title)
        self.keeper = SettingsKeeper(services, tasks, notices, self)
        self.devices = DevicesPresenter(services, tasks, wording, self.keeper, self)
        self.care = CarePresenter(services, tasks, wording, notices, self)
        self.catalogue = CataloguePresenter(services, tasks, wording, notices, who, self)
        self.catalogue.file_wanted.connect(self._ask_catalogue)
        self.catalogue.notes_file_wanted.connect(self._ask_notes_file)
        self.rules = RuleSections(services, tasks, wording, notices, who, render, self)
        self.view = SettingsView(wording)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self._connect()

    # --- the window ----------------------------------------------------------------------------

    @property
    def title(self) -> str:
        """Its name in words."""
        return self._title

    def activate(self) -> None:
        """What is kept and how things are now."""
        self.keeper.load()
        self.view.open(self.view.section())
        self.view.sections.focus_selected()

    def leave(self) -> None:
        """Nobody looks any more: the devices are not asked for nothing."""
        self.devices.close()

    def open_section(self, section: str) -> None:
        """Open a section by its key."""
        self.view.open(section)

    def hideEvent(self, event: QHideEvent) -> None:
        """Nobody looks any more."""
        super().hideEvent(event)
        self.devices.close()

    # --- wiring --------------------------------------------------------------------------------

    def _connect(self) -> None:
        self.keeper.changed.connect(self._show_settings)
        self.view.made.connect(self._connect_page)
        self.view.opened.connect(self._open)

    def _connect_page(self, section: str) -> None:
        """A page was made: it begins to tell what a person wants."""
        view = self.view
        match section:
            case "devices":
                self.devices.shown.connect(view.devices.show_device)
                for role, card in view.devices.cards_of.items():
                    self._connect_device(role, card)
            case "catalogue":
                self.catalogue.work(view.catalogue)
            case "rules" | "calendar" | "forms":
                self.rules.work(view.page(section))
            case "papers":
                view.papers.layout_chosen.connect(self._choose_layout)
                view.papers.check_changed.connect(self._change_flag)
            case "care":
                self._connect_care(view.care)
            case "lock":
                view.lock.minutes_chosen.connect(self._choose_minutes)
            case "look":
                view.look.chosen.connect(self._choose_look)
            case "checks":
                view.checks.wanted.connect(self._check)

    def _connect_care(self, page: CarePage) -> None:
        care = self.care
        care.shown.connect(self._show_care)
        care.refused.connect(page.show_refusal)
        page.changed.connect(care.change)
        page.backup_wanted.connect(care.back_up)
        page.no_folder_wanted.connect(lambda: care.choose_folder(None))
        page.folder_wanted.connect(self._ask_folder)

    def _show_care(self, state: CareState) -> None:
        page = self.view.care
        page.show_settings(state.settings)
        page.show_backup(state.folder, state.backup, chosen=state.chosen, known=state.known)
        page.show_purge(state.purge)
        page.set_busy(state.busy)

    def _ask_folder(self) -> None:
        dialog = QFileDialog(self, self._text("settings.care.choose_title"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda path: self.care.choose_folder(Path(path)))
        dialog.open()

    def _ask_catalogue(self) -> None:
        dialog = QFileDialog(self, self._text("catalogue.choose_file"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilter(self._text("catalogue.file_kinds"))
        dialog.fileSelected.connect(lambda path: self.catalogue.read_file(Path(path)))
        dialog.open()

    def _ask_notes_file(self) -> None:
        dialog = QFileDialog(self, self._text("catalogue.save_notes"))
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("csv")
        dialog.selectFile(self._text("catalogue.notes_file"))
        dialog.fileSelected.connect(lambda path: self.catalogue.save_notes(Path(path)))
        dialog.open()

    def _connect_device(self, role: DeviceRole, card: DeviceCard) -> None:
        card.saved.connect(lambda choice: self.devices.save(role, choice))
        card.tested.connect(lambda: self.devices.test(role))

    def _open(self, section: str) -> None:
        self.devices.close()
        match section:
            case "office":
                self.view.office.show_context(self._services.office.current(), self._services.clock.now())
            case "devices":
                self.devices.open()
            case "catalogue":
                self.catalogue.open()
            case "rules" | "calendar" | "forms":
                self.rules.open(section)
            case "care":
                self.care.open()
            case "papers" | "lock":
                self._show_settings()
            case "look":
                self._load_look()

    def _show_settings(self) -> None:
        settings = self.keeper.settings
        if self.view.has("papers"):
            self.view.papers.show_settings(settings)
        if self.view.has("lock"):
            self.view.lock.show_minutes(settings.lock_after_minutes)

    def _load_look(self) -> None:
        task = self._tasks.database(self._appearance.load, owner=self, replaces="look")
        task.success(self.view.look.show_appearance)

    def _choose_layout(self, layout: str) -> None:
        self._change(replace(self.keeper.settings, layout=cast("Layout", layout)), apply=True)

    def _change_flag(self, name: str, on: bool) -> None:
        settings = self.keeper.settings
        if name == "print_after_accept":
            settings = replace(settings, print_after_accept=on)
        else:
            settings = replace(settings, slip_after_accept=on)
        self._change(settings, apply=False)

    def _choose_minutes(self, minutes: int) -> None:
        self._change(replace(self.keeper.settings, lock_after_minutes=minutes), apply=False)

    def _change(self, wanted: StationSettings, *, apply: bool) -> None:
        self.keeper.keep(
            wanted,
            apply=apply,
            kept=lambda: self._notices.success(self._text("settings.saved")),
            failed=self._not_changed,
        )

    def _not_changed(self, error: Exception) -> None:
        # The choice on the screen goes back to what is in force.
        self._show_settings()
        tell(self._notices)(error)

    # --- the look ------------------------------------------------------------------------------

    def _choose_look(self, wanted: Appearance) -> None:
        task = self._tasks.database(lambda: self._appearance.save(wanted), owner=self, replaces="look")
        task.success(lambda _: self._put_look(wanted)).failure(self._look_not_kept)

    def _put_look(self, wanted: Appearance) -> None:
        app = QApplication.instance()
        look = theme.current()
        if isinstance(app, QApplication) and (look.name, look.scale) != (wanted.theme, wanted.scale):
            theme.apply(app, cast("ThemeName", wanted.theme), wanted.scale)
        self.view.look.show_appearance(wanted)
        if wanted.language == self._language:
            return
        if self._change_language is not None:
            self._change_language(wanted.language)
        else:
            self._notices.info(self._text("settings.look.next_start"))

    def _look_not_kept(self, error: Exception) -> None:
        self._load_look()
        tell(self._notices)(error)

    # --- checks --------------------------------------------------------------------------------

    def _check(self) -> None:
        self.view.checks.set_running(True)
        task = self._tasks.network(self._run_checks, owner=self, replaces="checks")
        task.success(self._checked).failure(self._not_checked)

    def _checked(self, rows: Sequence[CheckRow]) -> None:
        self.view.checks.set_running(False)
        self.view.checks.show_rows(rows)

    def _not_checked(self, error: Exception) -> None:
        self.view.checks.set_running(False)
        tell(self._notices)(error)
