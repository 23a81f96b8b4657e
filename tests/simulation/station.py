"""A station of the simulation: a disk that stays, and the program on it that comes and goes."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta
from pathlib import Path

from counter_app.domain.errors import DomainError
from counter_app.services.store_ports import VerdictState
from counter_app.services.sync_care import BODY_MISSING
from counter_app.services.sync_ports import LineState, SyncStatus
from counter_app.sync.credentials import Credentials
from counter_app.sync.link import CentralLink
from counter_app.sync.policy import Pace
from counter_app.sync.steps import SyncSteps
from counter_app.sync.transport import HttpLink
from tests.simulation.clerk import Desk
from tests.simulation.disk import CrashingDatabase, NamedStore, OpenDisk, PowerCut, copy_disk, open_disk
from tests.simulation.faults import Faults
from tests.simulation.ledger import Held
from tests.simulation.lines import Line, LineCaller
from tests.simulation.template import ENROLLED
from tests.simulation.timeline import JumpingClock, Timeline

PACE = Pace(idle=(10.0, 20.0), probe=(3.0, 6.0))
"""Slower than the program's own while all is quiet: an idle question costs real time and finds nothing."""


@dataclass(frozen=True, slots=True)
class StationParts:
    """The classes that a station is made of; a plant puts another one in."""

    database: type[CrashingDatabase] = CrashingDatabase
    store: type[NamedStore] = NamedStore
    link: type[HttpLink] = HttpLink
    steps: type[SyncSteps] = SyncSteps


@dataclass(frozen=True, slots=True)
class DiskBackup:
    """A copy of a station's disk, and what it must hold."""

    folder: Path
    held: Held


@dataclass
class Program:
    """One process of the station."""

    disk: OpenDisk
    store: NamedStore
    steps: SyncSteps
    caller: LineCaller
    desk: Desk
    busy: bool = False
    woken: bool = False
    wrote: bool = False
    began: float = 0.0
    """When its last step began."""
    exchanged: bool = False
    """Whether that step called the central system."""
    ticks: int = 0
    doom: Callable[[], None] | None = None
    """Set when the power is cut while the program waits for an answer; what happens to the disk then."""
    documents: dict[str, int] = field(default_factory=dict)


class SimulatedStation:
    """``folder`` is its disk. ``held`` is what that must hold, by what the clerks were told."""

    def __init__(
        self,
        name: str,
        office: str,
        credentials: Credentials,
        folder: Path,
        line: Line,
        timeline: Timeline,
        faults: Faults,
        parts: StationParts,
        after_step: Callable[[SimulatedStation], None],
    ) -> None:
        self.name = name
        self.office = office
        self.credentials = credentials
        self.folder = folder
        self.line = line
        self.clock = JumpingClock(timeline)
        self.held = Held()
        self.program: Program | None = None
        self.steps_done = 0
        self.restored = False
        self.twins = False
        """Whether another disk of this station may have given the same numbers."""
        self._timeline = timeline
        self._faults = faults
        self._parts = parts
        self._after_step = after_step

    @property
    def id(self) -> str:
        """The station's id."""
        return self.credentials.station

    def note(self, what: str) -> None:
        """Add to the trace."""
        self._timeline.note(self.name, what)

    # --- the program's life ------------------------------------------------------------------------

    def start(self) -> None:
        """A new process on the disk."""
        parts = self._parts
        try:
            disk = open_disk(self.folder, self._faults, ENROLLED, parts.database)
        except DomainError as error:
            self.note(f"cannot start: {error.code}")
            self._timeline.after(2.0, self.start)
            return
        store = parts.store(disk.database)
        caller = LineCaller(self.line, self.credentials.token, self._cut)

        def connect() -> CentralLink:
            return parts.link(self.credentials, PACE, caller)

        steps = parts.steps(
            store,
            connect,
            self.clock,
            pace=PACE,
            uniform=self._faults.random.uniform,
            monotonic=self._timeline.monotonic,
        )
        desk = Desk(disk.database, self.clock, disk.station, self.office)
        self.program = Program(disk, store, steps, caller, desk)
        self.note(f"starts as incarnation {disk.station.incarnation}")
        steps.begin()
        self._tick_after(self._faults.random.uniform(0.0, 1.0))

    def _cut(self) -> bool:
        return self.program is None or self.program.doom is not None

    def cut_power(self, then: Callable[[], None]) -> None:
        """End the program where it is; ``then`` happens to the disk, and must start it again."""
        program = self.program
        if program is None:
            return
        if program.busy:
            program.doom = program.doom or then
            return
        self._vanish(program)
        then()

    def _vanish(self, program: Program) -> None:
        """The process is gone: what it had committed is on the disk, log and all, and nothing else."""
        self.program = None
        left = self.folder.with_name(f"{self.folder.name}-left")
        copy_disk(self.folder, left)
        program.disk.close()
        copy_disk(left, self.folder)

    def restart_later(self) -> None:
        """Somebody switches it on again."""
        wait = self._faults.random.uniform(0.5, 10.0)
        self.note(f"is dark for {wait:.1f} s")
        self._timeline.after(wait, self._start_if_dark)

    def _start_if_dark(self) -> None:
        if self.program is None:
            self.start()

    def close(self) -> None:
        """Let go of the files."""
        if self.program is not None:
            self.program.disk.close()
            self.program = None

    # --- copies of the disk ------------------------------------------------------------------------

    def back_up(self, folder: Path) -> DiskBackup:
        """Copy the disk while nothing is being written."""
        copy_disk(self.folder, folder)
        return DiskBackup(folder, self.held.copy())

    def put_back(self, backup: DiskBackup, note: bytes | None) -> None:
        """The disk as it was; ``note`` is the newer high-water note if it outlived the disk."""
        copy_disk(backup.folder, self.folder)
        if note is not None:
            (self.folder / "highwater.json").write_bytes(note)
        self.held = backup.held.copy()

    # --- sync, a step at a time --------------------------------------------------------------------

    def wake(self) -> None:
        """Something new waits: as the engine, step at once, or as soon as the step in hand is over."""
        program = self.program
        if program is None:
            return
        program.woken = program.wrote = True
        if not program.busy:
            self._tick_after(0.0)

    def _tick_after(self, seconds: float) -> None:
        program = self.program
        assert program is not None
        program.ticks += 1
        this = program.ticks
        self._timeline.after(seconds, lambda: self._tick(program, this))

    def _tick(self, program: Program, this: int) -> None:
        if program is not self.program or program.busy or program.ticks != this:
            return
        woken, program.woken, program.wrote = program.woken, False, False
        program.busy, program.began = True, self._timeline.now
        calls = program.caller.calls
        program.disk.database.failed = False
        try:
            wait = program.steps.step(woken=woken)
            if program.doom is not None:
                raise PowerCut
        except PowerCut:
            self._die(program)
            return
        finally:
            program.busy = False
        self.steps_done += 1
        program.exchanged = program.caller.calls > calls
        self._follow_documents(program)
        self._after_step(self)
        self._tick_after(0.0 if program.woken else wait)

    def _die(self, program: Program) -> None:
        self.note("the power is cut")
        program.busy = False
        then = program.doom or self.restart_later
        self._vanish(program)
        then()

    def _follow_documents(self, program: Program) -> None:
        now = {name: program.store.document_version(name) for name in ("directory", "lease")}
        if now != program.documents:
            program.documents = now
            program.desk.refresh(program.steps.board.status.clock_offset_ms)

    # --- at the desk -------------------------------------------------------------------------------

    def write(self, act: Callable[[Desk], None], number: int) -> bool:
        """Let the clerk do one thing; whether the screen said that it is saved."""
        program = self.program
        if program is None:
            return False
        if program.busy and program.doom is not None:
            return False
        try:
            act(program.desk)
        except DomainError as error:
            self.note(f"work {number} is not saved: {error.code}")
            if error.code == "clock.behind_journal":
                self._confirm_clock(program)
            return False
        except PowerCut:
            self.note(f"the power is cut while work {number} is saved")
            self.held.unsure.add(number)
            self.cut_power(self.restart_later)
            return False
        self.held.saved.add(number)
        self.wake()
        return True

    def _confirm_clock(self, program: Program) -> None:
        try:
            program.desk.confirm_clock()
        except DomainError as error:
            self.note(f"the clock is not confirmed: {error.code}")
        except PowerCut:
            self.cut_power(self.restart_later)

    def mend(self) -> int:
        """Send again what the central system has without its body; how many entries that were."""
        program = self.program
        if program is None:
            return 0
        with program.disk.database.read() as reads:
            rows = reads.journal([VerdictState.HELD], limit=1000)
        ailing = [row.id for row in rows if row.verdict.code == BODY_MISSING]
        mended = sum(program.store.resend(entry_id) for entry_id in ailing)
        if mended:
            self.wake()
        return mended

    # --- what is checked ---------------------------------------------------------------------------

    def status(self) -> SyncStatus | None:
        """What the screen shows; ``None`` while the program is not running."""
        return None if self.program is None else self.program.steps.board.status

    def settled(self, last_no: int) -> bool:
        """Whether the screen shows that all is well, and the feed is read to its end."""
        status, program = self.status(), self.program
        if status is None or program is None or program.busy:
            return False
        well = status.state in (LineState.ONLINE, LineState.WEAK) and not status.trouble
        return well and status.backlog.entries == 0 and program.store.position().after == last_no

    def jump_clock(self, by: timedelta) -> None:
        """Somebody, or a dead battery, sets the clock."""
        self.clock.offset += by
