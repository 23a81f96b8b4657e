"""What the reception screen does: every edit makes a draft, a review and a state; nothing blocks."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from PySide6.QtCore import QObject, Signal

from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.pads import PaperSheet
from counter_app.domain.procedures import ComponentCondition, Procedure
from counter_app.domain.received import Channel, Delivery, DeliveryMethod, ReceivedComponent
from counter_app.i18n import Wording
from counter_app.services.bundle import CounterServices
from counter_app.services.draft import Draft, DueChoice, FeeChoice
from counter_app.services.review import blocking
from counter_app.services.settings import StationSettings
from counter_app.services.sync_ports import SyncStatus
from counter_app.ui.counter.parts.shown import Note
from counter_app.ui.counter.reception.accepted_presenter import AcceptedPresenter
from counter_app.ui.counter.reception.components_section import added_component
from counter_app.ui.counter.reception.draft_keeper import DraftKeeper
from counter_app.ui.counter.reception.drafts import DraftShelf
from counter_app.ui.counter.reception.party_edits import PartyEdits
from counter_app.ui.counter.reception.reception_state import ReceptionState
from counter_app.ui.counter.reception.reception_states import FormFacts, FormStates
from counter_app.ui.counter.window.screens import Seat
from counter_app.ui.shared.field import Finding
from counter_app.ui.shared.notices import Notices
from counter_app.ui.tasks import Tasks


class ReceptionPresenter(QObject):
    """Holds the draft in hand and the page after accepting.

    ``changed`` tells that there is another state, ``led`` a place to put the focus to, ``printed`` that a
    printer was used, ``begun`` that another draft is in hand.
    """

    changed = Signal()
    begun = Signal()
    led = Signal(str)
    printed = Signal()

    def __init__(
        self,
        services: CounterServices,
        tasks: Tasks,
        wording: Wording,
        notices: Notices,
        seat: Seat,
        settings: Callable[[], StationSettings],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._services, self._tasks, self._wording = services, tasks, wording
        self._notices, self._seat, self._settings = notices, seat, settings
        self._edits = PartyEdits()
        self._shelf = DraftShelf(wording, services.procedures.get)
        self._states = FormStates(wording, self._shelf, services.scans.check_number)
        self._keeper = DraftKeeper(services.reception, tasks, self)
        self._keeper.kept.connect(self._kept)
        self._keeper.failed.connect(self._not_kept)
        self.accepted = AcceptedPresenter(services, tasks, wording, self)
        self.accepted.changed.connect(self.changed)
        self.accepted.papers.ended.connect(self.printed)
        self._facts = FormFacts()
        self._recent: Sequence[str] = ()
        self._refusal = ""
        self._draft = services.reception.open(seat.clerk)

    # --- state ---------------------------------------------------------------------------------

    @property
    def draft(self) -> Draft:
        """The draft in hand."""
        return self._draft

    @property
    def facts(self) -> FormFacts:
        """What is known beside it."""
        return self._facts

    def state(self) -> ReceptionState:
        """What the screen shows now."""
        review = self._services.reception.review(self._draft)
        form = self._states.make(self._draft, review, self._facts, self._services.clock.now())
        return ReceptionState(form, self.accepted.state())

    def find(self, text: str) -> Sequence[Procedure]:
        """Procedures that were typed for; with nothing typed, the recent ones."""
        return self._services.procedures.find(text, recent=self._recent)

    # --- opening -------------------------------------------------------------------------------

    def sit_down(self) -> None:
        """A clerk signed in: her drafts and her recent procedures."""
        clerk = self._seat.clerk
        self._keeper.flush()
        self._shelf.fill(())
        self._open(self._services.reception.open(clerk))

        def load() -> tuple[Sequence[Draft], Sequence[str]]:
            recent = self._services.procedures.recent(clerk.id)
            return self._services.reception.drafts(clerk), recent

        task = self._tasks.database(load, owner=self, replaces="sit_down")
        task.success(lambda loaded: self._seated(clerk.id, *loaded)).failure(self._notices.raised)

    def new(self) -> None:
        """Begin another reception; the one in hand stays as a draft."""
        self._keeper.flush()
        self._open(self._services.reception.open(self._seat.clerk))
        self.led.emit("owner.number")
        # The focus has just left a field of the reception before: of this one no place was left yet.
        self._facts = replace(self._facts, seen=frozenset())

    def open_draft(self, draft_id: str) -> None:
        """Go on with another draft."""
        draft = self._shelf.get(draft_id)
        if draft is not None and draft.id != self._draft.id:
            self._keeper.flush()
            self._open(draft)
            self.led.emit("begin")

    def discard(self) -> None:
        """Throw the draft in hand away; it can be taken back."""
        thrown = self._draft
        self._keeper.forget()
        self._shelf.drop(thrown)
        self._tasks.database(lambda: self._services.reception.discard(thrown)).failure(self._notices.raised)
        following = self._shelf.newest()
        self._open(following or self._services.reception.open(self._seat.clerk))
        self._notices.undoable(self._wording.text("reception.discarded"), lambda: self._take_back(thrown))
        self.led.emit("begin")

    def leave(self) -> None:
        """The counter is locked, left or closed: keep what is in hand at once."""
        self._keeper.flush()

    # --- edits ---------------------------------------------------------------------------------

    def edit_party(self, place: str, value: str) -> None:
        """A field of one of the two parties."""
        self.change(self._edits.applied(self._draft, place, value))

    def left(self, place: str) -> None:
        """A place was left: what is wrong with it may be told now."""
        self._facts = replace(self._facts, seen=self._facts.seen | {place}, extra={})
        self.change(self._edits.completed(self._draft, place), always=True)

    def choose_procedure(self, code: str) -> None:
        """A procedure of the catalogue."""
        try:
            chosen = self._services.reception.choose_procedure(self._draft, code)
        except DomainError as error:
            self._notices.raised(error)
            return
        self._facts = replace(self._facts, seen=self._facts.seen - {"fee", "due"}, editor="")
        self.change(chosen, always=True)

    def take_change_over(self) -> None:
        """The chosen procedure changed: go on with it as it is now."""
        self.choose_procedure(self._draft.procedure_code)
        self.led.emit("components")

    def keep_procedure(self) -> None:
        """The chosen procedure changed: receive as the applicant was told before."""
        self.change(self._services.reception.keep_procedure(self._draft))
        self.led.emit("components")

    def set_components(self, components: tuple[ReceivedComponent, ...]) -> None:
        """The papers as edited in the table."""
        self.change(replace(self._draft, components=components))

    def add_component(self, name: str) -> None:
        """One more paper of a procedure whose papers the catalogue does not know."""
        self.set_components((*self._draft.components, added_component(name)))

    def tick_required(self) -> None:
        """All required papers were handed over."""
        required = ComponentCondition.REQUIRED.value
        self.set_components(
            tuple(
                replace(component, present=True) if component.condition == required else component
                for component in self._draft.components
            )
        )

    def set_field(self, **values: Any) -> None:
        """A plain field of the draft: ``set_count``, ``note``."""
        self.change(replace(self._draft, **values))

    def set_delivery(self, method: str) -> None:
        """How the result reaches the applicant; the post goes to the owner's address unless changed."""
        chosen = DeliveryMethod(method)
        owner, place = self._draft.owner, ""
        if chosen is DeliveryMethod.POSTAL:
            place = owner.address
        elif chosen is DeliveryMethod.ONLINE:
            place = owner.email
        self.set_field(delivery=Delivery(chosen, place))

    def set_place(self, place: str) -> None:
        """The address for the result."""
        self.set_field(delivery=replace(self._draft.delivery, place=place))

    def count_for_fee(self, copies: int, pages: int) -> None:
        """How many copies, and pages of a copy, the fee is for."""
        self.set_field(fee_copies=copies, fee_pages=pages)

    # --- the editors of the summary ------------------------------------------------------------

    def open_editor(self, name: str) -> None:
        """Open the editor of the due time, the fee or the reception; an empty name closes."""
        self._facts = replace(self._facts, editor=name, editor_note=None)
        self.changed.emit()

    def propose_due(self, choice: DueChoice | None) -> None:
        """Set a due time, or go back to the computed one."""
        self._propose(replace(self._draft, due=choice), "due")

    def propose_fee(self, choice: FeeChoice | None) -> None:
        """Set the fee, or go back to the catalogue's."""
        self._propose(replace(self._draft, fee=choice), "fee")

    def propose_received(self, channel: Channel, at: datetime | None) -> None:
        """Set by which way and when it came in; ``None`` is now."""
        self._propose(replace(self._draft, channel=channel, received_at=at), "received_at")

    # --- from paper ----------------------------------------------------------------------------

    def take_sheet(
        self, sheet: PaperSheet, received_at: datetime, due: DueChoice | None
    ) -> tuple[str, str] | None:
        """It was received on paper; where that cannot be so, the place in the draft and why in words."""
        draft = replace(self._draft, paper=sheet, received_at=received_at, due=due)
        problems = self._services.reception.review(draft).problems
        for refused in problems:
            if refused.blocks and refused.field in ("received_at", "due"):
                return refused.field, self._states.words.problem(refused)
        self.change(draft, always=True)
        return None

    def drop_sheet(self) -> None:
        """What is in hand was not received on paper after all."""
        self.change(replace(self._draft, paper=None, received_at=None, due=None))

    # --- accepting -----------------------------------------------------------------------------

    def accept(self, unread: str | None = None) -> None:
        """Receive the dossier, or show what is missing; ``unread`` was typed there and not understood."""
        if self._facts.busy or self.accepted.dossier_id:
            return
        if unread is not None:
            note = Note(Finding.ERROR, self._wording.text(f"reception.typed.{unread.rpartition('.')[2]}"))
            self._facts = replace(self._facts, extra={unread: note})
            self.changed.emit()
            self.led.emit(unread)
            return
        missing = blocking(self._services.reception.review(self._draft).problems)
        self._facts = replace(self._facts, pressed=True, extra={})
        if missing:
            self.changed.emit()
            self.led.emit(missing[0].field)
            return
        draft, clerk = self._draft, self._seat.clerk
        self._keeper.forget()
        self._facts = replace(self._facts, busy=True)
        self._notices.withdraw(self._refusal)
        self.changed.emit()
        task = self._tasks.database(lambda: self._services.reception.accept(draft, clerk), owner=self)
        task.success(lambda dossier: self._was_accepted(draft, dossier))
        task.failure(lambda error: self._not_accepted(draft, error))

    # --- what comes from outside ---------------------------------------------------------------

    def tick(self) -> None:
        """A minute passed: a time of reception that is "now" moves on."""
        self.changed.emit()

    def follow(self, status: SyncStatus, touched: frozenset[str]) -> None:
        """The connection, or dossiers, changed."""
        self._facts = replace(self._facts, status=status)
        if self.accepted.dossier_id in touched:
            self.accepted.look_again()
        self.changed.emit()

    def change(self, draft: Draft, *, always: bool = False) -> None:
        """The draft became another one."""
        if draft == self._draft and not always:
            return
        if draft != self._draft:
            self._draft = draft
            self._shelf.put(draft)
            self._keeper.put(draft)
        self.changed.emit()

    def remark(self, facts: FormFacts) -> None:
        """Something beside the draft is to be shown or no longer."""
        self._facts = facts
        self.changed.emit()

    def _open(self, draft: Draft) -> None:
        self.accepted.end()
        self._edits.forget()
        self._notices.withdraw(self._refusal)
        self._draft = draft
        facts = self._facts
        self._facts = FormFacts(fresh=facts.fresh + 1, recent=facts.recent, status=facts.status)
        self.changed.emit()
        self.begun.emit()

    def _seated(self, clerk_id: str, drafts: Sequence[Draft], recent: Sequence[str]) -> None:
        if self._seat.signed_in is None or self._seat.clerk.id != clerk_id:
            return
        self._learn_recent(recent)
        for draft in drafts:
            self._keeper.knows(draft)
        typed_meanwhile = self._draft if not self._draft.is_empty else None
        self._shelf.fill(drafts)
        if typed_meanwhile is not None:
            self._shelf.put(typed_meanwhile)
            self.changed.emit()
        elif drafts:
            self._open(drafts[0])
            self.led.emit("begin")
        else:
            self.changed.emit()

    def _learn_recent(self, recent: Sequence[str]) -> None:
        self._recent = recent
        known = (self._services.procedures.get(code) for code in recent)
        self._facts = replace(self._facts, recent=tuple(found for found in known if found is not None))

    def _take_back(self, thrown: Draft) -> None:
        self._keeper.flush()
        self._open(thrown)
        self._shelf.put(thrown)
        self._keeper.put(thrown)
        self.changed.emit()

    def _propose(self, draft: Draft, place: str) -> None:
        """Take the change unless it is refused; the reason then stands in the editor."""
        problems = self._services.reception.review(draft).problems
        refused = next((item for item in problems if item.field == place and item.blocks), None)
        if refused is not None:
            note = Note(Finding.ERROR, self._states.words.problem(refused))
            self.remark(replace(self._facts, editor_note=note))
            return
        self._facts = replace(self._facts, editor="", editor_note=None)
        self.change(draft, always=True)

    def _kept(self, draft: Draft, at: datetime | None) -> None:
        self._shelf.kept(draft, at)
        if draft.id == self._draft.id:
            self._notices.withdraw(self._wording.text("reception.saved.failed_notice"))
            self.remark(replace(self._facts, save_failed=False))

    def _not_kept(self, error: Exception) -> None:
        if not self._facts.save_failed:
            self._notices.error(self._wording.text("reception.saved.failed_notice"))
        self.remark(replace(self._facts, save_failed=True))
        if not isinstance(error, DomainError):
            raise error

    def _was_accepted(self, draft: Draft, dossier: Dossier) -> None:
        self._shelf.drop(draft)
        self._notices.withdraw(self._wording.text("reception.saved.failed_notice"))
        code = draft.procedure_code
        self._learn_recent([code, *(known for known in self._recent if known != code)][:8])
        self._open(self._services.reception.open(self._seat.clerk))
        settings = self._settings()
        if draft.paper is not None:  # the applicant has had a receipt since
            settings = replace(settings, print_after_accept=False, slip_after_accept=False)
        self.accepted.begin(dossier, self._seat.clerk, settings)

    def _not_accepted(self, draft: Draft, error: Exception) -> None:
        self._facts = replace(self._facts, busy=False)
        self._keeper.put(draft)
        self.changed.emit()
        if not isinstance(error, DomainError):
            raise error
        said = self._refusal = self._wording.text("reception.not_accepted", reason=self._wording.error(error))
        if error.code == "clock.behind_journal":
            now = self._wording.date_time(self._services.clock.now())
            act = self._wording.text("reception.clock_is_right", now=now)
            self._notices.error(said, action=act, on_action=self._confirm_clock)
        else:
            self._notices.error(said)

    def _confirm_clock(self) -> None:
        """The clerk looked at the date and says that it is right: on with the reception."""
        clerk = self._seat.clerk
        task = self._tasks.database(lambda: self._services.reception.confirm_clock(clerk), owner=self)
        task.success(lambda _: self.accept()).failure(self._notices.raised)
