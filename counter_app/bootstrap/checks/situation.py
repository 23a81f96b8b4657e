"""What the checks share: the station as far as it can be looked at, running or not, enrolled or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field

from counter_app.bootstrap.keys import key_store
from counter_app.bootstrap.station import RunningStation
from counter_app.config import Config
from counter_app.domain.errors import DomainError
from counter_app.services.ports import Clock
from counter_app.services.settings import SettingsService, StationSettings
from counter_app.storage.keys import KeyStore
from counter_app.storage.read_only import (
    Snapshots,
    StationFacts,
    is_in_use,
    open_read_only,
    station_facts,
    sync_fact,
)
from counter_app.sync.clock_offset import ClockReading
from counter_app.sync.credentials import DOCUMENT, Credentials
from counter_app.sync.steps import CLOCK_OFFSET


@dataclass(slots=True)
class Situation:
    """The station under examination.

    ``database`` is ``None`` when it cannot be read, ``trouble`` says why. ``in_use`` tells that another
    program works with it. ``clock_reading`` is what the check of the central system learns of the clock.
    """

    config: Config
    clock: Clock
    running: RunningStation | None
    keys: KeyStore
    database: Snapshots | None = None
    trouble: DomainError | None = None
    in_use: bool = False
    facts: StationFacts = field(default_factory=lambda: StationFacts(None, None))
    credentials: Credentials | None = None
    settings: StationSettings = field(default_factory=StationSettings)
    clock_reading: ClockReading | None = None

    @property
    def clock_offset_ms(self) -> int | None:
        """Central time minus this machine's: just measured, or what sync remembers."""
        if self.clock_reading is not None:
            return self.clock_reading.offset_ms
        kept = None if self.database is None else sync_fact(self.database, CLOCK_OFFSET)
        return None if kept is None else int(kept)


@contextmanager
def examine(config: Config, running: RunningStation | None, clock: Clock) -> Iterator[Situation]:
    """Read what can be read; whatever cannot is left out and named in ``trouble``."""
    situation = Situation(config, clock, running, key_store(config))
    with ExitStack() as opened:
        try:
            if running is not None:
                situation.database = running.store.database
                _read(situation, SettingsService(running.store.database))
            else:
                situation.in_use = is_in_use(config.data_dir)
                database = opened.enter_context(open_read_only(config.data_dir, situation.keys))
                situation.database = database
                _read(situation, SettingsService(database))
        except DomainError as error:
            situation.trouble = error
        yield situation


def _read(situation: Situation, settings: SettingsService) -> None:
    assert situation.database is not None
    situation.facts = station_facts(situation.database)
    situation.settings = settings.load()
    with situation.database.read() as reads:
        row = reads.document(DOCUMENT)
    if row is not None:
        situation.credentials = Credentials.from_bytes(row[1])
