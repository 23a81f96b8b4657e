"""Which dossiers press by the office's rules: the same in the encrypted store and in the one in memory."""

from __future__ import annotations

from datetime import timedelta

import pytest

from counter_app.domain.entries import (
    AskedItem,
    DueReappointed,
    StatusChanged,
    SupplementReceived,
    SupplementRequested,
)
from counter_app.services.store_ports import Database, DossierFilter, DossierQuery
from tests.contract.test_stores import found, receive, write
from tests.fixtures.dossiers import MORNING

PRESSING = (
    DossierFilter.OVERDUE,
    DossierFilter.DUE_SOON,
    DossierFilter.APOLOGY,
    DossierFilter.SUPPLEMENT,
    DossierFilter.NOTICE,
)
SLIP = SupplementRequested((AskedItem("Tờ khai"),), "Thiếu", MORNING + timedelta(days=2), "0001-03", "p", "n")
CAME = SupplementReceived("0001-03", {"due_at": "2026-11-20T04:00:00.000000Z"}, "restart", "Trần Văn Mẫu")
LATER = DueReappointed(
    None,
    {"due_at": "2026-11-21T03:00:00.000000Z"},
    "other",
    "Chờ ý kiến",
    "12/PXL",
    "",
    "",
    1,
    "0001-03",
    "p",
    "n",
)


@pytest.mark.requirement("NA-39", "N-19")
def test_while_a_supplement_is_awaited_the_offices_own_time_does_not_press(database: Database) -> None:
    subject = receive(database, 1, due_at=MORNING + timedelta(days=1))
    with database.begin() as work:
        write(work, subject, SLIP)
    pressing = [one for one in PRESSING if found(database, "", one)]
    assert pressing == [DossierFilter.SUPPLEMENT]
    with database.begin() as work:
        write(work, subject, CAME)
    assert [one for one in PRESSING if found(database, "", one)] == [DossierFilter.DUE_SOON]
    with database.read() as reads:
        (row,) = reads.find(DossierQuery())
    assert (row.supplement_due_at, row.unasked_since, row.reappointed) == (None, None, 0)


@pytest.mark.requirement("NA-39")
def test_who_was_told_a_later_time_is_not_told_another_one(database: Database) -> None:
    told, untold = (receive(database, number, due_at=MORNING + timedelta(days=1)) for number in (1, 2))
    assert sorted(found(database, "", DossierFilter.APOLOGY)) == [told, untold]
    with database.begin() as work:
        write(work, told, LATER)
    assert found(database, "", DossierFilter.APOLOGY) == [untold]
    with database.read() as reads:
        assert [row.reappointed for row in reads.find(DossierQuery())] == [0, 1]


@pytest.mark.requirement("N-19")
def test_the_notice_of_a_supplement_presses_on_its_last_two_days_while_none_was_asked(
    database: Database,
) -> None:
    long = MORNING + timedelta(days=20)
    early = receive(database, 1, due_at=long, at=MORNING - timedelta(days=4))
    today = receive(database, 2, due_at=long, at=MORNING - timedelta(days=3))
    coming = receive(database, 3, due_at=long, at=MORNING - timedelta(days=2))
    receive(database, 4, due_at=MORNING + timedelta(hours=3), at=MORNING - timedelta(days=3))
    receive(database, 5, due_at=long, at=MORNING - timedelta(days=1))
    unset = receive(database, 6, due_at=None, at=MORNING - timedelta(days=3))
    assert sorted(found(database, "", DossierFilter.NOTICE)) == [today, coming, unset]
    assert sorted(found(database, "nguyen", DossierFilter.NOTICE)) == [today, coming, unset]
    with database.begin() as work:
        write(work, today, SLIP)
        write(work, unset, StatusChanged(9))
    assert found(database, "", DossierFilter.NOTICE) == [coming]
    assert early not in found(database, "", DossierFilter.NOTICE)
