"""What the window of the virtual devices knows, and what it does when devices answer late or never."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from pytestqt.qtbot import QtBot

from counter_app.domain.errors import DomainError
from counter_app.ui.simulators.bench_presenter import COUNT_EVERY, BenchPresenter
from counter_app.ui.simulators.bench_state import Answer, BenchState, Scanned
from counter_app.ui.tasks import Tasks
from tests.ui.simulators.fakes import CARDS, Desk


@pytest.fixture
def presenter(desk: Desk, tasks: Tasks) -> BenchPresenter:
    return BenchPresenter(desk.parts, tasks)


@pytest.fixture
def ask(qtbot: QtBot, presenter: BenchPresenter, tasks: Tasks) -> Callable[[], BenchState]:
    def round_of_questions() -> BenchState:
        presenter.ask()
        qtbot.waitUntil(tasks.idle)
        return presenter.state

    return round_of_questions


def test_nothing_is_claimed_before_the_devices_answered(presenter: BenchPresenter) -> None:
    state = presenter.state
    assert {state.printer_answer, state.scanner_answer, state.line_answer} == {Answer.ASKED}
    assert state.dossiers is None


def test_a_round_of_questions_tells_how_everything_is(desk: Desk, ask: Callable[[], BenchState]) -> None:
    desk.printer.on = {"paper_low"}
    state = ask()
    assert state.printer_answer is Answer.HERE
    assert state.printer.on == {"paper_low"}
    assert (state.scanner_answer, state.listeners) == (Answer.HERE, 1)
    assert (state.line_answer, state.line_up) == (Answer.HERE, True)
    assert state.dossiers == 12


def test_devices_are_asked_off_the_gui_thread(desk: Desk, ask: Callable[[], BenchState]) -> None:
    ask()
    assert all(name.startswith("device-printer") for name in desk.printer.asked_on)


def test_a_device_that_ends_is_told_and_one_that_comes_back_too(
    desk: Desk, ask: Callable[[], BenchState]
) -> None:
    ask()
    desk.printer.silent = desk.scanner.silent = desk.line.silent = True
    state = ask()
    assert {state.printer_answer, state.scanner_answer, state.line_answer} == {Answer.SILENT}
    assert state.printer.on == frozenset()
    desk.printer.silent = desk.scanner.silent = desk.line.silent = False
    state = ask()
    assert {state.printer_answer, state.scanner_answer, state.line_answer} == {Answer.HERE}


def test_the_central_system_is_asked_in_some_rounds_only(desk: Desk, ask: Callable[[], BenchState]) -> None:
    assert ask().dossiers == 12
    desk.dossiers = 13
    told = [ask().dossiers for _ in range(COUNT_EVERY)]
    assert told == [12] * (COUNT_EVERY - 1) + [13]


def test_a_device_under_question_is_not_asked_again(
    qtbot: QtBot, desk: Desk, presenter: BenchPresenter, tasks: Tasks
) -> None:
    presenter.ask()
    presenter.ask()
    presenter.ask()
    qtbot.waitUntil(tasks.idle)
    with qtbot.waitSignal(tasks.idled):
        presenter.ask()
    assert presenter.state.printer_answer is Answer.HERE


def test_a_switch_is_turned(qtbot: QtBot, desk: Desk, presenter: BenchPresenter, tasks: Tasks) -> None:
    presenter.turn("paper_out", True)
    qtbot.waitUntil(tasks.idle)
    assert desk.printer.on == {"paper_out"}
    assert presenter.state.printer.stopped_by == "paper_out"
    presenter.turn("paper_out", False)
    qtbot.waitUntil(tasks.idle)
    assert presenter.state.printer.on == frozenset()


def test_a_switch_that_could_not_be_turned_is_told_and_drawn_anew(
    qtbot: QtBot, desk: Desk, presenter: BenchPresenter
) -> None:
    desk.printer.silent = True
    with qtbot.waitSignals([presenter.failed, presenter.changed]):
        presenter.turn("paper_out", True)
    assert presenter.state.printer.on == frozenset()


def test_a_card_is_scanned_by_its_position(qtbot: QtBot, desk: Desk, presenter: BenchPresenter) -> None:
    with qtbot.waitSignal(presenter.changed):
        presenter.scan(1)
    assert desk.scanner.heard == [CARDS[1].text]
    assert presenter.state.scanned == Scanned(1, CARDS[1].name, 1)
    presenter.scan(99)
    presenter.scan(-1)
    assert desk.scanner.heard == [CARDS[1].text]


def test_scans_are_counted_so_that_the_same_card_twice_is_seen(
    qtbot: QtBot, presenter: BenchPresenter, tasks: Tasks
) -> None:
    presenter.scan(0)
    presenter.scan(0)
    qtbot.waitUntil(tasks.idle)
    assert presenter.state.scanned == Scanned(2, CARDS[0].name, 1)


def test_a_scan_that_nobody_heard_is_not_called_a_success(
    qtbot: QtBot, desk: Desk, presenter: BenchPresenter
) -> None:
    desk.scanner.listeners = 0
    with qtbot.waitSignal(presenter.changed):
        presenter.scan(0)
    assert presenter.state.scanned == Scanned(1, CARDS[0].name, 0)


def test_a_reader_that_ended_is_told_when_one_scans(
    qtbot: QtBot, desk: Desk, presenter: BenchPresenter
) -> None:
    desk.scanner.silent = True
    with qtbot.waitSignal(presenter.failed) as told:
        presenter.scan(0)
    assert told.args is not None
    error = told.args[0]
    assert isinstance(error, DomainError)
    assert error.code == "bench.silent"
    assert presenter.state.scanner_answer is Answer.SILENT


def test_the_code_on_paper_is_read_and_scanned(qtbot: QtBot, desk: Desk, presenter: BenchPresenter) -> None:
    picture = desk.print_slip(1)
    desk.codes[picture.name] = "H01.15.21-261123-5301"
    with qtbot.waitSignal(presenter.changed):
        presenter.scan_paper("Tờ 1", picture)
    assert desk.scanner.heard == ["H01.15.21-261123-5301"]
    assert presenter.state.scanned == Scanned(1, "Tờ 1", 1)


def test_paper_without_a_code_scans_nothing_and_says_so(
    qtbot: QtBot, desk: Desk, presenter: BenchPresenter
) -> None:
    with qtbot.waitSignal(presenter.no_code):
        presenter.scan_paper("Tờ 1", desk.print_slip(1))
    assert desk.scanner.heard == []


def test_the_cable_is_pulled_and_plugged_in_again(
    qtbot: QtBot, desk: Desk, presenter: BenchPresenter, tasks: Tasks, ask: Callable[[], BenchState]
) -> None:
    ask()
    presenter.turn_line()
    qtbot.waitUntil(tasks.idle)
    assert (desk.line.up, presenter.state.line_up) == (False, False)
    presenter.turn_line()
    qtbot.waitUntil(tasks.idle)
    assert (desk.line.up, presenter.state.line_up) == (True, True)


def test_while_the_cable_is_being_turned_it_is_not_turned_again_and_old_answers_do_not_count(
    qtbot: QtBot, desk: Desk, presenter: BenchPresenter, tasks: Tasks, ask: Callable[[], BenchState]
) -> None:
    ask()
    desk.line.held.clear()
    presenter.turn_line()
    presenter.ask()
    presenter.turn_line()
    assert presenter.state.line_turning
    desk.line.held.set()
    qtbot.waitUntil(tasks.idle)
    assert desk.line.turns == 1
    assert (presenter.state.line_up, presenter.state.line_turning) == (False, False)


def test_a_cable_that_does_not_answer_can_be_tried_again(
    qtbot: QtBot, desk: Desk, presenter: BenchPresenter, tasks: Tasks, ask: Callable[[], BenchState]
) -> None:
    ask()
    desk.line.silent = True
    with qtbot.waitSignal(presenter.failed):
        presenter.turn_line()
    assert presenter.state.line_answer is Answer.SILENT
    assert not presenter.state.line_turning
    desk.line.silent = False
    presenter.turn_line()
    qtbot.waitUntil(tasks.idle)
    assert (presenter.state.line_answer, presenter.state.line_up) == (Answer.HERE, True)


def test_a_started_presenter_asks_by_itself_until_it_is_stopped(
    qtbot: QtBot, presenter: BenchPresenter, tasks: Tasks
) -> None:
    with qtbot.waitSignals([presenter.ticked, presenter.changed]):
        presenter.start()
    with qtbot.waitSignal(presenter.ticked, timeout=3_000):
        pass
    presenter.stop()
    qtbot.waitUntil(tasks.idle)
