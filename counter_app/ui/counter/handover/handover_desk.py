"""Handing dossiers over and taking them back: what is offered, the forms, recording, and the list."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QWidget

from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.handovers import holder
from counter_app.domain.office import Clerk
from counter_app.i18n import Wording
from counter_app.services.alerts import OVER
from counter_app.services.bundle import CounterServices
from counter_app.services.form_values import CONTROL
from counter_app.services.handovers import HandedOn, HandOverWish, TakeBackWish, offered_legs
from counter_app.services.ports import PrintResult
from counter_app.services.printing import FORM, Printed
from counter_app.ui.counter.dossiers.dossier_cells import short_code
from counter_app.ui.counter.handover.handover_dialogs import Departments, HandOverDialog, TakeBackDialog
from counter_app.ui.counter.handover.pile_dialog import PileDialog, PileState, PileWish
from counter_app.ui.counter.parts.paper_trail import WORKERS
from counter_app.ui.counter.parts.saved_file import saved_path, tell_saved
from counter_app.ui.counter.processing.wish_dialog import WishDialog
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared import icons
from counter_app.ui.shared.dialogs import ask_reason
from counter_app.ui.shared.failed_task import tell
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks

HAND_OVER, TAKE_BACK, STRIKE = "hand_over", "take_back", "strike"
DEEDS: Final = (HAND_OVER, TAKE_BACK, STRIKE)
ICONS: Final = {HAND_OVER: "send", TAKE_BACK: "arrow-left", STRIKE: "ban"}


def offered(dossier: Dossier) -> tuple[str, ...]:
    """What its state allows."""
    if dossier.cancelled or dossier.erased:
        return ()
    fits = {
        HAND_OVER: dossier.status not in OVER,
        TAKE_BACK: holder(dossier.course.legs) is not None,
        STRIKE: bool(offered_legs(dossier)),
    }
    return tuple(deed for deed, fit in fits.items() if fit)


class HandoverDesk(QObject):
    """``changed`` tells each dossier of which something was recorded, ``sheet_wanted`` whose control sheet
    is to be printed.
    """

    changed = Signal(str)
    sheet_wanted = Signal(str)

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

    def add_to(self, menu: QMenu, dossier: Dossier) -> None:
        """Offer what can be done with its papers before everything else in the menu."""
        others = menu.actions()
        for deed in offered(dossier):
            action = menu.addAction(icons.icon(ICONS[deed]), self._text(f"handover.menu.{deed}"))
            action.triggered.connect(lambda _=False, deed=deed: self.ask(deed, dossier))
            if others:
                menu.insertAction(others[0], action)
        if others and offered(dossier):
            menu.insertSeparator(others[0])

    def ask(self, deed: str, dossier: Dossier) -> None:
        """Open the form of an act; it closes when that is recorded."""
        match deed:
            case "hand_over":
                self._with_departments(dossier, lambda found: self.open_hand_over(dossier, found))
            case "take_back":
                self.open_take_back(dossier)
            case _:
                self._ask_strike(dossier)

    def open_hand_over(self, dossier: Dossier, departments: Departments) -> HandOverDialog:
        """To which department, by whom and when."""
        legs = dossier.course.legs
        out = holder(legs)
        where = self._text("handover.hand_over.from", department=out.event.taker) if out is not None else ""
        by = self._services.alerts.of(dossier).hand_over_by
        due = "" if by is None else self._text("handover.hand_over.by", time=self._wording.date_time(by))
        said = " ".join(part for part in (self._text("handover.hand_over.text"), where, due) if part)
        name = self._seat.clerk.name if out is None else ""
        now = self._services.clock.now()
        dialog = HandOverDialog(
            self._wording,
            _short(dossier),
            said,
            departments,
            name,
            now,
            sheet=not dossier.prints.get(CONTROL),
            holder="" if out is None else out.event.taker,
            parent=self._window,
        )
        self._open(dialog, HAND_OVER, (dossier.id,))
        return dialog

    def open_take_back(self, dossier: Dossier) -> TakeBackDialog:
        """With its result or without, and when."""
        out = holder(dossier.course.legs)
        department = "" if out is None else out.event.taker
        text = self._text("handover.take_back.text", department=department)
        dialog = TakeBackDialog(
            self._wording, _short(dossier), text, self._services.clock.now(), self._window
        )
        self._open(dialog, TAKE_BACK, (dossier.id,))
        return dialog

    def open_pile(self) -> None:
        """Ask what waits, then show it to choose from."""
        services, name = self._services, self._seat.clerk.name

        def read() -> PileState:
            waiting = services.handovers.waiting()
            return PileState(
                waiting,
                services.handovers.away(),
                services.handovers.departments([one.dossier for one in waiting]),
                services.handover_papers.lists(),
                name,
                services.clock.now(),
            )

        self._tasks.database(read, owner=self, replaces="pile").success(self.show_pile).failure(
            tell(self._notices)
        )

    def show_pile(self, state: PileState) -> PileDialog:
        """The piles of the day."""
        dialog = PileDialog(self._wording, state, self._window)
        dialog.again.connect(self.print_list)
        dialog.given.connect(lambda wish: self._record_pile(wish, dialog))
        dialog.open()
        return dialog

    def print_list(self, number: str) -> None:
        """Print a handover list."""
        papers = self._services.handover_papers
        task = self._tasks.device(WORKERS[FORM], lambda: papers.print(number), owner=self)
        task.success(lambda printed: self._printed(number, printed)).failure(self._not_printed)

    # --- inside --------------------------------------------------------------------------------

    def _with_departments(self, dossier: Dossier, then: Callable[[Departments], object]) -> None:
        handovers = self._services.handovers
        task = self._tasks.database(lambda: handovers.departments([dossier]), owner=self)
        task.success(then).failure(tell(self._notices))

    def _open(self, dialog: WishDialog, deed: str, dossier_ids: tuple[str, ...]) -> None:
        def record(wish: object) -> None:
            if isinstance(wish, HandOverWish | TakeBackWish):
                self._record(PileWish(dossier_ids, wish), dialog, deed, listed=False)

        dialog.given.connect(record)
        dialog.open()

    def _record_pile(self, wish: object, dialog: PileDialog) -> None:
        if isinstance(wish, PileWish):
            deed = HAND_OVER if isinstance(wish.wish, HandOverWish) else TAKE_BACK
            self._record(wish, dialog, f"pile.{deed}", listed=True)

    def _record(self, pile: PileWish, dialog: WishDialog, said: str, *, listed: bool) -> None:
        clerk = self._seat.clerk
        task = self._tasks.database(lambda: self._do(pile, clerk, listed=listed), owner=self)

        def recorded(done: HandedOn) -> None:
            first = done.dossiers[0]
            count = len(done.dossiers)
            words = self._text(f"handover.done.{said}", code=_short(first), count=count)
            self._notices.success(words)
            for dossier in done.dossiers:
                self.changed.emit(dossier.id)
            if isinstance(dialog, HandOverDialog) and dialog.sheet.isChecked():
                self.sheet_wanted.emit(first.id)
            if done.list_number:
                self.print_list(done.list_number)
            dialog.done_with()

        def refused(error: Exception) -> None:
            dialog.show_refusal(error)
            if not isinstance(error, DomainError):
                raise error

        task.success(recorded).failure(refused)

    def _do(self, pile: PileWish, clerk: Clerk, *, listed: bool) -> HandedOn:
        handovers, wish = self._services.handovers, pile.wish
        if isinstance(wish, HandOverWish):
            return handovers.hand_over(pile.dossier_ids, clerk, wish, listed=listed)
        return handovers.take_back(pile.dossier_ids, clerk, wish, listed=listed)

    def _ask_strike(self, dossier: Dossier) -> None:
        legs = offered_legs(dossier)
        if not legs:
            return
        leg = legs[0]
        line = self._text(
            "handover.strike.line",
            giver=leg.event.giver,
            taker=leg.event.taker,
            time=self._wording.date_time(leg.at),
        )
        ask_reason(
            self._window,
            self._wording,
            title=self._text("handover.strike.title", code=_short(dossier)),
            text=self._text("handover.strike.text", line=line),
            act=self._text("handover.strike.act"),
            label=self._text("handover.strike.reason"),
            placeholder=self._text("handover.strike.example"),
            on_reason=lambda reason: self._strike(dossier, reason),
        )

    def _strike(self, dossier: Dossier, reason: str) -> None:
        clerk, leg = self._seat.clerk, offered_legs(dossier)[0]
        handovers = self._services.handovers
        task = self._tasks.database(lambda: handovers.strike(dossier.id, clerk, leg.id, reason), owner=self)

        def struck(changed: Dossier) -> None:
            self._notices.success(self._text("handover.done.strike", code=_short(changed)))
            self.changed.emit(changed.id)

        task.success(struck).failure(tell(self._notices))

    def _printed(self, number: str, printed: Printed) -> None:
        result = printed.outcome.result
        said = self._text(f"handover.printed.{result.value}", number=number)
        if result is PrintResult.PRINTED:
            self._notices.success(said)
        else:
            tell_saved(self._notices, self._wording, said, saved_path(printed.outcome))

    def _not_printed(self, error: Exception) -> None:
        if not isinstance(error, DomainError):
            raise error
        self._notices.warning(self._text("handover.printed.not", why=self._wording.error(error)))


def _short(dossier: Dossier) -> str:
    lead, number = short_code(dossier.code)
    return lead + number
