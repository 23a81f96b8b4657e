"""The sections of the settings and the page of the one that is open."""

from __future__ import annotations

from typing import Final

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from counter_app.i18n import Wording
from counter_app.ui.settings.checks_page import ChecksPage
from counter_app.ui.settings.devices_page import DevicesPage
from counter_app.ui.settings.office_page import OfficePage
from counter_app.ui.settings.section_list import SectionList
from counter_app.ui.settings.simple_pages import LockPage, LookPage, PapersPage
from counter_app.ui.shared.styling import hairline

SECTIONS: Final = (
    ("office", "building-2"),
    ("devices", "printer"),
    ("papers", "file-text"),
    ("look", "contrast"),
    ("lock", "lock"),
    ("checks", "shield-check"),
)


class SettingsView(QWidget):
    """``opened`` tells the section that is looked at now."""

    opened = Signal(str)

    def __init__(self, wording: Wording, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        named = [(key, icon, wording.text(f"settings.section.{key}")) for key, icon in SECTIONS]
        self.sections = SectionList(named, name=wording.text("settings.sections"))
        self.office, self.devices = OfficePage(wording), DevicesPage(wording)
        self.papers, self.look = PapersPage(wording), LookPage(wording)
        self.lock, self.checks = LockPage(wording), ChecksPage(wording)
        self._pages: dict[str, QWidget] = {
            "office": self.office,
            "devices": self.devices,
            "papers": self.papers,
            "look": self.look,
            "lock": self.lock,
            "checks": self.checks,
        }
        self._stack = QStackedWidget()
        for page in self._pages.values():
            self._stack.addWidget(page)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sections)
        row.addWidget(hairline(vertical=True))
        row.addWidget(self._stack, 1)
        self.sections.chosen.connect(self.open)
        self.sections.select("office")

    def section(self) -> str:
        """The open section."""
        return self.sections.selected()

    def open(self, section: str) -> None:
        """Open a section."""
        self.sections.select(section)
        self._stack.setCurrentWidget(self._pages[section])
        self.opened.emit(section)
