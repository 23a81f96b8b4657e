"""What happens to a dossier that does not simply go its way: supplement, refusal, new date, stop, going on.

Every act is one durable entry with all that was decided and all that its slip says; printing comes after it
and undoes nothing. Nothing here waits for a line.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from typing import Final

from counter_app.domain.bodies import Body
from counter_app.domain.course import Course
from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import (
    AskedItem,
    DossierRefused,
    DossierResumed,
    DossierStopped,
    DueReappointed,
    SupplementReceived,
    SupplementRequested,
)
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Basis
from counter_app.domain.office import Clerk, Role
from counter_app.domain.statuses import Status, may_follow
from counter_app.domain.supplements import notice_due
from counter_app.domain.vietnamese import nfc
from counter_app.domain.work_calendar import vietnam_time
from counter_app.services import form_values
from counter_app.services.form_ports import FormPapers
from counter_app.services.issuing import take_form_number
from counter_app.services.office_context import OfficeContext, OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.processing_dues import due_after_supplement, reappointed_due, supplement_effect
from counter_app.services.processing_wishes import (
    OTHER,
    Approval,
    EndWish,
    ReappointWish,
    StopForm,
    SupplementWish,
)
from counter_app.services.recording import record
from counter_app.services.store_ports import Database, UnitOfWork

_Decide = Callable[[UnitOfWork, Dossier, OfficeContext, datetime], Body]

REFUSED_AS: Final = {
    Status.REGISTERED: Status.NOT_RECEIVED,
    Status.SUPPLEMENT_ASKED: Status.NOT_RECEIVED,
    Status.RECEIVED: Status.DONE,
    Status.IN_PROCESS: Status.DONE,
    Status.PAYMENT_ASKED: Status.DONE,
}
"""What a refused dossier comes to: not taken in, or settled with the refusal as its result (NĐ 61 Đ19 k8)."""


class Processing:
    """Decides and records; each method returns the dossier after it.

    All raise ``DomainError``: ``dossier.*`` (unknown, erased, cancelled, read only), ``forms.none_valid``,
    ``storage.*``, and ``clock.*`` where they decide.
    """

    def __init__(
        self,
        database: Database,
        office: OfficeSource,
        clock: Clock,
        forms: FormPapers,
        on_recorded: Callable[[str], None],
        *,
        kept: bool = True,
    ) -> None:
        self._database, self._office, self._clock = database, office, clock
        self._forms, self._on_recorded = forms, on_recorded
        self._kept = kept

    def rehearsing(self) -> Processing:
        """The same acts with nothing kept: each returns the dossier as it would be, to look at its slip."""
        return Processing(
            self._database, self._office, self._clock, self._forms, self._on_recorded, kept=False
        )

    def ask_supplement(self, dossier_id: str, clerk: Clerk, wish: SupplementWish) -> Dossier:
        """Ask once for everything that is missing; the legal clock stands still (NĐ 61/2018 Đ19 k4).

        Raises ``DomainError``: ``supplement.nothing_asked``, ``.reason_missing``, ``.due_past``,
        ``.already_asked``, ``.not_now``, and for a second one ``.supervisor_needed`` or ``.again_missing``.
        """
        items = tuple(_tidied(item) for item in wish.items if item.name.strip())
        if not items:
            raise DomainError("supplement.nothing_asked")
        reason = _said(wish.reason, "supplement.reason_missing")

        def decide(work: UnitOfWork, dossier: Dossier, context: OfficeContext, now: datetime) -> Body:
            if wish.due_at is not None and wish.due_at <= now:
                raise DomainError("supplement.due_past")
            _may_ask(dossier)
            again = _approved(dossier.course, wish.approval)
            package = self._package(context, now)
            return SupplementRequested(
                items=items,
                reason=reason,
                due_at=wish.due_at,
                slip_number=take_form_number(work, context, form_values.SUPPLEMENT, now),
                package=package,
                clerk_name=clerk.name,
                notice_due_at=notice_due(context.calendar, dossier.received_at, context.time_rules).due_at,
                again_reason="" if again is None else again.reason,
                approver_name="" if again is None else again.supervisor.name,
            )

        return self._record(dossier_id, clerk, decide)

    def take_supplement(
        self, dossier_id: str, clerk: Clerk, *, completed_at: datetime | None = None, note: str = ""
    ) -> Dossier:
        """The supplement came: the clock runs again, from zero or from where it stood.

        ``completed_at`` is when it truly came, if not now. Raises ``DomainError``:
        ``supplement.none_awaited``, ``.out_of_order`` or ``.in_future``.
        """

        def decide(_work: UnitOfWork, dossier: Dossier, context: OfficeContext, now: datetime) -> Body:
            at = completed_at or now
            if at > now:
                raise DomainError("supplement.in_future")
            due, awaited = due_after_supplement(dossier, at, context), dossier.course.awaited
            if awaited is None:
                raise DomainError("supplement.none_awaited")
            effect = supplement_effect(dossier, context).value
            slip = awaited.asked.slip_number
            return SupplementReceived(slip, due.to_plain(), effect, clerk.name, nfc(note.strip()))

        return self._record(dossier_id, clerk, decide, occurred_at=completed_at)

    def refuse(self, dossier_id: str, clerk: Clerk, wish: EndWish) -> Dossier:
        """It is not taken in or not settled.

        Raises ``DomainError``: ``refusal.reason_missing`` or ``.not_now``.
        """
        reason = _said(wish.reason, "refusal.reason_missing")

        def decide(work: UnitOfWork, dossier: Dossier, context: OfficeContext, now: datetime) -> Body:
            status = REFUSED_AS.get(dossier.status)
            if status is None:
                raise DomainError("refusal.not_now")
            package = self._package(context, now)
            return DossierRefused(
                status=int(status),
                reason_code=wish.reason_code or OTHER,
                reason=reason,
                ground=nfc(wish.ground.strip()),
                slip_number=take_form_number(work, context, form_values.REFUSAL, now),
                package=package,
                clerk_name=clerk.name,
            )

        return self._record(dossier_id, clerk, decide)

    def stop(self, dossier_id: str, clerk: Clerk, wish: EndWish) -> Dossier:
        """End the work without a result; raises ``DomainError``: ``stop.reason_missing`` or ``.not_now``.

        The slip has a number only where the package of the day has a form for it (TT 03/2025, Mẫu 05);
        where it has none (TT 01/2018), nothing is printed, and ``wish.document`` is the agency's own notice.
        """
        reason = _said(wish.reason, "stop.reason_missing")

        def decide(work: UnitOfWork, dossier: Dossier, context: OfficeContext, now: datetime) -> Body:
            if not may_follow(dossier.status, Status.STOPPED):
                raise DomainError("stop.not_now")
            package = self._package(context, now)
            form = package if self._forms.has(package, form_values.STOP) else ""
            return DossierStopped(
                reason_code=wish.reason_code or OTHER,
                reason=reason,
                ground=nfc(wish.ground.strip()),
                returned_papers=nfc(wish.returned_papers.strip()),
                slip_number=take_form_number(work, context, form_values.STOP, now) if form else "",
                package=form,
                clerk_name=clerk.name,
                document=nfc(wish.document.strip()),
            )

        return self._record(dossier_id, clerk, decide)

    def stop_form(self) -> StopForm:
        """What a stop would be written on today; raises ``DomainError("forms.none_valid")``."""
        package = self._package(self._office.current(), self._clock.now())
        return StopForm(package, self._forms.has(package, form_values.STOP))

    def resume(
        self, dossier_id: str, clerk: Clerk, approval: Approval | None, *, document: str = ""
    ) -> Dossier:
        """Let the work on a stopped dossier go on where it stood, by a supervisor's word; its due time stays.

        Raises ``DomainError``: ``resume.not_stopped``, ``.supervisor_needed`` or ``.reason_missing``.
        """
        if approval is None or approval.supervisor.role is Role.CLERK:
            raise DomainError("resume.supervisor_needed")
        reason = _said(approval.reason, "resume.reason_missing")
        approver = approval.supervisor.name

        def decide(_work: UnitOfWork, dossier: Dossier, _context: OfficeContext, _now: datetime) -> Body:
            if dossier.status is not Status.STOPPED:
                raise DomainError("resume.not_stopped")
            return DossierResumed(reason, approver, clerk.name, nfc(document.strip()))

        return self._record(dossier_id, clerk, decide)

    def reappoint(self, dossier_id: str, clerk: Clerk, wish: ReappointWish) -> Dossier:
        """Set the one later due time, with an apology; the old one is kept.

        Raises ``DomainError``: ``reappointment.no_more`` for a second one, ``.too_late`` (with the latest
        day), ``.document_missing``, ``.reason_missing``, ``.not_later``, ``.office_closed``,
        ``.nothing_due``, ``.awaiting_supplement`` or ``.not_now``.
        """

        def decide(work: UnitOfWork, dossier: Dossier, context: OfficeContext, now: datetime) -> Body:
            if dossier.course.awaited is not None:
                raise DomainError("reappointment.awaiting_supplement")
            if dossier.status not in REFUSED_AS:
                raise DomainError("reappointment.not_now")
            due, package = reappointed_due(dossier, wish, now, context), self._package(context, now)
            return DueReappointed(
                due_before=dossier.due_at,
                due=due.to_plain(),
                reason_code=wish.reason_code or OTHER,
                reason=nfc(wish.reason.strip()),
                document=nfc(wish.document.strip()),
                agency=nfc(wish.agency.strip()) or context.directory.office.parent_name,
                head_name=nfc(wish.head_name.strip()),
                limit=context.time_rules.max_reappointments,
                slip_number=take_form_number(work, context, form_values.APOLOGY, now),
                package=package,
                clerk_name=clerk.name,
            )

        return self._record(dossier_id, clerk, decide)

    def _package(self, context: OfficeContext, now: datetime) -> str:
        profile, day = context.directory.office.profile, vietnam_time(now).date()
        return self._forms.package_on(day, profile=profile, chosen=context.form_package)

    def _record(
        self, dossier_id: str, clerk: Clerk, decide: _Decide, *, occurred_at: datetime | None = None
    ) -> Dossier:
        try:
            with self._database.begin() as work:
                dossier = work.dossiers.get(dossier_id)
                if dossier is None:
                    raise DomainError("dossier.unknown")
                for name in ("read_only", "erased", "cancelled"):
                    if getattr(dossier, name):
                        raise DomainError(f"dossier.{name}")
                context = self._office.current().of_incarnation(work.journal.head().incarnation)
                event = decide(work, dossier, context, self._clock.now())
                changed = record(
                    work,
                    self._clock,
                    context,
                    dossier,
                    clerk.id,
                    event,
                    Basis.COUNTER,
                    occurred_at=occurred_at,
                )
                if not self._kept:
                    raise _RehearsedError(changed)
        except _RehearsedError as rehearsed:
            return rehearsed.dossier
        self._on_recorded(dossier_id)
        return changed


class _RehearsedError(Exception):
    """Ends a unit of work of which nothing is to be kept."""

    def __init__(self, dossier: Dossier) -> None:
        super().__init__()
        self.dossier = dossier


def _may_ask(dossier: Dossier) -> None:
    if dossier.course.awaited is not None:
        raise DomainError("supplement.already_asked")
    if not may_follow(dossier.status, Status.SUPPLEMENT_ASKED):
        raise DomainError("supplement.not_now")


def _approved(course: Course, approval: Approval | None) -> Approval | None:
    """One full notice is the rule (NA-16; NĐ 61/2018 Đ17 k1a): a further one is a supervisor's to allow."""
    if not course.rounds:
        return None
    if approval is None or approval.supervisor.role is Role.CLERK:
        raise DomainError("supplement.supervisor_needed")
    return replace(approval, reason=_said(approval.reason, "supplement.again_missing"))


def _said(text: str, missing: str) -> str:
    if not text.strip():
        raise DomainError(missing)
    return nfc(text.strip())


def _tidied(item: AskedItem) -> AskedItem:
    return replace(item, name=nfc(item.name.strip()), note=nfc(item.note.strip()))
