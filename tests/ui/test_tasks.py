"""Work off the GUI thread; the tests wait for events, never for a time."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from functools import partial

import pytest
from PySide6.QtCore import QObject, QThread
from pytestqt.qtbot import QtBot

from counter_app.ui.tasks import Tasks


class Unhandled(list[BaseException]):
    """Collects what nobody handled."""


@pytest.fixture
def unhandled() -> Unhandled:
    return Unhandled()


@pytest.fixture
def tasks(qtbot: QtBot, unhandled: Unhandled) -> Iterator[Tasks]:
    made = Tasks(unhandled=unhandled.append)
    yield made
    made.shutdown(wait=True)


def settle(qtbot: QtBot, tasks: Tasks) -> None:
    qtbot.waitUntil(tasks.idle)


def fail() -> None:
    raise ValueError("no paper")


def test_work_runs_elsewhere_and_its_result_comes_back_on_the_gui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    gui = threading.get_ident()
    seen: list[tuple[int, int]] = []
    tasks.database(threading.get_ident).success(lambda worker: seen.append((worker, threading.get_ident())))
    settle(qtbot, tasks)
    assert seen[0][0] != gui
    assert seen[0][1] == gui


def test_database_work_runs_one_after_the_other_in_order(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    ran: list[int] = []
    tasks.database(gate.wait)
    for number in range(5):
        tasks.database(partial(ran.append, number))
    assert ran == []
    gate.set()
    settle(qtbot, tasks)
    assert ran == [0, 1, 2, 3, 4]


def test_a_slow_device_does_not_hold_up_another_one_nor_the_database(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    done: list[str] = []
    tasks.device("printer", gate.wait).success(lambda _: done.append("printer"))
    tasks.device("scanner", lambda: "scanner").success(done.append)
    tasks.database(lambda: "database").success(done.append)
    qtbot.waitUntil(lambda: len(done) == 2)
    assert sorted(done) == ["database", "scanner"]
    gate.set()
    settle(qtbot, tasks)
    assert done[-1] == "printer"


def test_network_work_runs_side_by_side(qtbot: QtBot, tasks: Tasks) -> None:
    meeting = threading.Barrier(2, timeout=10)
    tasks.network(meeting.wait)
    tasks.network(meeting.wait)
    settle(qtbot, tasks)
    assert not meeting.broken


def test_a_failure_goes_to_its_callback(qtbot: QtBot, tasks: Tasks, unhandled: Unhandled) -> None:
    caught: list[Exception] = []
    tasks.database(fail).success(lambda _: pytest.fail("not a success")).failure(caught.append)
    settle(qtbot, tasks)
    assert [str(raised) for raised in caught] == ["no paper"]
    assert unhandled == []


def test_a_failure_that_nobody_handles_is_told_to_the_hook(
    qtbot: QtBot, tasks: Tasks, unhandled: Unhandled
) -> None:
    tasks.network(fail)
    settle(qtbot, tasks)
    assert [str(raised) for raised in unhandled] == ["no paper"]


def test_what_a_callback_raises_is_told_to_the_hook(qtbot: QtBot, tasks: Tasks, unhandled: Unhandled) -> None:
    tasks.database(lambda: 1).success(lambda _: fail())
    settle(qtbot, tasks)
    assert [str(raised) for raised in unhandled] == ["no paper"]


def test_callbacks_of_a_destroyed_owner_are_dropped(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    owner = QObject()
    seen: list[object] = []
    tasks.database(gate.wait, owner=owner).success(seen.append)
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.set()
    settle(qtbot, tasks)
    assert seen == []


def test_a_failure_is_told_even_if_its_owner_is_gone(
    qtbot: QtBot, tasks: Tasks, unhandled: Unhandled
) -> None:
    gate = threading.Event()
    owner = QObject()

    def wait_and_fail() -> None:
        gate.wait()
        fail()

    tasks.database(wait_and_fail, owner=owner).failure(lambda _: pytest.fail("the owner is gone"))
    with qtbot.waitSignal(owner.destroyed):
        owner.deleteLater()
    gate.set()
    settle(qtbot, tasks)
    assert len(unhandled) == 1


def test_a_newer_search_supersedes_the_older_ones(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    owner = QObject()
    found: list[str] = []
    ran: list[str] = []

    def search(text: str) -> str:
        ran.append(text)
        return text

    tasks.database(gate.wait)
    for text in ("m", "mẫ", "mẫu"):
        tasks.database(partial(search, text), owner=owner, replaces="find").success(found.append)
    gate.set()
    settle(qtbot, tasks)
    assert found == ["mẫu"]
    assert ran == ["mẫu"]


def test_another_topic_or_owner_is_not_superseded(qtbot: QtBot, tasks: Tasks) -> None:
    one, other = QObject(), QObject()
    found: list[int] = []
    tasks.database(lambda: 1, owner=one, replaces="find").success(found.append)
    tasks.database(lambda: 2, owner=other, replaces="find").success(found.append)
    tasks.database(lambda: 3, owner=one, replaces="count").success(found.append)
    settle(qtbot, tasks)
    assert found == [1, 2, 3]


def test_long_work_is_told_and_its_end_too(qtbot: QtBot, tasks: Tasks) -> None:
    gate = threading.Event()
    told: list[bool] = []
    tasks.database(gate.wait).progress(told.append)
    qtbot.waitUntil(lambda: told == [True])
    gate.set()
    settle(qtbot, tasks)
    assert told == [True, False]


def test_short_work_shows_no_progress(qtbot: QtBot, tasks: Tasks) -> None:
    told: list[bool] = []
    tasks.database(lambda: 1).progress(told.append)
    settle(qtbot, tasks)
    assert told == []


def test_idle_is_told_when_the_last_task_is_settled(qtbot: QtBot, tasks: Tasks) -> None:
    with qtbot.waitSignal(tasks.idled):
        tasks.database(lambda: 1)
        assert not tasks.idle()
    assert tasks.idle()


def test_other_threads_hand_work_to_the_gui_thread(qtbot: QtBot, tasks: Tasks) -> None:
    ran_on: list[object] = []
    thread = threading.Thread(target=lambda: tasks.on_gui(lambda: ran_on.append(QThread.currentThread())))
    thread.start()
    thread.join()
    qtbot.waitUntil(lambda: len(ran_on) == 1)
    assert ran_on == [tasks.thread()]


def test_what_is_handed_over_and_fails_is_told(qtbot: QtBot, tasks: Tasks, unhandled: Unhandled) -> None:
    tasks.on_gui(fail)
    qtbot.waitUntil(lambda: len(unhandled) == 1)


def test_work_is_started_from_the_gui_thread_only(qtbot: QtBot, tasks: Tasks) -> None:
    refused: list[Exception] = []

    def start() -> None:
        try:
            tasks.database(lambda: 1)
        except RuntimeError as raised:
            refused.append(raised)

    thread = threading.Thread(target=start)
    thread.start()
    thread.join()
    assert len(refused) == 1


def test_shutdown_finishes_what_the_database_was_given(qtbot: QtBot, unhandled: Unhandled) -> None:
    tasks = Tasks(unhandled=unhandled.append)
    written: list[int] = []
    told: list[object] = []
    for number in range(3):
        tasks.database(partial(written.append, number)).success(told.append)
    tasks.shutdown(wait=True)
    assert written == [0, 1, 2]
    assert told == [], "the windows are going away"
    assert tasks.idle()


def test_shutdown_tells_failures_that_were_still_on_their_way(qtbot: QtBot, unhandled: Unhandled) -> None:
    tasks = Tasks(unhandled=unhandled.append)
    tasks.database(fail)
    tasks.shutdown(wait=True)
    assert [str(raised) for raised in unhandled] == ["no paper"]


def test_shutdown_cancels_network_work_that_has_not_begun(qtbot: QtBot, unhandled: Unhandled) -> None:
    tasks = Tasks(unhandled=unhandled.append, network_workers=1)
    begun, gate = threading.Event(), threading.Event()

    def hold() -> None:
        begun.set()
        gate.wait()

    ran: list[int] = []
    tasks.network(hold)
    tasks.network(lambda: ran.append(1))
    begun.wait()
    tasks.shutdown(wait=False)
    gate.set()
    tasks.shutdown(wait=True)
    assert ran == []
    assert unhandled == []


def test_after_shutdown_nothing_starts(qtbot: QtBot, unhandled: Unhandled) -> None:
    tasks = Tasks(unhandled=unhandled.append)
    tasks.shutdown()
    with pytest.raises(RuntimeError, match="shut down"):
        tasks.database(lambda: 1)
