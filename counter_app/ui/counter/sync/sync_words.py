"""The line and the backlog in words that never say more than is true."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Final

from counter_app.i18n import Wording
from counter_app.i18n.formats import local
from counter_app.services.store_ports import JournalRow, VerdictState
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.dossiers.dossier_cells import procedure_shown
from counter_app.ui.counter.parts.clock_offset import is_off, offset_of
from counter_app.ui.counter.parts.entry_words import kind_key, kind_title
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.counter.parts.verdict_words import verdict_reason, verdict_sign
from counter_app.ui.counter.sync.sync_state import CardState
from counter_app.ui.shared.cells import Cell
from counter_app.ui.shared.paged_model import Column
from counter_app.ui.shared.tokens import Tone

_LINE: Final = {
    LineState.STARTING: ("loader-circle", Tone.NEUTRAL),
    LineState.ONLINE: ("cloud-check", Tone.GREEN),
    LineState.WEAK: ("cloud-alert", Tone.AMBER),
    LineState.OFFLINE: ("cloud-off", Tone.NEUTRAL),
    LineState.NOT_ENROLLED: ("unplug", Tone.AMBER),
    LineState.REVOKED: ("shield-x", Tone.RED),
}
_KIND_ICONS: Final = {
    "dossier_received": "file-plus",
    "dossier_corrected": "pencil-line",
    "dossier_cancelled": "ban",
    "slip_printed": "printer",
    "dossier_status_changed": "refresh-cw",
    "dossier_code_assigned": "stamp",
    "dossier_handed_over": "send",
    "dossier_handed_back": "arrow-left",
    "handover_struck": "ban",
    "dossier_file_attached": "paperclip",
    "paper_signed": "stamp",
    "entry_settled": "user-check",
}


class SyncWords:
    """Words for the sync screen; pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._text = wording.text

    # --- the four cards ------------------------------------------------------------------------

    def line(self, status: SyncStatus, now: datetime) -> CardState:
        """Whether the centre can be reached, since when, and when it is tried next."""
        icon, tone = _LINE[status.state]
        value = self._text(f"sync_centre.line.{status.state.value}")
        if status.state is LineState.OFFLINE:
            value = self._text(
                "sync_centre.line.offline_for", span=self._wording.duration(now - status.since)
            )
        elif status.sending and status.state in (LineState.ONLINE, LineState.WEAK):
            value = self._text("sync_centre.line.sending")
        return CardState(Sign(icon, value, tone), detail="\n".join(self._line_details(status, now)))

    def _line_details(self, status: SyncStatus, now: datetime) -> list[str]:
        details = []
        if self._wording.has(f"sync_centre.line_advice.{status.state.value}"):
            details.append(self._text(f"sync_centre.line_advice.{status.state.value}"))
        trouble = f"sync.trouble.{status.trouble}"
        # What to do about a machine that may not send is said already.
        said = status.state in (LineState.REVOKED, LineState.NOT_ENROLLED)
        if status.trouble and self._wording.has(trouble) and not said:
            details.append(self._text(trouble))
        contact = " · ".join(self._contact(status, now))
        return [*details, contact] if contact else details

    def _contact(self, status: SyncStatus, now: datetime) -> Iterator[str]:
        if status.last_contact_at is not None:
            yield self._text("sync_centre.last_contact", time=self._seconds(status.last_contact_at, now))
        elif status.state is not LineState.STARTING:
            yield self._text("sync_centre.no_contact")
        if status.next_try_at is not None and status.state is not LineState.ONLINE:
            left = status.next_try_at - now
            if left.total_seconds() >= 1:
                yield self._text("sync_centre.next_try", span=self._wording.duration(left))
            else:
                yield self._text("sync_centre.trying")

    def waiting(self, status: SyncStatus, now: datetime) -> CardState:
        """What is only on this machine so far, and since when."""
        backlog = status.backlog
        if not backlog.entries and not backlog.held:
            sign = Sign("circle-check", self._text("sync_centre.waiting.none"), Tone.GREEN)
            return CardState(sign, detail=self._text("sync_centre.waiting.none_detail"))
        details = []
        if backlog.oldest_at is not None:
            since = self._moment(backlog.oldest_at, now)
            details.append(self._text("sync_centre.waiting.oldest", time=since))
        if backlog.held:
            details.append(self._wording.count("sync_centre.waiting.held", backlog.held))
        entries = self._wording.count("sync_centre.waiting.entries", backlog.entries)
        dossiers = self._wording.count("sync_centre.waiting.dossiers", backlog.dossiers)
        value = f"{entries} {dossiers}" if backlog.entries else entries
        return CardState(Sign("arrow-up-from-line", value, Tone.AMBER), "\n".join(details))

    def safe(self, status: SyncStatus, now: datetime) -> CardState:
        """Up to when everything of this machine is at the centre; exceptions are named."""
        backlog = status.backlog
        until = backlog.last_accepted_recorded_at
        if until is None:
            sign = Sign("shield-alert", self._text("sync_centre.safe.none"), Tone.NEUTRAL)
            return CardState(sign, detail=self._text("sync_centre.safe.none_detail"))
        # An older one may still wait, when the centre lost what it had: only what is before it is safe.
        waits_before = backlog.oldest_at is not None and backlog.oldest_at <= until
        moment = self._moment(backlog.oldest_at if waits_before and backlog.oldest_at else until, now)
        key = "before" if waits_before else "until"
        value = self._text(f"sync_centre.safe.{key}", time=moment)
        total = self._wording.count("sync_centre.safe.total", backlog.accepted_total)
        details = [
            self._text(
                "sync_centre.safe.counted", total=total, today=self._wording.number(backlog.accepted_today)
            )
        ]
        if backlog.refused:
            details.append(self._wording.count("sync_centre.safe.except", backlog.refused))
        return CardState(Sign("shield-check", value, Tone.GREEN), detail="\n".join(details))

    def clock(self, status: SyncStatus, now: datetime) -> CardState:
        """How far this machine's clock is from the centre's."""
        offset = offset_of(status)
        if offset is None:
            sign = Sign("clock", self._text("sync_centre.clock.unknown"), Tone.NEUTRAL)
            return CardState(sign, detail=self._text("sync_centre.clock.unknown_detail"))
        measured = ""
        if status.clock_measured_at is not None:
            measured = self._text(
                "sync_centre.clock.measured", time=self._moment(status.clock_measured_at, now)
            )
        if not is_off(status):
            return CardState(
                Sign("clock", self._text("sync_centre.clock.off", span=self._span(offset)), Tone.NEUTRAL),
                detail=measured,
            )
        # Central time minus the machine's: a positive difference means that the machine is behind.
        key = "slow" if offset > timedelta() else "fast"
        value = self._text(f"sync_centre.clock.{key}", span=self._span(offset))
        advice = self._text("sync_centre.clock.advice")
        details = "\n".join(part for part in (advice, measured) if part)
        return CardState(Sign("triangle-alert", value, Tone.AMBER), detail=details)

    # --- the rows ------------------------------------------------------------------------------

    def columns(
        self, now: Callable[[], datetime], first: Callable[[JournalRow], bool]
    ) -> list[Column[JournalRow]]:
        """Time, what it is, and how far it has come; ``first`` tells the one that is sent next."""
        text = self._text
        return [
            Column(text("sync_centre.column.time"), 112, lambda row: self.when(row, now())),
            Column(text("sync_centre.column.entry"), 240, self._what, stretch=True),
            Column(text("sync_centre.column.state"), 330, lambda row: self._state(row, next_=first(row))),
        ]

    def entry_title(self, row: JournalRow) -> str:
        """``Tiếp nhận hồ sơ H01.15.21-261123-5304``."""
        return f"{kind_title(self._wording, row.kind)} {row.dossier_code}".strip()

    def when(self, row: JournalRow, now: datetime) -> Cell:
        """When it was recorded."""
        said = self._wording.date_time(row.recorded_at)
        return Cell(self._moment(row.recorded_at, now), quiet=True, said=said)

    def icon(self, row: JournalRow) -> str:
        """The sign of its kind."""
        return _KIND_ICONS.get(kind_key(self._wording, row.kind), "file-text")

    def _what(self, row: JournalRow) -> Cell:
        title = self.entry_title(row)
        procedure = procedure_shown(row.procedure_name) if row.procedure_name else ""
        second = " · ".join(part for part in (row.owner_name, procedure) if part)
        return Cell(title, icon=self.icon(row), strong=True, second=second or " ", said=f"{title}, {second}")

    def _state(self, row: JournalRow, *, next_: bool) -> Cell:
        sign = verdict_sign(self._wording, row.verdict)
        if next_:
            text = self._text("sync_centre.state.next")
            return Cell(sign.text, icon=sign.icon, tone=sign.tone, second=text, said=f"{sign.text}, {text}")
        plain = self._text(f"dossiers.verdict.{row.verdict.state.value}")
        reason = verdict_reason(self._wording, row.verdict)
        if reason and row.verdict.state is not VerdictState.ACCEPTED:
            return Cell(plain, icon=sign.icon, tone=sign.tone, second=reason, said=sign.text)
        return Cell(plain, icon=sign.icon, tone=sign.tone, said=plain)

    # --- times ---------------------------------------------------------------------------------

    def _moment(self, at: datetime, now: datetime) -> str:
        if local(at).date() == local(now).date():
            return self._wording.time(at)
        there, here = local(at), local(now)
        day = self._wording.short_date(there) if there.year == here.year else self._wording.date(there)
        return f"{self._wording.time(at)} {day}"

    def _seconds(self, at: datetime, now: datetime) -> str:
        if local(at).date() == local(now).date():
            return self._wording.time_with_seconds(at)
        return self._moment(at, now)

    def _span(self, offset: timedelta) -> str:
        seconds = abs(offset).total_seconds()
        if seconds < 60:
            return self._text("sync_centre.clock.seconds", seconds=self._wording.decimal(seconds, 1))
        return self._wording.duration(abs(offset))
