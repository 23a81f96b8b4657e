"""The work of an office's days at one counter, written by the program's own services into its own store."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Final

from benchmarks.people import people
from benchmarks.reception import SteppingClock
from counter_app.bootstrap.station import RunningStation
from counter_app.domain.bodies import Body
from counter_app.domain.entries import SlipPrinted, StatusChanged
from counter_app.domain.journal import Basis
from counter_app.domain.office import Clerk, Role
from counter_app.domain.parties import Party, SubmitterRole
from counter_app.domain.statuses import Status
from counter_app.services.recording import record

SEED: Final = 20261121
CLERK: Final = Clerk("0193a0c07d1e7f008a00000000000001", "Trần Thị Mẫu", Role.CLERK, "-")
_UNITS: Final = ("Bộ phận Hộ tịch", "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Văn hóa - Xã hội")
_STREETS: Final = ("đường Mẫu", "đường Thử", "hẻm 12 đường Mẫu", "đường liên ấp Mẫu")
_REASONS: Final = ("Ghi nhầm tên đệm", "Sai số điện thoại", "Người dân báo lại địa chỉ")
_IN_HAND: Final = 40
"""Dossiers at a time: what comes later in a dossier's life lies between other people's entries."""


def office_clock() -> SteppingClock:
    """Opening time of the day after today: leases were granted before it."""
    tomorrow = datetime.now(UTC) + timedelta(days=1)
    return SteppingClock(tomorrow.replace(hour=1, minute=0, second=0, microsecond=0))


@dataclass
class _Course:
    """What still happens with a dossier, one entry each."""

    dossier: str
    events: list[Callable[[str], None]] = field(default_factory=list)


class Day:
    """Receives, prints, hands on and corrects; about four entries a dossier."""

    def __init__(self, running: RunningStation, seed: int = SEED) -> None:
        self._running = running
        self._services = running.services
        self._dice = random.Random(seed)
        self._people = people(2000, seed)
        catalogue = self._services.office.current().catalogue
        self._codes = [procedure.code for procedure in catalogue.procedures if procedure.detailed]

    def write(self, count: int) -> None:
        """Write ``count`` entries."""
        courses: list[_Course] = []
        for _ in range(count):
            if len(courses) < _IN_HAND:
                courses.append(self._received())
                continue
            course = self._dice.choice(courses)
            course.events.pop(0)(course.dossier)
            if not course.events:
                courses.remove(course)

    def _received(self) -> _Course:
        dice, reception = self._dice, self._services.reception
        draft = reception.choose_procedure(reception.open(CLERK), dice.choice(self._codes))
        ticked = tuple(replace(one, present=one.condition == "required") for one in draft.components)
        draft = replace(draft, owner=self._party(), components=ticked)
        if dice.random() < 0.1:
            draft = replace(
                draft,
                submitter_role=SubmitterRole.AUTHORISED,
                submitter=self._party(),
                authorisation="Giấy ủy quyền chứng thực số 12/2026",
            )
        return _Course(reception.accept(draft, CLERK).id, self._what_follows())

    def _what_follows(self) -> list[Callable[[str], None]]:
        dice = self._dice
        events: list[Body] = [self._printed("mau-01", 0, 2)]
        if dice.random() < 0.6:
            events.append(self._printed("slip", 0, 1))
        unit = dice.choice(_UNITS)
        statuses = (Status.IN_PROCESS, Status.DONE, Status.RETURNED)[: dice.choice((0, 1, 2, 3))]
        events += [StatusChanged(int(status), unit) for status in statuses]
        if dice.random() < 0.03:
            events.append(self._printed("mau-01", 1, 2))
        steps = [self._recorded(event) for event in events]
        if dice.random() < 0.05:
            steps.insert(2, self._correct)
        if dice.random() < 0.01:
            steps[2:] = [self._cancel]
        return steps

    def _recorded(self, event: Body) -> Callable[[str], None]:
        def write(dossier_id: str) -> None:
            context = self._services.office.current()
            with self._running.store.database.begin() as work:
                dossier = work.dossiers.get(dossier_id)
                assert dossier is not None
                record(work, self._services.clock, context, dossier, CLERK.id, event, Basis.COUNTER)

        return write

    def _correct(self, dossier: str) -> None:
        reason = self._dice.choice(_REASONS)
        self._services.dossiers.correct(dossier, CLERK, reason, owner=self._party())

    def _cancel(self, dossier: str) -> None:
        self._services.dossiers.cancel(dossier, CLERK, "Người dân rút hồ sơ trước khi chuyển")

    def _printed(self, form: str, copy_no: int, copies: int) -> SlipPrinted:
        printer = "HP LaserJet Pro M404dn" if form == "mau-01" else "Xprinter XP-Q200"
        return SlipPrinted(form, copy_no, copies, printer, "printed", self._dice.randbytes(32).hex())

    def _party(self) -> Party:
        dice = self._dice
        person = dice.choice(self._people)
        born = 1900 + int(person.number[4:6]) + (100 if person.number[3] in "23" else 0)
        return Party(
            full_name=person.name,
            number=person.number,
            birth_date=f"{born}-{dice.randrange(1, 13):02d}-{dice.randrange(1, 29):02d}",
            sex="female" if person.number[3] in "13" else "male",
            address=f"Số {dice.randrange(1, 400)}, {dice.choice(_STREETS)}, phường Long Xuyên, tỉnh An Giang",
            phone=person.phone or "0900000017",
            source="card",
        )
