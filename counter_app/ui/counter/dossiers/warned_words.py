"""What has to be known of a dossier before anything is done with it, in words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from counter_app.domain.dossier import Conflict, Dossier
from counter_app.domain.entries import EntrySettled
from counter_app.domain.journal import EntryId
from counter_app.domain.pressing import NoticeDay
from counter_app.i18n import Wording
from counter_app.services.alerts import Alert, DossierAlerts
from counter_app.services.dossiers import DossierDetail, TimelineItem
from counter_app.services.processing_offer import Deed
from counter_app.services.sync_care import Ailment, ailment_of
from counter_app.ui.counter.dossiers.dossier_state import Warned
from counter_app.ui.counter.dossiers.due_words import notice_by_words
from counter_app.ui.counter.dossiers.identity_block_words import IdentityBlockWords
from counter_app.ui.counter.mending.mend_words import MendWords
from counter_app.ui.counter.parts.entry_words import kind_name
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.counter.parts.verdict_words import coded_reason
from counter_app.ui.shared.tokens import Tone


class WarnedWords:
    """Pure but for the texts."""

    def __init__(self, wording: Wording) -> None:
        self._wording = wording
        self._text = wording.text
        self._mend = MendWords(wording)
        self._identity = IdentityBlockWords(wording)

    def warned(self, detail: DossierDetail, alerts: DossierAlerts | None = None) -> tuple[Warned, ...]:
        """Cancelled; what presses; whose identity wants a person; entries that do; read-only; a provisional
        code.
        """
        dossier = detail.dossier
        ailing = list(ailing_items(detail.timeline))
        told = {item.id for item, _ in ailing}
        return (
            *self._cancelled(dossier),
            *self._course(dossier, alerts),
            *self._papers(alerts),
            *self._identity.tasks(dossier),
            *(self._ailing(item, ailment) for item, ailment in ailing),
            *(self._conflict(conflict) for conflict in dossier.conflicts if conflict.entry_id not in told),
            *self._as_it_is(dossier),
        )

    def _cancelled(self, dossier: Dossier) -> Iterator[Warned]:
        if dossier.cancelled:
            sign = Sign("ban", self._text("dossiers.warned.cancelled"), Tone.RED)
            yield Warned(sign, self._text("dossiers.warned.cancelled_detail", reason=dossier.cancel_reason))

    def _course(self, dossier: Dossier, alerts: DossierAlerts | None) -> Iterator[Warned]:
        """The clock that stands still, the last days for apology and notice, the apology that was used."""
        course, text = dossier.course, self._text
        if course.awaited is not None:
            asked = course.awaited.asked
            items = "; ".join(item.name for item in asked.items)
            until = self._time(asked.due_at)
            late = alerts is not None and alerts.due is Alert.OVERDUE
            sign = Sign("file-clock", text("processing.state.awaits"), Tone.RED if late else Tone.AMBER)
            detail = text("processing.state.awaits_detail", number=asked.slip_number, items=items, time=until)
            act = text("processing.menu.take_supplement")
            yield Warned(sign, detail, deed=Deed.TAKE_SUPPLEMENT.value, act=act)
        if alerts is not None and alerts.apology_due:
            sign = Sign("alarm-clock", text("processing.state.apology"), Tone.AMBER)
            detail = text("processing.state.apology_detail", time=self._time(dossier.due_at))
            yield Warned(sign, detail, deed=Deed.REAPPOINT.value, act=text("processing.menu.reappoint"))
        if alerts is not None and alerts.notice_day is not None:
            yield self._notice(alerts, alerts.notice_day)
        if course.reappointed and not dossier.cancelled:
            sign = Sign("history", text("processing.state.moved"), Tone.BLUE)
            first = self._time(course.reappointed[0][1].due_before)
            yield Warned(sign, text("processing.state.moved_detail", time=first))

    def _notice(self, alerts: DossierAlerts, day: NoticeDay) -> Warned:
        """Only for who sees that something is missing: most dossiers need no supplement."""
        text = self._text
        tone = Tone.AMBER if day is NoticeDay.TODAY else Tone.BLUE
        sign = Sign("file-clock", text(f"processing.state.notice_{day.value}"), tone)
        by = alerts.notice_by
        until = "–" if by is None else notice_by_words(self._wording, by, alerts.notice_clause)
        detail = text("processing.state.notice_detail", time=until)
        act = text("processing.menu.ask_supplement")
        return Warned(sign, detail, deed=Deed.ASK_SUPPLEMENT.value, act=act)

    def _papers(self, alerts: DossierAlerts | None) -> Iterator[Warned]:
        """Papers that were not handed over in time, or that a department keeps too long."""
        late = None if alerts is None else alerts.papers_late
        if late is None:
            return
        key = "away_late" if late.department else "late"
        sign = Sign("send", self._text(f"handover.state.{key}", department=late.department), Tone.AMBER)
        detail = self._text(f"handover.state.{key}_detail", time=self._time(late.due_at))
        deed = "take_back" if late.department else "hand_over"
        yield Warned(sign, detail, deed=deed, act=self._text(f"handover.menu.{deed}"))

    def _time(self, moment: datetime | None) -> str:
        return "–" if moment is None else self._wording.date_time(moment)

    def _as_it_is(self, dossier: Dossier) -> Iterator[Warned]:
        text = self._text
        if dossier.erased:
            sign = Sign("history", text("dossiers.warned.erased"), Tone.BLUE)
            yield Warned(sign, text("dossiers.warned.erased_detail"))
        if dossier.read_only:
            sign = Sign("lock", text("dossiers.warned.read_only"), Tone.BLUE)
            yield Warned(sign, text("dossiers.warned.read_only_detail"))
        if dossier.provisional and not dossier.cancelled:
            sign = Sign("circle-dashed", text("dossiers.warned.provisional"), Tone.AMBER)
            yield Warned(sign, text("dossiers.warned.provisional_detail"))

    def _ailing(self, item: TimelineItem, ailment: Ailment) -> Warned:
        sign = self._mend.sign(ailment)
        said = self._text("dossiers.warned.ailing", said=sign.text, what=kind_name(self._wording, item.kind))
        detail = f"{self._mend.reason(item.verdict)} {self._mend.meaning(ailment)}"
        return Warned(Sign(sign.icon, said, sign.tone), detail, item.id)

    def _conflict(self, conflict: Conflict) -> Warned:
        sign = Sign("triangle-alert", self._text("dossiers.warned.conflict"), Tone.AMBER)
        key = f"dossiers.conflict.{conflict.code}"
        known = self._text(key) if self._wording.has(key) else coded_reason(self._wording, conflict.code)
        return Warned(sign, known or self._text("dossiers.conflict.other"))


def ailing_items(timeline: Iterable[TimelineItem]) -> Iterator[tuple[TimelineItem, Ailment]]:
    """Own entries that want a person and that nobody has dealt with, with what is the matter."""
    items = tuple(timeline)
    settled = settled_ids(items)
    for item in items:
        ailment = ailment_of(item.verdict) if item.own and item.id not in settled else None
        if ailment is not None:
            yield item, ailment


def settled_ids(timeline: Iterable[TimelineItem]) -> frozenset[EntryId]:
    """The entries of which somebody said that they are dealt with."""
    return frozenset(item.event.entry_id for item in timeline if isinstance(item.event, EntrySettled))
