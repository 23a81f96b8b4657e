"""Signing in: slowed down, locked, unlocked; over restarts, and whatever the clock does."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from counter_app.domain.errors import DomainError
from counter_app.services.office_context import DIRECTORY
from counter_app.services.office_directory import DirectoryAlone, read_directory
from counter_app.services.session import DOCUMENT, FREE_TRIES, LOCK_AFTER, LOCK_TIME, SignIn
from tests.builders import PINS, Counter, clerk, clerks, directory_document, put_document
from tests.fakes.clock import MORNING

ME, SUPERVISOR = clerk().id, "pham-thi-truong"
RIGHT = PINS[ME]


def refused(station: Counter, pin: str = "0000", who: str = ME) -> tuple[str, dict[str, object]]:
    with pytest.raises(DomainError) as caught:
        station.services.sign_in.attempt(who, pin)
    return caught.value.code, dict(caught.value.params)


def wait(station: Counter) -> None:
    """Wait as long as the program says."""
    code, params = refused(station, RIGHT)
    assert code == "sign_in.wait"
    station.clock.move(timedelta(seconds=int(str(params["seconds"]))))


def lock(station: Counter) -> None:
    for wrong in range(1, LOCK_AFTER + 1):
        refused(station)
        if FREE_TRIES <= wrong < LOCK_AFTER:
            wait(station)


def test_the_right_pin_signs_in_without_any_connection(station: Counter) -> None:
    signed_in = station.services.sign_in.attempt(ME, RIGHT)
    assert (signed_in.clerk, signed_in.at) == (clerk(), MORNING)
    assert station.database.commits == 0


def test_wrong_pins_are_counted_down(station: Counter) -> None:
    assert refused(station) == ("sign_in.wrong_pin", {"left": LOCK_AFTER - 1})
    assert refused(station) == ("sign_in.wrong_pin", {"left": LOCK_AFTER - 2})


def test_from_the_third_wrong_pin_on_every_try_waits_longer(station: Counter) -> None:
    waits = []
    for wrong in range(1, LOCK_AFTER):
        refused(station)
        if wrong >= FREE_TRIES:
            _, params = refused(station, RIGHT)
            waits.append(params["seconds"])
            wait(station)
    assert waits == [5, 10, 20, 40, 60]


def test_a_try_while_waiting_is_not_counted(station: Counter) -> None:
    for _ in range(FREE_TRIES):
        refused(station)
    for _ in range(20):
        assert refused(station)[0] == "sign_in.wait"
    station.clock.move(timedelta(seconds=5))
    assert refused(station) == ("sign_in.wrong_pin", {"left": LOCK_AFTER - FREE_TRIES - 1})


def test_the_right_pin_forgets_the_wrong_ones(station: Counter) -> None:
    for _ in range(FREE_TRIES - 1):
        refused(station)
    station.services.sign_in.attempt(ME, RIGHT)
    assert refused(station) == ("sign_in.wrong_pin", {"left": LOCK_AFTER - 1})


def test_the_eighth_wrong_pin_locks_the_name_and_no_other(station: Counter) -> None:
    lock(station)
    assert refused(station, RIGHT) == ("sign_in.locked", {"minutes": 15})
    station.services.sign_in.attempt("le-van-mau", PINS["le-van-mau"])
    station.clock.move(LOCK_TIME - timedelta(seconds=1))
    assert refused(station, RIGHT) == ("sign_in.locked", {"minutes": 1})
    station.clock.move(timedelta(seconds=1))
    station.services.sign_in.attempt(ME, RIGHT)


def test_after_a_lock_one_more_wrong_pin_locks_again(station: Counter) -> None:
    lock(station)
    station.clock.move(LOCK_TIME)
    assert refused(station) == ("sign_in.locked", {"minutes": 15})


def test_a_restart_forgets_nothing(station: Counter) -> None:
    for _ in range(FREE_TRIES):
        refused(station)
    station.restart()
    assert refused(station, RIGHT)[0] == "sign_in.wait"
    wait(station)
    assert refused(station) == ("sign_in.wrong_pin", {"left": LOCK_AFTER - FREE_TRIES - 1})


def test_a_supervisor_unlocks_with_her_own_pin(station: Counter) -> None:
    lock(station)
    station.services.sign_in.unlock(ME, SUPERVISOR, PINS[SUPERVISOR])
    station.services.sign_in.attempt(ME, RIGHT)


@pytest.mark.parametrize(
    ("who", "pin", "code"),
    [
        (SUPERVISOR, "0000", "sign_in.wrong_pin"),
        ("le-van-mau", PINS["le-van-mau"], "sign_in.not_supervisor"),
    ],
)
def test_nobody_else_unlocks(station: Counter, who: str, pin: str, code: str) -> None:
    lock(station)
    with pytest.raises(DomainError) as caught:
        station.services.sign_in.unlock(ME, who, pin)
    assert caught.value.code == code
    assert refused(station, RIGHT)[0] == "sign_in.locked"


def test_a_supervisor_does_not_unlock_herself(station: Counter) -> None:
    with pytest.raises(DomainError, match=r"sign_in\.not_supervisor"):
        station.services.sign_in.unlock(SUPERVISOR, SUPERVISOR, PINS[SUPERVISOR])


def test_a_clock_that_is_set_back_makes_the_wait_begin_anew_and_locks_nobody_out_for_ever(
    station: Counter,
) -> None:
    station.clock.move(timedelta(days=365))
    lock(station)
    station.clock.set(MORNING)
    assert refused(station, RIGHT) == ("sign_in.locked", {"minutes": 15})
    station.clock.move(timedelta(minutes=10))
    assert refused(station, RIGHT) == ("sign_in.locked", {"minutes": 5})
    station.clock.move(timedelta(minutes=5))
    station.services.sign_in.attempt(ME, RIGHT)


def test_a_short_wait_stays_short_when_the_clock_is_set_back(station: Counter) -> None:
    for _ in range(FREE_TRIES):
        refused(station)
    station.clock.move(-timedelta(hours=3))
    assert refused(station, RIGHT) == ("sign_in.wait", {"seconds": 5})
    station.clock.move(timedelta(seconds=5))
    station.services.sign_in.attempt(ME, RIGHT)


@pytest.mark.requirement("LC-49")
def test_rights_run_out_without_the_central_system_and_can_be_withdrawn(station: Counter) -> None:
    until = MORNING + timedelta(hours=1)
    people = (replace(clerk(), valid_until=until), replace(clerks()[1], active=False))
    put_document(station.database, DIRECTORY, directory_document(*people), 2)
    station.office.refresh()
    assert [one.id for one in station.services.sign_in.clerks()] == [ME]
    station.clock.set(until)
    station.services.sign_in.attempt(ME, RIGHT)
    station.clock.move(timedelta(seconds=1))
    assert refused(station, RIGHT) == ("sign_in.expired", {})
    assert refused(station, PINS["le-van-mau"], "le-van-mau") == ("sign_in.unknown", {})
    assert refused(station, "1234", "nobody") == ("sign_in.unknown", {})


def test_clerks_are_listed_by_their_given_names_as_people_spell_them(station: Counter) -> None:
    names = ("Trần Thị Vy", "Lê Văn Ánh", "Nguyễn Thị Đào", "Phạm Văn Cường", "Bùi Thị Ánh")
    people = (replace(clerk(), id=f"clerk-{place}", name=name) for place, name in enumerate(names))
    put_document(station.database, DIRECTORY, directory_document(*people), 2)
    station.office.refresh()
    assert [one.name for one in station.services.sign_in.clerks()] == [
        "Bùi Thị Ánh",
        "Lê Văn Ánh",
        "Phạm Văn Cường",
        "Nguyễn Thị Đào",
        "Trần Thị Vy",
    ]


@pytest.mark.parametrize(
    "stored",
    [
        b"{",
        b"[]",
        b'{"tran-thi-mau": 7}',
        b'{"tran-thi-mau": null}',
        b'{"tran-thi-mau": {"wrong": "x", "not_before": ""}}',
        b'{"tran-thi-mau": {"wrong": 3, "not_before": "soon"}}',
    ],
)
def test_a_count_that_cannot_be_read_begins_anew(station: Counter, stored: bytes) -> None:
    put_document(station.database, DOCUMENT, stored)
    assert refused(station) == ("sign_in.wrong_pin", {"left": LOCK_AFTER - 1})
    station.services.sign_in.attempt(ME, RIGHT)


def test_a_damaged_verifier_matches_no_pin(station: Counter) -> None:
    broken = replace(clerk(), pin_verifier="$argon2id$spoilt")
    put_document(station.database, DIRECTORY, directory_document(broken), 2)
    station.office.refresh()
    assert refused(station, RIGHT)[0] == "sign_in.wrong_pin"


def test_the_directory_alone_is_enough_to_sign_in(station: Counter) -> None:
    alone = DirectoryAlone(read_directory(station.database.state.documents[DIRECTORY]))
    sign_in = SignIn(station.database, alone, station.clock)
    assert [one.id for one in sign_in.clerks()] == [one.id for one in station.services.sign_in.clerks()]
    assert sign_in.attempt(ME, RIGHT).clerk == clerk()


def test_a_wrong_pin_on_a_full_disk_does_not_sign_in(station: Counter) -> None:
    station.database.fail()
    assert refused(station)[0] == "storage.full"
