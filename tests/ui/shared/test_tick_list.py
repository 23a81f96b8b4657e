"""Rows of a list that are ticked."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from counter_app.ui.shared.tick_list import TickList

LONG = "Giấy tờ tùy thân (xuất trình; chỉ cần số định danh nếu tra cứu được trong cơ sở dữ liệu dân cư)"


@pytest.fixture
def papers(qtbot: QtBot) -> TickList:
    made = TickList("Giấy tờ cần bổ sung")
    qtbot.addWidget(made)
    made.add("Tờ khai", ticked=True)
    made.add(LONG, ticked=False)
    made.add("Giấy xác nhận", ticked=False)
    made.resize(420, made.height())
    made.show()
    qtbot.waitExposed(made)
    return made


def press(papers: TickList, place: int, at: QPoint) -> None:
    row = papers.visualItemRect(papers.item(place))
    QTest.mouseClick(papers.viewport(), Qt.MouseButton.LeftButton, pos=row.topLeft() + at)


def test_a_press_anywhere_on_a_row_ticks_it_and_the_next_takes_it_away(papers: TickList) -> None:
    press(papers, 2, QPoint(12, 14))
    press(papers, 0, QPoint(300, 14))
    assert papers.ticked() == [2]
    press(papers, 2, QPoint(300, 14))
    assert papers.ticked() == []


def test_the_keyboard_walks_and_ticks(papers: TickList) -> None:
    papers.setFocus()
    QTest.keyClick(papers, Qt.Key.Key_Down)
    QTest.keyClick(papers, Qt.Key.Key_Space)
    assert papers.ticked() == [0, 1]


def test_a_long_name_is_shown_whole_and_each_row_is_easy_to_hit(papers: TickList) -> None:
    heights = [papers.visualItemRect(papers.item(place)).height() for place in range(3)]
    assert min(heights) >= 32
    assert heights[1] > heights[0]
    assert papers.viewport().height() >= sum(heights)
