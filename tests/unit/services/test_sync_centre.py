"""What waits, what was sent, what was refused and why."""

from __future__ import annotations

import pytest

from counter_app.services.store_ports import Verdict, VerdictState
from counter_app.services.sync_centre import REFUSED, SENT, WAITING
from counter_app.services.sync_ports import LineState
from tests.builders import Counter, clerk


def judged(station: Counter, *states: VerdictState) -> list[str]:
    """Dossiers whose receptions got these verdicts, in the order of the chain."""
    dossiers = [station.accept() for _ in states]
    for entry, state in zip(station.database.chain(), states, strict=True):
        station.database.judge(Verdict(state, "reason"), entry.id)
    return [dossier.id for dossier in dossiers]


@pytest.mark.requirement("O6")
def test_what_waits_is_listed_in_the_order_of_sending_until_it_was_acknowledged(station: Counter) -> None:
    first, second, third = judged(station, VerdictState.PENDING, VerdictState.HELD, VerdictState.ACCEPTED)
    centre = station.services.sync_centre
    assert [row.subject for row in centre.rows(WAITING)] == [first, second]
    assert [row.subject for row in centre.rows(SENT)] == [third]
    station.database.judge(Verdict(VerdictState.ACCEPTED), station.database.chain()[0].id)
    assert [row.subject for row in centre.rows(WAITING)] == [second]


def test_what_was_sent_is_listed_newest_first(station: Counter) -> None:
    ids = judged(station, *[VerdictState.ACCEPTED] * 4)
    rows = station.services.sync_centre.rows(SENT, limit=3)
    assert [row.subject for row in rows] == [ids[3], ids[2], ids[1]]


def test_what_was_not_taken_names_the_reason_and_the_dossier(station: Counter) -> None:
    dossier = station.accept()
    station.dossiers.cancel(dossier.id, clerk(), "Nhập trùng")
    received, cancelled = station.database.chain()
    station.database.judge(Verdict(VerdictState.CONFLICT, "code_taken", {"code": dossier.code}), received.id)
    station.database.judge(Verdict(VerdictState.REFUSED, "already_cancelled"), cancelled.id)
    rows = station.services.sync_centre.rows(REFUSED)
    assert [(row.kind, row.verdict.code, row.dossier_code) for row in rows] == [
        ("dossier.received", "code_taken", dossier.code),
        ("dossier.cancelled", "already_cancelled", dossier.code),
    ]


def test_the_line_is_the_engines_own(station: Counter) -> None:
    assert station.services.sync_centre.status().state is LineState.ONLINE
    station.services.sync_centre.send_now()
    assert station.line.sends == 1
