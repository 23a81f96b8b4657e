"""The door: names typed ahead, PINs, waiting, locks, and keys that are taken before anything is loaded."""

from __future__ import annotations

import subprocess
import sys

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from counter_app.domain.errors import DomainError
from counter_app.services.session import FREE_TRIES, LOCK_AFTER
from counter_app.ui.counter.door.sign_in_state import Door
from counter_app.ui.shared.field import Finding
from tests.builders import PINS
from tests.ui.counter.conftest import CLERK, OTHER, SUPERVISOR, Front, MakeFront

Enter = Qt.Key.Key_Return


def door_of(front: Front) -> Door:
    """Why the page is there now."""
    return front.frame.guard.state.door


def attempts(front: Front, person: str, count: int) -> None:
    """Wrong PINs, each tried when it may be tried."""
    for _ in range(count):
        front.move_clock(minutes=2)
        front.frame.guard.choose(person)
        front.frame.guard.enter(person, "0000")
        front.settle()


def test_a_clerk_signs_in_by_name_and_pin_with_the_keyboard_alone(door: Front) -> None:
    door.type("tran")
    door.key(Enter)
    assert QApplication.focusWidget() is door.frame.door.pin.edit
    door.type(PINS[CLERK])
    door.key(Enter)
    assert door.frame.seat.clerk.id == CLERK
    assert door.window.opened() == "reception"


def test_names_are_found_without_marks_and_by_any_part(door: Front) -> None:
    field = door.frame.door.person
    door.type("mau")
    assert [person.id for person in field._found] == [OTHER, CLERK]
    door.type(" v")
    assert [person.id for person in field._found] == [OTHER]
    door.key(Enter)
    assert field.chosen() == OTHER


def test_a_wrong_pin_tells_how_many_tries_are_left_and_empties_the_field(door: Front) -> None:
    attempts(door, CLERK, 1)
    page = door.frame.door
    assert page.pin.finding is Finding.ERROR
    assert str(LOCK_AFTER - 1) in page.pin.finding_text()
    assert page.pin.secret() == ""
    page.pin.setFocus()
    door.type("1")
    assert page.pin.finding is not Finding.ERROR


def test_waiting_counts_down_and_keeps_the_pin_that_came_too_early(door: Front) -> None:
    attempts(door, CLERK, FREE_TRIES)
    page = door.frame.door
    page.pin.setFocus()
    door.type(PINS[CLERK])
    door.key(Enter)
    assert door.frame.guard.state.seconds == 5
    assert not page.enter.isEnabled()
    assert page.pin.secret() == PINS[CLERK]
    guard = door.frame.guard
    guard._until -= 2
    door.qtbot.waitUntil(lambda: guard.state.seconds == 3)
    assert "3 giây" in page.pin.finding_text()
    guard._until -= 60
    door.qtbot.waitUntil(lambda: guard.state.seconds == 0)
    door.move_clock(seconds=6)
    door.key(Enter)
    assert door.frame.seat.clerk.id == CLERK


def test_too_many_wrong_pins_lock_the_name_and_a_supervisor_lifts_the_lock(door: Front) -> None:
    attempts(door, CLERK, LOCK_AFTER)
    page, guard = door.frame.door, door.frame.guard
    assert page.unlock.isVisible()
    page.unlock.click()
    door.settle()
    assert door_of(door) is Door.UNLOCK
    assert [person.id for person in guard.state.people] == [SUPERVISOR]
    assert page.person.text() == ""
    assert page.person.label() == "Người phụ trách"
    guard.enter(SUPERVISOR, PINS[SUPERVISOR])
    door.settle()
    assert door_of(door) is Door.SIGN_IN
    assert page.pin.finding is Finding.OK
    door.sign_in(CLERK)
    assert door.frame.seat.clerk.id == CLERK


def test_a_locked_name_does_not_keep_others_out(door: Front) -> None:
    attempts(door, CLERK, LOCK_AFTER)
    door.frame.door.person.picked.emit(OTHER)
    door.settle()
    assert door.frame.guard.state.seconds == 0
    door.sign_in(OTHER)
    assert door.frame.seat.clerk.id == OTHER


def test_a_pin_is_digits_only_and_hidden(door: Front) -> None:
    page = door.frame.door
    page.pin.setFocus()
    door.type("2a4b")
    assert page.pin.secret() == "24"
    assert "2" not in page.pin.edit.displayText()


def test_entering_without_a_name_or_a_pin_says_what_is_missing(door: Front) -> None:
    page = door.frame.door
    page.pin.setFocus()
    door.key(Enter)
    assert page.person.finding is Finding.ERROR
    page.person.picked.emit(CLERK)
    page.person._take(door.frame.guard.state.people[0])
    door.key(Enter)
    assert page.pin.finding is Finding.ERROR


def test_keys_are_taken_before_the_station_is_open_and_tried_when_it_is(make_front: MakeFront) -> None:
    front = make_front(ready=False)
    page = front.frame.door
    assert page.person.edit.hasFocus()
    front.type("tran thi mau")
    page.pin.setFocus()
    front.type(PINS[CLERK])
    assert page.pin.secret() == PINS[CLERK]
    front.frame.ready(front.services)
    front.settle()
    front.key(Enter)
    assert front.frame.seat.clerk.id == CLERK


def test_a_station_that_cannot_be_opened_says_why_on_the_page(make_front: MakeFront) -> None:
    front = make_front(ready=False)
    front.frame.failed(DomainError("storage.in_use"))
    assert front.frame.door.pin.finding_text() == front.wording.text("error.storage.in_use")


def test_the_door_is_drawn_without_loading_what_only_the_counter_needs() -> None:
    heavy = (
        "counter_app.ui.counter.window.counter_window",
        "counter_app.ui.counter.reception.reception_view",
        "counter_app.services.reception",
        "sqlalchemy",
        "reportlab",
        "argon2",
        "stdnum",
    )
    program = (
        "import sys\n"
        "from counter_app.ui.counter.window.frame import Frame\n"
        f"print([name for name in {heavy!r} if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
