"""The whole state of the sync screen: the line, the rows, and what is known of unsent work."""

from __future__ import annotations

from datetime import datetime

from counter_app.i18n import Wording
from counter_app.services.sync_care import BackupMade
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.ui.counter.mending.mend_words import URGENT
from counter_app.ui.counter.parts.care_watch import CareNews
from counter_app.ui.counter.parts.shown import Sign
from counter_app.ui.counter.sync.care_words import CareWords
from counter_app.ui.counter.sync.sync_state import Banner, CardState, EmptyWords, SyncState
from counter_app.ui.counter.sync.sync_words import SyncWords
from counter_app.ui.shared.tokens import Tone

_CANNOT_SEND = (LineState.NOT_ENROLLED, LineState.REVOKED)


class ScreenWords:
    """Pure but for the texts; ``limit`` is how many rows a list has at most."""

    def __init__(self, wording: Wording, limit: int) -> None:
        self._wording, self._text, self._limit = wording, wording.text, limit
        self._line, self._care = SyncWords(wording), CareWords(wording)

    def state(
        self,
        status: SyncStatus,
        news: CareNews | None,
        now: datetime,
        *,
        segment: str,
        rows: int | None,
        trying: bool = False,
        backing_up: bool = False,
    ) -> SyncState:
        """``rows`` of the segment, or ``None`` while they are not read yet."""
        line, care = self._line, self._care
        unknown = CardState(Sign("loader-circle", self._text("sync_centre.reading"), Tone.NEUTRAL))
        return SyncState(
            line=line.line(status, now),
            waiting=line.waiting(status, now),
            safe=line.safe(status, now),
            scans=unknown
            if news is None
            else care.with_stamps(care.scans(news.scans, status, now), news.stamps, now),
            backup=unknown if news is None else care.backup(news.backup, status, now),
            clock=line.clock(status, now),
            banners=() if news is None else self._banners(news, now, segment),
            segment=segment,
            chips=self._chips(status, news),
            heading=self._text(f"sync_centre.heading.{segment}"),
            empty=self._empty(segment) if rows == 0 else None,
            can_send=status.state not in _CANNOT_SEND,
            trying=trying,
            backing_up=backing_up,
        )

    def backed_up(self, made: BackupMade) -> str:
        """What was written, and where."""
        entries = self._wording.count("sync_centre.backup.entries", made.entries)
        return self._text("sync_centre.backup.done", entries=entries, path=str(made.path))

    def _banners(self, news: CareNews, now: datetime, segment: str) -> tuple[Banner, ...]:
        ailing = self._care.ailing(news.ailing) if segment != "ailing" else None
        return tuple(banner for banner in (self._care.age(news.age, now), ailing) if banner is not None)

    def _chips(self, status: SyncStatus, news: CareNews | None) -> tuple[tuple[str, str], ...]:
        backlog, number = status.backlog, self._wording.number
        all_ailing = () if news is None else news.ailing
        urgent = sum(one.ailment in URGENT for one in all_ailing)
        held = len(all_ailing) - urgent
        ailing = f"{number(self._limit)}+" if len(all_ailing) >= self._limit else number(urgent)
        if held:
            ailing = self._text("sync_centre.segment.held", ailing=ailing, held=number(held))
        counts = {
            "waiting": number(backlog.entries + backlog.held),
            "sent": self._text("sync_centre.segment.today", count=number(backlog.accepted_today)),
            "ailing": ailing,
        }
        return tuple(
            (key, f"{self._text(f'sync_centre.segment.{key}')} {count}") for key, count in counts.items()
        )

    def _empty(self, segment: str) -> EmptyWords:
        key = f"sync_centre.empty.{segment}"
        return EmptyWords("circle-check", self._text(f"{key}.title"), self._text(f"{key}.text"))
