"""An invented office with its people, and a counter whose services are real and whose outside is set."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from functools import cache
from typing import Any

from argon2 import PasswordHasher

from counter_app.bootstrap.form_shelf import InstalledForms
from counter_app.bootstrap.identity_checking import identity_desk
from counter_app.bootstrap.ledger import ledger_export
from counter_app.bootstrap.pads import FormPadPapers
from counter_app.bootstrap.shipped import places, shipped_data
from counter_app.bootstrap.signing import signing_desk
from counter_app.bootstrap.station_forms import StationForms
from counter_app.domain.dossier import Dossier
from counter_app.domain.journal import instant_text
from counter_app.domain.leases import Lease
from counter_app.domain.office import Clerk, Role, Station
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.paths import resources
from counter_app.services.alerts import Alerts
from counter_app.services.attaching import Attaching
from counter_app.services.bundle import CounterServices
from counter_app.services.dossiers import Dossiers
from counter_app.services.draft import Draft
from counter_app.services.form_choice import FormChoice
from counter_app.services.handover_papers import HandoverPapers
from counter_app.services.handovers import Handovers
from counter_app.services.ledger import Ledger
from counter_app.services.office_calendar import OfficeCalendar
from counter_app.services.office_context import DIRECTORY, LEASE, OfficeContext, OfficeSource, load_context
from counter_app.services.office_rules import OfficeRules
from counter_app.services.pad_papers import PadExport
from counter_app.services.pads import Pads
from counter_app.services.printing import Printers, Printing
from counter_app.services.procedures import Procedures
from counter_app.services.processing import Processing
from counter_app.services.reading_ports import CodeReading
from counter_app.services.reception import Reception
from counter_app.services.scans import Scans
from counter_app.services.session import SignIn
from counter_app.services.settings import SettingsService
from counter_app.services.store_ports import Database
from counter_app.services.sync_centre import SyncCentre
from tests.fakes.care import memory_care
from tests.fakes.clock import SetClock
from tests.fakes.database import MemoryDatabase
from tests.fakes.device_setup import SetDevices
from tests.fakes.identity import SetGateway
from tests.fakes.line import SetLine
from tests.fakes.paper import PlainPapers, VirtualPagePrinter, VirtualSlipPrinter
from tests.fakes.reading import SetCameras, SetPictures
from tests.fakes.scan_line import SetScanLine
from tests.fakes.vault import MemoryVault

ENROLLED = datetime(2026, 11, 2, 1, tzinfo=UTC)
STATION = Station("0198c0de000070008000000000000003", 1, "03", "Quầy 03")

MARRIAGE, BIRTH, DEATH = "1.000894", "1.001193", "1.000656"
"""One working day and free; the same day and free; the same day, with a fee that the province sets."""
EXTRACT, CERTIFIED_COPY, SIGNATURE = "2.000635", "2.000815", "2.000884"
"""So much a copy; so much a page of a copy, cheaper from the third; so much a case."""
RESIDENCE, TREES, PENSION, POOR = "1.004222", "1.002693", "1.014027", "1.011606"
"""Cheaper online; fee not set; no time set; decided once a year."""
IDENTITY_CARD = "1.014063"
"""Half the fee until the end of 2026."""

PINS = {"tran-thi-mau": "2468", "le-van-mau": "1357", "pham-thi-truong": "8642"}


@cache
def clerks() -> tuple[Clerk, ...]:
    """Two clerks and a supervisor; their verifiers are real but quick to check."""
    quick = PasswordHasher(time_cost=1, memory_cost=64, parallelism=1)
    return (
        Clerk("tran-thi-mau", "Trần Thị Mẫu", Role.CLERK, quick.hash(PINS["tran-thi-mau"])),
        Clerk("le-van-mau", "Lê Văn Mẫu", Role.CLERK, quick.hash(PINS["le-van-mau"])),
        Clerk("pham-thi-truong", "Phạm Thị Trưởng", Role.SUPERVISOR, quick.hash(PINS["pham-thi-truong"])),
    )


def clerk() -> Clerk:
    """Who sits at the counter in most tests."""
    return clerks()[0]


def directory_document(*people: Clerk, **office: object) -> dict[str, object]:
    """The directory as the central system publishes it; ``office`` overrides its fields."""
    day = ["07:30-11:30", "13:30-17:00"]
    return {
        "version": 1,
        "office": {
            "id": "long-xuyen",
            "agency": "H01.15.21",
            "parent_name": "Ủy ban nhân dân phường Long Xuyên",
            "name": "UBND phường Long Xuyên",
            "center_name": "Trung tâm Phục vụ hành chính công phường Long Xuyên",
            "place": "Long Xuyên",
            "phone": "0296 3000 000",
            "address": "Số 1 đường Mẫu, phường Long Xuyên, tỉnh An Giang",
            "portal_url": "https://example.org",
            "profile": "an-giang",
            "hours": {
                "versions": [
                    {
                        "valid_from": "2025-07-01",
                        "days": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), day),
                    }
                ]
            },
            **office,
        },
        "clerks": [
            {
                "id": one.id,
                "name": one.name,
                "role": one.role.value,
                "pin_verifier": one.pin_verifier,
                "active": one.active,
                "valid_until": None if one.valid_until is None else instant_text(one.valid_until),
            }
            for one in people or clerks()
        ],
    }


def lease(
    first: int = 1,
    last: int = 200,
    overflow: tuple[int, int] | None = (8001, 8050),
    *,
    valid_until: date | None = None,
) -> Lease:
    """The numbers that the central system left to the station."""
    low, high = overflow or (None, None)
    return Lease("H01.15.21", first, last, low, high, granted_at=ENROLLED, valid_until=valid_until)


def citizen(**changes: object) -> Party:
    """An invented citizen whose number fits her birth year and sex."""
    party = Party(
        kind=PartyKind.CITIZEN,
        full_name="Nguyễn Thị Mẫu",
        number="089190000017",
        birth_date="1990-03-15",
        sex="female",
        address="Số 12, đường Mẫu, phường Long Xuyên, tỉnh An Giang",
        phone="0900 000 017",
        email="mau@example.com",
    )
    return replace(party, **changes)  # type: ignore[arg-type]


def second_person(**changes: object) -> Party:
    """Somebody who brings a dossier for another."""
    party = Party(full_name="Lê Văn Mẫu", number="089080000021", phone="0900 000 021")
    return replace(party, **changes)  # type: ignore[arg-type]


@dataclass
class Counter:
    """A station at work. ``restart`` wires new services onto what is durable."""

    database: MemoryDatabase = field(default_factory=lambda: MemoryDatabase(STATION.id))
    clock: SetClock = field(default_factory=SetClock)
    station: Station = STATION
    vault: MemoryVault = field(default_factory=MemoryVault)
    papers: PlainPapers = field(default_factory=PlainPapers)
    slip: VirtualSlipPrinter = field(default_factory=VirtualSlipPrinter)
    page: VirtualPagePrinter = field(default_factory=VirtualPagePrinter)
    line: SetLine = field(default_factory=SetLine)
    gateway: SetGateway = field(default_factory=SetGateway)
    scan_line: SetScanLine = field(default_factory=SetScanLine)
    devices: SetDevices = field(default_factory=SetDevices)
    cameras: SetCameras = field(default_factory=SetCameras)
    pictures: SetPictures = field(default_factory=SetPictures)
    recorded: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.restart()

    def restart(self) -> None:
        database, clock, on_recorded = self.database, self.clock, self.recorded.append
        self.office = OfficeSource(lambda: load_context(database, self.station, shipped_data()))
        self.printers, forms = Printers(slip=self.slip, page=self.page), station_forms()
        dossiers = Dossiers(database, self.office, clock, on_recorded)
        ledger = Ledger(database, self.office, clock, on_recorded)
        self.identity = identity_desk(
            database, self.office, clock, self.line, self.gateway, on_recorded, b"mau"
        )
        printing = Printing(
            database, self.vault, self.office, clock, self.papers, self.printers, on_recorded, forms
        )
        self.signing = signing_desk(
            database, self.vault, self.office, clock, printing, self.line, on_recorded
        )
        self.services = CounterServices(
            clock=clock,
            office=self.office,
            sign_in=SignIn(database, self.office, clock),
            reception=Reception(database, self.office, clock, on_recorded),
            procedures=Procedures(self.office, database, clock, on_recorded),
            scans=Scans(dossiers, clock, places()),
            dossiers=dossiers,
            identity=self.identity.checks,
            identity_acts=self.identity.acts,
            attaching=Attaching(
                database, self.vault, self.office, clock, on_recorded, self.scan_line.state_of
            ),
            scan_sending=self.scan_line,
            printing=printing,
            signing=self.signing.signing,
            processing=Processing(database, self.office, clock, forms, on_recorded),
            handovers=Handovers(database, self.office, clock, on_recorded),
            handover_papers=HandoverPapers(database, self.office, forms, self.printers),
            alerts=Alerts(database, self.office, clock),
            sync=self.line,
            sync_centre=SyncCentre(database, self.line),
            care=memory_care(database, self.office, clock, self.line, on_recorded),
            rules=OfficeRules(database, self.office, shipped_data().profiles or {}),
            calendar=OfficeCalendar(database, self.office, clock, on_recorded),
            forms=FormChoice(database, self.office, InstalledForms(resources(), self.office)),
            settings=SettingsService(database),
            devices=self.devices,
            scanner=self.devices,
            reading=CodeReading(self.cameras, self.pictures),
            ledger=ledger,
            pads=Pads(database, self.office, clock, on_recorded),
            pad_papers=PadExport(
                FormPadPapers(resources(), InstalledForms(resources(), self.office), self.office, clock)
            ),
            ledger_papers=ledger_export(ledger, self.office, clock),
        )

    @property
    def reception(self) -> Reception:
        return self.services.reception

    @property
    def dossiers(self) -> Dossiers:
        return self.services.dossiers

    @property
    def ledger(self) -> Ledger:
        return self.services.ledger

    @property
    def printing(self) -> Printing:
        return self.services.printing

    def draft(self, code: str = BIRTH, **changes: object) -> Draft:
        """A complete draft: the owner in person, every required paper handed over."""
        draft = self.reception.choose_procedure(self.reception.open(clerk()), code)
        ticked = tuple(
            replace(component, present=component.condition == "required") for component in draft.components
        )
        return replace(draft, **{"owner": citizen(), "components": ticked, **changes})  # type: ignore[arg-type]

    def accept(self, code: str = BIRTH, **changes: object) -> Dossier:
        """Receive a complete draft."""
        return self.reception.accept(self.draft(code, **changes), clerk())


@cache
def station_forms() -> StationForms:
    """The official forms as they are shipped: read once for all counters."""
    return StationForms(resources())


def put_document(database: Database, name: str, document: object, version: int = 1) -> None:
    """Keep a document as sync does; bytes are kept as they are."""
    data = document if isinstance(document, bytes) else json.dumps(document).encode()
    with database.begin() as work:
        work.documents.put(name, version, data)


def counter(
    *,
    numbers: Lease | None = lease(),  # noqa: B008 - frozen
    station: Station = STATION,
    directory: Mapping[str, object] | None = None,
    clock: SetClock | None = None,
) -> Counter:
    """An enrolled counter; without ``numbers`` every code is provisional."""
    database = MemoryDatabase(station.id, station.incarnation)
    put_document(database, DIRECTORY, directory or directory_document())
    if numbers is not None:
        put_document(database, LEASE, numbers.to_plain())
    database.commits = 0
    return Counter(database=database, station=station, clock=clock or SetClock())


def office_context(**changes: object) -> OfficeContext:
    """The office from the shipped catalogues; ``changes`` replace its parts."""
    return replace(counter().office.current(), **changes)  # type: ignore[arg-type]


def brought_by(role: SubmitterRole, **changes: object) -> dict[str, Any]:
    """The fields of a draft that somebody else than the owner brings."""
    paper = "" if role is SubmitterRole.POSTMAN else "Giấy ủy quyền số 12/2026"
    return {"submitter_role": role, "submitter": second_person(**changes), "authorisation": paper}
