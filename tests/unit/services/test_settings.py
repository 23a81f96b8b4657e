"""The station's settings: kept, and sensible whatever is in the store."""

from __future__ import annotations

import json
from typing import Any

import pytest

from counter_app.domain.errors import DomainError
from counter_app.services.settings import DOCUMENT, DeviceChoice, StationSettings
from tests.builders import Counter, put_document

CHOSEN = StationSettings(
    devices={"slip_printer": DeviceChoice("network", {"host": "10.0.0.7"}), "scanner": DeviceChoice("wedge")},
    layout="a4_two_up",
    print_after_accept=False,
    slip_after_accept=False,
    lock_after_minutes=30,
)


def plain(station: Counter) -> dict[str, Any]:
    stored = station.database.state.documents[DOCUMENT]
    read: dict[str, Any] = json.loads(stored[1])
    return read


def load(station: Counter, document: object) -> StationSettings:
    put_document(station.database, DOCUMENT, document)
    return station.services.settings.load()


def test_before_anything_was_set_the_defaults_hold(station: Counter) -> None:
    assert station.services.settings.load() == StationSettings()


def test_what_was_saved_is_loaded_after_a_restart(station: Counter) -> None:
    station.services.settings.save(CHOSEN)
    station.restart()
    assert station.services.settings.load() == CHOSEN
    assert CHOSEN.device("slip_printer").settings["host"] == "10.0.0.7"
    assert CHOSEN.device("page_printer") == DeviceChoice()


def test_every_save_is_a_version(station: Counter) -> None:
    for _ in range(3):
        station.services.settings.save(CHOSEN)
    assert station.database.state.documents[DOCUMENT][0] == 3


@pytest.mark.parametrize("document", [b"", b"{", b"null", b"[]", b"\xff", b"7", b"[" * 50_000])
def test_settings_that_cannot_be_read_are_the_defaults(station: Counter, document: bytes) -> None:
    assert load(station, document) == StationSettings()
    station.services.settings.save(CHOSEN)
    assert station.services.settings.load() == CHOSEN


@pytest.mark.parametrize("name", ["devices", "layout", "print_after_accept", "slip_after_accept"])
def test_a_setting_that_an_older_program_did_not_know_is_the_default_and_the_others_stay(
    station: Counter, name: str
) -> None:
    station.services.settings.save(CHOSEN)
    older = plain(station)
    del older[name]
    loaded = load(station, older)
    assert getattr(loaded, name) == getattr(StationSettings(), name)
    assert loaded.lock_after_minutes == 30


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("lock_after_minutes", 0),
        ("lock_after_minutes", 9999),
        ("lock_after_minutes", "30"),
        ("lock_after_minutes", True),
        ("print_after_accept", "no"),
        ("layout", "a3"),
        ("devices", []),
    ],
)
def test_a_value_that_makes_no_sense_is_the_default(station: Counter, name: str, value: object) -> None:
    station.services.settings.save(CHOSEN)
    loaded = load(station, {**plain(station), name: value})
    assert getattr(loaded, name) == getattr(StationSettings(), name)


def test_one_device_that_cannot_be_read_hides_no_other(station: Counter) -> None:
    station.services.settings.save(CHOSEN)
    document = plain(station)
    document["devices"] |= {
        "scanner": "wedge",
        "page_printer": {"driver": 7},
        "board": {"driver": "x", "settings": []},
    }
    assert load(station, document).devices == {"slip_printer": CHOSEN.device("slip_printer")}


@pytest.mark.parametrize("minutes", [0, -1, 121])
def test_a_lock_that_makes_no_sense_is_refused(station: Counter, minutes: int) -> None:
    with pytest.raises(DomainError) as caught:
        station.services.settings.save(StationSettings(lock_after_minutes=minutes))
    assert (caught.value.code, caught.value.params) == ("settings.lock_minutes", {"min": 1, "max": 120})
    assert station.services.settings.load() == StationSettings()


def test_another_device_for_a_role_leaves_the_others() -> None:
    changed = CHOSEN.with_device("scanner", DeviceChoice("serial", {"port": "COM3"}))
    assert changed.device("scanner").driver == "serial"
    assert changed.device("slip_printer") == CHOSEN.device("slip_printer")
    assert CHOSEN.device("scanner").driver == "wedge"
