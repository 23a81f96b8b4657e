"""Signed papers that wait for a time-stamp: asked for by itself, one at a time, until each has it.

After a failure the authority is left alone for a time drawn at random under a doubling ceiling; the wait is
kept, so that starting the program anew storms nobody. Nothing is ever given up.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from counter_app.domain.bodies import MISFITS
from counter_app.domain.entries import PaperSigned
from counter_app.domain.errors import DomainError
from counter_app.domain.journal import Basis, instant_text, parse_instant
from counter_app.services.identity import STATION
from counter_app.services.office_context import OfficeSource
from counter_app.services.ports import Clock
from counter_app.services.recording import record
from counter_app.services.scan_ports import FileToSend, Lane
from counter_app.services.signing_ports import PaperSigner, SignedState
from counter_app.services.signing_settings import SigningSettingsService
from counter_app.services.store_ports import Database, UnitOfWork, Vault

DOCUMENT: Final = "stamp_queue"
IDLE: Final = 300.0
"""Seconds until the next look when nothing waits; whoever signs something wakes earlier."""
AT_ONCE: Final = 0.5
SET_ASIDE_FOR: Final = timedelta(days=1)
"""A paper that cannot be stamped as it is does not keep the others from it."""

_FLOOR: Final = 2.0
_BASE: Final = 10.0
_CAP: Final = 900.0
_OF_THE_AUTHORITY: Final = frozenset(
    {"signing.authority_silent", "signing.authority_refused", "signing.not_installed"}
)
_OF_THE_FILE: Final = {"vault.missing": "signing.not_here", "vault.damaged": "signing.broken"}

Uniform = Callable[[float, float], float]
Step = Callable[[str], None]


@dataclass(frozen=True, slots=True)
class WaitingPaper:
    """A signed paper without its time-stamp; ``trouble`` is why this one was put off, as an error's code."""

    dossier: str
    sha256: str
    signed_at: datetime
    not_before: datetime | None = None
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class StampStatus:
    """What waits for its time-stamp, since when, and why the last try did not bring it."""

    waiting: int = 0
    oldest_at: datetime | None = None
    trouble: str = ""
    next_try_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class StampList:
    """Everything that is kept of the queue; ``failures`` of the authority in a row."""

    papers: tuple[WaitingPaper, ...] = ()
    failures: int = 0
    not_before: datetime | None = None
    trouble: str = ""


class StampQueue:
    """``step`` is called again and again in the background; ``uniform`` is as ``random.uniform``."""

    def __init__(
        self,
        database: Database,
        vault: Vault,
        office: OfficeSource,
        clock: Clock,
        signer: PaperSigner,
        settings: SigningSettingsService,
        uniform: Uniform,
        on_recorded: Callable[[str], None],
        step: Step = lambda _name: None,
    ) -> None:
        self._database, self._vault, self._office, self._clock = database, vault, office, clock
        self._signer, self._settings, self._uniform = signer, settings, uniform
        self._on_recorded, self._at = on_recorded, step

    def status(self) -> StampStatus:
        """What waits; nothing does while no authority is set."""
        if not self._settings.load().authority:
            return StampStatus()
        kept = self._kept()
        if not kept.papers:
            return StampStatus()
        due = [_latest(kept.not_before, paper.not_before) for paper in kept.papers]
        next_try = min((at for at in due if at is not None), default=None) if None not in due else None
        return StampStatus(
            len(kept.papers),
            min(paper.signed_at for paper in kept.papers),
            kept.trouble or next((paper.trouble for paper in kept.papers if paper.trouble), ""),
            next_try,
        )

    def try_now(self) -> None:
        """The line is back, or another authority was set: no need to wait on. Raises ``storage.*``."""
        kept = self._kept()
        if kept.not_before is None and all(paper.not_before is None for paper in kept.papers):
            return
        with self._database.begin() as work:
            kept = read_list(work.documents.get(DOCUMENT))
            papers = tuple(replace(paper, not_before=None) for paper in kept.papers)
            write_list(work, replace(kept, papers=papers, failures=0, not_before=None))

    def step(self) -> float:
        """Stamp one paper if one is due; returns the seconds until the next step. Raises ``storage.*``."""
        authority = self._settings.load().authority
        kept, now = self._kept(), self._clock.now()
        if not authority or not kept.papers:
            return IDLE
        paper = min(kept.papers, key=lambda one: (_until(one.not_before, now), one.signed_at))
        wait = max(_until(kept.not_before, now), _until(paper.not_before, now))
        if wait > 0:
            return min(wait, IDLE)
        try:
            stamped = self._signer.stamp(self._vault.get(paper.sha256), authority)
        except DomainError as error:
            if error.code in _OF_THE_AUTHORITY:
                return self._leave_alone(error.code)
            if error.code.startswith("storage."):
                raise
            self._set_aside(paper, _OF_THE_FILE.get(error.code, error.code))
            return AT_ONCE
        self._keep(paper, stamped)
        return AT_ONCE

    def _keep(self, paper: WaitingPaper, stamped: bytes) -> None:
        found = self._signer.read(stamped)
        if found.state is not SignedState.STAMPED:
            self._set_aside(paper, "signing.broken")
            return
        sha256 = self._vault.put(stamped)
        self._at("stamped")
        with self._database.begin() as work:
            kept = read_list(work.documents.get(DOCUMENT))
            rest = tuple(one for one in kept.papers if one.sha256 != paper.sha256)
            dossier = work.dossiers.get(paper.dossier)
            before = None if dossier is None else _signed_as(dossier.signed, paper.sha256)
            if dossier is not None and before is not None and len(rest) < len(kept.papers):
                event = replace(
                    before,
                    sha256=sha256,
                    size=len(stamped),
                    stamped_at=found.stamped_at,
                    clerk_name="",
                    replaces=paper.sha256,
                )
                record(work, self._clock, self._office.current(), dossier, STATION, event, Basis.COUNTER)
                file = FileToSend(sha256, len(stamped), "application/pdf", Lane.PAPERS, self._clock.now())
                work.files_to_send.add(file)
            write_list(work, StampList(rest))
        self._at("recorded")
        self._on_recorded(paper.dossier)

    def _leave_alone(self, code: str) -> float:
        with self._database.begin() as work:
            kept = read_list(work.documents.get(DOCUMENT))
            ceiling = min(_CAP, _BASE * 2.0 ** min(kept.failures, 30))
            wait = max(_FLOOR, self._uniform(0.0, ceiling))
            until = self._clock.now() + timedelta(seconds=wait)
            write_list(work, replace(kept, failures=kept.failures + 1, not_before=until, trouble=code))
        return wait

    def _set_aside(self, paper: WaitingPaper, code: str) -> None:
        with self._database.begin() as work:
            kept = read_list(work.documents.get(DOCUMENT))
            until = self._clock.now() + SET_ASIDE_FOR
            later = replace(paper, not_before=until, trouble=code)
            papers = tuple(later if one.sha256 == paper.sha256 else one for one in kept.papers)
            write_list(work, replace(kept, papers=papers))

    def _kept(self) -> StampList:
        with self._database.read() as reads:
            return read_list(reads.document(DOCUMENT))


def add_waiting(work: UnitOfWork, paper: WaitingPaper) -> None:
    """Let a paper wait for its time-stamp, in the transaction that records its signature."""
    kept = read_list(work.documents.get(DOCUMENT))
    if all(one.sha256 != paper.sha256 for one in kept.papers):
        write_list(work, replace(kept, papers=(*kept.papers, paper)))


def read_list(stored: tuple[int, bytes] | None) -> StampList:
    """What is kept; what cannot be read is empty."""
    if stored is None:
        return StampList()
    try:
        plain = json.loads(stored[1])
        papers = tuple(
            WaitingPaper(str(dossier), str(sha256), parse_instant(at), _instant(not_before), str(trouble))
            for dossier, sha256, at, not_before, trouble in plain["papers"]
        )
        return StampList(papers, int(plain["failures"]), _instant(plain["not_before"]), str(plain["trouble"]))
    except (*MISFITS, DomainError):
        return StampList()


def write_list(work: UnitOfWork, kept: StampList) -> None:
    """Keep it, in a unit of work."""
    plain = {
        "papers": [
            [one.dossier, one.sha256, instant_text(one.signed_at), _text(one.not_before), one.trouble]
            for one in kept.papers
        ],
        "failures": kept.failures,
        "not_before": _text(kept.not_before),
        "trouble": kept.trouble,
    }
    stored = work.documents.get(DOCUMENT)
    version = 1 if stored is None else stored[0] + 1
    work.documents.put(DOCUMENT, version, json.dumps(plain).encode())


def _signed_as(signed: tuple[PaperSigned, ...], sha256: str) -> PaperSigned | None:
    return next((one for one in signed if one.sha256 == sha256), None)


def _latest(one: datetime | None, other: datetime | None) -> datetime | None:
    return max((at for at in (one, other) if at is not None), default=None)


def _until(instant: datetime | None, now: datetime) -> float:
    """Seconds until ``instant``; one further away than any wait was written by a clock that ran ahead."""
    if instant is None:
        return 0.0
    wait = (instant - now).total_seconds()
    return 0.0 if wait > SET_ASIDE_FOR.total_seconds() else max(0.0, wait)


def _instant(text: str | None) -> datetime | None:
    return None if text is None else parse_instant(text)


def _text(instant: datetime | None) -> str | None:
    return None if instant is None else instant_text(instant)
