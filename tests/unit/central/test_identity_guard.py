"""A national service in trouble holds nobody up: bounds of time and number, a breaker, one repetition."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Awaitable, Callable
from dataclasses import replace

import pytest

from counter_app.central.identity.breaker import Breaker
from counter_app.central.identity.guarded import Guarded
from counter_app.central.identity.national import (
    BadSubjectError,
    Lookup,
    NoAnswerError,
    Subject,
    Verification,
)
from counter_app.central.identity.settings import IdentitySettings
from counter_app.domain.identity import IdentityState, SubjectKind
from tests.fakes.national_service import SetService

LOOKUP = Lookup(
    "0193553a0d0c7b1e8f5a3c9d2e4b6a71",
    "H01.15.21",
    "dossier-1",
    Subject(SubjectKind.PERSONAL_NUMBER, "089190000017", "NGUYỄN THỊ MẪU"),
)
QUICK = IdentitySettings(url="https://eid.example", total=0.4, failures=3, pause=10.0, longest_pause=30.0)


class Ticks:
    """A clock that tests move."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


def steady(_least: float, _most: float) -> float:
    """No jitter to speak of."""
    return 1.0 if _least > 0.5 else 0.01


def breaker(ticks: Ticks) -> Breaker:
    return Breaker(QUICK.failures, QUICK.pause, QUICK.longest_pause, monotonic=ticks, uniform=steady)


def guarded(service: SetService, ticks: Ticks | None = None, settings: IdentitySettings = QUICK) -> Guarded:
    return Guarded(service, settings, breaker(ticks or Ticks()), uniform=steady)


def run(call: Callable[[], Awaitable[Verification]]) -> str:
    """The state, or why there was no answer."""

    async def outcome() -> str:
        try:
            return (await call()).state.value
        except NoAnswerError as error:
            return error.reason
        except BadSubjectError as error:
            return f"bad {error.field}"

    return asyncio.run(outcome())


def ask(guard: Guarded) -> str:
    return run(lambda: guard.verify(LOOKUP))


@pytest.mark.requirement("AG-68")
def test_answer_passes_through() -> None:
    assert ask(guarded(SetService())) == "level_2"


def test_slow_service_is_given_up_within_the_time() -> None:
    service = SetService(takes=30)
    began = time.monotonic()
    assert ask(guarded(service)) == "timeout"
    assert time.monotonic() - began < 5
    assert service.at_once == 0


def test_what_may_work_a_moment_later_is_repeated_once_under_the_same_id() -> None:
    service = SetService()
    service.say(NoAnswerError("cut", repeatable=True))
    assert ask(guarded(service)) == "cut"
    assert [lookup.id for lookup in service.asked] == [LOOKUP.id] * 2


def test_what_will_not_work_a_moment_later_is_not_repeated() -> None:
    service = SetService()
    service.say(NoAnswerError("maintenance", retry_after=120))
    assert ask(guarded(service)) == "maintenance"
    assert len(service.asked) == 1


def test_service_in_trouble_is_left_alone_then_tried_with_one_look_up() -> None:
    ticks, service = Ticks(), SetService()
    guard = guarded(service, ticks)
    service.say(NoAnswerError("down"))
    assert [ask(guard) for _ in range(5)] == ["down", "down", "down", "paused", "paused"]
    assert len(service.asked) == 3
    ticks.now += 10.1
    assert [ask(guard) for _ in range(2)] == ["down", "paused"]
    assert len(service.asked) == 4
    ticks.now += 10.1  # the pause has doubled
    assert ask(guard) == "paused"
    ticks.now += 10.1
    service.say(IdentityState.MATCHED)
    assert [ask(guard) for _ in range(3)] == ["matched"] * 3


def test_pauses_do_not_grow_beyond_the_longest() -> None:
    ticks, service = Ticks(), SetService()
    guard = guarded(service, ticks)
    service.say(NoAnswerError("down"))
    for _ in range(3):
        ask(guard)
    for _ in range(10):
        ticks.now += QUICK.longest_pause + 0.1
        assert ask(guard) == "down"


def test_while_one_look_up_probes_the_others_do_not() -> None:
    ticks = Ticks()
    probed = breaker(ticks)
    for _ in range(3):
        assert probed.closed_for() == 0
        probed.failed()
    ticks.now += 10.1
    assert probed.closed_for() == 0
    assert probed.closed_for() == QUICK.pause
    probed.gave_up()
    assert probed.closed_for() == 0
    probed.worked()
    assert [probed.closed_for() for _ in range(3)] == [0, 0, 0]


@pytest.mark.parametrize("told", [BadSubjectError("number"), NoAnswerError("quota", its_fault=False)])
def test_service_that_refuses_is_alive(told: Exception) -> None:
    service = SetService()
    guard = guarded(service)
    service.say(told)
    for _ in range(5):
        assert ask(guard) in ("bad number", "quota")
    assert len(service.asked) == 5


def test_so_many_look_ups_are_under_way_at_most_and_the_others_take_turns() -> None:
    service = SetService(takes=0.02)
    guard = guarded(service, settings=replace(QUICK, total=20.0, at_once=4))

    async def many() -> list[Verification]:
        return await asyncio.gather(*(guard.verify(LOOKUP) for _ in range(40)))

    states = {answer.state for answer in asyncio.run(many())}
    assert states == {IdentityState.LEVEL_2}
    assert service.most_at_once == 4


def test_who_waits_too_long_for_a_turn_is_told_so_and_that_is_no_fault_of_the_service() -> None:
    service = SetService(takes=30)
    guard = guarded(service, settings=replace(QUICK, at_once=1, failures=2))

    async def two() -> list[Verification | BaseException]:
        return await asyncio.gather(*(guard.verify(LOOKUP) for _ in range(3)), return_exceptions=True)

    reasons = [told.reason for told in asyncio.run(two()) if isinstance(told, NoAnswerError)]
    assert sorted(reasons) == ["busy", "busy", "timeout"]
    assert ask(guard) == "timeout"  # not "paused": one failure, not three
