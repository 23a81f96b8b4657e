"""A station that a restored backup does not know comes back with everything it had sent."""

from __future__ import annotations

import hashlib
import json

import pytest

from counter_app.central.problems import ProblemError
from counter_app.central.readmission import readmit
from counter_app.central.tables import chains, codes, dossiers, entries, feed, leases, stations
from counter_app.domain.errors import DomainError
from tests.fakes.clock import MORNING
from tests.fixtures.central import OFFICE
from tests.fixtures.dossiers import reception
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import Centre


def identity(centre: Centre, station: SigningStation) -> dict[str, object]:
    lease = centre.service.document(OFFICE, "lease", station.authorization)
    return {
        "kind": "quay-mot-cua/identity/1",
        "office": OFFICE,
        "station": station.id,
        "number": station.enrolled.number,
        "name": station.enrolled.name,
        "public_key": station.key.public_hex,
        "token_hash": hashlib.sha256(station.enrolled.token.encode()).hexdigest(),
        "lease": json.loads(lease.content),
    }


def forget(centre: Centre, station: SigningStation) -> None:
    """As a backup from before the station was enrolled does."""
    with centre.database.write() as connection:
        for table in (codes, dossiers):
            connection.execute(table.delete())
        for table in (chains, entries, feed, leases, stations):
            connection.execute(table.delete().where(table.c.station == station.id))


def admit(centre: Centre, plain: dict[str, object]) -> None:
    with centre.database.write() as connection:
        readmit(connection, plain, MORNING)


def test_forgotten_station_is_admitted_and_sends_everything_again(
    centre: Centre, station: SigningStation
) -> None:
    written = [station.write(f"dossier-{n}", reception(n)) for n in (1, 2)]
    station.push(*written)
    who = identity(centre, station)
    forget(centre, station)
    with pytest.raises(ProblemError, match=r"auth\.unknown_station"):
        station.push(*written)
    admit(centre, who)
    assert [verdict.state for verdict in station.push(*written).verdicts] == ["accepted", "accepted"]
    assert centre.alarms() == []
    kept = json.loads(centre.service.document(OFFICE, "lease", station.authorization).content)
    assert kept == who["lease"]


def test_numbers_that_were_given_away_meanwhile_are_exchanged_for_others(
    centre: Centre, station: SigningStation
) -> None:
    who = identity(centre, station)
    forget(centre, station)
    other = identity(centre, centre.station("09"))
    assert other["lease"]["first"] == who["lease"]["first"]  # type: ignore[index]
    admit(centre, who)
    now = json.loads(centre.service.document(OFFICE, "lease", station.authorization).content)
    assert now["first"] > other["lease"]["overflow_last"]  # type: ignore[index]
    assert [code for code, _ in centre.alarms()] == ["lease_given_away"]


def test_station_that_is_known_is_not_admitted_twice(centre: Centre, station: SigningStation) -> None:
    with pytest.raises(DomainError, match=r"central\.station_exists"):
        admit(centre, identity(centre, station))


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("kind", "quay-mot-cua/identity/9"),
        ("station", "central-long-xuyen"),
        ("station", None),
        ("public_key", "00"),
        ("token_hash", 7),
        ("number", "3"),
        ("lease", "none"),
    ],
)
def test_identity_that_does_not_fit_is_named(
    centre: Centre, station: SigningStation, field: str, value: object
) -> None:
    who = identity(centre, station)
    forget(centre, station)
    with pytest.raises(DomainError, match=r"central\.bad_identity") as caught:
        admit(centre, who | {field: value})
    assert caught.value.params == {"field": field}
