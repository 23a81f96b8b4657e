"""The history lines of what happened to a dossier: supplement, refusal, new date, stop."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from counter_app.domain.entries import (
    DossierRefused,
    DossierResumed,
    DossierStopped,
    DueReappointed,
    SupplementReceived,
    SupplementRequested,
)
from counter_app.i18n import Wording
from counter_app.services.processing_dues import read_due
from counter_app.ui.counter.dossiers.due_words import notice_by_words, notice_is_late
from counter_app.ui.shared.tokens import Tone

ProcessingEvent = (
    SupplementRequested
    | SupplementReceived
    | DossierRefused
    | DossierStopped
    | DossierResumed
    | DueReappointed
)
_Line = tuple[str, Tone, str, str]
"""Icon, tone, title and detail."""


class ProcessingWords:
    """Words for these entries; pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording

    def told(self, event: ProcessingEvent, at: datetime) -> _Line:
        """The line of one entry that happened ``at``; the detail may have several lines."""
        match event:
            case SupplementRequested():
                title = self._text("supplement_requested", number=event.slip_number)
                by = event.notice_due_at
                return (
                    "file-clock",
                    Tone.AMBER,
                    title,
                    self._asked(event, by if by and notice_is_late(by, at) else None),
                )
            case SupplementReceived():
                title = self._text("supplement_received", number=event.slip_number)
                return "file-check", Tone.GREEN, title, self._came(event)
            case DossierRefused():
                title = self._text("refused", number=event.slip_number)
                return "file-x", Tone.RED, title, self._ended(event, "")
            case DossierStopped():
                numbered = bool(event.slip_number)
                title = self._text("stopped_numbered" if numbered else "stopped", number=event.slip_number)
                return "pause", Tone.RED, title, self._stopped(event)
            case DossierResumed():
                return "play", Tone.BLUE, self._text("resumed"), self._resumed(event)
            case DueReappointed():
                title = self._text("reappointed", number=event.slip_number)
                return "alarm-clock", Tone.AMBER, title, self._moved(event)

    def _asked(self, event: SupplementRequested, late: datetime | None) -> str:
        items = "; ".join(f"{item.name} ({item.note})" if item.note else item.name for item in event.items)
        lines = [self._text("supplement_items", items=items)] if items else []
        if event.due_at is not None:
            lines.append(self._text("supplement_due", time=self._wording.date_time(event.due_at)))
        if late is not None:
            lines.append(self._text("supplement_late", time=notice_by_words(self._wording, late, "")))
        if event.approver_name:
            lines.append(self._text("supplement_again", name=event.approver_name, reason=event.again_reason))
        return "\n".join((*lines, self._text("because", name=event.clerk_name, reason=event.reason)))

    def _came(self, event: SupplementReceived) -> str:
        effect = f"processing.effect.{event.effect}"
        rule = self._wording.text(effect) if self._wording.has(effect) else ""
        first = " · ".join(part for part in (rule, self._due(event.due)) if part)
        return "\n".join((first, " · ".join(part for part in (event.clerk_name, event.note) if part)))

    def _ended(self, event: DossierRefused | DossierStopped, returned: str) -> str:
        lines = [self._text("because", name=event.clerk_name, reason=event.reason)]
        if event.ground:
            lines.append(self._text("ground", text=event.ground))
        if returned:
            lines.append(self._text("returned", text=returned))
        return "\n".join(lines)

    def _stopped(self, event: DossierStopped) -> str:
        """With the notice that the agency wrote itself, where there was no form for it."""
        if event.package:
            return self._ended(event, event.returned_papers)
        number = event.document
        notice = self._text("notice", number=number) if number else self._text("notice_unknown")
        return "\n".join((self._ended(event, event.returned_papers), notice))

    def _resumed(self, event: DossierResumed) -> str:
        leave = self._text("resumed_by", name=event.approver_name, reason=event.reason)
        document = self._text("document", number=event.document) if event.document else ""
        return "\n".join(part for part in (leave, document) if part)

    def _moved(self, event: DueReappointed) -> str:
        old, new = self._time(event.due_before), self._time(read_due(event.due, None).due_at)
        document = self._text("document", number=event.document)
        because = self._text("because", name=event.clerk_name, reason=event.reason)
        return "\n".join((f"{self._text('moved', old=old, new=new)} · {document}", because))

    def _due(self, due: Mapping[str, object] | None) -> str:
        at = read_due(due, None).due_at
        return self._text("due_none") if at is None else self._text("due_now", time=self._time(at))

    def _time(self, moment: datetime | None) -> str:
        return "–" if moment is None else self._wording.date_time(moment)

    def _text(self, key: str, **params: str) -> str:
        return self._wording.text(f"processing.entry.{key}", **params)
