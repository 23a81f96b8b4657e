"""A running station: its store, its sync, its devices and its services, wired together."""

from __future__ import annotations

import hashlib
import logging
from collections.abc import Callable
from dataclasses import dataclass

from counter_app.bootstrap.care import Upkeep, care_of
from counter_app.bootstrap.devices import StationDevices
from counter_app.bootstrap.entrance import open_entrance
from counter_app.bootstrap.form_shelf import InstalledForms, OfficeReceipts
from counter_app.bootstrap.identity_checking import IdentityChecking, LateGateway, identity_desk
from counter_app.bootstrap.ledger import ledger_export
from counter_app.bootstrap.pads import FormPadPapers
from counter_app.bootstrap.reading import code_reading
from counter_app.bootstrap.sample import sample_receipt
from counter_app.bootstrap.scan_sending import follow_line, scan_sender
from counter_app.bootstrap.shipped import code_patterns, places, shipped_data
from counter_app.bootstrap.signing import Stamping, signing_desk
from counter_app.bootstrap.station_forms import StationForms
from counter_app.config import Config
from counter_app.domain.errors import DomainError
from counter_app.domain.office import Station
from counter_app.domain.office_changes import calendar_subject, notes_subject
from counter_app.paths import resources
from counter_app.services.alerts import Alerts
from counter_app.services.attaching import Attaching
from counter_app.services.bundle import CounterServices
from counter_app.services.dossiers import Dossiers
from counter_app.services.form_choice import FormChoice
from counter_app.services.handover_papers import HandoverPapers
from counter_app.services.handovers import Handovers
from counter_app.services.ledger import Ledger
from counter_app.services.office_calendar import OfficeCalendar
from counter_app.services.office_context import (
    CALENDAR,
    CATALOGUE,
    DIRECTORY,
    LEASE,
    NOTES,
    OfficeSource,
    load_context,
)
from counter_app.services.office_rules import OfficeRules
from counter_app.services.pad_papers import PadExport
from counter_app.services.pads import Pads
from counter_app.services.ports import Clock
from counter_app.services.printing import Printing
from counter_app.services.procedures import Procedures
from counter_app.services.processing import Processing
from counter_app.services.reception import Reception
from counter_app.services.scans import Scans
from counter_app.services.session import SignIn
from counter_app.services.settings import SettingsService
from counter_app.services.sync_centre import SyncCentre
from counter_app.services.sync_ports import SyncStatus
from counter_app.storage.open import StationStore
from counter_app.storage.rebuild import rebuild_projections
from counter_app.sync.credentials import DOCUMENT as CREDENTIALS
from counter_app.sync.credentials import Credentials
from counter_app.sync.engine import SyncEngine
from counter_app.sync.lanes import Lanes
from counter_app.sync.link import CentralLink
from counter_app.sync.policy import Pace
from counter_app.sync.scan_queue import ScanSender
from counter_app.sync.watch import NewsLine, Watch

_log = logging.getLogger(__name__)

_DOCUMENTS = (DIRECTORY, CATALOGUE, CALENDAR, LEASE, NOTES)


@dataclass(frozen=True, slots=True)
class RunningStation:
    """An enrolled station with its store open; ``begin`` puts it to work, ``close`` ends it in order.

    ``watch`` wakes ``engine`` when other counters have news.
    """

    config: Config
    store: StationStore
    services: CounterServices
    engine: SyncEngine
    watch: Watch
    devices: StationDevices
    scans: ScanSender
    upkeep: Upkeep
    identity: IdentityChecking
    stamping: Stamping

    @property
    def device_trouble(self) -> DomainError | None:
        """Why the devices of the settings are not in use, if so; the station works without them."""
        return self.devices.trouble

    def begin(self, *, sync: bool = True) -> DomainError | None:
        """Put the chosen devices to use and start to send; slow, for it loads drivers and the network.

        Returns ``device_trouble``.
        """
        if sync:
            self.engine.start()
            self.watch.start()
            self.scans.start()
            self.upkeep.start()
            self.identity.start()
            self.stamping.start()
        self.devices.begin(self.services.settings.load())
        return self.devices.trouble

    def close(self) -> None:
        """Stop reading and sending, then close the store."""
        self.devices.close()
        self.watch.stop()
        self.scans.stop()
        self.identity.stop()
        self.stamping.stop()
        self.engine.stop()
        self.upkeep.stop()
        self._back_up_unsent()
        self.store.close()

    def _back_up_unsent(self) -> None:
        """What is still unsent goes to the second disk, if one is set; closing goes on whatever happens."""
        try:
            self.services.care.backup.make_if_due()
        except DomainError as error:
            _log.warning("unsent work could not be backed up at closing: %s", error)


def start_station(
    config: Config, clock: Clock | None = None, *, sync: bool = True, pace: Pace | None = None
) -> RunningStation:
    """Open the store, begin, and return the station at work; for programs without a window."""
    running = open_enrolled(config, clock, pace)
    running.begin(sync=sync)
    return running


def open_enrolled(config: Config, clock: Clock | None = None, pace: Pace | None = None) -> RunningStation:
    """Open the store and wire the services, without starting to send or to use devices.

    ``pace``: waiting times of everything that is sent; those of the program unless told otherwise.
    Raises ``DomainError``: ``storage.*``, ``keys.*``, ``enrol.needed`` before enrolment, ``directory.*``.
    """
    entrance = open_entrance(config, clock)
    try:
        return entrance.furnish(pace)
    except BaseException:
        entrance.close()
        raise


def assemble(
    config: Config, store: StationStore, station: Station, clock: Clock, pace: Pace | None = None
) -> RunningStation:
    """Wire what stands behind the entrance."""
    database = store.database
    if store.needs_rebuild:
        rebuild_projections(database)
    office = OfficeSource(lambda: load_context(database, station, shipped_data()))
    engine, watch = _engine(store, clock, pace)
    lanes = Lanes()
    engine.use_lanes(lanes)
    sender = scan_sender(store, _credentials(store), lanes, clock, pace)
    engine.subscribe(follow_line(sender))
    shelf, forms = InstalledForms(resources(), office), StationForms(resources())
    papers = OfficeReceipts(resources(), shelf, clock)
    devices = StationDevices(papers, lambda: sample_receipt(office.current(), clock.now()))

    def on_recorded(_dossier_id: str) -> None:
        engine.wake()
        sender.wake()
        identity.worker.wake()

    gateway = LateGateway(_credentials(store), clock)
    secret = hashlib.sha256(b"identity questions" + _credentials(store).private_key).digest()
    identity = identity_desk(database, office, clock, engine, gateway, on_recorded, secret, gateway.break_off)
    dossiers = Dossiers(database, office, clock, on_recorded)
    settings = SettingsService(database)
    ledger = Ledger(database, office, clock, on_recorded)
    printing = Printing(database, store.vault, office, clock, papers, devices.printers, on_recorded, forms)
    signing = signing_desk(database, store.vault, office, clock, printing, engine, on_recorded)
    services = CounterServices(
        clock=clock,
        office=office,
        sign_in=SignIn(database, office, clock),
        reception=Reception(database, office, clock, on_recorded),
        procedures=Procedures(office, database, clock, on_recorded),
        scans=Scans(dossiers, clock, places(), code_patterns()),
        dossiers=dossiers,
        identity=identity.checks,
        identity_acts=identity.acts,
        attaching=Attaching(database, store.vault, office, clock, on_recorded, sender.state_of),
        scan_sending=sender,
        printing=printing,
        signing=signing.signing,
        processing=Processing(database, office, clock, forms, on_recorded),
        handovers=Handovers(database, office, clock, on_recorded),
        handover_papers=HandoverPapers(database, office, forms, devices.printers),
        alerts=Alerts(database, office, clock),
        sync=engine,
        sync_centre=SyncCentre(database, engine),
        care=care_of(store, _credentials(store), engine, office, clock, on_recorded),
        rules=OfficeRules(database, office, shipped_data().profiles or {}),
        calendar=OfficeCalendar(database, office, clock, on_recorded),
        forms=FormChoice(database, office, shelf),
        settings=settings,
        devices=devices,
        scanner=devices,
        reading=code_reading(devices, settings),
        ledger=ledger,
        pads=Pads(database, office, clock, on_recorded),
        pad_papers=PadExport(FormPadPapers(resources(), shelf, office, clock)),
        ledger_papers=ledger_export(ledger, office, clock),
    )
    engine.subscribe(_follow_documents(store, office))
    upkeep = Upkeep(services.care.purging, store.vault)
    return RunningStation(
        config, store, services, engine, watch, devices, sender, upkeep, identity.worker, signing.worker
    )


def _engine(store: StationStore, clock: Clock, pace: Pace | None) -> tuple[SyncEngine, Watch]:
    credentials = _credentials(store)

    def connect() -> CentralLink:
        from counter_app.sync.transport import HttpLink  # noqa: PLC0415 - in the engine's thread, after start-up

        return HttpLink(credentials, pace)

    def listen() -> NewsLine:
        from counter_app.sync.news_line import HttpNewsLine  # noqa: PLC0415 - in the watch's thread

        return HttpNewsLine(credentials)

    engine = SyncEngine(store.sync, connect, clock, server=credentials.server, pace=pace)
    watch = Watch(engine, listen)
    engine.rest_while(watch.alive)
    return engine, watch


def _credentials(store: StationStore) -> Credentials:
    with store.database.read() as reads:
        row = reads.document(CREDENTIALS)
    if row is None:
        raise DomainError("enrol.needed")
    return Credentials.from_bytes(row[1])


def _follow_documents(
    store: StationStore, office: OfficeSource
) -> Callable[[SyncStatus, frozenset[str]], None]:
    """Reads the office anew when sync brought a newer document, or the word on what a counter changed.

    Called from the sync thread.
    """
    seen = {name: store.sync.document_version(name) for name in _DOCUMENTS}

    def listener(status: SyncStatus, changed: frozenset[str]) -> None:
        office.set_clock_offset(status.clock_offset_ms)
        now = {name: store.sync.document_version(name) for name in _DOCUMENTS}
        name = office.directory().office.id
        if now == seen and changed.isdisjoint((calendar_subject(name), notes_subject(name))):
            return
        seen.update(now)
        try:
            office.refresh()
        except DomainError as error:
            _log.error("a document of the office cannot be used: %s", error)

    return listener
