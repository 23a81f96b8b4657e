"""When the engine tries again."""

from __future__ import annotations

import pytest

from counter_app.sync.link import Trouble
from counter_app.sync.policy import Pace
from counter_app.sync.schedule import Schedule

PACE = Pace()


def highest(_low: float, high: float) -> float:
    return high


@pytest.fixture
def schedule() -> Schedule:
    return Schedule(PACE, highest, 100.0)


def due(schedule: Schedule, now: float, *, forced: bool = False, woken: bool = False) -> bool:
    return schedule.exchange_due(now, forced=forced, woken=woken)


def test_first_exchange_is_due_at_once(schedule: Schedule) -> None:
    assert due(schedule, 100.0)


def test_new_entries_go_at_once_on_a_good_line_and_wait_for_the_back_off_on_a_bad_one(
    schedule: Schedule,
) -> None:
    schedule.worked(100.0)
    assert not due(schedule, 100.1)
    assert due(schedule, 100.1, woken=True)
    schedule.failed(101.0, Trouble.TIMEOUT)
    assert not due(schedule, 101.1, woken=True)
    assert due(schedule, 101.1, forced=True)
    assert due(schedule, 102.0)


@pytest.mark.parametrize("trouble", [Trouble.NO_ROUTE, Trouble.REFUSED, Trouble.TLS, Trouble.NOT_OUR_SERVER])
def test_server_that_is_back_is_used_at_once_however_long_it_was_away(
    schedule: Schedule, trouble: Trouble
) -> None:
    now = 100.0
    for _ in range(20):
        schedule.failed(now, trouble)
        now += schedule.until_exchange(now)
    schedule.failed(now, trouble)
    assert schedule.until_exchange(now) == PACE.cap
    now += schedule.until_next(now)
    assert schedule.probe_due(now)
    assert schedule.until_next(now) == 0
    schedule.probed(now, reached=True)
    assert due(schedule, now)


def test_line_that_comes_back_is_found_within_five_seconds(schedule: Schedule) -> None:
    schedule.failed(100.0, Trouble.NO_ROUTE)
    schedule.probed(103.5, reached=False)
    wait = schedule.until_next(103.5)
    # The line may come back just after a probe began: that one still fails, the next one finds it.
    assert wait + PACE.connect <= 5.5
    assert wait <= PACE.probe[1]


def test_server_that_answers_probes_but_fails_exchanges_is_not_hammered(schedule: Schedule) -> None:
    for _ in range(6):
        schedule.failed(100.0, Trouble.SERVER_ERROR)
    schedule.probed(103.5, reached=True)
    assert not due(schedule, 103.6)
    assert schedule.until_exchange(100.0) == PACE.cap


def test_probe_that_failed_and_then_works_ends_the_waiting_after_any_trouble(schedule: Schedule) -> None:
    for _ in range(6):
        schedule.failed(100.0, Trouble.TIMEOUT)
    schedule.probed(103.0, reached=False)
    schedule.probed(106.0, reached=True)
    assert due(schedule, 106.0)


def test_wish_of_the_server_is_heeded_within_reason(schedule: Schedule) -> None:
    schedule.failed(100.0, Trouble.RATE_LIMITED, retry_after=42)
    assert schedule.until_exchange(100.0) == 42
    schedule.failed(100.0, Trouble.RATE_LIMITED, retry_after=99_999)
    assert schedule.until_exchange(100.0) == 300


def test_rejected_station_asks_seldom_and_is_not_probed(schedule: Schedule) -> None:
    schedule.failed(100.0, Trouble.REVOKED)
    assert schedule.until_next(100.0) == PACE.revoked[1]


def test_while_the_server_is_away_it_is_only_probed(schedule: Schedule) -> None:
    schedule.failed(100.0, Trouble.REFUSED)
    assert not due(schedule, 200.0)
    assert due(schedule, 200.0, forced=True)
    assert 0 < schedule.until_next(100.0) <= PACE.probe[1]
    schedule.probed(200.0, reached=True)
    assert due(schedule, 200.0)


def test_after_a_call_without_an_answer_a_probe_tells_whether_another_one_is_worth_its_wait(
    schedule: Schedule,
) -> None:
    schedule.failed(100.0, Trouble.TIMEOUT)
    assert schedule.doubtful
    schedule.probed(101.0, reached=False)
    assert not due(schedule, 200.0)
    schedule.probed(104.0, reached=True)
    assert due(schedule, 104.0)
    assert not schedule.doubtful
