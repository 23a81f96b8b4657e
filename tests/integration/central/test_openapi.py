"""What the server's description says is true of whatever anybody sends it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode

from counter_app.central.app import create_app
from counter_app.central.identity.settings import IdentitySettings
from counter_app.central.settings import CentralSettings
from tests.fixtures.central_databases import SqliteFiles
from tests.fixtures.signing_station import SigningStation
from tests.unit.central.conftest import open_centre

_FEW = settings(
    max_examples=12, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)
_MANY = settings(_FEW, max_examples=100, derandomize=False)
_CONFIG = schemathesis.Config.from_dict(
    {
        "checks": {
            # No schema can say that a signature holds, or that JSON's 1.0 is no integer of ours.
            "positive_data_acceptance": {"expected-statuses": ["2xx", 401, 403, 404, 409, 413, 422]},
            "negative_data_rejection": {"expected-statuses": [400, 401, 403, 404, 413, 415, 422, 426]},
        }
    }
)


@pytest.fixture(scope="module")
def served(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[FastAPI, SigningStation]]:
    """The application, and a station that it knows; nobody waits long and nobody calls too often."""
    folder = tmp_path_factory.mktemp("centre")
    SqliteFiles(tmp_path_factory.mktemp("first")).with_office(folder)
    centre = open_centre(folder)
    app = create_app(
        CentralSettings(
            folder, most_waiting=0, enrolments_per_minute=10**6, feeds_per_minute=10**6,
            documents_per_minute=10**6, pushes_per_minute=10**6,
            identity=IdentitySettings(checks_per_minute=10**6),
        )
    )  # fmt: skip
    yield app, centre.station()
    app.state.service.close()
    centre.database.close()


@pytest.fixture(scope="module")
def description(served: tuple[FastAPI, SigningStation]) -> Any:
    return schemathesis.openapi.from_asgi("/openapi.json", served[0], config=_CONFIG)


OPERATIONS = (
    ("GET", "/health"),
    ("GET", "/health/live"),
    ("GET", "/health/ready"),
    ("GET", "/metrics"),
    ("POST", "/v1/enrol"),
    ("POST", "/v1/journal"),
    ("POST", "/v1/offices/{office}/returned"),
    ("GET", "/v1/offices/{office}/feed"),
    ("GET", "/v1/offices/{office}/documents/{name}"),
    ("POST", "/v1/offices/{office}/identity/checks"),
)


def _try(description: Any, station: SigningStation, method: str, path: str, few_or_many: settings) -> None:
    operation = description[path][method]

    # Nothing can be wrong in a call that says nothing.
    modes = GenerationMode if path.startswith("/v1/") else [GenerationMode.POSITIVE]
    for mode in modes:

        @few_or_many
        @given(case=operation.as_strategy(generation_mode=mode))
        def holds(case: Any) -> None:
            if path.startswith("/v1/"):
                case.headers.setdefault("Authorization", station.authorization)
            case.call_and_validate()

        holds()


def test_every_operation_is_tried(description: Any) -> None:
    described = {(found.ok().method.upper(), found.ok().path) for found in description.get_all_operations()}
    assert described == set(OPERATIONS)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_answer_is_one_that_is_described(
    description: Any, served: tuple[FastAPI, SigningStation], method: str, path: str
) -> None:
    _try(description, served[1], method, path, _FEW)


@pytest.mark.prove
@pytest.mark.timeout(600)
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_every_answer_is_one_that_is_described_for_long(
    description: Any, served: tuple[FastAPI, SigningStation], method: str, path: str
) -> None:
    _try(description, served[1], method, path, _MANY)
