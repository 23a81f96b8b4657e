"""What people do at a counter: receive dossiers, decide on them, and now and then something odd."""

from __future__ import annotations

from dataclasses import replace
from random import Random
from typing import Final

from counter_app.domain.dossier import begin
from counter_app.domain.entries import (
    Body,
    DossierCancelled,
    DossierHandedBack,
    DossierHandedOver,
    DossierReceived,
    SlipPrinted,
    StatusChanged,
)
from counter_app.domain.journal import Basis, EntryDraft, chain, encode_body
from counter_app.domain.office import Station
from counter_app.domain.procedures import parse_catalogue
from counter_app.services.clock_check import check_clock, confirm_clock, time_of_fact
from counter_app.services.issuing import issue_code
from counter_app.services.office_context import ShippedData, load_context
from counter_app.services.ports import Clock
from counter_app.services.projection import pending_count, refold, refused_count
from counter_app.services.recording import record
from counter_app.services.store_ports import Database, UnitOfWork
from tests.fixtures.central import CALENDAR, CATALOGUE
from tests.fixtures.dossiers import reception
from tests.fixtures.processing_acts import processing_act
from tests.simulation.ledger import Work
from tests.simulation.lines import POISON

ODD_KINDS: Final = ("unreadable", "unknown", "poisoned", "large")
"""A body that makes no sense, a kind of a newer program, a body that is not taken, a long body."""
_LONG: Final = 6_000
_SHIPPED: Final = ShippedData(parse_catalogue(CATALOGUE), parse_catalogue(CATALOGUE), CALENDAR)
_PRINTED: Final = SlipPrinted("mau-01", 0, 2, "HP", "printed", "0" * 64)
_HANDED_OVER: Final = DossierHandedOver("Trung tâm", "Mẫu", "Phòng Mẫu", "", None, "", None, "Mẫu")
_HANDED_BACK: Final = DossierHandedBack(
    "Phòng Mẫu", "", "Trung tâm", "Mẫu", None, "", settled=True, clerk_name="Mẫu"
)


class Desk:
    """Writes at one counter, by the real services where they need no screen, in one transaction each.

    Every method raises ``DomainError`` when nothing was saved.
    """

    def __init__(self, database: Database, clock: Clock, station: Station, office: str) -> None:
        self._database = database
        self._clock = clock
        self._office = office
        self._context = load_context(database, station, _SHIPPED)

    def refresh(self, offset_ms: int | None) -> None:
        """Read the office's documents anew, as the program does when sync brought one."""
        fresh = load_context(self._database, self._context.station, _SHIPPED)
        self._context = replace(fresh, clock_offset_ms=offset_ms)

    def receive(self, work: Work, audience: tuple[str, ...]) -> DossierReceived:
        """Receive a dossier under the next code of this counter."""
        with self._database.begin() as unit:
            now = self._clock.now()
            check_clock(unit, now)
            context = self._context.of_incarnation(unit.journal.head().incarnation)
            code = issue_code(unit, context, now)
            body = reception(unit.counters.take("line"), code=code.code, code_kind=code.kind)
            received = replace(body, office=self._office)
            draft = EntryDraft(
                kind=received.KIND,
                kind_version=received.VERSION,
                subject=work.subject,
                audience=audience,
                actor=work.actor,
                occurred_at=now,
                basis=Basis.COUNTER,
                body=encode_body(received.to_body()),
            )
            entry = chain(unit.journal.head(), draft, now, context.clock_offset_ms)
            unit.journal.append(entry)
            unit.dossiers.put(begin(entry, received), pending=1)
        return received

    def go_on(self, work: Work, random: Random) -> None:
        """Decide or print something about a dossier that is known here."""
        event = _next_event(work, random)
        with self._database.begin() as unit:
            dossier = unit.dossiers.get(work.subject)
            assert dossier is not None
            record(unit, self._clock, self._context, dossier, work.actor, event, Basis.COUNTER)

    def write_odd(self, work: Work, random: Random) -> None:
        """Append an entry that something is wrong with."""
        kind, version, body = _odd(work.kind, random)
        with self._database.begin() as unit:
            now = time_of_fact(unit, self._clock.now())
            draft = EntryDraft(
                kind, version, work.subject, (self._office,), work.actor, now, Basis.COUNTER, body
            )
            unit.journal.append(chain(unit.journal.head(), draft, now, self._context.clock_offset_ms))
            _fold(unit, work.subject)

    def confirm_clock(self) -> None:
        """Say that the clock is right after it fell back."""
        with self._database.begin() as unit:
            confirm_clock(unit, self._clock.now(), "clerk-1")


def _fold(unit: UnitOfWork, subject: str) -> None:
    entries = unit.journal.of_subject(subject)
    dossier = refold(entries)
    if dossier is not None:
        unit.dossiers.put(dossier, pending=pending_count(entries), refused=refused_count(entries))


def _next_event(work: Work, random: Random) -> Body:
    match random.randrange(12):
        case 0:
            return DossierCancelled(work.actor, "Trần Văn Mẫu")
        case 1 | 2:
            return _PRINTED
        case 3:
            return _HANDED_OVER
        case 4:
            return replace(_HANDED_BACK, settled=random.random() < 0.5)
        case 5 | 6 | 7 | 8:
            return processing_act(random)
        case _:
            return StatusChanged(random.choice((4, 4, 9, 9, 10)), note=work.actor)


def _odd(kind: str, random: Random) -> tuple[str, int, bytes]:
    match kind:
        case "unreadable":
            body = random.choice((b"[1]", b"no json", b'{"status":"four"}'))
            return random.choice((StatusChanged.KIND, SlipPrinted.KIND)), 1, body
        case "unknown":
            return "dossier.sung", 3, encode_body({"verse": 2})
        case "poisoned":
            return SlipPrinted.KIND, 1, encode_body({**_PRINTED.to_body(), "printer": POISON})
        case _:
            # No packing makes these letters shorter than a proxy allows.
            noise = "".join(random.choices("abcdefghijklmnopqrstuvwxyz0123456789", k=_LONG))
            return SlipPrinted.KIND, 1, encode_body({**_PRINTED.to_body(), "printer": noise})
