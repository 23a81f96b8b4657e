"""Scans over HTTP: tus 1.0.0 with creation, checksum, termination and expiration.

``POST /v1/offices/{office}/scans`` begins; ``HEAD``, ``PATCH``, ``DELETE`` on ``.../scans/{sha256}`` go on.
A body is written to the disk as it comes and never held whole; the gate lets it through for that.
"""

from __future__ import annotations

import asyncio
import logging
import threading
import time
from collections.abc import AsyncGenerator, Awaitable, Callable, Mapping
from typing import Final

from fastapi import FastAPI
from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import JSONResponse, Response

from counter_app.central import auth
from counter_app.central.alarms import raise_alarm
from counter_app.central.database import Database
from counter_app.central.limits import RateLimit
from counter_app.central.logs import event, note
from counter_app.central.metrics import Metrics
from counter_app.central.problems import ProblemError
from counter_app.central.scans import tus
from counter_app.central.scans.store import OpenUpload, ScanStore, UploadState, sha256_name
from counter_app.central.settings import CentralSettings
from counter_app.services.ports import Clock
from counter_app.sync.wire import Problem

_log = logging.getLogger(__name__)

_SWEEP_EVERY: Final = 3600.0
_METHODS: Final = ["OPTIONS", "HEAD", "POST", "PATCH", "DELETE"]


def add_scan_routes(
    app: FastAPI,
    database: Database,
    settings: CentralSettings,
    clock: Clock,
    metrics: Metrics | None = None,
) -> None:
    """Let ``app`` receive scans. They stand in ``docs/protocol.md``: OpenAPI has no words for tus."""
    scans = ScanStore(settings.scans.folder_in(settings.data_dir), settings.scans)
    calls = RateLimit(settings.scan_calls_per_minute)
    desk = _Desk(database, scans, clock, calls, metrics or Metrics())
    for path, endpoint in (
        ("/v1/offices/{office}/scans", desk.scans),
        ("/v1/offices/{office}/scans/{sha256}", desk.scan),
    ):
        app.router.add_route(path, endpoint, methods=_METHODS, include_in_schema=False)


class _Desk:
    def __init__(
        self, database: Database, scans: ScanStore, clock: Clock, calls: RateLimit, metrics: Metrics
    ) -> None:
        self._database = database
        self._calls = calls
        self._metrics = metrics
        self._scans = scans
        self._clock = clock
        self._swept_at: float | None = None
        self._sweep_lock = threading.Lock()

    async def scans(self, request: Request) -> Response:
        """All scans of an office: what the server can, and the beginning of an upload."""
        return await self._answered(request, {"POST": self._begin})

    async def scan(self, request: Request) -> Response:
        """One scan."""
        steps = {"HEAD": self._tell, "PATCH": self._take_in, "DELETE": self._remove}
        return await self._answered(request, steps)

    async def _answered(
        self, request: Request, steps: Mapping[str, Callable[[Request, auth.Caller], Awaitable[Response]]]
    ) -> Response:
        method = request.headers.get("x-http-method-override", request.method).upper()
        caller: auth.Caller | None = None
        try:
            if method == "OPTIONS":
                return self._abilities()
            if method not in steps:
                raise ProblemError(405, "http.405")
            tus.check_version(request.headers)
            caller = await run_in_threadpool(self._caller, request)
            response = await steps[method](request, caller)
        except ProblemError as problem:
            await self._alarm(caller, problem)
            await _drain(request)
            response = _refusal(problem)
        except ClientDisconnect:
            response = _refusal(ProblemError(400, "scan.broken_off"))
        response.headers["Tus-Resumable"] = tus.VERSION
        return response

    # --- the steps ---------------------------------------------------------------------------------

    def _abilities(self) -> Response:
        return Response(
            status_code=204,
            headers={
                "Tus-Resumable": tus.VERSION,
                "Tus-Version": tus.VERSION,
                "Tus-Extension": tus.EXTENSIONS,
                "Tus-Max-Size": str(self._scans.settings.largest),
                "Tus-Checksum-Algorithm": ",".join(tus.ALGORITHMS),
            },
        )

    async def _begin(self, request: Request, caller: auth.Caller) -> Response:
        sha256, media_type = tus.metadata(request.headers)
        length = tus.number(request.headers, "upload-length")
        state = await run_in_threadpool(self._begun, caller.office, sha256, length, media_type)
        with_data = request.headers.get("content-type", "") == tus.CHUNK_TYPE
        if with_data and state.offset == 0 and not state.complete:
            state = await self._append(request, caller, sha256, 0)
        location = f"/v1/offices/{caller.office}/scans/{sha256}"
        return Response(status_code=201, headers={"Location": location, **tus.state_headers(state)})

    async def _tell(self, request: Request, caller: auth.Caller) -> Response:
        state = await run_in_threadpool(self._scans.state, caller.office, _name(request))
        return Response(headers={"Upload-Length": str(state.length), **tus.state_headers(state)})

    async def _take_in(self, request: Request, caller: auth.Caller) -> Response:
        if request.headers.get("content-type", "") != tus.CHUNK_TYPE:
            raise ProblemError(415, "scan.wrong_type")
        offset = tus.number(request.headers, "upload-offset")
        state = await self._append(request, caller, _name(request), offset)
        return Response(status_code=204, headers=tus.state_headers(state))

    async def _remove(self, request: Request, caller: auth.Caller) -> Response:
        await run_in_threadpool(self._scans.remove, caller.office, _name(request))
        return Response(status_code=204)

    # --- bytes ---------------------------------------------------------------------------------------

    async def _append(self, request: Request, caller: auth.Caller, sha256: str, offset: int) -> UploadState:
        """Take a body in; whatever came of a broken one is kept, durably."""
        if request.headers.get("content-encoding", "identity") != "identity":
            raise ProblemError(415, "body.unknown_encoding")
        check = tus.checksum(request.headers)
        coming = (
            tus.number(request.headers, "content-length") if "content-length" in request.headers else None
        )
        upload = await run_in_threadpool(self._scans.continued, caller.office, sha256, offset, coming)
        try:
            await self._pour(request, upload, check)
            if check is not None and not check.holds():
                await run_in_threadpool(upload.take_back, offset)
                raise ProblemError(460, "scan.bad_checksum")
            state = await run_in_threadpool(upload.settled)
        finally:
            await run_in_threadpool(upload.close)
        if state.complete:
            self._metrics.scans.inc()
            self._metrics.scan_bytes.inc(state.length)
            event(_log, "scan", office=caller.office, station=caller.station, bytes=state.length)
        return state

    async def _pour(self, request: Request, upload: OpenUpload, check: tus.ChunkCheck | None) -> None:
        pieces = request.stream()
        while (piece := await self._next(pieces)) is not None:
            await run_in_threadpool(upload.write, piece)
            if check is not None:
                check.running.update(piece)

    async def _next(self, pieces: AsyncGenerator[bytes, None]) -> bytes | None:
        try:
            async with asyncio.timeout(self._scans.settings.idle):
                return await anext(pieces, None)
        except TimeoutError:
            raise ProblemError(408, "scan.stood_still") from None

    # --- with the database and the disk, in a thread -------------------------------------------------

    def _caller(self, request: Request) -> auth.Caller:
        with self._database.read() as connection:
            caller = auth.authenticate(connection, request.headers.get("authorization", ""))
        note(office=caller.office, station=caller.station)
        auth.require_office(caller, request.path_params["office"])
        self._calls.count(caller.station)
        return caller

    def _begun(self, office: str, sha256: str, length: int, media_type: str) -> UploadState:
        self._sweep_now_and_then()
        return self._scans.begin(office, sha256, length, media_type)

    def _sweep_now_and_then(self) -> None:
        now = time.monotonic()
        with self._sweep_lock:
            if self._swept_at is not None and now - self._swept_at < _SWEEP_EVERY:
                return
            self._swept_at = now
        self._scans.sweep()

    async def _alarm(self, caller: auth.Caller | None, problem: ProblemError) -> None:
        if not problem.alarm or caller is None:
            return
        known = caller

        def keep() -> None:
            with self._database.write() as connection:
                now = self._clock.now()
                raise_alarm(connection, known.office, known.station, problem.code, now, **problem.params)

        _log.warning("alarm", extra={"fields": {"station": caller.station, "code": problem.code}})
        await run_in_threadpool(keep)


_DRAIN_BYTES: Final = 2 * 1024 * 1024
_DRAIN_S: Final = 5.0


async def _drain(request: Request) -> None:
    """Read what of a refused body is still coming, within bounds: who is cut off does not read the answer."""
    size = 0
    try:
        async with asyncio.timeout(_DRAIN_S):
            async for piece in request.stream():
                size += len(piece)
                if size > _DRAIN_BYTES:
                    return
    except (TimeoutError, ClientDisconnect, RuntimeError):
        return  # RuntimeError: the body was read to its end already


def _name(request: Request) -> str:
    sha256 = request.path_params["sha256"]
    if not sha256_name(sha256):
        raise ProblemError(404, "scan.unknown")
    assert isinstance(sha256, str)
    return sha256


def _refusal(problem: ProblemError) -> Response:
    note(code=problem.code)
    headers = {"Tus-Version": tus.VERSION, "Cache-Control": "no-store", **problem.headers}
    offset = problem.params.get("offset")
    if problem.code == "scan.wrong_offset" and offset is not None:
        headers["Upload-Offset"] = str(offset)
    plain = Problem(code=problem.code, params=dict(problem.params)).model_dump()
    return JSONResponse(plain, status_code=problem.status, headers=headers)
