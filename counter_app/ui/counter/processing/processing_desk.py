"""The acts on the dossier in hand: the menu, the form of each, a look at its slip, recording, printing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from counter_app.domain.course import resumed_status
from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Role
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.bundle import CounterServices
from counter_app.services.due_wording import explain_due
from counter_app.services.paper_content import papers_of
from counter_app.services.ports import PrintResult
from counter_app.services.printing import FORM, Printed
from counter_app.services.processing_dues import due_after_supplement, last_day_to_apologise
from counter_app.services.processing_offer import Deed, offered
from counter_app.services.processing_wishes import Approval
from counter_app.ui.counter.dossiers.dossier_cells import short_code
from counter_app.ui.counter.dossiers.due_words import notice_by_words, notice_is_late
from counter_app.ui.counter.parts.paper_trail import WORKERS
from counter_app.ui.counter.parts.saved_file import saved_path, tell_saved
from counter_app.ui.counter.processing.deeds import do, new_papers
from counter_app.ui.counter.processing.end_dialogs import EndDialog, ReappointDialog
from counter_app.ui.counter.processing.leave_fields import Leave
from counter_app.ui.counter.processing.resume_dialog import ResumeDialog
from counter_app.ui.counter.processing.slip_look import RenderPages, SlipLook
from counter_app.ui.counter.processing.supplement_dialogs import AskSupplementDialog, TakeSupplementDialog
from counter_app.ui.counter.processing.wish_dialog import WishDialog
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared import icons
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

ICONS: Final = {
    Deed.ASK_SUPPLEMENT: "file-clock",
    Deed.TAKE_SUPPLEMENT: "file-check",
    Deed.REAPPOINT: "alarm-clock",
    Deed.REFUSE: "file-x",
    Deed.STOP: "pause",
    Deed.RESUME: "play",
}


class ProcessingDesk(QObject):
    """``changed`` tells the dossier of which something was recorded or printed."""

    changed = Signal(str)

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        render_pages: RenderPages,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._seat = services, tasks, seat
        self._look = SlipLook(services, tasks, wording, notices, render_pages, parent)
        self._wording, self._text, self._notices = wording, wording.text, notices
        self._window = parent
        self._forms: dict[Deed, Callable[[Dossier, str], WishDialog]] = {
            Deed.ASK_SUPPLEMENT: self._ask_form,
            Deed.TAKE_SUPPLEMENT: self._take_form,
            Deed.REAPPOINT: self._reappoint_form,
            Deed.REFUSE: self._refuse_form,
            Deed.STOP: self._stop_form,
            Deed.RESUME: self._resume_form,
        }

    def menu(self, dossier: Dossier) -> QMenu:
        """What can be done with it now, then the papers that it has."""
        menu = QMenu(self._window)
        for deed in offered(dossier):
            action = menu.addAction(icons.icon(ICONS[deed]), self._text(f"processing.menu.{deed.value}"))
            action.triggered.connect(lambda _=False, deed=deed: self.ask(deed, dossier))
        menu.addSeparator()
        if not dossier.cancelled and not dossier.erased:
            for paper in papers_of(dossier):
                form = self._text(f"dossiers.paper.{paper.form}")
                named = f"{form} {paper.number}".strip()
                look = menu.addAction(icons.icon("eye"), self._text("processing.menu.look", paper=named))
                look.triggered.connect(lambda _=False, name=paper.name: self.show_paper(dossier, name))
                again = "print_again" if dossier.prints.get(paper.name) else "print"
                words = self._text(f"processing.menu.{again}", paper=named)
                action = menu.addAction(icons.icon("printer"), words)
                action.triggered.connect(lambda _=False, name=paper.name: self.print_paper(dossier.id, name))
        return menu

    def ask(self, deed: Deed, dossier: Dossier) -> WishDialog:
        """Open the form of an act; it closes when that is recorded."""
        lead, number = short_code(dossier.code)
        dialog = self._forms[deed](dossier, lead + number)
        dialog.given.connect(lambda wish: self._record(deed, dossier, wish, dialog))
        dialog.preview_wanted.connect(lambda wish: self._rehearse(deed, dossier, wish, dialog))
        dialog.open()
        return dialog

    def show_paper(self, dossier: Dossier, name: str) -> None:
        """Show one of the dossier's papers as it would be printed now; from there it can be."""
        self._look.at_paper(dossier, name, lambda: self.print_paper(dossier.id, name))

    def print_paper(self, dossier_id: str, name: str) -> None:
        """Print one of the dossier's papers."""
        printing, clerk = self._services.printing, self._seat.clerk
        task = self._tasks.device(
            WORKERS[FORM], lambda: printing.print_paper(dossier_id, clerk, name), owner=self
        )
        task.success(lambda printed: self._printed(dossier_id, printed)).failure(self._not_printed)

    # --- recording -----------------------------------------------------------------------------

    def _rehearse(self, deed: Deed, dossier: Dossier, wish: object, dialog: WishDialog) -> None:
        """Lay the slip out as the act would make it; nothing is kept."""
        processing, clerk = self._services.processing.rehearsing(), self._seat.clerk
        task = self._tasks.database(
            lambda: do(processing, deed, dossier.id, clerk, wish, self._supervisor_of), owner=self
        )
        task.success(lambda changed: self._look.at_draft(dialog, dossier, changed))
        task.failure(lambda error: _refused(dialog, error))

    def _record(self, deed: Deed, dossier: Dossier, wish: object, dialog: WishDialog) -> None:
        clerk = self._seat.clerk
        processing = self._services.processing
        task = self._tasks.database(
            lambda: do(processing, deed, dossier.id, clerk, wish, self._signed_leave), owner=self
        )

        def recorded(changed: Dossier) -> None:
            dialog.done_with()
            self._notices.success(self._text(f"processing.{deed.value}.done", code=changed.code))
            self.changed.emit(changed.id)
            if deed not in (Deed.TAKE_SUPPLEMENT, Deed.RESUME):
                self._print_newest(dossier, changed)

        task.success(recorded).failure(lambda error: _refused(dialog, error))

    def _signed_leave(self, clerk: Clerk, leave: Leave) -> Approval:
        """A supervisor who gave her PIN, or the clerk who is one."""
        supervisor = clerk
        if leave.supervisor != clerk.id:
            supervisor = self._services.sign_in.attempt(leave.supervisor, leave.pin).clerk
        return Approval(supervisor, leave.reason)

    def _supervisor_of(self, clerk: Clerk, leave: Leave) -> Approval:
        """The same for a rehearsal, which needs no PIN: nothing is recorded."""
        known = {one.id: one for one in self._services.office.directory().clerks}
        return Approval(known.get(leave.supervisor, clerk), leave.reason)

    def _print_newest(self, before: Dossier, after: Dossier) -> None:
        for name in new_papers(before, after):
            self.print_paper(after.id, name)

    def _printed(self, dossier_id: str, printed: Printed) -> None:
        paper = self._text(f"dossiers.paper.{printed.paper}")
        result = printed.outcome.result
        said = self._text(f"processing.printed.{result.value}", paper=paper)
        if result is PrintResult.PRINTED:
            self._notices.success(said)
        else:
            tell_saved(self._notices, self._wording, said, saved_path(printed.outcome))
        self.changed.emit(dossier_id)

    def _not_printed(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            raise error
        self._notices.warning(self._text("processing.printed.not", why=self._wording.error(error)))

    # --- forms ---------------------------------------------------------------------------------

    def _ask_form(self, dossier: Dossier, code: str) -> WishDialog:
        return AskSupplementDialog(
            self._wording,
            code,
            dossier.components,
            self._today(),
            again=bool(dossier.course.rounds),
            notice=self._notice(dossier),
            supervisors=self._supervisors(),
            own_leave=self._own_leave(),
            parent=self._window,
        )

    def _notice(self, dossier: Dossier) -> str:
        """Until when the slip has to go out, or that it is late; nothing where no such time counts."""
        alerts, now = self._services.alerts.of(dossier), self._services.clock.now()
        if alerts.notice_by is None:
            return ""
        late = notice_is_late(alerts.notice_by, now)
        by = notice_by_words(self._wording, alerts.notice_by, alerts.notice_clause)
        return self._text(f"processing.ask_supplement.{'late' if late else 'by'}", time=by)

    def _supervisors(self) -> list[tuple[str, str]]:
        clerks, me = self._services.office.directory().clerks, self._seat.clerk
        leaders = [one for one in clerks if one.active and one.role is not Role.CLERK]
        return [(one.id, one.name) for one in leaders if one.id != me.id]

    def _own_leave(self) -> str:
        me = self._seat.clerk
        return me.id if me.role is not Role.CLERK else ""

    def _take_form(self, dossier: Dossier, code: str) -> WishDialog:
        awaited = dossier.course.awaited
        items = "; ".join(item.name for item in awaited.asked.items) if awaited is not None else ""
        text = self._text("processing.take_supplement.text", items=items)
        now = self._services.clock.now()
        return TakeSupplementDialog(
            self._wording, code, text, now, lambda at: self._due_if(dossier, at), self._window
        )

    def _due_if(self, dossier: Dossier, at: datetime) -> str:
        try:
            due = due_after_supplement(dossier, at, self._services.office.current())
        except DomainError as error:
            return self._wording.error(error)
        steps = explain_due(self._wording, due.steps, today=self._today())
        if due.due_at is None:
            return steps
        shown = self._wording.date_time(due.due_at)
        return f"{self._text('processing.take_supplement.due', time=shown)}. {steps}"

    def _reappoint_form(self, dossier: Dossier, code: str) -> WishDialog:
        context = self._services.office.current()
        latest = last_day_to_apologise(dossier, context)
        text = self._text(
            "processing.reappoint.text",
            due=self._wording.date_time(dossier.due_at) if dossier.due_at is not None else "–",
            latest=f"{latest:%d/%m/%Y}" if latest is not None else "–",
        )
        agency = context.directory.office.parent_name
        return ReappointDialog(self._wording, code, text, agency, self._today(), self._window)

    def _refuse_form(self, dossier: Dossier, code: str) -> WishDialog:
        text = self._text("processing.refuse.text", name=dossier.owner.full_name)
        return EndDialog(self._wording, "refuse", code, text, parent=self._window)

    def _stop_form(self, dossier: Dossier, code: str) -> WishDialog:
        text = self._text("processing.stop.text", name=dossier.owner.full_name)
        return EndDialog(self._wording, "stop", code, text, outside=self._outside(), parent=self._window)

    def _outside(self) -> str:
        """What has to be written elsewhere, where the forms of the day have no notice of stopping."""
        try:
            form = self._services.processing.stop_form()
        except DomainError as error:
            return self._wording.error(error)
        if form.there:
            return ""
        packages = self._services.forms.shelf.packages()
        name = next((one.name for one in packages if one.key == form.package), form.package)
        return self._text("processing.stop.outside", package=name)

    def _resume_form(self, dossier: Dossier, code: str) -> WishDialog:
        back = self._text(f"status.{int(resumed_status(dossier.course))}")
        due = "–" if dossier.due_at is None else self._wording.date_time(dossier.due_at)
        text = self._text("processing.resume.text", status=back, due=due)
        return ResumeDialog(
            self._wording,
            code,
            text,
            supervisors=self._supervisors(),
            own_leave=self._own_leave(),
            parent=self._window,
        )

    def _today(self) -> date:
        return local(self._services.clock.now()).date()


def _refused(dialog: WishDialog, error: Exception) -> None:
    dialog.show_refusal(error)
    if not isinstance(error, DomainError):
        raise error
