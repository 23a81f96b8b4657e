"""The watch over news: wakes the engine, never disturbs it, ends at once."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from queue import SimpleQueue

import pytest

from counter_app.services.sync_ports import LineState
from counter_app.sync.link import LinkError, Trouble
from counter_app.sync.status_board import Listener, StatusBoard
from counter_app.sync.watch import Standing, Watch, WatchPace
from tests.fakes.clock import MORNING


class Engine:
    """Counts how often it was woken."""

    def __init__(self) -> None:
        self.board = StatusBoard(MORNING, "")
        self.woken: SimpleQueue[None] = SimpleQueue()

    def status(self):  # type: ignore[no-untyped-def]
        return self.board.status

    def wake(self) -> None:
        self.woken.put(None)

    def send_now(self) -> None:
        self.wake()

    def subscribe(self, listener: Listener) -> Callable[[], None]:
        return self.board.subscribe(listener)

    def line_is(self, state: LineState) -> None:
        self.board.show(state=state)

    def was_woken(self) -> None:
        self.woken.get(timeout=20)


class Line:
    """Answers what the test puts into it; until then the call waits."""

    def __init__(self) -> None:
        self.asked: SimpleQueue[tuple[Standing | None, int]] = SimpleQueue()
        self.answers: SimpleQueue[Standing | LinkError] = SimpleQueue()
        self.closed = threading.Event()

    def ask(self, known: Standing | None, seconds: int) -> Standing:
        self.asked.put((known, seconds))
        answer = self.answers.get(timeout=30)
        if isinstance(answer, LinkError):
            raise answer
        return answer

    def break_off(self) -> None:
        self.answers.put(LinkError(Trouble.CUT))

    def close(self) -> None:
        self.closed.set()

    def question(self) -> tuple[Standing | None, int]:
        return self.asked.get(timeout=20)


@pytest.fixture
def engine() -> Engine:
    return Engine()


@pytest.fixture
def line() -> Line:
    return Line()


@pytest.fixture
def watch(engine: Engine, line: Line) -> Iterator[Watch]:
    made = Watch(engine, lambda: line, pace=WatchPace(early=0.0, pause=0.0, rest=0.0))
    made.start()
    yield made
    assert made.stop(20)
    assert line.closed.is_set()


FIRST = Standing(7, "a")


def test_news_wake_the_engine_and_the_watch_goes_on_from_there(
    engine: Engine, line: Line, watch: Watch
) -> None:
    assert not watch.alive()
    engine.line_is(LineState.ONLINE)
    assert line.question() == (None, 25)
    line.answers.put(FIRST)
    engine.was_woken()
    assert line.question() == (FIRST, 25)
    assert watch.alive()
    line.answers.put(Standing(8, "a"))
    engine.was_woken()
    assert line.question() == (Standing(8, "a"), 25)
    line.answers.put(Standing(8, "b"))
    engine.was_woken()


def test_nothing_new_does_not_wake(engine: Engine, line: Line, watch: Watch) -> None:
    engine.line_is(LineState.ONLINE)
    line.question()
    line.answers.put(FIRST)
    engine.was_woken()
    for _ in range(3):
        assert line.question() == (FIRST, 25)
        line.answers.put(FIRST)
    line.question()
    assert engine.woken.empty()


def test_nothing_is_asked_while_the_engine_is_offline(engine: Engine, line: Line, watch: Watch) -> None:
    engine.line_is(LineState.ONLINE)
    line.question()
    engine.line_is(LineState.OFFLINE)
    line.answers.put(FIRST)
    engine.was_woken()
    engine.line_is(LineState.WEAK)
    assert line.question() == (None, 25)


def test_cut_calls_are_asked_shorter_and_the_engine_asks_by_itself_meanwhile(
    engine: Engine, line: Line, watch: Watch
) -> None:
    engine.line_is(LineState.ONLINE)
    line.question()
    line.answers.put(FIRST)
    engine.was_woken()
    line.question()
    line.answers.put(LinkError(Trouble.CUT))
    engine.was_woken()
    assert line.question() == (None, 12)
    assert not watch.alive()
    line.answers.put(FIRST)
    engine.was_woken()
    assert line.question() == (FIRST, 12)
    assert watch.alive()


def test_server_that_does_not_wait_is_left_to_the_engine(engine: Engine, line: Line) -> None:
    watch = Watch(engine, lambda: line, pace=WatchPace(early=10.0, rest=3600.0))
    watch.start()
    engine.line_is(LineState.ONLINE)
    line.question()
    line.answers.put(FIRST)
    engine.was_woken()
    line.question()
    line.answers.put(FIRST)
    engine.was_woken()
    assert not watch.alive()
    assert watch.stop(20), "it rests and ends all the same"


def test_error_of_the_watch_is_no_error_of_sync(
    engine: Engine, line: Line, caplog: pytest.LogCaptureFixture
) -> None:
    made: list[Line] = []

    def connect() -> Line:
        if not made:
            made.append(line)
            raise OSError
        return line

    watch = Watch(engine, connect, pace=WatchPace(rest=0.0))
    watch.start()
    engine.line_is(LineState.ONLINE)
    assert line.question() == (None, 25)
    assert watch.stop(20)
    assert "OSError" in caplog.text


def test_stop_without_start() -> None:
    assert Watch(Engine(), Line).stop()
