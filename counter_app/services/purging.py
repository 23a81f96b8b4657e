"""Erasing what is old: dossiers that are closed, safe at the central system, and past their retention here.

The counter keeps no archive of its own (NĐ 45/2020 Đ17; requirements AG-30, AG-32, N-70). Nothing that the
central system is not known to have for long is touched: "known" is counted between contacts with it, so that
a counter without a line erases nothing, and a centre that was restored from a backup younger than
``safety_days`` finds everything here that it lost.
"""

from __future__ import annotations

import json
import logging
import threading
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final, Protocol

from counter_app.domain.bodies import MISFITS
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import instant_text, parse_instant
from counter_app.services.care_settings import CareSettings, CareSettingsService
from counter_app.services.ports import Clock
from counter_app.services.store_ports import Database
from counter_app.services.sync_care import PurgeReport
from counter_app.services.sync_ports import LineState, SyncControl

DOCUMENT: Final = "purge"
EVERY: Final = timedelta(hours=20)
"""How often a run begins: once on each day that the counter is open."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Watermark:
    """In this ``life`` of the central system the feed was read to ``feed_no`` at ``at``, a contact."""

    life: int
    feed_no: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Chunk:
    """Dossiers to look at; ``upto`` is the position that was reached, ``over`` when it is the last."""

    dossiers: tuple[str, ...]
    upto: int
    over: bool


@dataclass(frozen=True, slots=True)
class Erased:
    """What was erased of one dossier: bodies and their bytes."""

    entries: int
    size: int


class PurgeStore(Protocol):
    """What erases; every method is one short transaction or none. May raise ``DomainError("storage.*")``."""

    def note_contact(self, at: datetime, keep: timedelta) -> None:
        """Remember how far the feed is read at a contact; marks older than ``keep`` are forgotten."""
        ...

    def watermark(self, safety: timedelta) -> Watermark | None:
        """The newest mark that is ``safety`` older than the last one, in the present life of the centre."""
        ...

    def candidates(self, after: int) -> Chunk:
        """Closed dossiers with content, of the next few positions."""
        ...

    def erase(self, dossier_id: str, mark: Watermark, before: datetime) -> Erased | None:
        """Erase one dossier's content; ``None`` if anything stands against it.

        All of its entries have to be accepted (or refused or in conflict, and settled), named by the feed up
        to ``mark``, and recorded before ``before``; its files have to be at the central system.
        """
        ...

    def find_named_files(self) -> bool:
        """Look through some more entries for files that are still named; whether there is more to look at."""
        ...

    def remove_files(self, now: datetime) -> tuple[int, int] | None:
        """Remove a few files that nothing names: how many, and their bytes; ``None`` when none is left."""
        ...

    def drop_drafts(self, before: datetime) -> int:
        """Drop receptions in hand that are older."""
        ...

    def drop_look_ups(self, before: datetime) -> int:
        """Drop a few questions to the e-ID system that are older; 0 when none is left.

        Those about a dossier of which anything waits to be sent stay.
        """
        ...

    def drop_copies(self, before: datetime) -> tuple[int, int]:
        """Drop copies from before a migration that are older: how many, and their bytes."""
        ...

    def shrink(self) -> bool:
        """Give a few free pages back; whether there are more."""
        ...

    def shorten_log(self) -> None:
        """Cut the write-ahead log if nobody uses it now."""
        ...

    def size(self) -> int:
        """Bytes of the database on disk."""
        ...


class _Phase(StrEnum):
    IDLE = "idle"
    DROPPING = "dropping"
    LOOK_UPS = "look_ups"
    DOSSIERS = "dossiers"
    LOOKING = "looking"
    FILES = "files"
    SHRINKING = "shrinking"


@dataclass(frozen=True, slots=True)
class _Run:
    """A run as it is kept between steps and between starts of the program."""

    phase: _Phase = _Phase.IDLE
    position: int = 0
    size_before: int = 0
    files_freed: int = 0
    report: PurgeReport | None = None


class Purging:
    """``services.sync_care.PurgeControl``: ``step`` is called again and again in the background."""

    def __init__(
        self,
        database: Database,
        store: PurgeStore,
        settings: CareSettingsService,
        control: SyncControl,
        clock: Clock,
    ) -> None:
        self._database, self._store, self._settings = database, store, settings
        self._control, self._clock = control, clock
        self._lock = threading.Lock()
        self._todo: list[str] = []
        self._chunk: Chunk | None = None
        with database.read() as reads:
            stored = reads.document(DOCUMENT)
        self._run = _Run() if stored is None else _read(stored[1])

    def last_report(self) -> PurgeReport | None:
        """The run in hand or the last one; reads no disk."""
        return self._run.report

    def step(self) -> bool:
        """One short piece of work; whether more is to do now. Raises ``DomainError("storage.*")``."""
        with self._lock:
            settings = self._settings.current()
            self._note_contact(settings)
            if self._run.phase is _Phase.IDLE and not self._begin(settings):
                return False
            self._go_on(settings)
            return self._run.phase is not _Phase.IDLE

    # --- steps ---------------------------------------------------------------------------------

    def _now(self) -> datetime:
        """Central time as far as it is known: a clock that ran ahead must not make anything old."""
        offset = self._control.status().clock_offset_ms
        return self._clock.now() + timedelta(milliseconds=offset or 0)

    def _note_contact(self, settings: CareSettings) -> None:
        status = self._control.status()
        up = status.state in (LineState.ONLINE, LineState.WEAK) and not status.trouble
        if up and status.last_contact_at is not None:
            offset = timedelta(milliseconds=status.clock_offset_ms or 0)
            self._store.note_contact(status.last_contact_at + offset, timedelta(days=settings.safety_days))

    def _begin(self, settings: CareSettings) -> bool:
        if settings.erases_nothing:
            return False
        now, last = self._now(), self._run.report
        if last is not None and last.started_at <= now < last.started_at + EVERY:
            return False
        # What the log holds is no old content: it is not counted as freed.
        self._store.shorten_log()
        self._keep(_Run(_Phase.DROPPING, 0, self._store.size(), 0, PurgeReport(now, None)))
        return True

    def _go_on(self, settings: CareSettings) -> None:
        match self._run.phase:
            case _Phase.DROPPING:
                self._drop(settings)
            case _Phase.LOOK_UPS:
                self._trim(settings)
            case _Phase.DOSSIERS:
                self._erase(settings)
            case _Phase.LOOKING:
                if not self._store.find_named_files():
                    self._enter(_Phase.FILES)
            case _Phase.FILES:
                self._remove_files()
            case _Phase.SHRINKING:
                if not self._store.shrink():
                    self._end()

    def _drop(self, settings: CareSettings) -> None:
        drafts = freed = 0
        if settings.drafts_days:
            drafts = self._store.drop_drafts(self._now() - timedelta(days=settings.drafts_days))
        if settings.closed_days:
            _, freed = self._store.drop_copies(self._now() - timedelta(days=settings.closed_days))
        self._count(drafts=drafts, freed=freed)
        self._enter(_Phase.LOOK_UPS)

    def _trim(self, settings: CareSettings) -> None:
        if settings.look_up_days:
            before = self._now() - timedelta(days=settings.look_up_days)
            if self._store.drop_look_ups(before):
                return
        self._enter(_Phase.DOSSIERS if settings.closed_days else _Phase.SHRINKING)

    def _erase(self, settings: CareSettings) -> None:
        mark = self._store.watermark(timedelta(days=settings.safety_days))
        if mark is None or not settings.closed_days:
            self._enter(_Phase.LOOKING)
            return
        if not self._todo:
            if self._chunk is not None:
                self._pass_chunk(self._chunk)
                return
            self._chunk = self._store.candidates(self._run.position)
            self._todo = list(reversed(self._chunk.dossiers))
            return
        before = self._now() - timedelta(days=settings.closed_days)
        erased = self._store.erase(self._todo.pop(), mark, before)
        if erased is not None:
            self._count(dossiers=1, entries=erased.entries)

    def _pass_chunk(self, chunk: Chunk) -> None:
        self._chunk = None
        self._keep(replace(self._run, position=chunk.upto))
        if chunk.over:
            self._enter(_Phase.LOOKING)

    def _remove_files(self) -> None:
        removed = self._store.remove_files(self._now())
        if removed is None:
            self._enter(_Phase.SHRINKING)
        else:
            self._count(files=removed[0], freed=removed[1])

    def _end(self) -> None:
        self._store.shorten_log()
        run, report = self._run, self._run.report
        assert report is not None
        freed = max(0, run.size_before - self._store.size()) + run.files_freed
        done = replace(report, ended_at=self._now(), freed_bytes=freed)
        self._keep(_Run(report=done))
        if done.dossiers or done.drafts or done.files:
            _log.info("erased %d old dossiers, %d bytes freed", done.dossiers, done.freed_bytes)

    def _enter(self, phase: _Phase) -> None:
        self._keep(replace(self._run, phase=phase))

    def _count(
        self, *, dossiers: int = 0, entries: int = 0, files: int = 0, drafts: int = 0, freed: int = 0
    ) -> None:
        """Counted in memory; kept on disk with the next phase or chunk."""
        report = self._run.report
        assert report is not None
        report = replace(
            report,
            dossiers=report.dossiers + dossiers,
            entries=report.entries + entries,
            files=report.files + files,
            drafts=report.drafts + drafts,
        )
        self._run = replace(self._run, report=report, files_freed=self._run.files_freed + freed)

    def _keep(self, run: _Run) -> None:
        with self._database.begin() as work:
            stored = work.documents.get(DOCUMENT)
            version = 1 if stored is None else stored[0] + 1
            work.documents.put(DOCUMENT, version, json.dumps(_plain(run)).encode())
        self._run = run


def _plain(run: _Run) -> dict[str, object]:
    report = run.report
    return {
        "phase": run.phase.value,
        "numbers": [run.position, run.size_before, run.files_freed],
        "report": None
        if report is None
        else {
            "started_at": instant_text(report.started_at),
            "ended_at": None if report.ended_at is None else instant_text(report.ended_at),
            "counts": [report.dossiers, report.entries, report.files, report.drafts, report.freed_bytes],
        },
    }


def _read(data: bytes) -> _Run:
    try:
        plain = json.loads(data)
        position, before, freed = (int(number) for number in plain["numbers"])
        found, report = plain["report"], None
        if found is not None:
            ended = None if found["ended_at"] is None else parse_instant(found["ended_at"])
            counts = [int(count) for count in found["counts"]]
            report = PurgeReport(parse_instant(found["started_at"]), ended, *counts)
        return _Run(_Phase(plain["phase"]), position, before, freed, report)
    except (*MISFITS, DomainError):
        _log.warning("the note of the last erasing cannot be read; another run begins")
        return _Run()
