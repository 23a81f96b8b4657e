"""Checks that wait: made when the line is there, one at a time, behind the entries, and never in a storm."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.bootstrap.identity_checking import AFTER_TROUBLE
from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_view import IdentityTask, identity_view
from counter_app.services.identity_queue import AT_ONCE, ENTRIES_FIRST, IDLE, IdentityQueue
from counter_app.services.store_ports import Recorded, Verdict, VerdictState
from counter_app.services.sync_ports import LineState, SyncStatus
from tests.builders import Counter, citizen, clerk, clerks
from tests.fakes.identity import answer, denied
from tests.fakes.line import EMPTY
from tests.fixtures.dossiers import Scribe, reception

SILENT = IdentityState.UNAVAILABLE


def highest(_low: float, high: float) -> float:
    """The longest wait that chance allows."""
    return high


def queue(station: Counter) -> IdentityQueue:
    return IdentityQueue(station.database, station.services.identity, station.line, station.clock, highest)


def line(station: Counter, state: LineState, entries: int = 0) -> None:
    backlog = replace(EMPTY, entries=entries)
    station.line.tell(SyncStatus(state, station.clock.now(), backlog))


def dossier_of(station: Counter, dossier: Dossier) -> Dossier:
    return station.dossiers.detail(dossier.id).dossier


def asked(station: Counter) -> list[str]:
    return [question.dossier_id for question in station.gateway.asked]


@pytest.mark.requirement("O8", "LC-18", "AG-68")
def test_received_offline_it_is_checked_by_itself_once_the_line_is_back(station: Counter) -> None:
    line(station, LineState.OFFLINE)
    dossier = station.accept()
    assert queue(station).step() == IDLE
    assert station.gateway.asked == []
    line(station, LineState.ONLINE, entries=1)
    assert queue(station).step() == ENTRIES_FIRST
    assert station.gateway.asked == []
    line(station, LineState.ONLINE)
    assert queue(station).step() == AT_ONCE
    view = identity_view(dossier_of(station, dossier))
    assert (view.state, view.due) == (IdentityState.LEVEL_2, False)
    assert queue(station).step() == IDLE
    assert len(station.gateway.asked) == 1


@pytest.mark.requirement("O8")
def test_a_mismatch_found_later_is_a_task_and_nobody_is_asked_about_twice(station: Counter) -> None:
    dossier = station.accept()
    station.gateway.say(IdentityState.MISMATCH)
    queue(station).step()
    after = dossier_of(station, dossier)
    assert identity_view(after).task is IdentityTask.MISMATCH
    assert after.owner == dossier.owner
    station.clock.move(timedelta(days=1))
    assert queue(station).step() == IDLE


def test_it_asks_in_the_name_of_who_received_and_says_that_it_was_by_itself(station: Counter) -> None:
    station.accept()
    queue(station).step()
    (question,), entry = station.gateway.asked, station.database.chain()[-1]
    assert question.clerk == clerk().id
    assert entry.actor == "station"
    (look_up,) = station.services.identity_acts.look_ups(clerks()[2])
    assert (look_up.clerk, look_up.automatic) == (clerk().id, True)


@pytest.mark.requirement("O8")
def test_a_service_that_is_down_is_asked_again_after_growing_waits_with_the_same_question(
    station: Counter,
) -> None:
    dossier = station.accept()
    station.gateway.say(SILENT)
    waits = []
    for _ in range(9):
        waits.append(queue(station).step())
        station.clock.move(timedelta(seconds=waits[-1]))
    assert waits == [10, 20, 40, 80, 160, 320, 640, 900, 900]
    assert len({question.id for question in station.gateway.asked}) == 1
    assert len(station.database.chain()) == 1
    station.gateway.say(IdentityState.MATCHED)
    station.clock.move(timedelta(seconds=900))
    assert queue(station).step() == AT_ONCE
    assert identity_view(dossier_of(station, dossier)).state is IdentityState.MATCHED


def test_a_start_anew_does_not_forget_the_wait(station: Counter) -> None:
    station.accept()
    station.gateway.say(SILENT)
    wait = queue(station).step()
    station.restart()
    assert queue(station).step() == wait
    assert len(station.gateway.asked) == 1


@pytest.mark.parametrize(("wish", "wait"), [(60.0, 60.0), (3.0, 10.0), (10**6, 3600.0)])
def test_a_time_that_the_service_names_is_heeded_within_reason(
    station: Counter, wish: float, wait: float
) -> None:
    station.accept()
    station.gateway.say(answer(SILENT, retry_after_s=wish))
    step = queue(station).step()
    assert step == wait
    station.clock.move(timedelta(seconds=wait - 1))
    queue(station).step()
    assert len(station.gateway.asked) == 1


def test_one_that_is_never_answered_does_not_hold_up_the_others(station: Counter) -> None:
    first, second = station.accept().id, station.accept().id
    station.gateway.say(SILENT, IdentityState.MATCHED, SILENT)
    wait = queue(station).step()
    station.clock.move(timedelta(seconds=wait))
    queue(station).step()
    station.clock.move(timedelta(seconds=wait))
    queue(station).step()
    assert asked(station) == [first, second, first]


def test_many_that_wait_are_asked_about_in_turn(station: Counter) -> None:
    dossiers = [station.accept().id for _ in range(5)]
    station.gateway.say(SILENT)
    for _ in range(5):
        station.clock.move(timedelta(seconds=queue(station).step()))
    assert asked(station) == dossiers


@pytest.mark.parametrize("trouble", [denied(), DomainError("identity.bad_question", field="number")])
def test_what_the_central_system_refuses_waits_for_a_day_and_stops_nobody(
    station: Counter, trouble: DomainError
) -> None:
    first, second = station.accept().id, station.accept().id
    station.gateway.say(trouble, answer())
    assert queue(station).step() == AT_ONCE
    assert queue(station).step() == AT_ONCE
    assert queue(station).step() == IDLE
    assert asked(station) == [first, second]
    station.clock.move(timedelta(days=1))
    queue(station).step()
    assert asked(station) == [first, second, first]


def test_a_correction_is_checked_again(station: Counter) -> None:
    dossier = station.accept()
    queue(station).step()
    station.dossiers.correct(dossier.id, clerk(), "Gõ nhầm", owner=citizen(full_name="Nguyễn Thị Mậu"))
    assert identity_view(dossier_of(station, dossier)).due
    queue(station).step()
    assert [question.full_name for question in station.gateway.asked] == [
        "Nguyễn Thị Mẫu",
        "Nguyễn Thị Mậu",
    ]


def test_what_another_counter_received_is_left_to_it(station: Counter) -> None:
    entry = Scribe("station-b").write("dossier-there", reception())
    station.database.learn(Recorded(entry, Verdict(VerdictState.ACCEPTED), 1, own=False))
    assert station.dossiers.detail("dossier-there").dossier.code
    assert queue(station).step() == IDLE


@pytest.mark.parametrize("state", [LineState.STARTING, LineState.OFFLINE, LineState.REVOKED])
def test_nothing_is_asked_while_the_line_is_not_up(station: Counter, state: LineState) -> None:
    station.accept()
    line(station, state)
    assert queue(station).step() == IDLE
    assert station.services.identity_acts.look_ups(clerks()[2]) == []


def test_a_clock_that_ran_ahead_puts_nothing_off_for_years(station: Counter) -> None:
    station.accept()
    station.gateway.say(SILENT)
    station.clock.move(timedelta(days=4000))
    queue(station).step()
    station.clock.move(timedelta(days=-4000))
    queue(station).step()
    assert len(station.gateway.asked) == 2


def test_a_full_disk_is_no_end_of_the_worker(station: Counter) -> None:
    station.accept()
    station.database.fail("storage.full")
    assert station.identity.worker.step() == AFTER_TROUBLE
    assert station.gateway.asked == []
    station.identity.worker.step()
    assert len(station.gateway.asked) == 1


def test_a_fault_of_the_program_is_no_end_of_the_worker(
    station: Counter, caplog: pytest.LogCaptureFixture
) -> None:
    station.accept()
    station.gateway.say(RuntimeError("a fault"))
    assert station.identity.worker.step() == AFTER_TROUBLE
    assert citizen().number not in caplog.text
