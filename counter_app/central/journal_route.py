"""The route of the journal: the busiest one, so its bodies are read and written without detours."""

from __future__ import annotations

import json
from typing import Annotated, Any, Final

from fastapi import APIRouter, Depends, Request, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool

from counter_app.central.packing import json_answer
from counter_app.central.problems import ProblemError
from counter_app.central.routing import Authorization, Service, problems
from counter_app.sync.wire import PushAnswer, PushRequest

router = APIRouter(tags=["journal"])

_REFERENCE: Final = "#/components/schemas/{model}"
REQUEST_SCHEMA: Final = PushRequest.model_json_schema(ref_template=_REFERENCE)
"""Of the body, with what it is made of under ``$defs``; part of the description of the whole interface."""


def read_request(body: bytes) -> PushRequest:
    """A batch from its JSON.

    Raises ``ProblemError`` 422: ``wire.not_json``, ``wire.entry_invalid`` (``seq``, ``field``) when it is one
    entry that does not fit, else ``wire.invalid`` (``field``). Never says what stood there.
    """
    try:
        return PushRequest.model_validate_json(body)
    except ValidationError as error:
        fault = error.errors(include_url=False, include_context=False, include_input=False)[0]
    if fault["type"] == "json_invalid":
        raise ProblemError(422, "wire.not_json")
    place = [str(part) for part in fault["loc"]]
    seq = _seq_at(body, fault["loc"][1]) if len(place) > 2 and place[0] == "entries" else None
    if seq is not None:
        raise ProblemError(422, "wire.entry_invalid", seq=seq, field=place[2])
    raise ProblemError(422, "wire.invalid", field=".".join(place))


def _seq_at(body: bytes, index: object) -> int | None:
    """The number of the entry at a place of the batch, if the batch says what its first one is."""
    try:
        first = json.loads(body).get("first")
    except ValueError:
        return None
    if isinstance(first, int) and not isinstance(first, bool) and isinstance(index, int):
        return first + index
    return None


async def _request(request: Request) -> PushRequest:
    body = await request.body()
    return await run_in_threadpool(read_request, body)


@router.post(
    "/v1/journal",
    response_model=PushAnswer,
    responses=problems(400, 401, 403, 408, 409, 413, 415, 422, 426, 429, 500, 503),
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {"application/json": {"schema": {"$ref": _REFERENCE.format(model="PushRequest")}}},
        }
    },
)
def push(
    batch: Annotated[PushRequest, Depends(_request)],
    request: Request,
    service: Service,
    authorization: Authorization = "",
) -> Response:
    """Take in a batch of a station's journal; `Content-Encoding` may be zstd or gzip."""
    answer = service.push(batch, authorization)
    return json_answer(answer, request.headers.get("accept-encoding", ""))


def described(schema: dict[str, Any]) -> dict[str, Any]:
    """The description of the whole interface with the body of this route in it."""
    own = {name: part for name, part in REQUEST_SCHEMA.items() if name != "$defs"}
    parts = schema.setdefault("components", {}).setdefault("schemas", {})
    parts |= {**REQUEST_SCHEMA.get("$defs", {}), "PushRequest": own}
    return schema
