"""The section of the catalogue: looks procedures up, keeps notes, reads files and puts them in force."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Role
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.bundle import CounterServices
from counter_app.services.catalogue_import import CatalogueImport, check_size
from counter_app.services.office_context import OfficeContext
from counter_app.ui.settings.catalogue_page import MOST, CataloguePage
from counter_app.ui.settings.catalogue_words import CatalogueWords
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

WhoSits = Callable[[], Clerk | None]


class CataloguePresenter(QObject):
    """Works one page; ``file_wanted`` and ``notes_file_wanted`` ask the screen for a path."""

    file_wanted = Signal()
    notes_file_wanted = Signal()

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        who: WhoSits,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._procedures, self._own = services.procedures, services.procedures.own
        self._office, self._clock = services.office, services.clock
        self._tasks, self._notices, self._who = tasks, notices, who
        self._wording, self._words = wording, CatalogueWords(wording)
        self._page: CataloguePage | None = None
        self._found: CatalogueImport | None = None
        self._typed = ""
        self._code = ""

    def work(self, page: CataloguePage) -> None:
        """Take a page to work with."""
        self._page = page
        page.searched.connect(self.search)
        page.looked_at.connect(self.look_at)
        page.note_written.connect(self.write_note)
        page.notes_wanted.connect(self.notes_file_wanted)
        page.imports.file_wanted.connect(self.file_wanted)
        page.imports.stored.connect(self.store)
        page.imports.dropped.connect(self._drop)

    def open(self) -> None:
        """What is in force now."""
        page = self._page
        if page is None:
            return
        page.show_catalogue(self._words.catalogue(self._office.current().catalogue))
        self.search(self._typed)
        self._drop()
        task = self._tasks.database(self._own.comes_from_centre, owner=self, replaces="source")
        task.success(lambda sent: page.imports.show_source(from_centre=sent)).failure(tell(self._notices))

    def search(self, typed: str) -> None:
        """What is found for it; the search is in memory and quick."""
        self._typed = typed
        if self._page is not None:
            self._page.show_rows(self._procedures.find(typed, limit=MOST))

    def look_at(self, code: str) -> None:
        """Show a procedure in full."""
        procedure = self._procedures.get(code)
        if self._page is not None and procedure is not None:
            self._code = code
            self._page.show_procedure(self._words.procedure(procedure), may_write=self._may_write())

    def write_note(self, code: str, note: str, keywords: str) -> None:
        """Keep the office's note and keywords of a procedure."""
        clerk = self._who()
        if clerk is None:
            return
        words = tuple(re.split(r"[,;\n]", keywords))
        task = self._tasks.database(lambda: self._own.write_note(clerk, code, note, words), owner=self)
        task.success(lambda _: self._written()).failure(self._not_written)

    def read_file(self, path: Path) -> None:
        """Look a file through; nothing is stored yet."""
        if self._page is None:
            return
        self._page.imports.set_busy(True)

        def read() -> tuple[CatalogueImport, bool]:
            try:
                check_size(path.stat().st_size)
                data = path.read_bytes()
            except OSError as error:
                raise DomainError("catalogue.bad_file") from error
            return self._own.read_file(data), self._own.comes_from_centre()

        task = self._tasks.database(read, owner=self, replaces="file")
        task.success(lambda read: self._show_found(*read)).failure(self._not_read)

    def store(self) -> None:
        """Put what was read in force."""
        found, clerk = self._found, self._who()
        if found is None or clerk is None or self._page is None:
            return
        self._page.imports.set_busy(True)
        on = local(self._clock.now()).date()
        task = self._tasks.database(lambda: self._own.store(clerk, found, on), owner=self)
        task.success(self._stored).failure(self._not_read)

    def save_notes(self, path: Path) -> None:
        """Write all notes as a file that the central system takes in."""

        def save() -> None:
            try:
                path.write_bytes(self._own.notes_file())
            except OSError as error:
                raise DomainError("catalogue.not_saved", file=path.name) from error

        task = self._tasks.database(save, owner=self)
        saved = self._wording.text("catalogue.notes_saved", file=path.name)
        task.success(lambda _: self._notices.success(saved)).failure(tell(self._notices))

    def _may_write(self) -> bool:
        clerk = self._who()
        return clerk is not None and clerk.role is not Role.CLERK

    def _written(self) -> None:
        self._notices.success(self._wording.text("settings.saved"))
        code = self._code
        self.search(self._typed)
        self.look_at(code)

    def _not_written(self, error: Exception) -> None:
        if isinstance(error, DomainError) and self._page is not None:
            self._page.refuse(self._wording.error(error))
        else:
            tell(self._notices)(error)

    def _show_found(self, found: CatalogueImport, from_centre: bool) -> None:
        assert self._page is not None
        self._found = found
        clerk = self._who()
        allowed = clerk is not None and clerk.role is Role.ADMINISTRATOR
        self._page.imports.set_busy(False)
        self._page.imports.show_source(from_centre=from_centre)
        self._page.imports.show_import(self._words.imported(found, can_store=allowed and not from_centre))
        self._page.show_top()

    def _stored(self, context: OfficeContext) -> None:
        assert self._page is not None
        self._page.imports.set_busy(False)
        version = context.catalogue.version
        self._notices.success(self._wording.text("catalogue.import.done", version=version))
        self.open()

    def _not_read(self, error: Exception) -> None:
        assert self._page is not None
        self._page.imports.set_busy(False)
        if isinstance(error, DomainError):
            self._page.imports.refuse(self._wording.error(error))
            self._page.show_top()
        else:
            tell(self._notices)(error)

    def _drop(self) -> None:
        self._found = None
        if self._page is not None:
            self._page.imports.show_import(None)
