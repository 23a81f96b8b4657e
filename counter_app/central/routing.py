"""What the routes share: the service, common parameters, and the problems that they may answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any, Final

from fastapi import Depends, Header, Path, Request
from starlette.concurrency import run_in_threadpool

from counter_app.central.readiness import Readiness
from counter_app.central.service import CentralService
from counter_app.sync.wire import PROTOCOL_HEADER, Problem

_PROBLEMS: Final[Mapping[int, str]] = {
    400: "`http.400`",
    401: "`auth.missing`, `auth.unknown_station`",
    403: "`auth.revoked`, `auth.wrong_office`, `auth.wrong_station`, `enrol.*`, `identity.denied`",
    404: "`document.unknown`",
    408: "`body.too_slow`",
    409: "`push.gap`, `push.fork`, `push.new_life`, `identity.question_reused`",
    413: "`body.too_large`, `push.too_many`",
    415: "`body.unknown_encoding`",
    422: "`wire.*`, `push.bad_signature`, `body.damaged`, `identity.bad_question`",
    426: "`protocol.unsupported`",
    429: "`rate.limited`, with `Retry-After`",
    500: "`internal.error`",
    503: "`database.away`, with `Retry-After`",
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """What a route may answer besides 200, for the description."""
    return {status: {"model": Problem, "description": _PROBLEMS[status]} for status in statuses}


async def _service(request: Request) -> CentralService:
    """The service, once the database is prepared; raises 503 ``database.away`` until then."""
    readiness: Readiness = request.app.state.readiness
    if not readiness.prepared:
        await run_in_threadpool(readiness.require)
    service = request.app.state.service
    assert isinstance(service, CentralService)
    return service


async def speaks_protocol(
    _spoken: Annotated[
        str,
        Header(
            alias=PROTOCOL_HEADER,
            description="The version that the caller speaks",
            json_schema_extra={"enum": ["1"]},
        ),
    ],
) -> None:
    """Only describes the header: the gate has looked at it before."""


Service = Annotated[CentralService, Depends(_service)]
Authorization = Annotated[str, Header(description="`Bearer <token>`")]
OfficeId = Annotated[str, Path(max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
DocumentName = Annotated[str, Path(max_length=64, pattern=r"^[A-Za-z0-9._:-]+$")]
