"""One world of one seed: work and faults for a while, then all is healed, comes to rest, and is checked."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from typing import Final

from sqlalchemy import Engine

from counter_app.central.service import CentralService
from counter_app.domain.entries import CodeKind
from tests.simulation import checks
from tests.simulation.centre import CrashingCentralDatabase, ServiceMaker, SimulatedCentre
from tests.simulation.clerk import ODD_KINDS, Desk
from tests.simulation.disk import KEYS
from tests.simulation.faults import Fault, Faults, Odds
from tests.simulation.ledger import Ledger
from tests.simulation.lines import Line
from tests.simulation.station import SimulatedStation, StationParts
from tests.simulation.template import CENTRE, CounterTemplate, Template
from tests.simulation.timeline import Timeline

REST_WITHIN: Final = 120.0
"""Seconds after the heal within which everything must be sent and read, by itself."""
_LINGER: Final = 12.0
"""Seconds that are watched on after all came to rest: it has to stay so."""


@dataclass(frozen=True, slots=True)
class Parts:
    """The classes that the world is made of; a plant puts another one in."""

    station: StationParts = field(default_factory=StationParts)
    service: ServiceMaker = CentralService
    centre_database: Callable[[Engine], CrashingCentralDatabase] = CrashingCentralDatabase


class World:
    """The template's folder for worlds is emptied first."""

    def __init__(self, seed: int, template: Template, parts: Parts) -> None:
        folder = template.world
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir(parents=True)
        shutil.copytree(template.folder / KEYS, folder / KEYS)
        shutil.copytree(template.centre, folder / CENTRE)
        self.folder = folder
        self.seed = seed
        self.random = Random(seed)
        self.timeline = Timeline()
        self.faults = Faults(self.random, Odds.draw(self.random))
        self.ledger = Ledger()
        self.centre = SimulatedCentre(
            template.world_settings,
            parts.centre_database(template.engine),
            self.timeline,
            self.faults,
            parts.service,
        )
        self.revoked: list[SimulatedStation] = []
        self.clones: list[tuple[SimulatedStation, SimulatedStation, set[int]]] = []
        self.codes: list[tuple[str, SimulatedStation]] = []
        self.everybody: tuple[CounterTemplate, ...] = template.counters
        self.stations: list[SimulatedStation] = []
        self._parts = parts.station
        self._hashes: set[bytes] = set()
        self._hashed = 0
        self._ghosts: dict[str, set[int]] = {}
        self._haunted_at: dict[str, float] = {}
        self._removed: set[int] = set()
        for counter in template.counters[: self.random.randint(2, 5)]:
            self.add_station(counter.name, counter, counter.folder)

    # --- making ------------------------------------------------------------------------------------

    def add_station(self, name: str, counter: CounterTemplate, disk: Path) -> SimulatedStation:
        """One more station on a copy of a disk."""
        folder = self.folder / name
        shutil.copytree(disk, folder)
        station = SimulatedStation(
            name,
            counter.office,
            counter.credentials,
            folder,
            Line(name, self.timeline, self.faults, self.centre),
            self.timeline,
            self.faults,
            self._parts,
            lambda stepped: checks.after_step(self, stepped),
        )
        self.stations.append(station)
        return station

    # --- running -----------------------------------------------------------------------------------

    def run(self, chaos: float) -> None:
        """Let everything happen that was set, heal, and check. Raises ``PromiseBroken``."""
        self.centre.start()
        for station in list(self.stations):
            self.timeline.after(self.random.uniform(0.0, 5.0), station.start)
        self.timeline.run_until(lambda: False, self.timeline.now + chaos)
        self.heal()
        self._come_to_rest()
        self._mend()
        self._come_to_rest()
        for station in self.revoked:
            # Nobody takes it any more; it must be kept where it is.
            self.ledger.excuse(station.held.saved - self.centre.works())
        checks.at_rest(self)

    def heal(self) -> None:
        """From now on everything works, and nobody does anything."""
        self.timeline.note("world", "all is healed")
        self.faults.heal()
        for station in self.stations:
            station.line.heal()

    def _come_to_rest(self) -> None:
        seen = -1
        rests = False

        def at_rest() -> bool:
            nonlocal seen, rests
            steps = sum(station.steps_done for station in self.stations)
            if steps != seen:
                seen, rests = steps, self._rests()
            return rests

        if not self.timeline.run_until(at_rest, self.timeline.now + REST_WITHIN):
            raise checks.never_settled(self)
        self.timeline.run_until(lambda: False, self.timeline.now + _LINGER)
        if not self._rests() and not self.timeline.run_until(at_rest, self.timeline.now + REST_WITHIN):
            raise checks.never_settled(self)

    def _rests(self) -> bool:
        last = dict(self.centre.query("SELECT office, max(no) FROM feed GROUP BY office"))
        return self.centre.service is not None and all(
            station.settled(int(str(last.get(station.office, 0))))
            for station in self.stations
            if station not in self.revoked
        )

    def _mend(self) -> None:
        """Somebody looks at what was sent without its body, now that the centre takes it."""
        for row in self.centre.entries():
            if not row.whole:
                self.faults.struck(Fault.QUARANTINED)
        for station in self.stations:
            station.line.takes_poison = True
            if station not in self.revoked:
                mended = station.mend()
                self.faults.counts[Fault.MENDED.value] += mended

    def close(self) -> None:
        """Let go of all files."""
        for station in self.stations:
            station.close()
        self.centre.close()
        shutil.rmtree(self.folder, ignore_errors=True)

    # --- work --------------------------------------------------------------------------------------

    def work_at(self, station: SimulatedStation) -> None:
        """A clerk does one thing."""
        program = station.program
        if program is None or (program.busy and program.doom is not None):
            return
        known = self._known(station)
        choice = self.random.random()
        if choice < 0.15:
            self._do_something_odd(station, known)
        elif choice < 0.5 or not known:
            self._receive(station)
        else:
            # Mostly on what came last: that is where counters meet.
            among = known[-3:] if self.random.random() < 0.6 else known
            work = self.ledger.begin(station.name, station.office, self.random.choice(among), "event")
            station.note(f"work {work.number} on {work.subject}")
            self._saved(station, work.number, lambda desk: desk.go_on(work, self.random))

    def _receive(self, station: SimulatedStation) -> None:
        subject = f"dossier-{len(self.ledger.works) + 1}"
        work = self.ledger.begin(station.name, station.office, subject, "reception")
        offices = sorted({counter.office for counter in self.everybody})
        audience = tuple(offices) if self.random.random() < 0.25 else (station.office,)
        station.note(f"work {work.number} receives {subject}")

        def receive(desk: Desk) -> None:
            received = desk.receive(work, audience)
            if received.code_kind is not CodeKind.LEASED:
                self.faults.struck(Fault.LEASE_EXHAUSTED)
            # A lost self may have come to the overflow range as well, in which the next one begins.
            if received.code_kind is not CodeKind.OVERFLOW or not station.restored:
                self.codes.append((received.code, station))

        self._saved(station, work.number, receive)

    def _do_something_odd(self, station: SimulatedStation, known: list[str]) -> None:
        kind = self.random.choice(ODD_KINDS)
        new = f"odd-{len(self.ledger.works) + 1}"
        subject = self.random.choice([new, *known[-2:]])
        work = self.ledger.begin(station.name, station.office, subject, kind, odd=True)
        station.note(f"work {work.number} writes something {kind} on {subject}")
        if self._saved(station, work.number, lambda desk: desk.write_odd(work, self.random)):
            odd = {"unreadable": Fault.UNREADABLE, "unknown": Fault.UNKNOWN_KIND}
            if kind in odd:
                self.faults.struck(odd[kind])

    def _saved(self, station: SimulatedStation, number: int, act: Callable[[Desk], None]) -> bool:
        saved = station.write(act, number)
        if saved:
            self.ledger.acknowledged.add(number)
        return saved

    def _known(self, station: SimulatedStation) -> list[str]:
        assert station.program is not None
        with station.program.disk.database.snapshot() as connection:
            return [str(row[0]) for row in connection.fetch("SELECT id FROM dossier ORDER BY position")]

    def subjects(self) -> set[str]:
        """Everything that anybody wrote about."""
        return {work.subject for work in self.ledger.works.values()}

    # --- what is known of the centre ---------------------------------------------------------------

    def hashes_ever(self) -> set[bytes]:
        """Of all entries that the central system has or had before it was restored."""
        rows = self.centre.entries()
        if len(rows) != self._hashed:
            self._hashes.update(row.hash for row in rows)
            self._hashed = len(rows)
        return self._hashes

    def forget(self, removed: set[int]) -> None:
        """The centre lost these in a restore."""
        self._hashed = -1
        self._removed |= removed
        for station in self.stations:
            self.haunt(station)

    def haunt(self, station: SimulatedStation) -> None:
        """This disk knows nothing yet of what the centre lost, before its program has talked with it."""
        self._ghosts[station.name] = set(self._removed)
        self._haunted_at[station.name] = self.timeline.now

    def ghosts_of(self, station: SimulatedStation) -> set[int]:
        """The works that a station may still believe to be at the centre."""
        ghosts, program = self._ghosts.get(station.name, set()), station.program
        haunted_at = self._haunted_at.get(station.name, 0.0)
        talked = program is not None and program.exchanged and program.began > haunted_at
        if talked and program is not None and not program.steps.board.status.trouble:
            ghosts.clear()
        return ghosts
