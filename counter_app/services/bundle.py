"""Everything that the counter's screens are given; put together by the composition root."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from counter_app.services.alerts import Alerts
from counter_app.services.attaching import Attaching
from counter_app.services.dossiers import Dossiers
from counter_app.services.form_choice import FormChoice
from counter_app.services.handover_papers import HandoverPapers
from counter_app.services.handovers import Handovers
from counter_app.services.identity import IdentityChecks
from counter_app.services.identity_acts import IdentityActs
from counter_app.services.ledger import Ledger
from counter_app.services.ledger_papers import LedgerExport
from counter_app.services.office_calendar import OfficeCalendar
from counter_app.services.office_context import OfficeSource
from counter_app.services.office_rules import OfficeRules
from counter_app.services.pad_papers import PadExport
from counter_app.services.pads import Pads
from counter_app.services.ports import Clock, Scan
from counter_app.services.printing import Printing
from counter_app.services.procedures import Procedures
from counter_app.services.processing import Processing
from counter_app.services.reading_ports import CodeReading
from counter_app.services.reception import Reception
from counter_app.services.scan_ports import ScanControl
from counter_app.services.scans import Scans
from counter_app.services.session import SignIn
from counter_app.services.settings import DeviceSetup, SettingsService
from counter_app.services.signing import Signing
from counter_app.services.sync_care import SyncCare
from counter_app.services.sync_centre import SyncCentre
from counter_app.services.sync_ports import SyncControl


class ScannerFeed(Protocol):
    """Scans of every reader of the counter, also of the gun that types into the window."""

    def subscribe(self, on_scan: Callable[[Scan], None]) -> Callable[[], None]:
        """Call ``on_scan`` from the reader's thread; returns the function that ends it."""
        ...

    def subscribe_troubles(self, on_trouble: Callable[[str], None]) -> Callable[[], None]:
        """Call ``on_trouble`` from the reader's thread when what came is no scan, or was changed on its way.

        It is told a code that is worded as ``device.finding.<code>``; returns the function that ends it.
        """
        ...


@dataclass(frozen=True, slots=True)
class CounterServices:
    """The services of one enrolled station."""

    clock: Clock
    office: OfficeSource
    sign_in: SignIn
    reception: Reception
    procedures: Procedures
    scans: Scans
    dossiers: Dossiers
    identity: IdentityChecks
    identity_acts: IdentityActs
    attaching: Attaching
    scan_sending: ScanControl
    printing: Printing
    signing: Signing
    processing: Processing
    handovers: Handovers
    handover_papers: HandoverPapers
    alerts: Alerts
    sync: SyncControl
    sync_centre: SyncCentre
    care: SyncCare
    rules: OfficeRules
    calendar: OfficeCalendar
    forms: FormChoice
    settings: SettingsService
    devices: DeviceSetup
    scanner: ScannerFeed
    reading: CodeReading
    ledger: Ledger
    pads: Pads
    pad_papers: PadExport
    ledger_papers: LedgerExport
