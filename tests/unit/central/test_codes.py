"""Dossier codes at the centre: unique per agency and day, leased so that no two stations give the same."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from counter_app.central import admin, leases
from counter_app.central.life import begin_anew
from counter_app.central.tables import stations
from counter_app.domain.entries import CodeKind
from counter_app.domain.errors import DomainError
from counter_app.domain.leases import Lease
from counter_app.sync.wire import Document
from tests.fakes.clock import MORNING
from tests.fixtures.central import OFFICE, add_office
from tests.fixtures.central_databases import Databases
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre, open_centre


def provisional(number: int) -> str:
    return f"TAM-H01.15.21-Q03-261123-{number:04d}"


def lease_document(centre: Centre, station: SigningStation) -> Document:
    return centre.service.document(OFFICE, "lease", station.authorization)


def lease_of(centre: Centre, station: SigningStation) -> Lease:
    return Lease.from_plain(json.loads(lease_document(centre, station).content))


@pytest.mark.requirement("AG-15", "PT-23", "N-32")
def test_provisional_code_gets_the_official_one_and_stays_an_alias(
    centre: Centre, station: SigningStation
) -> None:
    event = reception(1, code=provisional(1), code_kind=CodeKind.PROVISIONAL)
    station.push(station.write("dossier-1", event))
    dossier = centre.dossier("dossier-1")
    assert dossier.aliases == ("H01.15.21-261123-9001", provisional(1))
    assert not dossier.provisional
    first, second = centre.feed(station).items
    assert first.entry is not None
    assert second.entry is not None
    assert (second.entry.station, second.entry.kind) == ("central-long-xuyen", "dossier.code_assigned")
    assert second.entry.basis == "central"


def test_resent_provisional_reception_gets_no_second_code(centre: Centre, station: SigningStation) -> None:
    entry = station.write("dossier-1", reception(1, code=provisional(1), code_kind=CodeKind.PROVISIONAL))
    for _ in range(3):
        station.push(entry)
    assert centre.feed(station).last == 2


def test_each_provisional_dossier_of_a_day_gets_a_code_of_its_own(
    centre: Centre, station: SigningStation
) -> None:
    for number in range(1, 6):
        event = reception(number, code=provisional(number), code_kind=CodeKind.PROVISIONAL)
        station.push(station.write(f"dossier-{number}", event))
    codes = {centre.dossier(f"dossier-{number}").code for number in range(1, 6)}
    assert codes == {f"H01.15.21-261123-900{number}" for number in range(1, 6)}


@pytest.mark.requirement("AG-15")
def test_code_that_two_dossiers_hold_stands_and_the_second_gets_another_one(
    centre: Centre, station: SigningStation
) -> None:
    first = station.write("dossier-1", reception(1))
    second = station.write("dossier-2", reception(2, code="H01.15.21-261120-0001"))
    assert station.verdicts(first, second) == [("accepted", ""), ("conflict", "code_taken")]
    assert centre.dossier("dossier-1").aliases == ("H01.15.21-261120-0001",)
    assert centre.dossier("dossier-2").aliases == ("H01.15.21-261123-9001", "H01.15.21-261120-0001")
    assert [code for code, _ in centre.alarms()] == ["code_taken"]


@pytest.mark.parametrize(
    ("code", "fault"),
    [
        ("H01.15.21-261120-0601", "code_outside_lease"),
        ("H01.15.99-261120-0001", "code_of_other_agency"),
        ("hello", "code_unreadable"),
        ("000.21.15.H01-261120-0002", ""),
        ("H01.15.21-261120-0600", ""),
    ],
)
def test_code_from_elsewhere_is_accepted_and_flagged(
    centre: Centre, station: SigningStation, code: str, fault: str
) -> None:
    entry = station.write("dossier-1", reception(1, code=code))
    assert station.verdicts(entry) == [("conflict" if fault else "accepted", fault)]
    assert centre.dossier("dossier-1").code == code


@pytest.mark.requirement("AG-15")
def test_no_two_stations_hold_the_same_numbers(centre: Centre) -> None:
    held = [lease_of(centre, centre.station(f"{number:02d}")) for number in range(1, 16)]
    assert not any(one.collides_with(other) for one in held for other in held if one is not other)
    assert max(lease.ranges[-1].last for lease in held) <= leases.LAST_LEASED


def test_station_without_a_free_range_numbers_provisionally(centre: Centre) -> None:
    many = [centre.station(f"{number:02d}") for number in range(1, 17)]
    assert centre.feed(many[14]).documents.lease == 1
    assert centre.feed(many[15]).documents.lease == 0
    with pytest.raises(DomainError, match=r"document\.unknown"):
        lease_document(centre, many[15])


def test_office_that_grants_no_leases(tmp_path: Path, databases: Databases) -> None:
    centre = open_centre(tmp_path, database_url=databases.empty())
    add_office(centre.database, sizes=admin.LeaseSizes(standing=0))
    assert centre.feed(centre.station()).documents.lease == 0
    centre.database.close()


def test_range_of_a_revoked_station_is_withdrawn_and_given_to_nobody(centre: Centre) -> None:
    lost = centre.station("01")
    held = lease_of(centre, lost)
    with centre.database.write() as connection:
        admin.revoke(connection, lost.id, MORNING)
        assert connection.scalar(select(stations.c.revoked_at).where(stations.c.station == lost.id))
    assert not lease_of(centre, centre.station("02")).collides_with(held)


def test_codes_given_out_after_a_restored_backup_are_apart_from_those_before(
    centre: Centre, station: SigningStation
) -> None:
    event = reception(1, code=provisional(1), code_kind=CodeKind.PROVISIONAL)
    station.push(station.write("dossier-1", event))
    with centre.database.write() as connection:
        begin_anew(connection)
    event = reception(2, code=provisional(2), code_kind=CodeKind.PROVISIONAL)
    station.push(station.write("dossier-2", event))
    assert centre.dossier("dossier-1").code == "H01.15.21-261123-9001"
    assert centre.dossier("dossier-2").code == "H01.15.21-261123-10001"
    own = [item.entry_id for item in centre.feed(station).items if item.entry_id.station != station.id]
    assert [(entry_id.incarnation, entry_id.seq) for entry_id in own] == [(1, 1), (2, 1)]
