"""What befalls the world at large while people work: outages, crashes, copies of disks put back."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Final

from tests.simulation.disk import NOTE
from tests.simulation.faults import Fault
from tests.simulation.lines import LineState

if TYPE_CHECKING:
    from tests.simulation.ledger import Held
    from tests.simulation.station import SimulatedStation
    from tests.simulation.world import World

Incident = Callable[["World"], None]

_MOST_STATIONS: Final = 6


def plan(world: World) -> float:
    """Set work and incidents for one run; returns how long they last, in seconds."""
    random = world.random
    lasts = random.uniform(40.0, 90.0)
    for station in world.stations:
        for _ in range(random.randint(4, 10)):
            world.timeline.after(random.uniform(1.0, lasts), partial(world.work_at, station))
    for _ in range(random.randint(3, 8)):
        world.timeline.after(random.uniform(5.0, lasts), partial(random.choice(INCIDENTS), world))
    return lasts


def _any_station(world: World) -> SimulatedStation:
    return world.random.choice(world.stations)


# --- lines -----------------------------------------------------------------------------------------


def partition(world: World) -> None:
    """Nothing gets through, and everybody notices at once."""
    _put_line(world, LineState.PARTITIONED)


def half_open(world: World) -> None:
    """Everything is swallowed; only waiting tells."""
    _put_line(world, LineState.HALF_OPEN)


def _put_line(world: World, state: LineState) -> None:
    line = _any_station(world).line
    line.state = state
    line.note(f"the line is {state.value}")

    def mend() -> None:
        line.state = LineState.UP
        line.note("the line is up")

    world.timeline.after(world.random.uniform(4.0, 40.0), mend)


def proxy_limit(world: World) -> None:
    """Somebody put a proxy in between that lets only little through."""
    line = _any_station(world).line
    line.largest = world.random.randint(900, 4_000)
    line.note(f"a proxy lets {line.largest} bytes through")

    def lift() -> None:
        line.largest = None

    world.timeline.after(world.random.uniform(20.0, 60.0), lift)


# --- clocks, disks, power --------------------------------------------------------------------------


def clock_jump(world: World) -> None:
    """A station's clock is set, by seconds or by days, forward or back."""
    station, random = _any_station(world), world.random
    span = timedelta(seconds=random.choice((5.0, 90.0, 4 * 3600.0, 2 * 86400.0)) * random.uniform(0.5, 1.5))
    forward = random.random() < 0.5
    world.faults.struck(Fault.CLOCK_FORWARD if forward else Fault.CLOCK_BACK)
    station.jump_clock(span if forward else -span)
    station.note(f"the clock jumps {'forward' if forward else 'back'} by {span.total_seconds():.0f} s")


def full_disk(world: World) -> None:
    """Nothing can be written for a while."""
    station = _any_station(world)
    if station.program is None:
        return
    database = station.program.disk.database
    database.full = True
    station.note("the disk is full")

    def free() -> None:
        database.full = False

    world.timeline.after(world.random.uniform(3.0, 25.0), free)


def power_cut(world: World) -> None:
    """Somebody pulls the plug."""
    station = _any_station(world)
    if station.program is None:
        return
    world.faults.struck(Fault.CRASH_ELSEWHERE)
    station.cut_power(station.restart_later)


# --- copies of disks -------------------------------------------------------------------------------


def restore_station(world: World) -> None:
    """A copy of a station's disk is made now and put back later."""
    station = _any_station(world)
    if station.program is None or station in world.revoked:
        return
    folder = world.folder / f"{station.name}-copy-{len(world.timeline.trace)}"
    backup = station.back_up(folder)
    station.note("the disk is copied")
    with_note = world.random.random() < 0.5

    def put_back() -> None:
        if station not in world.revoked and not world.faults.over:
            station.cut_power(replace_disk)

    def replace_disk() -> None:
        world.faults.struck(Fault.RESTORED_WITH_NOTE if with_note else Fault.RESTORED_WITHOUT_NOTE)
        station.note(f"an older copy of the disk is put back, {'with' if with_note else 'without'} the note")
        note = station.folder / NOTE
        before = station.held
        station.put_back(backup, note.read_bytes() if with_note and note.exists() else None)
        station.restored = True
        station.twins = station.twins or not with_note
        world.haunt(station)
        excuse_what_is_nowhere(world, before)
        if world.random.random() < 0.5:
            _work_offline(world, station)
        station.restart_later()

    world.timeline.after(world.random.uniform(5.0, 50.0), put_back)


def _work_offline(world: World, station: SimulatedStation) -> None:
    """The first work after the restore happens before anybody could tell that there was one."""
    line = station.line
    line.state = LineState.PARTITIONED

    def mend() -> None:
        line.state = LineState.UP

    world.timeline.after(30.0, mend)
    for _ in range(2):
        world.timeline.after(world.random.uniform(11.0, 29.0), partial(world.work_at, station))


def clone_disk(world: World) -> None:
    """A disk is copied into another machine, and both run."""
    station = _any_station(world)
    if station.program is None or len(world.stations) >= _MOST_STATIONS or station in world.revoked:
        return
    if any(station in (original, copy) for original, copy, _ in world.clones):
        return
    world.faults.struck(Fault.CLONED)
    name = f"{station.name}'"
    station.note(f"the disk is copied into another machine, {name}")
    counter = next(one for one in world.everybody if one.credentials is station.credentials)
    copy = world.add_station(name, counter, station.folder)
    copy.held = station.held.copy()
    world.haunt(copy)
    copy.clock.offset = station.clock.offset
    station.twins = copy.twins = True
    world.clones.append((station, copy, set(station.held.saved)))
    copy.start()
    for _ in range(world.random.randint(1, 4)):
        world.timeline.after(world.random.uniform(1.0, 30.0), partial(world.work_at, copy))


def excuse_what_is_nowhere(world: World, lost: Held) -> None:
    """What was only on a disk that is gone cannot be promised any more."""
    somewhere = world.centre.works()
    for station in world.stations:
        somewhere = somewhere | station.held.saved
    world.ledger.excuse((lost.saved | lost.unsure) - somewhere)


# --- the central system ----------------------------------------------------------------------------


def restore_centre(world: World) -> None:
    """The central database is copied now and put back later."""
    if world.centre.service is None:
        return
    backup = world.centre.back_up(world.folder / f"centre-copy-{len(world.timeline.trace)}")
    world.timeline.note("centre", "is copied")
    whole = world.random.random() < 0.3

    def put_back() -> None:
        if world.faults.over:
            return
        kind = Fault.CENTRE_RESTORED_WHOLE if whole else Fault.CENTRE_RESTORED
        world.faults.struck(kind)
        world.timeline.note("centre", kind.value)
        world.hashes_ever()
        before = world.centre.works()
        revoked = set(world.centre.revoked)
        world.centre.restore(backup, with_note=whole)
        gone = before - world.centre.works()
        held = set[int]().union(*(station.held.saved for station in world.stations))
        world.ledger.excuse(gone - held)
        world.forget(gone)
        for station in sorted(revoked):
            # The administrator shuts out again whom he had shut out.
            world.centre.revoke_again(station)

    world.timeline.after(world.random.uniform(5.0, 50.0), put_back)


def revoke_station(world: World) -> None:
    """A station is shut out; its office must have another."""
    station = _any_station(world)
    others = [one for one in world.stations if one not in world.revoked and one.office == station.office]
    cloned = any(station in (original, copy) for original, copy, _ in world.clones)
    if world.centre.service is None or station in world.revoked or cloned or len(others) < 2:
        return
    world.faults.struck(Fault.REVOKED)
    station.note("is revoked")
    world.centre.revoke(station.id)
    world.revoked.append(station)


def change_document(world: World) -> None:
    """An office's directory changes."""
    if world.centre.service is None:
        return
    world.faults.struck(Fault.DOCUMENT_CHANGED)
    world.centre.change_directory(_any_station(world).office, world.random.randrange(1000))


INCIDENTS: Final[tuple[Incident, ...]] = (
    partition,
    partition,
    half_open,
    proxy_limit,
    proxy_limit,
    clock_jump,
    full_disk,
    power_cut,
    restore_station,
    restore_station,
    clone_disk,
    restore_centre,
    restore_centre,
    revoke_station,
    change_document,
)
