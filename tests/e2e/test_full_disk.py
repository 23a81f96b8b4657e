"""A disk without room: reception says so, keeps what is there, and goes on once there is room again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication

from counter_app.config import Config
from counter_app.domain.dossier import Dossier
from counter_app.domain.errors import DomainError
from counter_app.services.draft import Draft
from counter_app.services.settings import DeviceChoice
from tests.e2e.acknowledged import counter_command, holds_what_was_acknowledged, run_counter, told
from tests.fixtures.central import CentralServer
from tests.fixtures.real_counter import RealCounter, enrolled, not_once_at_the_centre, receptions
from tests.fixtures.small_disk import SmallDisk


@pytest.fixture
def counter(disk: SmallDisk, central: CentralServer, qapp: QApplication) -> Iterator[RealCounter]:
    """A counter whose data lie on the small disk; the central system runs."""
    with RealCounter(enrolled(central, disk.folder / "station")) as opened:
        opened.wait_until_sent()
        opened.wait_for_numbers()
        yield opened


def refusal(call: Callable[[], object]) -> str:
    """The code with which a call is refused."""
    with pytest.raises(DomainError) as refused:
        call()
    return refused.value.code


def accept(counter: RealCounter, draft: Draft) -> Dossier:
    return counter.running.services.reception.accept(draft, counter.clerk)


@pytest.mark.requirement("HT-04")
def test_reception_on_a_full_disk_keeps_the_draft_and_goes_on_when_there_is_room(
    counter: RealCounter, disk: SmallDisk, central: CentralServer
) -> None:
    central.stop()
    first = counter.receive("Nguyễn Thị Mẫu")
    kept, unsaved = counter.draft("Trần Văn Mẫu"), counter.draft("Lê Thị Mẫu")
    reception = counter.running.services.reception
    reception.save(kept)
    disk.fill()

    assert refusal(lambda: accept(counter, kept)) == "storage.full"
    assert refusal(lambda: reception.save(unsaved)) == "storage.full"
    assert refusal(lambda: accept(counter, kept)) == "storage.full"
    # Nobody is turned away who only asks.
    assert counter.drafts() == ["Trần Văn Mẫu"]
    assert counter.running.services.dossiers.detail(first.id).dossier.code == first.code

    disk.empty()
    reception.save(unsaved)
    received = [first, accept(counter, kept), accept(counter, unsaved)]
    assert [one.ledger_line for one in received] == [1, 2, 3]
    assert accept(counter, kept).code == received[1].code
    assert counter.drafts() == []
    central.start()
    counter.wait_until_sent()
    assert not_once_at_the_centre(central, [one.code for one in received]) == []


def test_sync_on_a_full_disk_says_so_and_doubles_nothing(
    counter: RealCounter, disk: SmallDisk, central: CentralServer
) -> None:
    central.stop()
    received = [counter.receive().code for _ in range(3)]
    disk.fill()
    central.start()
    counter.wait_for(lambda status: status.trouble == "storage")
    assert counter.pending() == 3

    disk.empty()
    counter.wait_until_sent()
    assert not_once_at_the_centre(central, received) == []


def test_papers_that_a_full_disk_cannot_keep_are_refused_and_the_dossier_stays(
    counter: RealCounter, disk: SmallDisk, tmp_path: Path
) -> None:
    services = counter.running.services
    choice = DeviceChoice("file", {"folder": str(tmp_path / "forms")})
    counter.running.devices.apply(replace(services.settings.load(), devices={"page_printer": choice}))
    dossier = counter.receive()
    disk.fill()
    assert refusal(lambda: services.printing.print_form(dossier.id, counter.clerk)).endswith(".full")
    assert services.dossiers.detail(dossier.id).dossier.prints == {}

    disk.empty()
    printed = services.printing.print_form(dossier.id, counter.clerk)
    assert (printed.outcome.result.value, printed.reprint) == ("saved", 0)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="limits of POSIX processes")
def test_a_file_that_may_not_grow_any_more_loses_nothing(offline_counter: Config) -> None:
    """What everybody can try, root or not: writing into the log fails in the middle of the work."""
    largest = max(path.stat().st_size for path in offline_counter.data_dir.iterdir()) + 150_000

    limit = (
        "import resource, runpy, sys\n"
        f"resource.setrlimit(resource.RLIMIT_FSIZE, ({largest}, resource.RLIM_INFINITY))\n"
        "runpy.run_module('tests.e2e.counter_process', run_name='__main__', alter_sys=True)\n"
    )
    command = counter_command(offline_counter.data_dir, 30)
    news = run_counter([command[0], "-c", limit, *command[3:]])
    codes = set(told(news, "failed", "code"))
    assert codes
    assert codes <= {"storage.full", "storage.io"}
    assert told(news, "received", "code")

    more = run_counter(counter_command(offline_counter.data_dir, 5))
    assert told(more, "failed", "code") == []
    with RealCounter(offline_counter, sync=False) as counter:
        holds_what_was_acknowledged(counter, news + more, interruptions=0)
        assert receptions(counter.entries())
