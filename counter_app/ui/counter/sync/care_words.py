"""Scans under way, backups, old unsent work and what wants a person, in words no better than the truth."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from counter_app.domain.errors import DomainError
from counter_app.i18n import Wording
from counter_app.services.scan_ports import ScanStatus
from counter_app.services.signing_queue import StampStatus
from counter_app.services.store_ports import JournalRow
from counter_app.services.sync_care import (
    Ailing,
    Ailment,
    BackupState,
    NextStep,
    UnsentAge,
    UnsentStage,
)
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.mending.mend_words import URGENT
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.counter.sync.sync_state import Act, Banner, CardState, Deed
from counter_app.ui.shared.tokens import Tone

_UP: Final = (LineState.ONLINE, LineState.WEAK)
_STAGES: Final = {
    UnsentStage.NOTICE: ("info", Tone.BLUE),
    UnsentStage.WARNING: ("triangle-alert", Tone.AMBER),
    UnsentStage.URGENT: ("circle-alert", Tone.RED),
}
_DEEDS: Final = {NextStep.SEND_NOW: Deed.SEND_NOW, NextStep.BACK_UP: Deed.BACK_UP}
_LONGEST_GUESS: Final = timedelta(hours=12)


class CareWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._text = wording.text

    # --- scans ---------------------------------------------------------------------------------

    def scans(self, scans: ScanStatus, status: SyncStatus, now: datetime) -> CardState:
        """How many files wait, how far the one under way is, and why it rests if it does."""
        backlog = scans.backlog
        if not backlog.files and not backlog.refused:
            return CardState(Sign("circle-check", self._text("sync_centre.scans.none"), Tone.GREEN))
        if not backlog.files:
            words = self._wording.count("sync_centre.scans.refused", backlog.refused)
            return CardState(Sign("triangle-alert", words, Tone.AMBER), self._trouble(scans, now))
        value = self._text(
            "sync_centre.scans.value",
            files=self._wording.count("sync_centre.scans.waiting", backlog.files),
            size=self._wording.size(backlog.bytes),
        )
        refused = self._wording.count("sync_centre.scans.refused", backlog.refused) if backlog.refused else ""
        under_way = scans.under_way
        progress = under_way.sent / under_way.size if under_way is not None and under_way.size else None
        details = (self._under_way(scans, status, now), refused)
        icon, tone = ("file-scan", Tone.NEUTRAL) if not refused else ("triangle-alert", Tone.AMBER)
        return CardState(Sign(icon, value, tone), "\n".join(part for part in details if part), progress)

    def _under_way(self, scans: ScanStatus, status: SyncStatus, now: datetime) -> str:
        text, size = self._text, self._wording.size
        if scans.trouble:
            return self._trouble(scans, now)
        if scans.under_way is None:
            return text("sync_centre.scans.next" if status.state in _UP else "sync_centre.scans.later")
        sent, whole = size(scans.under_way.sent), size(scans.under_way.size)
        if scans.paused:
            return text("sync_centre.scans.paused", sent=sent, whole=whole)
        left = self._left(scans)
        if left is None:
            return text("sync_centre.scans.sending", sent=sent, whole=whole)
        return text(
            "sync_centre.scans.sending_left", sent=sent, whole=whole, span=self._wording.duration(left)
        )

    def _left(self, scans: ScanStatus) -> timedelta | None:
        """How long all that waits may take; ``None`` while nobody can say."""
        if not scans.bytes_per_s or scans.under_way is None:
            return None
        left = max(scans.backlog.bytes - scans.under_way.sent, 0)
        span = timedelta(seconds=left // scans.bytes_per_s)
        return span if timedelta(seconds=1) <= span <= _LONGEST_GUESS else None

    def _trouble(self, scans: ScanStatus, now: datetime) -> str:
        keys = (f"scan.trouble.{scans.trouble}", f"sync.trouble.{scans.trouble}")
        known = next((self._text(key) for key in keys if scans.trouble and self._wording.has(key)), "")
        again = ""
        if scans.next_try_at is not None and scans.next_try_at > now:
            span = self._wording.duration(scans.next_try_at - now)
            again = self._text("sync_centre.next_try", span=span)
        return "\n".join(part for part in (known, again) if part)

    # --- time-stamps ---------------------------------------------------------------------------

    def with_stamps(self, card: CardState, stamps: StampStatus, now: datetime) -> CardState:
        """The card of the files with signed papers that wait for their time-stamp, if there are any."""
        if not stamps.waiting:
            return card
        said = [self._wording.count("signing.waiting", stamps.waiting)]
        if stamps.trouble:
            key = f"signing.trouble.{stamps.trouble.rpartition('.')[2]}"
            said.append(self._text(key if self._wording.has(key) else "signing.trouble.other"))
        if stamps.next_try_at is not None and stamps.next_try_at > now:
            span = self._wording.duration(stamps.next_try_at - now)
            said.append(self._text("sync_centre.next_try", span=span))
        return replace(card, detail="\n".join(part for part in (card.detail, *said) if part))

    # --- backups -------------------------------------------------------------------------------

    def backup(self, state: BackupState, status: SyncStatus, now: datetime) -> CardState:
        """Where unsent work is kept a second time, how much of it and since when."""
        text, unsent = self._text, status.backlog.entries > 0
        make = Act(Deed.BACK_UP, text("sync_centre.backup.act")) if unsent else None
        if state.folder is None:
            choose = Act(Deed.CHOOSE_FOLDER, text("sync_centre.backup.choose"))
            sign = Sign("hard-drive", text("sync_centre.backup.no_folder"), Tone.NEUTRAL)
            return CardState(sign, text("sync_centre.backup.no_folder_detail"), act=choose)
        last = state.last
        kept = ""
        if last is not None:
            entries = self._wording.count("sync_centre.backup.entries", last.entries)
            kept = text("sync_centre.backup.kept", time=self._moment(last.at, now), entries=entries)
        if state.failure and (last is None or state.failed_at is None or state.failed_at > last.at):
            when = "" if state.failed_at is None else self._moment(state.failed_at, now)
            sign = Sign("triangle-alert", text("sync_centre.backup.failed", time=when).strip(), Tone.AMBER)
            why = self._wording.error(DomainError(state.failure))
            return CardState(sign, "\n".join(part for part in (why, kept) if part), act=make)
        if last is None:
            key = "due_first" if state.due else "none"
            sign = Sign(
                "hard-drive", text(f"sync_centre.backup.{key}"), Tone.AMBER if state.due else Tone.NEUTRAL
            )
            return CardState(sign, str(state.folder), act=make)
        if state.due:
            sign = Sign("hard-drive", text("sync_centre.backup.due"), Tone.AMBER)
            return CardState(sign, f"{kept}\n{state.folder}", act=make)
        return CardState(Sign("shield-check", kept, Tone.GREEN), str(state.folder), act=make)

    # --- what wants a person -------------------------------------------------------------------

    def age(self, age: UnsentAge, now: datetime) -> Banner | None:
        """Unsent work that grows old: how much, since when, and what to do, the next thing first."""
        if age.stage is UnsentStage.NONE or age.oldest_at is None:
            return None
        icon, tone = _STAGES[age.stage]
        title = self.age_title(age, now)
        steps = [self._text(f"sync_centre.step.{step.value}") for step in age.steps]
        text = self._text("sync_centre.age.goes_on")
        if steps:
            text = f"{self._text('sync_centre.age.steps', steps='; '.join(steps))} {text}"
        acts = [Act(_DEEDS[step], self._deed(_DEEDS[step])) for step in age.steps if step in _DEEDS]
        return Banner(Sign(icon, title, tone), text, tuple(acts))

    def age_title(self, age: UnsentAge, now: datetime) -> str:
        """``12 việc chưa gửi đã 4 giờ 10 phút``."""
        assert age.oldest_at is not None
        return self._text(
            f"sync_centre.age.{age.stage.value}",
            entries=self._wording.count("sync_centre.waiting.entries", age.entries),
            dossiers=self._wording.count("sync_centre.age.dossiers", age.dossiers),
            span=self._wording.duration(age.age),
            time=self._moment(age.oldest_at, now),
        )

    def ailing(self, ailing: Sequence[Ailing]) -> Banner | None:
        """How many entries want a person, by what is the matter with them."""
        counts = {ailment: sum(one.ailment is ailment for one in ailing) for ailment in URGENT}
        parts = [
            self._wording.count(f"sync_centre.ailing.{ailment.value}", count)
            for ailment, count in counts.items()
            if count
        ]
        if not parts:
            return None
        red = counts[Ailment.REFUSED] > 0
        sign = Sign(
            "circle-alert" if red else "triangle-alert", ", ".join(parts), Tone.RED if red else Tone.AMBER
        )
        act = Act(Deed.LOOK, self._text("mend.look"))
        return Banner(sign, self._text("sync_centre.ailing.others_go_on"), (act,))

    def _deed(self, deed: Deed) -> str:
        return self._text("sync_centre.send_now" if deed is Deed.SEND_NOW else "sync_centre.backup.act")

    def _moment(self, at: datetime, now: datetime) -> str:
        day = self._wording.relative_date(at, now)
        today = self._wording.relative_date(now, now)
        return self._wording.time(at) if day == today else f"{self._wording.time(at)} {day}"


def wants_person(ailing: Sequence[Ailing]) -> tuple[JournalRow, ...]:
    """The entries of which somebody should know; those that are only held go on by themselves."""
    return tuple(one.row for one in ailing if one.ailment in URGENT)
