"""Leases of numbers: never two holders of a day, again only when the last entry of the holder is known."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from sqlalchemy import update

from counter_app.central import admin, leases, retirement
from counter_app.central.documents import newest
from counter_app.central.retirement import LastEntry
from counter_app.central.tables import offices
from counter_app.domain.errors import DomainError
from counter_app.domain.leases import Lease
from tests.fixtures.central import OFFICE
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre


def lease_of(centre: Centre, station: SigningStation) -> Lease:
    with centre.database.read() as connection:
        document = newest(connection, OFFICE, "lease", station=station.id)
    assert document is not None
    return Lease.from_plain(json.loads(document.content))


def retire(centre: Centre, station: SigningStation, seq: int) -> list[range]:
    with centre.database.write() as connection:
        return list(retirement.retire(connection, station.id, LastEntry(1, seq), centre.clock.now()))


def release(centre: Centre, station: SigningStation, last: LastEntry | None) -> list[range]:
    with centre.database.write() as connection:
        return list(retirement.release_lease(connection, station.id, last, centre.clock.now()))


def revoke(centre: Centre, station: SigningStation) -> None:
    with centre.database.write() as connection:
        admin.revoke(connection, station.id, centre.clock.now())


def refused(code: str) -> pytest.RaisesExc[DomainError]:
    return pytest.RaisesExc(DomainError, check=lambda error: error.code == code)


def test_numbers_of_a_retired_station_go_to_the_next(centre: Centre, station: SigningStation) -> None:
    held = lease_of(centre, station)
    station.push(station.write("dossier-1", reception(1)))
    assert retire(centre, station, 1) == [range(held.first, (held.overflow_last or 0) + 1)]
    assert lease_of(centre, station).withdrawn
    centre.clock.move(timedelta(days=1))
    again = lease_of(centre, centre.station("04"))
    assert (again.first, again.overflow_last) == (held.first, held.overflow_last)
    assert again.granted_at == centre.clock.now(), "the new holder gives no number of an earlier day"


@pytest.mark.parametrize("said", [0, 1, 3])
def test_station_whose_last_entry_is_elsewhere_is_not_retired(
    centre: Centre, station: SigningStation, said: int
) -> None:
    station.push(station.write("dossier-1", reception(1)), station.write("dossier-2", reception(2)))
    with refused("central.entries_missing"):
        retire(centre, station, said)
    assert not lease_of(centre, station).withdrawn
    station.push(station.write("dossier-3", reception(3)))


def test_station_that_never_wrote_is_retired_with_nothing(centre: Centre, station: SigningStation) -> None:
    assert retire(centre, station, 0)


def test_numbers_of_a_revoked_station_stay_with_it_until_its_last_entry_is_known(
    centre: Centre, station: SigningStation
) -> None:
    held = lease_of(centre, station)
    station.push(station.write("dossier-1", reception(1)))
    with refused("central.not_revoked"):
        release(centre, station, LastEntry(1, 1))
    revoke(centre, station)
    assert not lease_of(centre, centre.station("04")).collides_with(held)
    with refused("central.entries_missing"):
        release(centre, station, LastEntry(1, 2))
    assert release(centre, station, LastEntry(1, 1))
    assert lease_of(centre, centre.station("05")).first == held.first


def test_numbers_of_a_destroyed_machine_are_free_from_the_next_day_on(
    centre: Centre, station: SigningStation
) -> None:
    revoke(centre, station)
    with refused("central.released_too_early"):
        release(centre, station, None)
    centre.clock.move(timedelta(days=1))
    assert release(centre, station, None)
    assert release(centre, station, None) == []


def test_unknown_station(centre: Centre) -> None:
    with refused("central.unknown_station"), centre.database.write() as connection:
        retirement.retire(connection, "st-none", LastEntry(1, 0), centre.clock.now())


def allow_second(centre: Centre) -> None:
    with centre.database.write() as connection:
        connection.execute(update(offices).values(grants_second=True))


def give(centre: Centre, station: SigningStation, number: int) -> None:
    """A code of today."""
    code = f"H01.15.21-261123-{number:04d}"
    station.push(station.write(f"dossier-{number}", reception(number, code=code)))


def test_station_that_nearly_used_its_range_up_gets_a_second_one_once(
    centre: Centre, station: SigningStation
) -> None:
    allow_second(centre)
    first = lease_of(centre, station)
    give(centre, station, first.last)
    second = lease_of(centre, station)
    assert (second.first, second.last) == (first.first, first.last)
    assert second.overflow_first is not None
    assert second.overflow_first > (first.overflow_last or 0)
    other = lease_of(centre, centre.station("04"))
    assert not other.collides_with(first)
    assert not other.collides_with(second)
    with centre.database.write() as connection:
        assert leases.lend_more(connection, OFFICE, station.id, centre.clock.now()) is None
    give(centre, station, second.overflow_first)
    assert centre.alarms() == [], "a code of the second range is one of its own"


@pytest.mark.parametrize(("allowed", "number"), [(False, 500), (True, 400)])
def test_no_second_range_without_leave_or_need(
    centre: Centre, station: SigningStation, allowed: bool, number: int
) -> None:
    if allowed:
        allow_second(centre)
    first = lease_of(centre, station)
    assert (first.first, first.last) == (1, 500)
    give(centre, station, number)
    assert lease_of(centre, station) == first


def test_both_ranges_come_free_together(centre: Centre, station: SigningStation) -> None:
    allow_second(centre)
    give(centre, station, 500)
    assert len(retire(centre, station, 1)) == 2
