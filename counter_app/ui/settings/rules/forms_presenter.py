"""The form packages: chosen by an administrator; blank forms shown, printed and saved by anybody."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import NamedTemporaryFile

from PySide6.QtCore import QObject, Signal

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.bundle import CounterServices
from counter_app.services.form_choice import OfferedForm, OfferedPackage
from counter_app.services.ports import PrintOutcome, PrintResult
from counter_app.ui.settings.rules.forms_state import FormsState, SheetState
from counter_app.ui.settings.rules.forms_words import FormsWords
from counter_app.ui.settings.rules.permission import WhoSits, may_change
from counter_app.ui.settings.state import Told
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.shared.tokens import Tone
from counter_app.ui.tasks import Tasks

RenderPages = Callable[[bytes], Sequence[bytes]]
"""Pictures of a PDF's pages as PNG; slow, called off the GUI thread."""
COPIES = range(1, 101)


class FormsPresenter(QObject):
    """Tells a ``FormsState``, and a ``SheetState`` of the form that is looked at."""

    shown = Signal(object)
    sheet = Signal(object)

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        who: WhoSits,
        render: RenderPages,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._forms, self._printing, self._clock = services.forms, services.printing, services.clock
        self._tasks, self._notices, self._render = tasks, notices, render
        self._who, self._wording, self._words = who, wording, FormsWords(wording)
        self._package = ""
        self._offered: dict[str, OfferedForm] = {}
        self._sheet, self._pdf = SheetState(), b""

    def open(self) -> None:
        """The package that is printed with today."""
        self._package = ""
        self._look()

    def look_at(self, package: str) -> None:
        """The forms of another package."""
        self._package = package
        self._look()

    def choose(self, package: str) -> None:
        """Print with another package from now on."""
        clerk = self._who()
        if clerk is None:
            return

        def done(_: object) -> None:
            self._notices.success(self._wording.text("form_packages.chosen"))
            self._package = package
            self._look()

        task = self._tasks.database(lambda: self._forms.choose(clerk, package), owner=self)
        task.success(done).failure(tell(self._notices))

    def show_form(self, key: str) -> None:
        """A blank form as pictures."""
        package, shelf, render = self._package, self._forms.shelf, self._render
        offered = self._offered.get(key)
        if offered is None:
            return
        self._pdf = b""
        self._emit(SheetState(key, source=offered.source))

        def make() -> tuple[bytes, tuple[bytes, ...]]:
            pdf = shelf.blank(package, key)
            return pdf, tuple(render(pdf))

        def made(found: tuple[bytes, tuple[bytes, ...]]) -> None:
            self._pdf = found[0]
            self._emit(replace(self._sheet, pages=found[1]))

        def failed(error: Exception) -> None:
            if not isinstance(error, DomainError):
                raise error
            self._tell(Told("circle-alert", self._wording.error(error), Tone.RED))

        self._tasks.network(make, owner=self, replaces="sheet").success(made).failure(failed)

    def print_blank(self, typed: str) -> None:
        """Print so many copies of the form that is looked at."""
        copies = int(typed) if typed.isascii() and typed.isdigit() and len(typed) < 4 else 0
        if copies not in COPIES:
            error = DomainError("forms.bad_copies", min=COPIES[0], max=COPIES[-1])
            self._tell(Told("circle-alert", self._wording.error(error), Tone.RED))
            return
        printer, pdf, form = self._printing.printers.page, self._pdf, self._offered.get(self._sheet.form)
        if form is None or not pdf:
            return
        if printer is None:
            words = self._wording.error(DomainError("print.no_page_printer"))
            self._tell(Told("printer-x", words, Tone.RED))
            return

        def work() -> tuple[PrintOutcome, int]:
            title, done = f"mau-{form.number}", 0
            while True:
                outcome = printer.print_pdf(pdf, title=title, paper=form.paper)
                came_out = outcome.result in (PrintResult.PRINTED, PrintResult.SENT)
                done += came_out
                if done == copies or not came_out:
                    return outcome, done

        def printed(found: tuple[PrintOutcome, int]) -> None:
            self._emit(replace(self._sheet, busy=False))
            self._tell(self._words.printed(found[0], found[1], copies))

        def failed(error: Exception) -> None:
            self._emit(replace(self._sheet, busy=False))
            tell(self._notices)(error)

        self._emit(replace(self._sheet, busy=True, told=None))
        self._tasks.device("page_printer", work, owner=self).success(printed).failure(failed)

    def save_pdf(self, file: Path) -> None:
        """Keep the form that is looked at as a file."""
        pdf = self._pdf

        def done(_: None) -> None:
            self._tell(Told("save", self._wording.text("form_packages.saved", path=str(file)), Tone.GREEN))

        def failed(error: Exception) -> None:
            if not isinstance(error, OSError):
                raise error
            words = self._wording.text("form_packages.not_saved", path=str(file))
            self._tell(Told("circle-alert", words, Tone.RED))

        self._tasks.network(lambda: _write(file, pdf), owner=self).success(done).failure(failed)

    def file_name(self) -> str:
        """What the form is called as a file."""
        form = self._offered.get(self._sheet.form)
        return "" if form is None else f"mau-{form.number}-{self._package}.pdf"

    # --- inside --------------------------------------------------------------------------------

    def _look(self) -> None:
        forms, wanted, words = self._forms, self._package, self._words
        administrator = may_change(self._who())
        today = local(self._clock.now()).date()

        def read() -> FormsState:
            offered: tuple[OfferedPackage, ...] = tuple(forms.shelf.packages())
            used = forms.shelf.used_on(today)
            return words.state(
                offered,
                chosen=forms.chosen(),
                used=used,
                looked_at=wanted or used,
                fixed=forms.fixed(),
                administrator=administrator,
            )

        task = self._tasks.database(read, owner=self, replaces="packages")
        task.success(self._show).failure(tell(self._notices))

    def _show(self, state: FormsState) -> None:
        self._package = state.looked_at
        self._offered = {form.key: form for form in state.forms}
        self.shown.emit(state)
        kept = self._sheet.form if self._sheet.form in self._offered else state.forms[0].key
        self.show_form(kept)

    def _tell(self, told: Told) -> None:
        self._emit(replace(self._sheet, told=told))

    def _emit(self, sheet: SheetState) -> None:
        self._sheet = sheet
        self.sheet.emit(sheet)


def _write(file: Path, pdf: bytes) -> None:
    """All of it or nothing: the old file stays until the new one is whole."""
    with NamedTemporaryFile(dir=file.parent, prefix=".mau-", delete=False) as half:
        half.write(pdf)
    try:
        Path(half.name).replace(file)
    except OSError:
        Path(half.name).unlink(missing_ok=True)
        raise
