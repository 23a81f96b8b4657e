"""The feed's route: answers at once when there is news, else when some comes or the caller's time is over."""

from __future__ import annotations

import time
from typing import Annotated, Final

from fastapi import APIRouter, Query, Request, Response
from starlette.concurrency import run_in_threadpool

from counter_app.central.metrics import Metrics
from counter_app.central.packing import written_answer
from counter_app.central.routing import Authorization, OfficeId, Service, problems
from counter_app.central.service import FeedLook
from counter_app.central.waiting import WaitingRoom
from counter_app.sync.wire import FeedAnswer

LONGEST_WAIT: Final = 25
"""Seconds; proxies commonly cut after 30 or 60."""
LARGEST_PAGE: Final = 1000

router = APIRouter(tags=["feed"])


@router.get(
    "/v1/offices/{office}/feed",
    response_model=FeedAnswer,
    responses=problems(401, 403, 422, 426, 429, 500, 503),
)
async def feed(
    request: Request,
    office: OfficeId,
    service: Service,
    after: Annotated[int, Query(ge=0, lt=2**53, description="The caller's cursor")] = 0,
    limit: Annotated[
        int | None, Query(ge=0, le=LARGEST_PAGE, description="Items at most; 0: how far things stand")
    ] = None,
    wait: Annotated[
        int, Query(ge=0, le=LONGEST_WAIT, description="Seconds to wait for news if there is none")
    ] = 0,
    known: Annotated[
        str, Query(max_length=64, description="`state` of the caller's last answer; another one is news")
    ] = "",
    authorization: Authorization = "",
) -> Response:
    """The office's news after a feed number. `wait` lets the answer come when there is some."""

    def look(again: bool = False) -> FeedLook:
        return service.look(office, after, authorization, limit, again=again)

    ends = time.monotonic() + wait
    found = await run_in_threadpool(look)
    room: WaitingRoom = request.app.state.waiting_room
    metrics: Metrics = request.app.state.metrics
    while not found.news_for(after, known) and (left := ends - time.monotonic()) > 0:
        known = found.head.state
        with metrics.waiting.track_inprogress():
            ended = await room.wait(office, found.station, found.mark, left)
        metrics.waits.labels(ended).inc()
        if ended != "news":
            break
        found = await run_in_threadpool(look, again=True)
    accepted = request.headers.get("accept-encoding", "")
    return await run_in_threadpool(lambda: written_answer(found.json(), accepted))
