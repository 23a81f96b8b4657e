"""A dossier in words: due time, status, what has to be known of it, its papers and its timeline."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from counter_app.domain.dossier import Dossier
from counter_app.domain.due_time import DueTime
from counter_app.domain.errors import DomainError
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.received import ReceivedComponent
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.alerts import Alert, DossierAlerts
from counter_app.services.dossiers import DossierDetail, TimelineItem
from counter_app.services.due_wording import explain_due
from counter_app.services.printing import FORM, SLIP
from counter_app.services.store_ports import VerdictState
from counter_app.ui.counter.dossiers.dossier_cells import procedure_shown, sent_sign
from counter_app.ui.counter.dossiers.dossier_state import DetailState, PrivateFact
from counter_app.ui.counter.dossiers.due_words import due_words, notice_by_words, notice_is_late, runs
from counter_app.ui.counter.dossiers.identity_block_words import IdentityBlockWords
from counter_app.ui.counter.dossiers.timeline_words import TimelineWords
from counter_app.ui.counter.dossiers.warned_words import WarnedWords, settled_ids
from counter_app.ui.counter.parts.masking import hidden_email, hidden_number, hidden_phone
from counter_app.ui.counter.parts.shown import Figure, Sign
from counter_app.ui.counter.parts.typed import grouped
from counter_app.ui.shared.fact_grid import Fact
from counter_app.ui.shared.tokens import Tone

_WAITING: Final = (VerdictState.PENDING, VerdictState.HELD)


class DossierWords:
    """Makes the state of the detail panel; pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._text = wording.text
        self._timeline = TimelineWords(wording)
        self._warned = WarnedWords(wording)
        self._identity = IdentityBlockWords(wording)

    def detail(
        self, detail: DossierDetail, now: datetime, alerts: DossierAlerts | None = None
    ) -> DetailState:
        """All of it, as of ``now``; ``alerts`` is what presses by the office's calendar."""
        dossier = detail.dossier
        lead, main = _code_parts(dossier.code)
        return DetailState(
            dossier=dossier,
            code_lead=lead,
            code_main=main,
            aliases=self._aliases(dossier),
            owner=dossier.owner.full_name,
            procedure=self._procedure(dossier),
            private=tuple(self._private(dossier.owner)),
            due=self._due(dossier, now, alerts),
            status=self._status(dossier),
            sent=self._sent(detail.timeline),
            warned=self._warned.warned(detail, alerts),
            facts=tuple(self._facts(dossier, self._notice_by(alerts, now))),
            components_title=self._components_title(dossier),
            components=tuple(self._component(row) for row in dossier.components if row.present),
            timeline=self._timeline.entries(detail.timeline, now),
            identity=self._identity.shown(detail, now),
            print_form=self._text(
                "dossiers.act.form_again" if FORM in dossier.prints else "dossiers.act.form"
            ),
            print_slip=self._text(
                "dossiers.act.slip_again" if SLIP in dossier.prints else "dossiers.act.slip"
            ),
            locked=self._locked(dossier),
        )

    # --- who and when --------------------------------------------------------------------------

    def _aliases(self, dossier: Dossier) -> str:
        others = dossier.aliases[1:]
        if not others:
            return ""
        return self._text("dossiers.code.also", codes=", ".join(others))

    def _procedure(self, dossier: Dossier) -> str:
        name = procedure_shown(str(dossier.procedure.get("name", "")))
        field = str(dossier.procedure.get("field", ""))
        code = str(dossier.procedure.get("code", ""))
        return " · ".join(part for part in (name, field, code) if part)

    def _due(self, dossier: Dossier, now: datetime, alerts: DossierAlerts | None) -> Figure:
        due_at = dossier.due_at
        detail = self._explained(dossier, now)
        if due_at is None:
            return Figure(self._text("dossiers.due.not_set"), "", detail, Tone.AMBER)
        stands_still = dossier.course.awaited is not None
        open_ = runs(dossier.status, cancelled=dossier.cancelled) and not stands_still
        words = due_words(self._wording, due_at, now, open_=open_)
        if stands_still:
            return Figure(self._wording.date_time(due_at), "", self._text("dossiers.due.stands_still"))
        day = self._wording.weekday(due_at)
        day = day[:1].upper() + day[1:]
        if open_:
            near = None if alerts is None or alerts.awaits_supplement else alerts.due
            day = f"{day} · {self._distance(due_at, now, near)}"
        detail = "\n".join(part for part in (day, detail) if part)
        return Figure(self._wording.date_time(due_at), "", detail, words.tone)

    def _distance(self, due_at: datetime, now: datetime, near: Alert | None) -> str:
        if near in (Alert.ONE_DAY, Alert.TWO_DAYS):
            # The list counts so too: one dossier must not have two days left here and three there.
            return self._text(f"dossiers.due.{near.value}_working")
        same_day = local(due_at).date() == local(now).date()
        if same_day and due_at < now:
            return self._text("dossiers.due.late_today")
        return self._wording.days_from(due_at, now)

    def _explained(self, dossier: Dossier, now: datetime) -> str:
        if dossier.due is None:
            return ""
        try:
            due = DueTime.from_plain(dossier.due)
        except DomainError:
            return ""
        return explain_due(self._wording, due.steps, today=local(now).date())

    # --- where it stands -----------------------------------------------------------------------

    def _status(self, dossier: Dossier) -> Sign:
        if dossier.cancelled:
            return Sign("ban", self._text("dossiers.state.cancelled"), Tone.RED)
        return Sign("info", self._text(f"status.{int(dossier.status)}"), Tone.BLUE)

    def _sent(self, timeline: tuple[TimelineItem, ...]) -> Sign:
        settled = settled_ids(timeline)
        states = [item.verdict.state for item in timeline if item.own and item.id not in settled]
        pending = sum(state in _WAITING for state in states)
        refused = sum(state is VerdictState.REFUSED for state in states)
        sign = sent_sign(self._wording, pending, refused)
        return Sign(sign.icon, sign.text, sign.tone)

    def _locked(self, dossier: Dossier) -> str:
        if dossier.erased:
            return self._text("dossiers.locked.erased")
        if dossier.cancelled:
            return self._text("dossiers.locked.cancelled")
        return self._text("dossiers.locked.read_only") if dossier.read_only else ""

    # --- what it is made of --------------------------------------------------------------------

    def _notice_by(self, alerts: DossierAlerts | None, now: datetime) -> str:
        """Until when a supplement would have to be asked for, with its clause; nothing once it is past."""
        by = None if alerts is None else alerts.notice_by
        if alerts is None or by is None or notice_is_late(by, now):
            return ""
        return notice_by_words(self._wording, by, alerts.notice_clause)

    def _facts(self, dossier: Dossier, notice_by: str) -> list[Fact]:
        text, owner = self._text, dossier.owner
        pairs = [
            ("submitter", self._submitter(dossier)),
            ("address", owner.address),
            ("delivery", self._timeline.delivery(dossier.delivery)),
            ("fee", self._fee(dossier)),
            ("notice_by", notice_by),
            ("note", dossier.note),
        ]
        return [Fact(text(f"dossiers.fact.{name}"), value) for name, value in pairs if value]

    def _private(self, owner: Party) -> list[PrivateFact]:
        kind, text = owner.kind, self._text
        whole = grouped(owner.number) if kind is PartyKind.CITIZEN else owner.number
        label = text(f"dossiers.number.{_number_kind(kind) if owner.number else 'none'}")
        facts = [PrivateFact(label, hidden_number(kind, owner.number), whole)]
        if owner.phone:
            label, phone = text("dossiers.field.phone"), owner.phone
            facts.append(PrivateFact(label, hidden_phone(kind, phone), phone, "phone"))
        if owner.email:
            label, email = text("dossiers.field.email"), owner.email
            facts.append(PrivateFact(label, hidden_email(kind, email), email, "email"))
        return facts

    def _submitter(self, dossier: Dossier) -> str:
        if dossier.submitter_role is SubmitterRole.OWNER or dossier.submitter is None:
            return ""
        role = self._text(f"dossiers.role.{dossier.submitter_role.value}")
        return f"{dossier.submitter.full_name} · {role}"

    def _fee(self, dossier: Dossier) -> str:
        amount, basis = dossier.fee.get("amount_vnd"), str(dossier.fee.get("basis", ""))
        if not isinstance(amount, int):
            return self._text("dossiers.fee.unknown")
        if amount:
            return self._wording.money(amount)
        return self._text(f"dossiers.fee.{basis if basis in ('free', 'exempt') else 'zero'}")

    def _components_title(self, dossier: Dossier) -> str:
        present = sum(row.present for row in dossier.components)
        return self._wording.count("dossiers.components", present)

    def _component(self, row: ReceivedComponent) -> Fact:
        counts = []
        if row.originals:
            counts.append(self._wording.count("dossiers.originals", row.originals))
        if row.copies:
            counts.append(self._wording.count("dossiers.copies", row.copies))
        if not counts and self._wording.has(f"dossiers.copy_kind.{row.copy_kind}"):
            counts.append(self._text(f"dossiers.copy_kind.{row.copy_kind}"))
        return Fact(row.name, ", ".join(counts))


def _code_parts(code: str) -> tuple[str, str]:
    """``H01.15.21-`` quietly, ``261123-5306`` to be read; of a provisional code from the station on."""
    parts = code.split("-")
    quiet = 2 if parts[0] == "TAM" else 1
    if len(parts) <= quiet:
        return "", code
    return "-".join(parts[:quiet]) + "-", "-".join(parts[quiet:])


def _number_kind(kind: PartyKind) -> str:
    return {PartyKind.CITIZEN: "citizen", PartyKind.FOREIGNER: "foreigner"}.get(kind, "organisation")
