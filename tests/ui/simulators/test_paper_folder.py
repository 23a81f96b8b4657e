"""Paper appears when it is whole: picture and description are written one after the other."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from counter_app.ui.simulators.paper_folder import NEWEST, PaperFolder, PaperPiece, look_into
from counter_app.ui.tasks import Tasks
from tests.ui.simulators.fakes import Desk, about


def test_a_piece_is_read_with_its_picture_and_what_is_said_of_it(desk: Desk) -> None:
    desk.print_slip(3, kind="full", height=800)
    look = look_into(desk.folder, -1)
    assert not look.unfinished
    [piece] = look.pieces
    assert (piece.number, piece.ending, piece.length_mm) == (3, "full", 100.0)
    assert (piece.image.width(), piece.image.height()) == (576, 800)
    assert piece.picture == desk.folder / "receipt-0003.png"


def test_only_what_came_later_is_read_oldest_first(desk: Desk) -> None:
    for number in (11, 2, 10, 9):
        desk.print_slip(number)
    assert [piece.number for piece in look_into(desk.folder, 2).pieces] == [9, 10, 11]


def test_of_much_old_paper_only_the_newest_is_read(desk: Desk) -> None:
    for number in range(1, NEWEST + 6):
        desk.print_slip(number, height=8)
    look = look_into(desk.folder, -1)
    assert [piece.number for piece in look.pieces] == list(range(6, NEWEST + 6))


def test_other_files_in_the_folder_are_left_alone(desk: Desk) -> None:
    (desk.folder / "notes.json").write_text("{}", "utf-8")
    (desk.folder / "receipt-last.json").write_text("{}", "utf-8")
    look = look_into(desk.folder, -1)
    assert (look.pieces, look.unfinished) == ((), False)


@pytest.mark.parametrize("text", ["", '{"at": "2026-11', "[]", '{"at": 7, "kind": "full", "length_mm": 1}'])
def test_a_description_that_is_being_written_makes_the_piece_unfinished(desk: Desk, text: str) -> None:
    desk.print_slip(1).with_suffix(".json").write_text(text, "utf-8")
    look = look_into(desk.folder, -1)
    assert (look.pieces, look.unfinished) == ((), True)


def test_a_picture_that_cannot_be_read_makes_the_piece_unfinished(desk: Desk) -> None:
    desk.print_slip(1).write_bytes(b"\x89PNG\r\n")
    look = look_into(desk.folder, -1)
    assert (look.pieces, look.unfinished) == ((), True)


class Watched:
    """A folder that is looked at, and what was told of it."""

    def __init__(self, folder: Path, tasks: Tasks) -> None:
        self.paper = PaperFolder(folder, tasks)
        self.told: list[tuple[list[int], bool]] = []
        self.paper.arrived.connect(self._came)

    def _came(self, pieces: list[PaperPiece], just_now: bool) -> None:
        self.told.append(([piece.number for piece in pieces], just_now))


@pytest.fixture
def watched(desk: Desk, tasks: Tasks) -> Iterator[Watched]:
    made = Watched(desk.folder, tasks)
    yield made
    made.paper.stop()


def test_paper_from_before_is_told_as_old_and_new_paper_as_new(
    qtbot: QtBot, desk: Desk, tasks: Tasks, watched: Watched
) -> None:
    desk.print_slip(1)
    desk.print_slip(2)
    with qtbot.waitSignal(watched.paper.arrived):
        watched.paper.look()
    with qtbot.waitSignal(watched.paper.arrived):
        desk.print_slip(3)
    assert watched.told == [([1, 2], False), ([3], True)]


def test_the_first_paper_in_an_empty_folder_is_new(
    qtbot: QtBot, desk: Desk, tasks: Tasks, watched: Watched
) -> None:
    watched.paper.look()
    qtbot.waitUntil(tasks.idle)
    with qtbot.waitSignal(watched.paper.arrived):
        desk.print_slip(1)
    assert watched.told == [([1], True)]


def test_a_description_that_is_finished_later_is_found_without_another_sign(
    qtbot: QtBot, desk: Desk, tasks: Tasks, watched: Watched
) -> None:
    watched.paper.look()
    qtbot.waitUntil(tasks.idle)
    description = desk.folder / "receipt-0001.json"
    with qtbot.waitSignal(tasks.idled):
        description.write_text("{", "utf-8")
    desk.print_slip(1)
    with qtbot.waitSignal(watched.paper.arrived):
        description.write_text(about(), "utf-8")
    assert watched.told == [([1], True)]


def test_no_piece_is_told_twice(qtbot: QtBot, desk: Desk, tasks: Tasks, watched: Watched) -> None:
    desk.print_slip(1)
    for _ in range(4):
        watched.paper.look()
    qtbot.waitUntil(lambda: tasks.idle() and bool(watched.told))
    watched.paper.look()
    qtbot.waitUntil(tasks.idle)
    assert [numbers for numbers, _ in watched.told] == [[1]]


def test_a_folder_that_is_not_there_yet_is_made(desk: Desk, tasks: Tasks) -> None:
    folder = desk.folder / "paper"
    PaperFolder(folder, tasks).stop()
    assert folder.is_dir()


def test_nothing_is_looked_at_after_the_end(qtbot: QtBot, desk: Desk, tasks: Tasks, watched: Watched) -> None:
    watched.paper.stop()
    desk.print_slip(1)
    watched.paper.look()
    assert tasks.idle()
    assert watched.told == []
