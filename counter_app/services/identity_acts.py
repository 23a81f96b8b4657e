"""What people do about an owner's identity: settle a mismatch, guide to an account, let a number be shown."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from counter_app.domain.bodies import Body
from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import IdentityGuided, IdentityRevealed, IdentitySettled
from counter_app.domain.errors import DomainError
from counter_app.domain.identity_status import Guidance, GuidanceOutcome, SettlementOutcome, asked_digest
from counter_app.domain.identity_view import IdentityTask, identity_view
from counter_app.domain.journal import Basis
from counter_app.domain.office import Clerk
from counter_app.domain.vietnamese import nfc
from counter_app.services.account_guidance import AccountGuidance
from counter_app.services.draft import Draft
from counter_app.services.identity_ports import IdentityCounts, LookUp
from counter_app.services.look_ups import LookUps
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.recording import record
from counter_app.services.store_ports import Database, DossierFilter, DossierQuery, DossierRow


class IdentityActs:
    """Records and tells; everything but ``guide_draft`` reads or writes the database.

    ``guidance`` holds the steps to an account (``guidance.steps(owner.kind)``).
    """

    def __init__(
        self,
        database: Database,
        office: OfficeSource,
        clock: Clock,
        look_ups: LookUps,
        on_recorded: Callable[[str], None],
        guidance: AccountGuidance,
    ) -> None:
        self._database, self._office, self._clock = database, office, clock
        self._look_ups, self._on_recorded = look_ups, on_recorded
        self.guidance = guidance

    def settle(self, dossier_id: str, clerk: Clerk, outcome: SettlementOutcome, note: str = "") -> Dossier:
        """A person looked into a mismatch; ``OTHER`` needs a note.

        Raises ``DomainError``: ``identity.no_mismatch`` when there is none open, ``identity.note_missing``,
        ``dossier.*``, ``clock.*``, ``storage.*``.
        """
        if outcome is SettlementOutcome.OTHER and not note.strip():
            raise DomainError("identity.note_missing")

        def event(dossier: Dossier) -> Body:
            view = identity_view(dossier)
            if view.task is not IdentityTask.MISMATCH or view.answer is None:
                raise DomainError("identity.no_mismatch")
            return IdentitySettled(outcome, _line(note), view.answer.asked, view.answer.at, clerk.name)

        return self._record(dossier_id, clerk, event, decides=True)

    def guide(
        self,
        dossier_id: str,
        clerk: Clerk,
        outcome: GuidanceOutcome,
        steps: Sequence[str] = (),
        note: str = "",
    ) -> Dossier:
        """How helping the owner to an account ended; after ``CREATED`` the check is made again by itself.

        Raises ``DomainError``: ``identity.nothing_to_ask``, ``dossier.*``, ``storage.*``.
        """

        def event(dossier: Dossier) -> Body:
            asked = asked_digest(dossier.id, dossier.owner)
            if not asked:
                raise DomainError("identity.nothing_to_ask")
            return IdentityGuided(outcome, tuple(steps), _line(note), asked, clerk.name)

        return self._record(dossier_id, clerk, event)

    def guide_draft(
        self,
        draft: Draft,
        clerk: Clerk,
        outcome: GuidanceOutcome,
        steps: Sequence[str] = (),
        note: str = "",
    ) -> Draft:
        """The same during a reception: it travels with the reception's entry; writes nothing."""
        asked = asked_digest(draft.dossier_id, draft.owner)
        if not asked:
            raise DomainError("identity.nothing_to_ask")
        now = self._clock.now()
        guidance = Guidance(outcome, now, tuple(steps), _line(note), clerk.name, asked)
        return replace(draft, guidance=guidance)

    def reveal(
        self,
        dossier_id: str,
        view: str,
        clerk: Clerk,
        *,
        reason: str = "",
        whose: str = "owner",
        what: str = "number",
    ) -> str:
        """Record that somebody lets something masked be shown on ``view``; returns it.

        ``whose`` is ``owner`` or ``submitter``, ``what`` is ``number``, ``phone`` or ``email``; but for the
        number it is part of the recorded ``view`` (``dossier.phone``). Raises ``DomainError``:
        ``identity.nothing_to_show``, ``dossier.unknown``, ``dossier.erased``, ``storage.*``.
        """
        shown: list[str] = []

        def event(dossier: Dossier) -> Body:
            party = dossier.submitter if whose == "submitter" else dossier.owner
            value = "" if party is None else str(getattr(party, what))
            if not value:
                raise DomainError("identity.nothing_to_show")
            shown.append(value)
            seen = view if what == "number" else f"{view}.{what}"
            return IdentityRevealed(whose, seen, _line(reason), clerk.name)

        self._record(dossier_id, clerk, event)
        return shown[0]

    def counts(self) -> IdentityCounts:
        """What waits for a person, and how many checks are due here."""
        with self._database.read() as reads:
            return reads.identity_counts()

    def tasks(self, *, limit: int = 50, before: int | None = None) -> Sequence[DossierRow]:
        """Dossiers with an open task, newest first (``DossierFilter.IDENTITY``)."""
        query = DossierQuery(selection=DossierFilter.IDENTITY, now=self._clock.now())
        with self._database.read() as reads:
            return reads.find(query, limit=limit, before=before)

    def earlier_dossiers(self, number: str, *, excluding: str = "", limit: int = 5) -> Sequence[DossierRow]:
        """The same person's dossiers at this office, newest first, without the one of id ``excluding``."""
        with self._database.read() as reads:
            rows = reads.by_owner_number(number.strip(), limit=limit + 1) if number.strip() else ()
        return [row for row in rows if row.id != excluding][:limit]

    def look_ups(self, clerk: Clerk, *, limit: int = 100, before: int | None = None) -> Sequence[LookUp]:
        """The log of look-ups for supervisors; raises ``DomainError("identity.log_not_yours")``."""
        return self._look_ups.listed(clerk, limit=limit, before=before)

    def _record(
        self, dossier_id: str, clerk: Clerk, decide: Callable[[Dossier], Body], *, decides: bool = False
    ) -> Dossier:
        with self._database.begin() as work:
            dossier = work.dossiers.get(dossier_id)
            if dossier is None:
                raise DomainError("dossier.unknown")
            if dossier.erased:
                raise DomainError("dossier.erased")
            if decides and dossier.read_only:
                raise DomainError("dossier.read_only")
            if decides and dossier.cancelled:
                raise DomainError("dossier.cancelled")
            event, context = decide(dossier), self._office.current()
            changed = record(work, self._clock, context, dossier, clerk.id, event, Basis.COUNTER)
        self._on_recorded(dossier_id)
        return changed


def _line(note: str) -> str:
    return nfc(note.strip())
