"""A central system that came back from yesterday's copy gets everything again, and nothing twice."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from counter_app.services.store_ports import DossierFilter
from tests.fixtures.central import CentralServer
from tests.fixtures.real_counter import RealCounter, enrolled, not_once_at_the_centre


def copy_of(central: CentralServer, target: Path) -> None:
    """The nightly copy: the central system is stopped for it."""
    central.stop()
    central.database.close()
    target.mkdir()
    for path in central.data_dir.glob("central.db*"):
        shutil.copy(path, target)
    central.start()


def put_back(central: CentralServer, copy: Path) -> None:
    """What an administrator does after a disk was lost: the copy in place of what was there."""
    central.stop()
    central.database.close()
    for path in central.data_dir.glob("central.db*"):
        path.unlink()
    for path in copy.iterdir():
        shutil.copy(path, central.data_dir)


@pytest.mark.requirement("AG-17")
@pytest.mark.parametrize("restarted", [False, True], ids=["counters open", "counters opened later"])
def test_counters_send_again_what_a_restored_central_system_lost(
    restarted: bool, central: CentralServer, tmp_path: Path
) -> None:
    configs = [enrolled(central, tmp_path / number, number) for number in ("01", "02")]
    codes: list[str] = []
    with ExitStack() as open_counters:
        counters = [open_counters.enter_context(RealCounter(config)) for config in configs]
        codes += [counter.receive().code for counter in counters]
        for counter in counters:
            counter.wait_until_sent()
        copy_of(central, tmp_path / "copy")
        codes += [counter.receive().code for counter in counters for _ in range(2)]
        for counter in counters:
            counter.wait_until_sent()
        assert not_once_at_the_centre(central, codes) == []
        if restarted:
            open_counters.close()
        put_back(central, tmp_path / "copy")
        assert not_once_at_the_centre(central, codes) != []
        if restarted:
            counters = [open_counters.enter_context(RealCounter(config)) for config in configs]
        codes += [counter.receive().code for counter in counters]
        central.start()
        for counter in counters:
            counter.wait_for(lambda _status: not not_once_at_the_centre(central, codes))
            counter.wait_until_sent()
            counter.wait_for(partial(knows, counter, len(codes)))
        assert not_once_at_the_centre(central, codes) == []


def knows(counter: RealCounter, count: int, _status: object) -> bool:
    """Whether a counter knows so many dossiers, its colleagues' among them."""
    return counter.running.services.dossiers.count("", DossierFilter.ALL) == count
