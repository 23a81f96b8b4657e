"""A counter that is killed at any moment keeps what it acknowledged, and gives no number twice."""

from __future__ import annotations

import random
import subprocess
import threading
from pathlib import Path

import pytest

from counter_app.config import Config
from tests.e2e.acknowledged import News, counter_command, holds_what_was_acknowledged, news_of, told
from tests.fixtures.central import CentralServer
from tests.fixtures.real_counter import RealCounter, not_once_at_the_centre, receptions


def work_until_killed(folder: Path, chance: random.Random, longest_s: float) -> News:
    """Let a counter work and kill it (SIGKILL) at some moment; returns what it had said."""
    process = subprocess.Popen(
        counter_command(folder, 0), stdout=subprocess.PIPE, text=True, encoding="utf-8"
    )
    assert process.stdout is not None
    ready = process.stdout.readline()
    end = threading.Timer(chance.uniform(0.0, longest_s), process.kill)
    end.start()
    said = [ready, *process.stdout]
    end.join()
    process.wait()
    process.stdout.close()
    assert process.returncode == -9, said[-3:]
    return news_of(said)


def killed_often(config: Config, central: CentralServer, times: int, seed: int) -> None:
    """Kill a counter so often; then look at what is there, and send it."""
    chance = random.Random(seed)
    news: News = []
    for _ in range(times):
        news += work_until_killed(config.data_dir, chance, 0.5)
    assert told(news, "failed", "code") == []
    with RealCounter(config) as counter:
        holds_what_was_acknowledged(counter, news, interruptions=times)
        central.start()
        counter.wait_until_sent()
        received = [one.code for one in receptions(counter.entries())]
        assert not_once_at_the_centre(central, received) == []


@pytest.mark.requirement("HT-04", "AG-26")
def test_a_counter_killed_at_any_moment_keeps_what_it_acknowledged(
    offline_counter: Config, central: CentralServer
) -> None:
    killed_often(offline_counter, central, times=3, seed=random.randrange(10**6))


@pytest.mark.prove
@pytest.mark.timeout(600)
@pytest.mark.parametrize("seed", range(3))
def test_a_counter_killed_again_and_again_keeps_what_it_acknowledged(
    seed: int, offline_counter: Config, central: CentralServer
) -> None:
    killed_often(offline_counter, central, times=15, seed=seed)
