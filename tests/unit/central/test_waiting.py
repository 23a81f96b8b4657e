"""Waiting for news: ended by news, by time, by a newer wait, by the end; one look for everybody."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Collection, Mapping

import pytest

from counter_app.central.waiting import Mark, WaitingRoom

HERE = Mark(7, 4, "a")


class World:
    """How far offices are, and who looked."""

    def __init__(self) -> None:
        self.marks = {"one": HERE, "two": HERE}
        self.looks: list[frozenset[str]] = []
        self.broken = False

    def look(self, offices: Collection[str]) -> Mapping[str, Mark]:
        self.looks.append(frozenset(offices))
        if self.broken:
            raise OSError
        return {office: self.marks[office] for office in offices}


@pytest.fixture
def world() -> World:
    return World()


def room(world: World, *, every: float = 0.05, most: int = 10) -> WaitingRoom:
    return WaitingRoom(world.look, every=every, most=most)


async def until(holds: object) -> None:
    async with asyncio.timeout(20):
        while not holds():  # type: ignore[operator]  # noqa: ASYNC110 - what it waits for has no event
            await asyncio.sleep(0.01)


def test_news_end_the_wait_of_that_office_alone(world: World) -> None:
    async def story() -> None:
        waiting = room(world)
        one = asyncio.create_task(waiting.wait("one", "st-1", HERE, 20))
        two = asyncio.create_task(waiting.wait("two", "st-2", HERE, 20))
        await until(lambda: len(waiting) == 2)
        world.marks["one"] = Mark(8, 4, "a")
        assert await one == "news"
        assert not two.done()
        world.marks["two"] = Mark(7, 5, "a")
        assert await two == "news"
        assert len(waiting) == 0

    asyncio.run(story())


def test_what_came_before_the_wait_began_is_news_too(world: World) -> None:
    world.marks["one"] = Mark(7, 4, "b")
    assert asyncio.run(room(world).wait("one", "st-1", HERE, 20)) == "news"


def test_time_is_over(world: World) -> None:
    assert asyncio.run(room(world).wait("one", "st-1", HERE, 0.1)) == "time"


def test_same_station_waits_once(world: World) -> None:
    async def story() -> None:
        waiting = room(world, most=1)
        first = asyncio.create_task(waiting.wait("one", "st-1", HERE, 20))
        await until(lambda: len(waiting) == 1)
        second = asyncio.create_task(waiting.wait("one", "st-1", HERE, 20))
        assert await first == "newer"
        assert await waiting.wait("one", "st-2", HERE, 20) == "full"
        waiting.close()
        assert await second == "closed"
        assert await waiting.wait("one", "st-3", HERE, 20) == "closed"

    asyncio.run(story())


def test_one_look_is_for_all_and_nobody_looks_when_nobody_waits(world: World) -> None:
    async def story() -> None:
        waiting = room(world)
        waits = [waiting.wait(("one", "two")[n % 2], f"st-{n}", HERE, 0.5) for n in range(10)]
        assert set(await asyncio.gather(*waits)) == {"time"}

    asyncio.run(story())
    assert world.looks
    assert set(world.looks) == {frozenset({"one", "two"})}
    assert len(world.looks) < 20


def test_poke_from_another_thread_makes_it_look_at_once(world: World) -> None:
    async def story() -> None:
        waiting = room(world, every=3600)
        waits = asyncio.create_task(waiting.wait("one", "st-1", HERE, 3600))
        await until(lambda: len(waiting) == 1)
        world.marks["one"] = Mark(8, 4, "a")
        poker = threading.Thread(target=waiting.poke)
        poker.start()
        async with asyncio.timeout(20):
            assert await waits == "news"
        poker.join()

    asyncio.run(story())


def test_look_that_fails_ends_no_wait(world: World) -> None:
    world.broken = True
    assert asyncio.run(room(world).wait("one", "st-1", HERE, 0.3)) == "time"
    assert world.looks


def test_poke_without_anybody_waiting_does_nothing(world: World) -> None:
    waiting = room(world)
    waiting.poke()
    asyncio.run(waiting.wait("one", "st-1", HERE, 0.01))
    waiting.poke()
