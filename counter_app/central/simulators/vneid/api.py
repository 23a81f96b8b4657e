"""The simulated service's HTTP interface: a client's token, the verification, and a switch for conditions."""

from __future__ import annotations

import asyncio
from typing import Annotated, Final
from urllib.parse import parse_qs

from fastapi import FastAPI, Header, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, JSONResponse, Response

from counter_app.central.simulators.vneid.conditions import Failure, Mode
from counter_app.central.simulators.vneid.people import Person
from counter_app.central.simulators.vneid.questions import Question
from counter_app.central.simulators.vneid.service import TOKEN_LIFE, Service, result
from counter_app.domain.errors import DomainError

_SILENCE: Final = 60.0


def make_app(service: Service) -> FastAPI:
    """The application around a service."""
    app = FastAPI(
        title="Mô phỏng dịch vụ xác thực định danh điện tử",
        description="Không phải dịch vụ thật: mọi người và tổ chức ở đây đều là bịa ra.",
    )
    app.add_exception_handler(RequestValidationError, _answer_misfit)
    _add_token(app, service)
    _add_verification(app, service)
    _add_switch(app, service)
    return app


def _add_token(app: FastAPI, service: Service) -> None:
    @app.post("/oauth2/token", tags=["công khai"])
    async def token(request: Request) -> Response:
        """Cấp mã truy cập (OAuth 2.0, `grant_type=client_credentials`)."""
        if (trouble := await _trouble(service)) is not None:
            return trouble
        form = parse_qs((await request.body()).decode("utf-8", "replace"))
        if form.get("grant_type") != ["client_credentials"]:
            return JSONResponse({"error": "unsupported_grant_type"}, 400)
        given = service.token(form.get("client_id", [""])[0], form.get("client_secret", [""])[0])
        if given is None:
            return JSONResponse({"error": "invalid_client"}, 401)
        return JSONResponse({"access_token": given, "token_type": "Bearer", "expires_in": TOKEN_LIFE})


def _add_verification(app: FastAPI, service: Service) -> None:
    @app.post("/v1/tra-cuu/xac-thuc", tags=["công khai"])
    async def verify(question: Question, authorization: Annotated[str, Header()] = "") -> Response:
        """Đối chiếu thông tin của một người hoặc tổ chức; không trả lại dữ liệu nào về người đó."""
        if (trouble := await _trouble(service)) is not None:
            return trouble
        if not service.knows(authorization):
            return _coded(401, "21")
        await asyncio.sleep(service.conditions.latency(service.chance))
        failed = service.conditions.failure(service.chance)
        if failed is not None:
            return await _failed(failed)
        answer = service.verify(question)
        return JSONResponse(answer) if answer is not None else _coded(422, "10", truong="maYeuCau")


def _add_switch(app: FastAPI, service: Service) -> None:
    @app.get("/control", tags=["mô phỏng"])
    async def conditions() -> dict[str, object]:
        """Tình trạng đang mô phỏng."""
        return {**service.conditions.plain(), "people": len(service.people), "asked": service.asked}

    @app.post("/control", tags=["mô phỏng"])
    async def change(request: Request) -> Response:
        """Đổi tình trạng: `mode` (up, down, silent, maintenance, quota), `latency_ms`, `fail_rate`."""
        try:
            to = await request.json()
            if not isinstance(to, dict):
                raise DomainError("central.bad_condition", field="")
            service.conditions.change(**to)
        except DomainError as error:
            return JSONResponse({"error": error.code, **error.params}, 422)
        except ValueError:
            return JSONResponse({"error": "not_json"}, 422)
        return JSONResponse(service.conditions.plain())

    @app.get("/control/people", tags=["mô phỏng"])
    async def people() -> list[Person]:
        """Những người và tổ chức mà bản mô phỏng biết."""
        return list(service.people)


async def _trouble(service: Service) -> Response | None:
    """What the conditions answer in the service's place, if they do."""
    match service.conditions.mode:
        case Mode.UP:
            return None
        case Mode.DOWN:
            return _gateway(502, "Bad Gateway")
        case Mode.MAINTENANCE:
            return _coded(503, "90", headers={"Retry-After": "120"})
        case Mode.QUOTA:
            return _coded(429, "30", headers={"Retry-After": "30"})
        case Mode.SILENT:
            return await _failed(Failure.SILENCE)


async def _failed(failure: Failure) -> Response:
    match failure:
        case Failure.ERROR:
            return _coded(500, "99")
        case Failure.GATEWAY:
            return _gateway(502, "Bad Gateway")
        case Failure.SILENCE:
            await asyncio.sleep(_SILENCE)
            return _gateway(504, "Gateway Timeout")


def _gateway(status: int, text: str) -> HTMLResponse:
    """The page of whatever stands before the service: no JSON."""
    return HTMLResponse(f"<html><body><h1>{status} {text}</h1></body></html>", status)


async def _answer_misfit(_request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    return _coded(422, "10", truong=str(error.errors()[0]["loc"][-1]))


def _coded(status: int, code: str, *, headers: dict[str, str] | None = None, **more: str) -> JSONResponse:
    return JSONResponse({**result(code), **more}, status, headers=headers)
