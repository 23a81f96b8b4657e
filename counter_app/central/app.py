"""The central system's HTTP interface."""

from __future__ import annotations

from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from typing import Annotated, Any, Final

from fastapi import Depends, FastAPI, Header, Path, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.middleware.gzip import GZipMiddleware
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from counter_app import __version__
from counter_app.central.database import open_database
from counter_app.central.gate import Gate
from counter_app.central.life import settle_epoch
from counter_app.central.problems import ProblemError
from counter_app.central.scans.router import add_scan_routes
from counter_app.central.service import CentralService
from counter_app.central.settings import CentralSettings, SystemClock
from counter_app.services.ports import Clock
from counter_app.sync.wire import (
    Document,
    EnrolAnswer,
    EnrolRequest,
    FeedAnswer,
    Health,
    Problem,
    PushAnswer,
    PushRequest,
)

_PROBLEMS: Final[Mapping[int, str]] = {
    401: "`auth.missing`, `auth.unknown_station`",
    403: "`auth.revoked`, `auth.wrong_office`, `auth.wrong_station`, `enrol.*`",
    404: "`document.unknown`",
    409: "`push.gap`, `push.fork`",
    413: "`body.too_large`, `push.too_many`",
    415: "`body.unknown_encoding`",
    422: "`wire.*`, `push.bad_signature`, `body.damaged`",
    426: "`protocol.unsupported`",
    429: "`rate.limited`, with `Retry-After`",
    500: "`internal.error`",
}


def _problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    return {status: {"model": Problem, "description": _PROBLEMS[status]} for status in statuses}


async def _service(request: Request) -> CentralService:
    service = request.app.state.service
    assert isinstance(service, CentralService)
    return service


Service = Annotated[CentralService, Depends(_service)]
Authorization = Annotated[str, Header(description="`Bearer <token>`")]
OfficeId = Annotated[str, Path(max_length=64)]


def create_app(settings: CentralSettings, clock: Clock | None = None) -> FastAPI:
    """The application on its database, which is opened and migrated here."""
    clock = clock or SystemClock()
    database = open_database(settings)
    settle_epoch(database, settings.life_file)

    service = CentralService(database, settings, clock)

    @asynccontextmanager
    async def life(_app: FastAPI) -> AsyncIterator[None]:
        yield
        service.close()

    app = FastAPI(title="Quầy Một Cửa: central system", version=__version__, lifespan=life)
    app.state.service = service
    app.add_middleware(GZipMiddleware, minimum_size=1024)
    app.add_middleware(Gate, settings=settings)
    app.add_exception_handler(ProblemError, _answer_problem)
    app.add_exception_handler(RequestValidationError, _answer_invalid)
    app.add_exception_handler(HTTPException, _answer_http)
    _add_routes(app)
    add_scan_routes(app, database, settings, clock)
    return app


def _add_routes(app: FastAPI) -> None:
    @app.get("/health", tags=["health"])
    def health(service: Service) -> Health:
        """Whether the central system is there and can read its database."""
        return service.health()

    @app.post("/v1/enrol", tags=["enrolment"], responses=_problems(403, 413, 422, 426, 429, 500))
    def enrol(body: EnrolRequest, request: Request, service: Service) -> EnrolAnswer:
        """Make a new station known with a one-time code."""
        return service.enrol(body, request.client.host if request.client else "")

    @app.post(
        "/v1/journal", tags=["journal"], responses=_problems(401, 403, 409, 413, 415, 422, 426, 429, 500)
    )
    def push(body: PushRequest, service: Service, authorization: Authorization = "") -> PushAnswer:
        """Take in a batch of a station's journal; `Content-Encoding` may be zstd or gzip."""
        return service.push(body, authorization)

    @app.get("/v1/offices/{office}/feed", tags=["feed"], responses=_problems(401, 403, 422, 426, 500))
    def feed(
        office: OfficeId,
        service: Service,
        after: Annotated[int, Query(ge=0, lt=2**53)] = 0,
        authorization: Authorization = "",
    ) -> FeedAnswer:
        """The office's news after a feed number."""
        return service.feed(office, after, authorization)

    @app.get(
        "/v1/offices/{office}/documents/{name}",
        tags=["documents"],
        responses=_problems(401, 403, 404, 422, 426, 500),
    )
    def document(
        office: OfficeId,
        name: Annotated[str, Path(max_length=64)],
        service: Service,
        authorization: Authorization = "",
    ) -> Document:
        """The newest version of a document; `lease` is the calling station's own."""
        return service.document(office, name, authorization)


async def _answer_problem(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, ProblemError)
    retry_after = error.params.get("retry_after")
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return _problem(error.status, Problem(code=error.code, params=dict(error.params)), headers)


async def _answer_invalid(_request: Request, error: Exception) -> JSONResponse:
    """Names the place that does not fit, never the value; ``seq`` when it is one entry."""
    assert isinstance(error, RequestValidationError)
    first = error.errors()[0]
    if first["type"] == "json_invalid":
        return _problem(422, Problem(code="wire.not_json"))
    place = [str(part) for part in first["loc"][1:]]
    if len(place) > 2 and place[0] == "entries" and isinstance(error.body, dict):
        seq = _seq_at(error.body, first["loc"][2])
        if seq is not None:
            return _problem(422, Problem(code="wire.entry_invalid", params={"seq": seq, "field": place[2]}))
    return _problem(422, Problem(code="wire.invalid", params={"field": ".".join(place)}))


def _seq_at(body: Mapping[str, Any], index: object) -> int | None:
    entries = body.get("entries")
    if isinstance(entries, list) and isinstance(index, int) and isinstance(entries[index], dict):
        first = body.get("first")
        return first + index if isinstance(first, int) and not isinstance(first, bool) else None
    return None


async def _answer_http(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return _problem(error.status_code, Problem(code=f"http.{error.status_code}"))


def _problem(status: int, problem: Problem, headers: Mapping[str, str] | None = None) -> JSONResponse:
    return JSONResponse(problem.model_dump(), status_code=status, headers=dict(headers or {}))
