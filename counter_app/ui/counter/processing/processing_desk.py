"""The acts on the dossier in hand: the menu, the form of each, recording it, and its slip at once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

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
from counter_app.services.processing_wishes import Approval, EndWish, ReappointWish, SupplementWish
from counter_app.ui.counter.dossiers.dossier_cells import short_code
from counter_app.ui.counter.parts.paper_trail import WORKERS
from counter_app.ui.counter.processing.end_dialogs import EndDialog, ReappointDialog
from counter_app.ui.counter.processing.supplement_dialogs import (
    AskedWish,
    AskSupplementDialog,
    TakenWish,
    TakeSupplementDialog,
)
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
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._seat = services, tasks, seat
        self._wording, self._text, self._notices = wording, wording.text, notices
        self._window = parent
        self._forms: dict[Deed, Callable[[Dossier, str], WishDialog]] = {
            Deed.ASK_SUPPLEMENT: self._ask_form,
            Deed.TAKE_SUPPLEMENT: self._take_form,
            Deed.REAPPOINT: self._reappoint_form,
            Deed.REFUSE: self._refuse_form,
            Deed.STOP: self._stop_form,
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
                again = "print_again" if dossier.prints.get(paper.name) else "print"
                words = self._text(f"processing.menu.{again}", paper=f"{form} {paper.number}".strip())
                action = menu.addAction(icons.icon("printer"), words)
                action.triggered.connect(lambda _=False, name=paper.name: self.print_paper(dossier.id, name))
        return menu

    def ask(self, deed: Deed, dossier: Dossier) -> WishDialog:
        """Open the form of an act; it closes when that is recorded."""
        lead, number = short_code(dossier.code)
        dialog = self._forms[deed](dossier, lead + number)
        dialog.given.connect(lambda wish: self._record(deed, dossier, wish, dialog))
        dialog.open()
        return dialog

    def print_paper(self, dossier_id: str, name: str) -> None:
        """Print one of the dossier's papers."""
        printing, clerk = self._services.printing, self._seat.clerk
        task = self._tasks.device(
            WORKERS[FORM], lambda: printing.print_paper(dossier_id, clerk, name), owner=self
        )
        task.success(lambda printed: self._printed(dossier_id, printed)).failure(self._not_printed)

    # --- recording -----------------------------------------------------------------------------

    def _record(self, deed: Deed, dossier: Dossier, wish: object, dialog: WishDialog) -> None:
        clerk = self._seat.clerk
        task = self._tasks.database(lambda: self._do(deed, dossier.id, clerk, wish), owner=self)

        def recorded(changed: Dossier) -> None:
            dialog.done_with()
            self._notices.success(self._text(f"processing.{deed.value}.done", code=changed.code))
            self.changed.emit(changed.id)
            if deed is not Deed.TAKE_SUPPLEMENT:
                self._print_newest(dossier, changed)

        def refused(error: Exception) -> None:
            dialog.show_refusal(error)
            if not isinstance(error, DomainError):
                raise error

        task.success(recorded).failure(refused)

    def _do(self, deed: Deed, dossier_id: str, clerk: Clerk, wish: object) -> Dossier:
        processing = self._services.processing
        match deed, wish:
            case Deed.ASK_SUPPLEMENT, AskedWish():
                return processing.ask_supplement(dossier_id, clerk, self._approved(clerk, wish))
            case Deed.TAKE_SUPPLEMENT, TakenWish():
                return processing.take_supplement(
                    dossier_id, clerk, completed_at=wish.completed_at, note=wish.note
                )
            case Deed.REAPPOINT, ReappointWish():
                return processing.reappoint(dossier_id, clerk, wish)
            case Deed.REFUSE, EndWish():
                return processing.refuse(dossier_id, clerk, wish)
            case Deed.STOP, EndWish():
                return processing.stop(dossier_id, clerk, wish)
        raise TypeError(deed)

    def _approved(self, clerk: Clerk, asked: AskedWish) -> SupplementWish:
        if not asked.supervisor:
            return asked.wish
        supervisor = clerk
        if asked.supervisor != clerk.id:
            supervisor = self._services.sign_in.attempt(asked.supervisor, asked.pin).clerk
        return replace(asked.wish, approval=Approval(supervisor, asked.again_reason))

    def _print_newest(self, before: Dossier, after: Dossier) -> None:
        """The slip that the act made: the one that was not there before."""
        known = {paper.name for paper in papers_of(before)}
        for paper in papers_of(after):
            if paper.name not in known:
                self.print_paper(after.id, paper.name)

    def _printed(self, dossier_id: str, printed: Printed) -> None:
        paper = self._text(f"dossiers.paper.{printed.paper}")
        result = printed.outcome.result
        said = self._text(f"processing.printed.{result.value}", paper=paper)
        (self._notices.success if result is PrintResult.PRINTED else self._notices.warning)(said)
        self.changed.emit(dossier_id)

    def _not_printed(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            raise error
        self._notices.warning(self._text("processing.printed.not", why=self._wording.error(error)))

    # --- forms ---------------------------------------------------------------------------------

    def _ask_form(self, dossier: Dossier, code: str) -> WishDialog:
        me = self._seat.clerk
        directory = self._services.office.directory()
        leaders = [one for one in directory.clerks if one.active and one.role is not Role.CLERK]
        return AskSupplementDialog(
            self._wording,
            code,
            dossier.components,
            self._today(),
            again=bool(dossier.course.rounds),
            supervisors=[(one.id, one.name) for one in leaders if one.id != me.id],
            own_leave=me.id if me.role is not Role.CLERK else "",
            parent=self._window,
        )

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
        return EndDialog(self._wording, "refuse", code, text, self._window)

    def _stop_form(self, dossier: Dossier, code: str) -> WishDialog:
        text = self._text("processing.stop.text", name=dossier.owner.full_name)
        return EndDialog(self._wording, "stop", code, text, self._window)

    def _today(self) -> date:
        return local(self._services.clock.now()).date()
