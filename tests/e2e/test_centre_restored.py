"""Yesterday's copy in the place of today's data, with the processes that an administrator starts."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from counter_app.central.admin import LeaseSizes
from counter_app.central.life import current_epoch
from counter_app.central.settings import CentralSettings
from tests.e2e.test_restored_counter import copied, everything_fits, knows, put_back
from tests.fixtures.central_databases import Databases, on_postgresql
from tests.fixtures.centre_process import CentreProcess
from tests.fixtures.real_counter import RealCounter, enrolled, found_office, not_once_at_the_centre

pytestmark = [pytest.mark.prove, pytest.mark.timeout(300)]

Found = Callable[[LeaseSizes | None], CentreProcess]


@pytest.fixture
def found(databases: Databases, tmp_path: Path) -> Iterator[Found]:
    """Founds a central system with one office, and starts it."""
    with ExitStack() as ending:

        def start(sizes: LeaseSizes | None) -> CentreProcess:
            settings = CentralSettings(tmp_path / "central", databases.empty())
            centre = CentreProcess(settings, tmp_path / "log")
            ending.callback(centre.close)
            centre.start()
            found_office(centre, sizes)
            return centre

        yield start


def epoch(centre: CentreProcess) -> str:
    with centre.database.read() as connection:
        return current_epoch(connection)


def codes_at(counter: RealCounter) -> dict[str, str]:
    """The code of each dossier that a counter knows, by the dossier's id."""
    return {row.id: row.code for row in counter.running.services.dossiers.find("", limit=100)}


def has_official_codes(counter: RealCounter, _status: object) -> bool:
    """Whether no dossier waits for its official code."""
    return not any(row.provisional for row in counter.running.services.dossiers.find("", limit=100))


@pytest.mark.requirement("AG-17")
def test_counters_give_a_restored_centre_everything_back_with_the_codes_that_it_gave(
    found: Found, databases: Databases, tmp_path: Path
) -> None:
    centre = found(LeaseSizes(standing=0))
    configs = [enrolled(centre, tmp_path / number, number) for number in ("01", "02")]
    with ExitStack() as open_counters:
        counters = [open_counters.enter_context(RealCounter(config)) for config in configs]

        def receive(each: int) -> list[str]:
            return [counter.receive().code for counter in counters for _ in range(each)]

        def settle(codes: list[str]) -> None:
            """Everybody knows everything, and the centre as well."""
            for counter in counters:
                counter.wait_until_sent()
                counter.wait_for(lambda _status: not not_once_at_the_centre(centre, codes))
                counter.wait_for(partial(knows, counter, len(codes)))
                counter.wait_for(partial(has_official_codes, counter))

        codes = receive(1)
        settle(codes)
        centre.stop()
        centre.database.close()
        restore = databases.back_up(centre.settings, tmp_path / "copy")
        centre.start()
        codes += receive(2)
        settle(codes)
        known, before = [codes_at(counter) for counter in counters], epoch(centre)
        centre.kill()
        centre.database.close()
        restore()
        codes += receive(1)
        centre.start()
        settle(codes)
        assert epoch(centre) != before
        for counter, told in zip(counters, known, strict=True):
            assert told.items() <= codes_at(counter).items()
        first, second = map(codes_at, counters)
        assert first == second
        assert len(set(first.values())) == len(codes)


@pytest.mark.requirement("AG-15", "AG-23")
@on_postgresql
def test_a_restored_counter_gets_back_from_the_centre_what_it_lost(found: Found, tmp_path: Path) -> None:
    centre = found(None)
    config = enrolled(centre, tmp_path / "station")
    with RealCounter(config) as counter:
        counter.wait_for_numbers()
        codes = [counter.receive().code]
        counter.wait_until_sent()
    copy = copied(config, tmp_path / "copy")
    with RealCounter(config) as counter:
        codes += [counter.receive().code for _ in range(3)]
        counter.wait_until_sent()
    put_back(config, copy, with_note=False)
    with RealCounter(config) as counter:
        counter.wait_for(partial(knows, counter, len(codes)))
        codes.append(counter.receive().code)
        everything_fits(counter, centre, codes)
