"""The six promises, checked from outside: by what the clerks were told and what lies in the tables."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from counter_app.services.projection import SAID_BEFORE
from counter_app.services.store_ports import VerdictState
from counter_app.services.sync_ports import LineState
from tests.simulation.ledger import number_of
from tests.simulation.observer import Observer, read_feed

if TYPE_CHECKING:
    from counter_app.domain.dossier import Dossier
    from tests.simulation.station import Program, SimulatedStation
    from tests.simulation.world import World

NOTHING_LOST: Final = "1: nothing acknowledged is lost"
NOTHING_TWICE: Final = "2: nothing happens twice"
NOTHING_BLOCKS: Final = "3: nothing blocks the queue"
NOTHING_SILENT: Final = "4: nothing is silent or more than true"
RUNS_AGAIN: Final = "5: it always runs again"
ALL_ALIKE: Final = "6: everyone ends with the same"


class PromiseBroken(BaseException):
    """``promise`` was broken; ``what`` happened, in numbers of works and names of counters.

    No ``Exception``: the steps of another station, during whose call it shows, must not take it for theirs.
    """

    def __init__(self, promise: str, what: str) -> None:
        super().__init__(f"{promise}: {what}")
        self.promise = promise
        self.what = what


@dataclass(frozen=True, slots=True)
class OwnEntry:
    """An own entry as it lies in a station's database."""

    station: str
    incarnation: int
    seq: int
    hash: bytes
    verdict: str
    code: str
    work: int | None
    has_body: bool


def own_entries(program: Program) -> list[OwnEntry]:
    """The station's own journal, in the order of its chains."""
    with program.disk.database.snapshot() as connection:
        rows = connection.fetch(
            "SELECT station, incarnation, seq, hash, verdict, verdict_code, actor, body IS NOT NULL"
            " FROM journal WHERE own = 1 ORDER BY incarnation, seq"
        )
    return [
        OwnEntry(station, incarnation, seq, digest, verdict, code, number_of(actor), bool(has_body))
        for station, incarnation, seq, digest, verdict, code, actor, has_body in rows
    ]


def after_step(world: World, station: SimulatedStation) -> None:
    """What must hold whenever the screen was renewed, in the middle of everything."""
    program = station.program
    assert program is not None
    status = program.steps.board.status
    if program.caller.failed and (not status.trouble or status.state is LineState.ONLINE):
        raise PromiseBroken(
            NOTHING_SILENT, f"{station.name}: the last call failed, and the screen shows {status.state.value}"
        )
    if program.disk.database.failed:
        return  # what the store could not tell, the screen shows as it was
    own = own_entries(program)
    _verdicts_are_true(world, station, own)
    if program.wrote:
        return  # written while the step was on: counted by the next one
    waiting = [entry for entry in own if entry.verdict == VerdictState.PENDING.value]
    if len(waiting) != status.backlog.entries:
        raise PromiseBroken(
            NOTHING_SILENT,
            f"{station.name}: {len(waiting)} entries wait, the screen says {status.backlog.entries}",
        )
    unsent = station.held.saved - world.centre.works() - world.ghosts_of(station)
    if len(unsent) > status.backlog.entries:
        raise PromiseBroken(
            NOTHING_SILENT,
            f"{station.name}: works {sorted(unsent)} are not at the centre, "
            f"the screen says that {status.backlog.entries} wait",
        )


def _verdicts_are_true(world: World, station: SimulatedStation, own: list[OwnEntry]) -> None:
    """No verdict on an entry that the central system does not have, nor had before it was restored."""
    at_centre = world.hashes_ever()
    for entry in own:
        if entry.verdict != VerdictState.PENDING.value and entry.hash not in at_centre:
            raise PromiseBroken(
                NOTHING_SILENT,
                f"{station.name}: work {entry.work} is shown as {entry.verdict}, the centre never had it",
            )


def never_settled(world: World) -> PromiseBroken:
    """Why the counters did not come to rest in the time that they have."""
    for station in world.stations:
        program, status = station.program, station.status()
        if station in world.revoked or program is None or status is None:
            continue
        waiting = [entry for entry in own_entries(program) if entry.verdict == VerdictState.PENDING.value]
        if waiting:
            first = world.ledger.works.get(waiting[0].work or 0)
            odd = first is not None and first.odd
            return PromiseBroken(
                NOTHING_BLOCKS if odd else RUNS_AGAIN,
                f"{station.name}: {len(waiting)} entries still wait, first work {waiting[0].work}"
                f"{' (' + first.kind + ')' if first else ''}; {status.state.value} {status.trouble}",
            )
    shown = {
        station.name: f"{status.state.value} {status.trouble}"
        for station in world.stations
        if (status := station.status()) is not None
    }
    return PromiseBroken(RUNS_AGAIN, f"not at rest: {shown}")


def at_rest(world: World) -> None:
    """What must hold in the end, when all is healed and nobody works."""
    _everything_is_there(world)
    _everything_once(world)
    _revoked_keep_everything(world)
    for office in sorted({station.office for station in world.stations}):
        observer = read_feed(world, office)
        _feed_is_whole(world, observer)
        _all_alike(world, observer)
    _forks_were_noticed(world)
    _no_code_twice(world)


def _everything_is_there(world: World) -> None:
    at_centre = world.centre.works()
    for number in sorted(world.ledger.promised()):
        if number not in at_centre:
            work = world.ledger.works[number]
            raise PromiseBroken(
                NOTHING_BLOCKS if work.odd else NOTHING_LOST,
                f"work {number} ({work.kind} at {work.counter}) was saved and is not at the centre",
            )
    for station in world.stations:
        if station.program is None:
            continue
        here = {entry.work for entry in own_entries(station.program)}
        missing = station.held.saved - here
        if missing:
            raise PromiseBroken(
                NOTHING_LOST, f"works {sorted(missing)} were saved and are not in {station.name}'s journal"
            )


def _everything_once(world: World) -> None:
    """Once for what counts: what was told under another identity before is kept and left out of folding."""
    counts = Counter(
        row.work for row in world.centre.entries() if row.work is not None and row.code != SAID_BEFORE
    )
    for number, count in sorted(counts.items()):
        if count > 1:
            raise PromiseBroken(NOTHING_TWICE, f"work {number} is {count} times at the centre")
    for station in world.stations:
        if station.program is None:
            continue
        own = Counter(entry.work for entry in own_entries(station.program) if entry.code != SAID_BEFORE)
        twice = [number for number, count in own.items() if count > 1 and number is not None]
        if twice:
            raise PromiseBroken(NOTHING_TWICE, f"works {twice} are twice in {station.name}'s journal")


def _revoked_keep_everything(world: World) -> None:
    for station in world.revoked:
        status = station.status()
        if status is not None and status.state is not LineState.REVOKED:
            raise PromiseBroken(
                NOTHING_SILENT, f"{station.name} is revoked, the screen shows {status.state.value}"
            )


def _feed_is_whole(world: World, observer: Observer) -> None:
    if observer.numbers != list(range(1, len(observer.numbers) + 1)):
        raise PromiseBroken(
            NOTHING_TWICE, f"the feed of {observer.office} has a hole or a double: {observer.numbers}"
        )
    for entry_id, count in observer.told.items():
        if count > (2 if entry_id in world.centre.ever_bare else 1):
            raise PromiseBroken(
                NOTHING_TWICE, f"the feed of {observer.office} tells {entry_id[1:]} {count} times"
            )
    stored = {row.id for row in world.centre.entries() if row.office == observer.office}
    untold = stored - observer.told.keys()
    if untold:
        raise PromiseBroken(
            ALL_ALIKE, f"the feed of {observer.office} never tells {sorted(one[1:] for one in untold)}"
        )


def _all_alike(world: World, observer: Observer) -> None:
    stored = {row.id: row for row in world.centre.entries()}
    expected = observer.store.dossiers()
    for station in world.stations:
        program = station.program
        if station.office != observer.office or program is None or station in world.revoked:
            continue
        with program.disk.database.read() as reads:
            for subject in sorted(set(expected) | world.subjects()):
                if subject in world.ledger.torn:
                    continue
                here, there = reads.dossier(subject), expected.get(subject)
                if here != there:
                    raise PromiseBroken(
                        ALL_ALIKE, f"{station.name} and the feed differ on {subject}: {_unlike(here, there)}"
                    )
        for entry in own_entries(program):
            row = stored.get((entry.station, entry.incarnation, entry.seq))
            if row is None:
                continue  # excused: the promise that it is there was checked before
            if (row.state, row.code) != (entry.verdict, entry.code):
                raise PromiseBroken(
                    ALL_ALIKE,
                    f"{station.name} shows work {entry.work} as {entry.verdict} {entry.code}, "
                    f"the centre says {row.state} {row.code}",
                )
    _projection_agrees(world, observer, expected)


def _projection_agrees(world: World, observer: Observer, expected: dict[str, Dossier]) -> None:
    rows = world.centre.query(
        "SELECT dossier, code, status, cancelled, entry_count FROM dossiers WHERE office = ?", observer.office
    )
    there = {str(row[0]): row[1:] for row in rows}
    fold = {
        subject: (one.code, int(one.status), int(one.cancelled), one.entry_count)
        for subject, one in expected.items()
    }
    if there != fold:
        unlike = sorted(
            subject for subject in there.keys() | fold.keys() if there.get(subject) != fold.get(subject)
        )
        one = unlike[0]
        raise PromiseBroken(
            ALL_ALIKE, f"the central system's {one} is {there.get(one)}, its feed makes {fold.get(one)}"
        )


def _forks_were_noticed(world: World) -> None:
    """Two disks of one station that both wrote on go on under different incarnations."""
    for original, copy, since in world.clones:
        if original.program is None or copy.program is None or original in world.revoked:
            continue
        if not (original.held.saved - since and copy.held.saved - since):
            continue
        one, other = (
            {entry.work: entry.incarnation for entry in own_entries(station.program) if entry.work}
            for station in (original, copy)
            if station.program is not None
        )
        apart = {one[number] for number in original.held.saved - since - copy.held.saved}
        together = {other[number] for number in copy.held.saved - since - original.held.saved}
        if len(apart | together) < 2:
            raise PromiseBroken(
                NOTHING_TWICE, f"{original.name} and {copy.name} still write under one incarnation"
            )


def _no_code_twice(world: World) -> None:
    given = Counter(code for code, station in world.codes if not station.twins)
    for code, count in given.items():
        if count > 1:
            raise PromiseBroken(NOTHING_TWICE, f"the code {code} was given {count} times")
    official = world.centre.query("SELECT office, code FROM dossiers WHERE code_kind <> 'provisional'")
    for place, count in Counter(official).items():
        if count > 1:
            raise PromiseBroken(NOTHING_TWICE, f"{count} dossiers have the code {place}")


def _unlike(here: Dossier | None, there: Dossier | None) -> str:
    if here is None or there is None:
        return f"{'absent' if here is None else 'there'} and {'absent' if there is None else 'there'}"
    fields = [name for name in here.__slots__ if getattr(here, name) != getattr(there, name)]
    return ", ".join(f"{name}: {getattr(here, name)} and {getattr(there, name)}" for name in fields)
