"""The central system's HTTP interface."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from fastapi import Depends, FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from counter_app import __version__
from counter_app.central import journal_route, long_poll, operations
from counter_app.central.database import connect_database
from counter_app.central.figures import Figures
from counter_app.central.gate import Gate
from counter_app.central.identity import route as identity_route
from counter_app.central.logs import note
from counter_app.central.metrics import Metrics
from counter_app.central.problems import ProblemError
from counter_app.central.readiness import Readiness
from counter_app.central.routing import (
    Authorization,
    DocumentName,
    OfficeId,
    Service,
    problems,
    speaks_protocol,
)
from counter_app.central.scans.router import add_scan_routes
from counter_app.central.service import CentralService
from counter_app.central.settings import CentralSettings, SystemClock
from counter_app.central.waiting import WaitingRoom
from counter_app.services.ports import Clock
from counter_app.sync.wire import (
    Document,
    EnrolAnswer,
    EnrolRequest,
    Problem,
    ReturnAnswer,
    ReturnRequest,
)


def create_app(settings: CentralSettings, clock: Clock | None = None) -> FastAPI:
    """The application on its database, which is migrated here, or when it is first reached."""
    clock = clock or SystemClock()
    metrics = Metrics()
    database = connect_database(settings)
    readiness = Readiness(database, settings)
    readiness.try_now()
    service = CentralService(database, settings, clock, metrics)
    room = WaitingRoom(service.marks, every=settings.look_every, most=settings.most_waiting)
    service.on_stored = room.poke

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    app = FastAPI(title="Quầy Một Cửa: central system", version=__version__, lifespan=life)
    app.state.settings = settings
    app.state.database = database
    app.state.readiness = readiness
    app.state.metrics = metrics
    app.state.figures = Figures(database, readiness, clock)
    app.state.service = service
    app.state.waiting_room = room
    app.add_middleware(GZipMiddleware, minimum_size=1024, compresslevel=5)
    app.add_middleware(Gate, settings=settings, metrics=metrics)
    app.add_exception_handler(ProblemError, _answer_problem)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    app.include_router(operations.router)
    app.include_router(long_poll.router, dependencies=[Depends(speaks_protocol)])
    app.include_router(journal_route.router, dependencies=[Depends(speaks_protocol)])
    app.include_router(identity_route.router, dependencies=[Depends(speaks_protocol)])
    identity_route.set_up_identity(app, database, settings.identity, clock, metrics)
    _add_routes(app)
    add_scan_routes(app, database, settings, clock, metrics)
    describe = app.openapi
    app.openapi = lambda: journal_route.described(describe())  # type: ignore[method-assign]
    return app


def _add_routes(app: FastAPI) -> None:
    spoken = [Depends(speaks_protocol)]

    @app.post(
        "/v1/enrol",
        tags=["enrolment"],
        dependencies=spoken,
        responses=problems(400, 403, 408, 413, 415, 422, 426, 429, 500, 503),
    )
    def enrol(body: EnrolRequest, request: Request, service: Service) -> EnrolAnswer:
        """Make a new station known with a one-time code."""
        return service.enrol(body, request.client.host if request.client else "")

    @app.post(
        "/v1/offices/{office}/returned",
        tags=["journal"],
        dependencies=spoken,
        responses=problems(400, 401, 403, 408, 409, 413, 415, 422, 426, 429, 500, 503),
    )
    def take_back(
        office: OfficeId, body: ReturnRequest, service: Service, authorization: Authorization = ""
    ) -> ReturnAnswer:
        """Take back what the central system wrote before it was restored from a backup."""
        return service.take_back(office, body, authorization)

    @app.get(
        "/v1/offices/{office}/documents/{name}",
        tags=["documents"],
        dependencies=spoken,
        responses=problems(401, 403, 404, 422, 426, 429, 500, 503),
    )
    def document(
        office: OfficeId,
        name: DocumentName,
        service: Service,
        authorization: Authorization = "",
    ) -> Document:
        """The newest version of a document; `lease` is the calling station's own."""
        return service.document(office, name, authorization)


async def _answer_problem(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    return _problem(error.status, Problem(code=error.code, params=dict(error.params)), error.headers)


async def _answer_invalid(_request: Request, error: Exception) -> JSONResponse:
    """Names the place that does not fit, never the value."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return _problem(422, Problem(code="wire.not_json"))
    place = ".".join(str(part) for part in first["loc"][1:])
    return _problem(422, Problem(code="wire.invalid", params={"field": place}))


async def _answer_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _problem(error.status_code, Problem(code=f"http.{error.status_code}"), error.headers)


def _problem(status: int, problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    note(code=problem.code)
    return JSONResponse(problem.model_dump(), status_code=status, headers=dict(headers or {}))
