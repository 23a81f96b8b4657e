"""Looking at a slip before it is recorded, or at a paper before it is printed."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget
from shiboken6 import isValid

from counter_app.domain.dossier import Dossier
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.ui.counter.dossiers.dossier_cells import short_code
from counter_app.ui.counter.dossiers.paper_preview import PaperPreview
from counter_app.ui.counter.processing.deeds import new_papers
from counter_app.ui.counter.processing.wish_dialog import WishDialog
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

RenderPages = Callable[[bytes], Sequence[bytes]]
"""Pages of a PDF as PNG files; slow, called off the GUI thread."""


class SlipLook(QObject):
    """Lays papers out and shows them; nothing is recorded."""

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        render_pages: RenderPages,
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._printing, self._tasks, self._notices = services.printing, tasks, notices
        self._wording, self._text = wording, wording.text
        self._render, self._window = render_pages, window

    def at_paper(self, dossier: Dossier, name: str, on_print: Callable[[], object]) -> None:
        """One of the dossier's papers; ``on_print`` prints it."""
        printing, render = self._printing, self._render
        task = self._tasks.device(
            "preview", lambda: render(printing.preview_paper(dossier.id, name)), owner=self
        )

        def shown(pages: Sequence[bytes]) -> None:
            words = self._text("processing.preview.print")
            self._show(self._window, dossier, name, pages, words).print_pressed.connect(on_print)

        task.success(shown).failure(tell(self._notices))

    def at_draft(self, dialog: WishDialog, before: Dossier, after: Dossier) -> None:
        """The slip that an act would make; from there it can be done, or one goes back to the form."""
        names = new_papers(before, after)
        if not names or not isValid(dialog):
            return
        printing, render, name = self._printing, self._render, names[0]
        task = self._tasks.device("preview", lambda: render(printing.preview_of(after, name)), owner=self)

        def shown(pages: Sequence[bytes]) -> None:
            if isValid(dialog):
                dialog.preview.set_busy(False)
                preview = self._show(dialog, after, name, pages, dialog.act.words())
                preview.print_pressed.connect(dialog.agree)

        def failed(error: Exception) -> None:
            if isValid(dialog):
                dialog.preview.set_busy(False)
            tell(self._notices)(error)

        task.success(shown).failure(failed)

    def _show(
        self, parent: QWidget, dossier: Dossier, name: str, pages: Sequence[bytes], words: str
    ) -> PaperPreview:
        form = self._text(f"dossiers.paper.{name.partition(' ')[0]}")
        lead, number = short_code(dossier.code)
        title = self._text("processing.preview.title", paper=form, code=lead + number)
        preview = PaperPreview(self._wording, title, pages, print_words=words, parent=parent)
        preview.open()
        return preview
