"""The sections of the settings and the page of the one that is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from counter_app.i18n import Wording
from counter_app.ui.settings.care_page import CarePage
from counter_app.ui.settings.catalogue_page import CataloguePage
from counter_app.ui.settings.checks_page import ChecksPage
from counter_app.ui.settings.devices_page import DevicesPage
from counter_app.ui.settings.office_page import OfficePage
from counter_app.ui.settings.page import Page
from counter_app.ui.settings.rules import sections as rules
from counter_app.ui.settings.section_list import SectionList
from counter_app.ui.settings.simple_pages import LockPage, LookPage, PapersPage
from counter_app.ui.shared.styling import hairline

SECTIONS: Final = (
    ("office", "building-2"),
    ("devices", "printer"),
    ("catalogue", "list"),
    *rules.SECTIONS,
    ("papers", "file-text"),
    ("care", "hard-drive"),
    ("look", "contrast"),
    ("lock", "lock"),
    ("checks", "shield-check"),
)
_PAGES: Final[dict[str, Callable[[Wording], Page]]] = {
    "office": OfficePage,
    "devices": DevicesPage,
    "catalogue": CataloguePage,
    **rules.PAGES,
    "papers": PapersPage,
    "care": CarePage,
    "look": LookPage,
    "lock": LockPage,
    "checks": ChecksPage,
}
P = TypeVar("P", bound=Page)


class SettingsView(QWidget):
    """``opened`` tells the section that is looked at now; a page is made when it is first needed."""

    made = Signal(str)
    opened = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._wording = wording
        named = [(key, icon, wording.text(f"settings.section.{key}")) for key, icon in SECTIONS]
        self.sections = SectionList(named, name=wording.text("settings.sections"))
        self._pages: dict[str, Page] = {}
        self._stack = QStackedWidget()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sections)
        row.addWidget(hairline(vertical=True))
        row.addWidget(self._stack, 1)
        self.sections.chosen.connect(self.open)
        self.sections.select(SECTIONS[0][0])

    @property
    def office(self) -> OfficePage:
        """The office."""
        return self._page("office", OfficePage)

    @property
    def devices(self) -> DevicesPage:
        """The devices."""
        return self._page("devices", DevicesPage)

    @property
    def catalogue(self) -> CataloguePage:
        """The catalogue of procedures."""
        return self._page("catalogue", CataloguePage)

    @property
    def papers(self) -> PapersPage:
        """The papers."""
        return self._page("papers", PapersPage)

    @property
    def care(self) -> CarePage:
        """Sync and backups."""
        return self._page("care", CarePage)

    @property
    def look(self) -> LookPage:
        """The look."""
        return self._page("look", LookPage)

    @property
    def lock(self) -> LockPage:
        """The lock."""
        return self._page("lock", LockPage)

    @property
    def checks(self) -> ChecksPage:
        """The checks."""
        return self._page("checks", ChecksPage)

    def has(self, section: str) -> bool:
        """Whether the page of a section was made already."""
        return section in self._pages

    def section(self) -> str:
        """The open section."""
        return self.sections.selected()

    def open(self, section: str) -> None:
        """Open a section."""
        self.sections.select(section)
        self._stack.setCurrentWidget(self.page(section))
        self.opened.emit(section)

    def page(self, section: str) -> Page:
        """The page of a section."""
        if section not in self._pages:
            page = _PAGES[section](self._wording)
            self._pages[section] = page
            self._stack.addWidget(page)
            self.made.emit(section)
        return self._pages[section]

    def _page(self, section: str, kind: type[P]) -> P:
        page = self.page(section)
        assert isinstance(page, kind)
        return page
