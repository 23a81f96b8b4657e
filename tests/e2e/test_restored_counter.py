"""An older copy of a counter's data that is put back gives no number twice and loses nothing of the sent."""

from __future__ import annotations

import shutil
from contextlib import ExitStack
from functools import partial
from pathlib import Path

import pytest

from counter_app.config import Config
from counter_app.services.store_ports import DossierFilter, VerdictState
from tests.fixtures.central import CentralServer
from tests.fixtures.real_counter import Centre, RealCounter, not_once_at_the_centre, receptions

NOTE = "highwater.json"


def copied(config: Config, target: Path) -> Path:
    shutil.copytree(config.data_dir, target)
    return target


def put_back(config: Config, copy: Path, *, with_note: bool) -> None:
    """The older copy takes the place of the data; the note beside the database may have outlived them."""
    note = (config.data_dir / NOTE).read_bytes()
    shutil.rmtree(config.data_dir)
    shutil.copytree(copy, config.data_dir)
    if with_note:
        (config.data_dir / NOTE).write_bytes(note)


def lost_day(config: Config, tmp_path: Path) -> tuple[Path, list[str]]:
    """A copy with one dossier; then two more are received and sent. Returns the copy and all codes."""
    with RealCounter(config) as counter:
        codes = [counter.receive().code]
        counter.wait_until_sent()
    copy = copied(config, tmp_path / "copy")
    with RealCounter(config) as counter:
        for _ in range(2):
            codes.append(counter.receive().code)
            counter.wait_until_sent()
    return copy, codes


def knows(counter: RealCounter, count: int, _status: object) -> bool:
    """Whether a counter knows so many dossiers."""
    return counter.running.services.dossiers.count("", DossierFilter.ALL) == count


def everything_fits(counter: RealCounter, central: Centre, codes: list[str]) -> None:
    """All is sent, nothing was given twice, and the counter knows again what was lost."""
    counter.wait_until_sent()
    counter.wait_for(partial(knows, counter, len(codes)))
    received = receptions(counter.entries())
    assert sorted(one.code for one in received) == sorted(codes)
    assert len(set(codes)) == len(codes)
    assert len({(one.ledger_book, one.ledger_line) for one in received}) == len(codes)
    assert len({one.slip_number for one in received}) == len(codes)
    assert not_once_at_the_centre(central, codes) == []


@pytest.mark.requirement("AG-15", "AG-23")
@pytest.mark.parametrize("with_note", [True, False], ids=["noticed by itself", "told by the centre"])
def test_an_older_copy_that_comes_online_first_begins_new_numbers(
    with_note: bool, config: Config, central: CentralServer, tmp_path: Path
) -> None:
    copy, codes = lost_day(config, tmp_path)
    put_back(config, copy, with_note=with_note)
    with RealCounter(config) as counter:
        counter.wait_for(partial(knows, counter, len(codes)))
        codes.append(counter.receive().code)
        everything_fits(counter, central, codes)


@pytest.mark.requirement("AG-15")
def test_an_older_copy_that_works_offline_first_begins_new_numbers_when_its_note_is_there(
    config: Config, central: CentralServer, tmp_path: Path
) -> None:
    copy, codes = lost_day(config, tmp_path)
    put_back(config, copy, with_note=True)
    central.stop()
    with RealCounter(config) as counter:
        codes.append(counter.receive().code)
        central.start()
        everything_fits(counter, central, codes)


def test_an_older_copy_that_works_offline_first_sends_everything_although_its_places_are_taken(
    config: Config, central: CentralServer, tmp_path: Path
) -> None:
    """Without its note it cannot know: the code that it gives again stands, for a citizen holds it.

    The central system has both dossiers and tells of the clash; what comes later clashes no more.
    """
    copy, codes = lost_day(config, tmp_path)
    put_back(config, copy, with_note=False)
    central.stop()
    with RealCounter(config) as counter:
        again = counter.receive()
        assert again.code in codes
        central.start()
        counter.wait_until_sent()
        counter.wait_for(partial(knows, counter, len(codes) + 1))
        clashes = counter.running.services.sync_centre.rows([VerdictState.CONFLICT])
        assert [(row.verdict.code, row.subject) for row in clashes] == [("code_taken", again.id)]
        later = counter.receive().code
        assert later not in codes
        counter.wait_until_sent()
        assert f"{len(codes) + 2} dossiers" in str(not_once_at_the_centre(central, []))


@pytest.mark.requirement("AG-15", "AG-23")
def test_two_copies_that_run_at_the_same_time_part_ways(
    config: Config, central: CentralServer, tmp_path: Path
) -> None:
    with RealCounter(config) as counter:
        codes = [counter.receive().code]
        counter.wait_until_sent()
    clone = Config(copied(config, tmp_path / "clone"), keys="file")
    with ExitStack() as both:
        one, other = (both.enter_context(RealCounter(each)) for each in (config, clone))
        for _ in range(2):
            for counter in (one, other):
                counter.wait_until_sent()
                counter.wait_for(partial(knows, counter, len(codes)))
                codes.append(counter.receive().code)
                counter.wait_until_sent()
        for counter in (one, other):
            everything_fits(counter, central, codes)
