"""The dossiers of an invented office: eight years, real procedures, people with common names."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from benchmarks.people import Person, people
from counter_app.domain.dossier import Dossier
from counter_app.domain.dossier_codes import official_code
from counter_app.domain.entries import CodeKind, Delivery, ReceivedComponent
from counter_app.domain.identity_status import IdentityStatus
from counter_app.domain.parties import Party, PartyKind, SubmitterRole
from counter_app.domain.statuses import Status
from counter_app.paths import resources

SEED: Final = 20261121
AGENCY: Final = "H01.15.21"
FIRST_DAY: Final = date(2019, 1, 2)
LAST_DAY: Final = date(2026, 11, 20)
WORKING_DAYS: Final = tuple(
    day
    for number in range((LAST_DAY - FIRST_DAY).days + 1)
    if (day := FIRST_DAY + timedelta(days=number)).weekday() < 5
)
_CLERKS: Final = tuple(f"0193a0c0-7d1e-7f00-8a00-0000000000{number:02d}" for number in range(12))
_FIRST_NUMBER: Final = 5000


class Office:
    """An invented office that received ``total`` dossiers, spread evenly over its working days."""

    def __init__(self, total: int) -> None:
        self._total = total
        self._applicants = people(max(1, total * 2 // 5), SEED)
        self._kinds = _templates()

    def first_number(self, day: int) -> int:
        """How many dossiers came before a day."""
        return self._total * day // len(WORKING_DAYS)

    def received_on(self, day: int) -> Iterator[Dossier]:
        """The dossiers of one day in the order in which they came; the same whenever it is asked."""
        dice = random.Random(f"{SEED}/{day}")
        date_ = WORKING_DAYS[day]
        opening = datetime(date_.year, date_.month, date_.day, 0, 30, tzinfo=UTC)
        today = self.first_number(day + 1) - self.first_number(day)
        for number in range(today):
            received_at = opening + timedelta(seconds=number * 28_800 // today)
            template = self._kinds[min(int(dice.expovariate(0.12)), len(self._kinds) - 1)]
            person = dice.choice(self._applicants)
            yield _dossier(dice, template, person, received_at, _FIRST_NUMBER + number)


def _dossier(
    dice: random.Random, template: Dossier, person: Person, received_at: datetime, number: int
) -> Dossier:
    day = (received_at + timedelta(hours=7)).date()
    due_at = received_at + timedelta(days=dice.choice((1, 3, 5, 7, 15)))
    is_old = (LAST_DAY - day).days > 30
    due = None if template.due is None else {**template.due, "due_at": due_at.isoformat()}
    return replace(
        template,
        id=f"{int(received_at.timestamp() * 1000):012x}{number:020x}",
        aliases=(official_code(AGENCY, day, number),),
        clerk=dice.choice(_CLERKS),
        owner=replace(template.owner, full_name=person.name, number=person.number, phone=person.phone),
        due=due,
        first_due=due,
        ledger_line=number,
        slip_number=f"{number:04d}-03/TTPVHCC",
        received_at=received_at,
        status=Status.RETURNED if is_old else dice.choice((Status.RECEIVED, Status.IN_PROCESS, Status.DONE)),
        status_at=due_at,
    )


def _templates() -> list[Dossier]:
    """One dossier per shipped procedure, the owner and the times still to be filled in."""
    text = (resources() / "catalogues" / "procedures.json").read_text(encoding="utf-8")
    return [_template(procedure) for procedure in json.loads(text)["procedures"]]


def _template(procedure: dict[str, Any]) -> Dossier:
    moment = datetime.combine(FIRST_DAY, datetime.min.time(), UTC)
    steps = [{"what": "start", "at": moment.isoformat()}, {"what": "working_days", "value": 3, "skipped": []}]
    due: dict[str, object] = {"due_at": "", "rule": "working_days", "value": 3, "steps": steps}
    return Dossier(
        id="",
        aliases=("",),
        code_kind=CodeKind.LEASED,
        office="0193a0c0-0000-7000-8000-000000000001",
        office_name="Trung tâm Phục vụ hành chính công xã Mẫu",
        counter="Quầy 3",
        clerk="",
        clerk_name="Trần Văn Mẫu",
        owner=Party(PartyKind.CITIZEN, nationality="Việt Nam", address="Tổ 4, ấp Mẫu, xã Mẫu, tỉnh An Giang"),
        submitter_role=SubmitterRole.OWNER,
        submitter=None,
        authorisation="",
        channel="direct",
        procedure={
            "code": procedure["code"],
            "name": procedure["name_vi"],
            "field": procedure["field_vi"],
            "decision": procedure["publishing_decision"],
            "catalogue_version": "1",
        },
        components=tuple(
            ReceivedComponent(
                part["name"], part["condition"], "original", part["originals"], part["copies"], present=True
            )
            for part in procedure["components"]
        ),
        set_count=1,
        fee={"amount_vnd": None, "basis": "", "note": ""},
        due=due,
        first_due=due,
        delivery=Delivery(),
        ledger_book="03/2026",
        ledger_line=0,
        slip_number="",
        identity=IdentityStatus({"source": "card", "findings": [], "check": "not_checked_offline"}),
        note="",
        received_at=moment,
        status=Status.RETURNED,
        status_at=moment,
        prints={"mau-01": 1},
        entry_count=3,
    )
