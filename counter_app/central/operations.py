"""Routes for who runs the central system: is it alive, can it serve, what does it count."""

from __future__ import annotations

import hmac
import ipaddress
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Header, Request, Response
from prometheus_client import CONTENT_TYPE_LATEST
from pydantic import BaseModel

from counter_app import __version__
from counter_app.central.database import schema_revision
from counter_app.central.figures import Figures
from counter_app.central.metrics import Metrics
from counter_app.central.problems import ProblemError
from counter_app.central.readiness import Readiness
from counter_app.central.routing import Service, problems
from counter_app.central.settings import CentralSettings
from counter_app.sync.wire import SERVICE, Health

router = APIRouter()


class HealthReport(Health):
    """Health as stations ask for it, and what else is worth a look; without the database there is none."""

    version: str
    database: Literal["ok"]
    schema_revision: str
    disk: Literal["ok", "low"]


class Alive(BaseModel):
    """That this process answers."""

    service: str


@router.get("/health", tags=["health"], responses=problems(500, 503))
def health(request: Request, service: Service) -> HealthReport:
    """Whether the central system can work: its database answers. Stations ask it while they are cut off."""
    readiness: Readiness = request.app.state.readiness
    return HealthReport(
        **service.health().model_dump(),
        version=__version__,
        database="ok",
        schema_revision=schema_revision(request.app.state.database),
        disk="low" if readiness.disk_low else "ok",
    )


@router.get("/health/live", tags=["health"])
async def live() -> Alive:
    """Whether this process is alive, whatever its database does: restarting it would help only if not."""
    return Alive(service=SERVICE)


@router.get("/health/ready", tags=["health"], responses=problems(500, 503))
def ready(request: Request, service: Service) -> HealthReport:
    """Whether to send calls here: the same as `/health`, under the name that orchestrators expect."""
    return health(request, service)


@router.get(
    "/metrics",
    tags=["metrics"],
    response_class=Response,
    responses={200: {"content": {"text/plain": {"schema": {"type": "string"}}}}, **problems(403, 500)},
)
def metrics(request: Request, authorization: Annotated[str, Header()] = "") -> Response:
    """Counts and figures for Prometheus; to this machine only, or to whoever has the token."""
    state: Any = request.app.state
    settings: CentralSettings = state.settings
    if not _may_ask(request, settings.metrics_token, authorization):
        raise ProblemError(403, "metrics.not_allowed")
    counted: Metrics = state.metrics
    figures: Figures = state.figures
    return Response(counted.exposition(figures), media_type=CONTENT_TYPE_LATEST)


def _may_ask(request: Request, token: str, authorization: str) -> bool:
    if token:
        return hmac.compare_digest(authorization.encode(), f"Bearer {token}".encode())
    # Through a reverse proxy on this machine everybody seems to come from here.
    forwarded = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip", "via"))
    return not forwarded and request.client is not None and _is_loopback(request.client.host)


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
