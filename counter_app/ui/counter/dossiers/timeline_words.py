"""The entries of a dossier as people read them: what, when, who, and how far each has come."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from counter_app.domain.entries import (
    CodeAssigned,
    Delivery,
    DossierCancelled,
    DossierCorrected,
    DossierEvent,
    DossierHandedBack,
    DossierHandedOver,
    DossierReceived,
    DossierRefused,
    DossierResumed,
    DossierStopped,
    DueReappointed,
    EntrySettled,
    FileAttached,
    HandoverStruck,
    IdentityChecked,
    IdentityGuided,
    IdentityRevealed,
    IdentitySettled,
    PaperSigned,
    SlipPrinted,
    StatusChanged,
    SupplementReceived,
    SupplementRequested,
    Unknown,
)
from counter_app.domain.journal import Basis
from counter_app.domain.parties import Party, PartyKind
from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.dossiers import TimelineItem
from counter_app.services.printing import SLIP
from counter_app.services.store_ports import VerdictState
from counter_app.ui.counter.dossiers.processing_words import ProcessingEvent, ProcessingWords
from counter_app.ui.counter.handover.handover_words import HandoverEvent, HandoverWords
from counter_app.ui.counter.parts.masking import hidden_email, hidden_number, hidden_phone
from counter_app.ui.counter.parts.typed import iso_shown
from counter_app.ui.counter.parts.verdict_words import verdict_sign
from counter_app.ui.shared.timeline import TimelineEntry
from counter_app.ui.shared.tokens import Tone

PARTY_FIELDS: Final = (
    "full_name",
    "number",
    "birth_date",
    "sex",
    "nationality",
    "address",
    "phone",
    "email",
    "representative",
)
_HIDDEN: Final[dict[str, Callable[[PartyKind, str], str]]] = {
    "number": hidden_number,
    "phone": hidden_phone,
    "email": hidden_email,
}
_LATE_ENTRY: Final = timedelta(minutes=5)
"""From here on the time of writing down is told beside the time when it happened."""


@dataclass(frozen=True, slots=True)
class Change:
    """A field that was put right: its label, what stood there and what stands there now."""

    label: str
    old: str
    new: str


class TimelineWords:
    """Words for a dossier's entries; pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._text = wording.text
        self._processing = ProcessingWords(wording)
        self._handovers = HandoverWords(wording)

    def entries(self, items: Sequence[TimelineItem], now: datetime) -> tuple[TimelineEntry, ...]:
        """The timeline, in the order given (newest first)."""
        changes = self._changes(items)
        return tuple(self._entry(item, changes.get(place, ()), now) for place, item in enumerate(items))

    def party_value(self, name: str, value: str, kind: PartyKind) -> str:
        """A field of a person as it is shown to others: numbers and addresses to reach her by masked."""
        if not value:
            return self._text("dossiers.change.empty")
        if name in _HIDDEN:
            return _HIDDEN[name](kind, value)
        if name == "birth_date":
            return iso_shown(value)
        if name == "sex":
            return self._text(f"dossiers.sex.{value}") if value in ("male", "female") else value
        return value

    def delivery(self, delivery: Delivery) -> str:
        """``Bưu chính · Số 5 đường Mẫu``."""
        method = self._text(f"dossiers.delivery.{delivery.method.value}")
        return f"{method} · {delivery.place}" if delivery.place else method

    def party_changes(self, old: Party, new: Party) -> list[Change]:
        """The fields in which two versions of a person differ."""
        return [
            Change(
                self._text(f"dossiers.field.{name}"),
                self.party_value(name, getattr(old, name), old.kind),
                self.party_value(name, getattr(new, name), new.kind),
            )
            for name in PARTY_FIELDS
            if getattr(old, name) != getattr(new, name)
        ]

    def _entry(self, item: TimelineItem, changes: Iterable[Change], now: datetime) -> TimelineEntry:
        icon, tone, title, detail = self._told(item, changes)
        sign = verdict_sign(self._wording, item.verdict, own=item.own)
        return TimelineEntry(
            key=f"{item.kind}@{item.recorded_at.isoformat()}",
            icon=icon,
            title=title,
            time=self._when(item.occurred_at, now),
            detail="\n".join(part for part in (detail, self._written_later(item)) if part),
            tone=tone,
            state=sign.text,
            state_icon=sign.icon,
            state_tone=sign.tone,
        )

    def _told(self, item: TimelineItem, changes: Iterable[Change]) -> tuple[str, Tone, str, str]:
        event, text = item.event, self._text
        match event:
            case DossierReceived():
                return "file-plus", Tone.BLUE, self._reception_title(item, event), self._reception(event)
            case DossierCorrected():
                return (
                    "pencil-line",
                    Tone.AMBER,
                    text("dossiers.entry.corrected"),
                    self._correction(event, changes),
                )
            case DossierCancelled():
                detail = text("dossiers.entry.by_because", name=event.clerk_name, reason=event.reason)
                return "ban", Tone.RED, text("dossiers.entry.cancelled"), detail
            case SlipPrinted():
                return "printer", Tone.GREEN, self._print_title(event), self._print(item, event)
            case CodeAssigned():
                return "stamp", Tone.BLUE, text("dossiers.entry.code_assigned"), event.code
            case StatusChanged():
                return self._status(item, event)
            case FileAttached():
                return "paperclip", Tone.BLUE, text("dossiers.entry.file_attached"), self._file(event)
            case (
                SupplementRequested()
                | SupplementReceived()
                | DossierRefused()
                | DossierStopped()
                | DossierResumed()
                | DueReappointed()
                | DossierHandedOver()
                | DossierHandedBack()
                | HandoverStruck()
                | EntrySettled()
                | IdentityChecked()
                | IdentityGuided()
                | IdentitySettled()
                | IdentityRevealed()
                | PaperSigned()
            ):
                return self._told_beside(event, item.occurred_at)
            case Unknown():
                return (
                    "circle-question-mark",
                    Tone.NEUTRAL,
                    text("dossiers.entry.unknown"),
                    text("dossiers.entry.unknown_detail"),
                )

    def _told_beside(
        self,
        event: ProcessingEvent
        | HandoverEvent
        | EntrySettled
        | IdentityChecked
        | IdentityGuided
        | IdentitySettled
        | IdentityRevealed
        | PaperSigned,
        at: datetime,
    ) -> tuple[str, Tone, str, str]:
        text = self._text
        if isinstance(event, HandoverEvent):
            return self._handovers.told(event)
        if isinstance(event, ProcessingEvent):
            return self._processing.told(event, at)
        match event:
            case EntrySettled():
                title = text(f"dossiers.entry.settled_{event.outcome.value}")
                detail = text("dossiers.entry.by_because", name=event.clerk_name, reason=event.reason)
                return "user-check", Tone.GREEN, title, detail
            case IdentityChecked():
                tone = Tone.GREEN if event.state.confirmed else Tone.AMBER
                by = event.clerk_name or text("identity.entry.by_itself")
                if event.transaction:
                    by = f"{by} · {text('identity_panel.detail.transaction', id=event.transaction)}"
                title = text("identity.entry.checked", state=text(f"identity.state.{event.state.value}"))
                return "id-card", tone, title, by
            case IdentityGuided():
                title = text("identity.entry.guided", outcome=text(f"identity.guided.{event.outcome.value}"))
                return "id-card", Tone.BLUE, title, self._said(event.clerk_name, event.note)
            case IdentitySettled():
                outcome = text(f"identity.settled.{event.outcome.value}")
                title = text("identity.entry.settled", outcome=outcome)
                return "user-check", Tone.GREEN, title, self._said(event.clerk_name, event.note)
            case IdentityRevealed():
                what = event.view.partition(".")[2] or "number"
                key = f"identity_panel.revealed.{what}"
                title = text(key if self._wording.has(key) else "identity.entry.revealed")
                return "eye", Tone.NEUTRAL, title, self._said(event.clerk_name, event.reason)
            case PaperSigned():
                return self._signed(event)

    def _said(self, name: str, note: str) -> str:
        return " · ".join(part for part in (name, note) if part)

    def _reception_title(self, item: TimelineItem, event: DossierReceived) -> str:
        if item.basis in (Basis.PAPER, Basis.FIELD, Basis.KIOSK):
            return self._text(f"dossiers.entry.received_{item.basis}")
        return self._text(f"dossiers.entry.received_{event.channel.value}")

    def _reception(self, event: DossierReceived) -> str:
        return self._text(
            "dossiers.entry.received_detail",
            name=event.clerk_name,
            counter=event.counter,
            book=event.ledger_book,
            line=event.ledger_line,
        )

    def _correction(self, event: DossierCorrected, changes: Iterable[Change]) -> str:
        lines = [
            self._text("dossiers.change.line", field=change.label, old=change.old, new=change.new)
            for change in changes
        ]
        lines.append(self._text("dossiers.entry.by_because", name=event.clerk_name, reason=event.reason))
        return "\n".join(lines)

    def _file(self, event: FileAttached) -> str:
        size = -(-event.size // 1024)
        return self._text("dossiers.entry.file_attached_detail", pages=event.pages, size=size)

    def _signed(self, event: PaperSigned) -> tuple[str, Tone, str, str]:
        form = self._text(f"dossiers.paper.{_PAPERS.get(event.form, 'other')}")
        key = "signing.entry.stamped" if event.stamped_at is not None else "signing.entry.signed"
        title = self._text(key, paper=f"{form} {event.slip_number}".strip())
        signer = self._text("signing.entry.signer", name=event.signer) if event.signer else ""
        by = event.clerk_name or self._text("signing.entry.by_itself")
        return "stamp", Tone.GREEN, title, self._said(signer, by)

    def _print_title(self, event: SlipPrinted) -> str:
        paper = self._text(f"dossiers.paper.{_PAPERS.get(event.form, 'other')}")
        if event.copy_no:
            return self._text("dossiers.entry.printed_again", paper=paper, count=event.copy_no)
        return self._text("dossiers.entry.printed", paper=paper)

    def _print(self, item: TimelineItem, event: SlipPrinted) -> str:
        result = event.result if event.result in _RESULTS else "sent"
        told = self._text(f"dossiers.entry.print_{result}", printer=self._printer(event))
        return f"{item.actor_name} · {told}" if item.actor_name else told

    def _printer(self, event: SlipPrinted) -> str:
        """The name given in the settings; a printer without one is called by what it prints."""
        if event.printer and not _NO_NAME.fullmatch(event.printer):
            return event.printer
        return self._text(f"dossiers.entry.{'slip' if event.form == SLIP else 'page'}_printer")

    def _status(self, item: TimelineItem, event: StatusChanged) -> tuple[str, Tone, str, str]:
        key = f"status.{event.status}"
        name = self._text(key) if self._wording.has(key) else str(event.status)
        parts = (item.actor_name, event.unit, event.note)
        return "refresh-cw", Tone.NEUTRAL, name, " · ".join(part for part in parts if part)

    def _when(self, at: datetime, now: datetime) -> str:
        there, here = local(at), local(now)
        if there.date() == here.date():
            return self._wording.time(there)
        day = self._wording.short_date(there) if there.year == here.year else self._wording.date(there)
        return f"{self._wording.time(there)} {day}"

    def _written_later(self, item: TimelineItem) -> str:
        if not item.own or item.recorded_at - item.occurred_at < _LATE_ENTRY:
            return ""
        return self._text("dossiers.entry.written_later", time=self._wording.date_time(item.recorded_at))

    def _changes(self, items: Sequence[TimelineItem]) -> dict[int, list[Change]]:
        """What each correction changed, told from what counted before it."""
        owner, delivery, note = Party(), Delivery(), ""
        changes: dict[int, list[Change]] = {}
        for place in reversed(range(len(items))):
            item = items[place]
            event: DossierEvent | Unknown = item.event
            if isinstance(event, DossierReceived):
                owner, delivery, note = event.owner, event.delivery, event.note
            elif isinstance(event, DossierCorrected):
                changes[place] = self._changed(event, owner, delivery, note)
                if item.verdict.state is not VerdictState.REFUSED:
                    owner, delivery = event.owner or owner, event.delivery or delivery
                    note = note if event.note is None else event.note
        return changes

    def _changed(self, event: DossierCorrected, owner: Party, delivery: Delivery, note: str) -> list[Change]:
        found = self.party_changes(owner, event.owner) if event.owner is not None else []
        if event.delivery is not None and event.delivery != delivery:
            label = self._text("dossiers.field.delivery")
            found.append(Change(label, self.delivery(delivery), self.delivery(event.delivery)))
        if event.note is not None and event.note != note:
            empty = self._text("dossiers.change.empty")
            found.append(Change(self._text("dossiers.field.note"), note or empty, event.note or empty))
        return found


_PAPERS: Final = {
    "mau-01": "form",
    "slip": "slip",
    **{form: form for form in ("supplement", "refusal", "apology", "stop", "control")},
}
_NO_NAME: Final = re.compile(r"system|\S+:\d{1,5}|\d+(\.\d+){3}")
"""What a driver calls a printer that was given no name: the system's own one, or an address."""
_RESULTS: Final = frozenset({"printed", "sent", "saved"})
