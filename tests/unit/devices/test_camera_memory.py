"""A code in front of the camera is delivered once, and again only after it left the picture."""

from __future__ import annotations

from counter_app.devices.scanners.camera_memory import CodesInPicture


def test_a_code_that_stays_is_delivered_once() -> None:
    memory = CodesInPicture(gone_after_s=2.0)
    assert [memory.new(["a"], at) for at in (0.0, 0.1, 1.9, 3.8, 60.0 / 16)] == [["a"], [], [], [], []]


def test_a_code_that_left_and_came_back_is_delivered_again() -> None:
    memory = CodesInPicture(gone_after_s=2.0)
    assert memory.new(["a"], 0.0) == ["a"]
    assert memory.new([], 1.0) == []
    assert memory.new(["a"], 1.5) == []
    assert memory.new([], 3.0) == []
    assert memory.new(["a"], 3.6) == ["a"]


def test_a_second_code_beside_the_first_is_news() -> None:
    memory = CodesInPicture()
    assert memory.new(["a"], 0.0) == ["a"]
    assert memory.new(["a", "b", "b"], 0.1) == ["b"]


def test_broken_letters_are_said_once_while_the_code_stays() -> None:
    memory = CodesInPicture(gone_after_s=2.0)
    assert [memory.is_news_of_broken_letters(at) for at in (0.0, 1.0, 2.5, 9.0)] == [True, False, False, True]
