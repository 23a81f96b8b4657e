"""Two counters and a centre that lose calls, restart and restore backups; at the end all are alike."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import tempfile
from datetime import date, timedelta
from pathlib import Path
from random import Random

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule
from sqlalchemy import func, select

from counter_app.central import admin
from counter_app.central.documents import newest
from counter_app.central.enrolment import create_code
from counter_app.central.projection import dossier_of
from counter_app.central.tables import entries
from counter_app.domain.calendar_overrides import CalendarOverride
from counter_app.domain.entries import Body, CodeKind, DossierCancelled, SlipPrinted, StatusChanged
from counter_app.domain.errors import DomainError
from counter_app.domain.office import Clerk, Role
from counter_app.domain.office_changes import DaysDecided, calendar_subject, next_instant, read_office_change
from counter_app.domain.office_days import OfficeDays
from counter_app.domain.special_days import DayEffect
from counter_app.services.office_directory import plain_document
from counter_app.services.projection import counts
from counter_app.services.store_ports import VerdictState
from counter_app.sync.credentials import Credentials
from counter_app.sync.exchange import Exchange
from counter_app.sync.link import LinkError
from counter_app.sync.policy import BatchSize
from counter_app.sync.transport import HttpLink
from tests.fakes.clock import MORNING, SetClock
from tests.fakes.service_caller import GOOD, LOSE_ANSWER, LOSE_REQUEST, ServiceCaller
from tests.fakes.sync_store import MemorySyncStore
from tests.fixtures.central import OFFICE, add_office, draft
from tests.fixtures.dossiers import reception
from tests.fixtures.processing_acts import processing_act
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import open_centre

STATIONS = 2
LEASED = 600
"""Numbers that each station holds by default."""

which = st.integers(0, STATIONS - 1)
faults = st.lists(st.sampled_from([GOOD, LOSE_REQUEST, LOSE_ANSWER]), max_size=4)
acts = st.integers(0, 2**16).map(lambda seed: processing_act(Random(seed)))
decisions = st.sampled_from(
    [
        StatusChanged(4),
        StatusChanged(9),
        StatusChanged(10),
        DossierCancelled("nhầm", "Trần Văn Mẫu"),
        SlipPrinted("mau-01", 0, 2, "HP", "printed", "0" * 64),
    ]
)


def by_day(days: OfficeDays) -> dict[date, str]:
    """The decision that counts for each day."""
    return {day: override.decision for override in days.table for day in override.dates}


class Uninterrupted:
    """An observer that lets an exchange go on."""

    def sending(self) -> None: ...

    def changed(self, dossiers: frozenset[str]) -> None: ...

    def stopping(self) -> bool:
        return False


class Counter:
    """A station: its store outlives its program, which is ``exchange``."""

    def __init__(self, world: World, index: int) -> None:
        with world.centre.database.write() as connection:
            name = f"{index + 1:02d}"
            code = create_code(connection, OFFICE, name, name, timedelta(hours=1), MORNING)
        station = SigningStation(world.centre.service, code)
        enrolled = station.enrolled
        self.number = index * LEASED
        self.store = MemorySyncStore(enrolled.station)
        self._credentials = Credentials(
            server="http://localhost",
            office=OFFICE,
            station=enrolled.station,
            number=enrolled.number,
            name=enrolled.name,
            token=enrolled.token,
            private_key=station.private_key,
            recovery_public_key=bytes(32),
        )
        self.caller = ServiceCaller(lambda: world.centre.service, enrolled.token)
        self.start()

    def start(self) -> None:
        """A new process on the same store."""
        link = HttpLink(self._credentials, caller=self.caller)
        clock = SetClock()
        self.exchange = Exchange(self.store, link, clock, monotonic=lambda: 0.0, largest=BatchSize(3, 10**6))

    def write(self, subject: str, event: Body) -> None:
        self.store.write(draft(subject, event), MORNING)

    def days(self) -> OfficeDays:
        """The calendar as this counter knows it: the centre's, and what was decided since."""
        days = OfficeDays()
        if self.store.document_version("calendar"):
            bad = DomainError("working_time.bad_holidays")
            days = OfficeDays.from_plain(plain_document(self.store.document("calendar"), bad))
        for recorded in self.store.about(calendar_subject(OFFICE)):
            change = read_office_change(recorded.entry)
            if isinstance(change, DaysDecided) and counts(recorded):
                days = days.after(change, recorded.entry.station).days
        return days


class World(RuleBasedStateMachine):
    """Everything that may happen between writing an entry and everyone knowing it."""

    @initialize()
    def begin(self) -> None:
        self.folder = Path(tempfile.mkdtemp())
        self.data = self.folder / "central"
        self.centre = open_centre(self.data)
        add_office(self.centre.database)
        with self.centre.database.write() as connection:
            person = Clerk("clerk-1", "Trần Văn Mẫu", Role.ADMINISTRATOR, "none")
            admin.put_clerk(connection, OFFICE, person, MORNING)
        self.decided = 0
        self.written = 0
        self.provisional = 0
        self.restored = False
        self.counters = [Counter(self, index) for index in range(STATIONS)]

    @rule(station=which)
    def receive(self, station: int) -> None:
        counter = self.counters[station]
        counter.number += 1
        self.written += 1
        counter.write(f"dossier-{self.written}", reception(counter.number))

    @rule(station=which)
    def receive_with_a_provisional_code(self, station: int) -> None:
        self.written += 1
        self.provisional += 1
        code = f"TAM-H01.15.21-Q{station + 1:02d}-261120-{self.provisional:04d}"
        event = reception(self.provisional, code=code, code_kind=CodeKind.PROVISIONAL)
        self.counters[station].write(f"dossier-{self.written}", event)

    @precondition(lambda self: self.written > 0)
    @rule(station=which, event=decisions | acts, data=st.data())
    def go_on_with_a_dossier(self, station: int, event: Body, data: st.DataObject) -> None:
        known = sorted(self.counters[station].store.dossiers())
        if known:
            self.counters[station].write(data.draw(st.sampled_from(known)), event)

    @rule(station=which, first=st.integers(1, 4), length=st.integers(0, 2), off=st.booleans())
    def decide_days(self, station: int, first: int, length: int, off: bool) -> None:
        counter, begin = self.counters[station], date(2026, 12, first)
        self.decided += 1
        effect = DayEffect.OFF if off else DayEffect.NORMAL
        override = CalendarOverride(
            begin, begin + timedelta(days=length), effect, f"{self.decided}/QĐ", "Mẫu"
        )
        known, days = counter.days(), frozenset(override.dates)
        at = next_instant(MORNING, known.seen(days))
        decided = DaysDecided(at, "Trần Văn Mẫu", (override,), (), known.seen(days))
        counter.write(calendar_subject(OFFICE), decided)

    @rule(station=which, plan=faults)
    def exchange(self, station: int, plan: list[str]) -> None:
        counter = self.counters[station]
        counter.caller.faults.extend(plan)
        with contextlib.suppress(LinkError):
            counter.exchange.run(Uninterrupted())
        counter.caller.faults.clear()

    @rule(station=which)
    def restart_station(self, station: int) -> None:
        self.counters[station].start()

    @rule()
    def back_up(self) -> None:
        source = sqlite3.connect(self.data / "central.db")
        target = sqlite3.connect(self.folder / "backup.db")
        source.backup(target)
        source.close()
        target.close()

    @precondition(lambda self: (self.folder / "backup.db").exists())
    @rule()
    def restore_backup(self) -> None:
        self.restored = True
        self.centre.database.close()
        for file in self.data.glob("central.db*"):
            file.unlink()
        shutil.copy(self.folder / "backup.db", self.data / "central.db")
        self.centre = open_centre(self.data)

    def teardown(self) -> None:
        if not hasattr(self, "counters"):
            return
        for _ in range(3):
            for counter in self.counters:
                counter.exchange.run(Uninterrupted())
        self.check_that_all_are_alike()
        self.centre.database.close()
        shutil.rmtree(self.folder)

    def check_that_all_are_alike(self) -> None:
        with self.centre.database.read() as connection:
            central = {
                f"dossier-{number}": dossier_of(connection, OFFICE, f"dossier-{number}")
                for number in range(1, self.written + 1)
            }
            stored = connection.scalar(
                select(func.count()).select_from(entries).where(entries.c.station != f"central-{OFFICE}")
            )
        with self.centre.database.read() as connection:
            calendar = newest(connection, OFFICE, "calendar")
        assert calendar is not None
        bad = DomainError("working_time.bad_holidays")
        days = OfficeDays.from_plain(plain_document(calendar.content.encode(), bad))
        for counter in self.counters:
            assert counter.store.document("calendar") == calendar.content.encode()
            assert (by_day(counter.days()), counter.days().stamps) == (by_day(days), days.stamps)
            assert VerdictState.PENDING not in {verdict.state for verdict in counter.store.verdicts()}
            assert counter.store.dossiers() == central
        assert stored == sum(len(counter.store.verdicts()) for counter in self.counters)
        codes = [dossier.code for dossier in central.values() if dossier is not None]
        assert len(codes) == self.written
        assert len(set(codes)) == len(codes)
        assert not any(dossier.provisional for dossier in central.values() if dossier is not None)


TestConvergence = pytest.mark.requirement("AG-17", "PT-40")(World.TestCase)
TestConvergence.settings = settings(max_examples=15, stateful_step_count=30, deadline=None)
