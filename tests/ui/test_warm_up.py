"""Work for quiet moments: in order, a piece a turn, not while somebody types."""

from __future__ import annotations

from time import monotonic

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from counter_app.ui.warm_up import QUIET_MS, WarmUp


def test_pieces_are_done_in_order_each_in_a_turn_of_its_own(qtbot: QtBot) -> None:
    done: list[str] = []
    warming = WarmUp((lambda: done.append("a"), lambda: done.append("b")))
    with qtbot.waitSignal(warming.done):
        warming.start()
        assert done == []
    assert done == ["a", "b"]


def test_a_piece_waits_until_nobody_has_typed_for_a_while(qtbot: QtBot) -> None:
    field = QLineEdit()
    qtbot.addWidget(field)
    times: list[float] = []
    warming = WarmUp([lambda: times.append(monotonic())])
    warming.start()
    QTest.keyClick(field, Qt.Key.Key_1)
    typed = monotonic()
    with qtbot.waitSignal(warming.done):
        pass
    assert field.text() == "1"
    assert times[0] - typed >= QUIET_MS / 1000 - 0.05


def test_what_is_stopped_is_left_undone(qtbot: QtBot) -> None:
    done: list[str] = []
    stopped, other = WarmUp([lambda: done.append("a")]), WarmUp([lambda: done.append("b")])
    stopped.start()
    stopped.stop()
    with qtbot.waitSignal(other.done):
        other.start()
    assert done == ["b"]
