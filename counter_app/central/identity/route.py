"""The route of the identity check."""

from __future__ import annotations

from fastapi import APIRouter, FastAPI, Request

from counter_app.central.database import Database
from counter_app.central.identity.desk import IdentityDesk
from counter_app.central.identity.guarded import Guarded
from counter_app.central.identity.national import NationalService, NotConnected
from counter_app.central.identity.settings import IdentitySettings
from counter_app.central.identity.vneid_http import HttpNationalService
from counter_app.central.metrics import Metrics
from counter_app.central.routing import Authorization, OfficeId, Service, problems
from counter_app.services.ports import Clock
from counter_app.sync.wire.identity import IdentityCheckAnswer, IdentityCheckRequest

router = APIRouter(tags=["identity"])


@router.post(
    "/v1/offices/{office}/identity/checks",
    responses=problems(400, 401, 403, 408, 409, 413, 415, 422, 426, 429, 500, 503),
)
async def check(
    office: OfficeId,
    body: IdentityCheckRequest,
    request: Request,
    _service: Service,
    authorization: Authorization = "",
) -> IdentityCheckAnswer:
    """Ask the e-ID service about a dossier's principal; one that is down is `unavailable`, not an error."""
    desk: IdentityDesk = request.app.state.identity_desk
    return await desk.check(office, body, authorization)


def set_up_identity(
    app: FastAPI,
    database: Database,
    settings: IdentitySettings,
    clock: Clock,
    metrics: Metrics,
    service: NationalService | None = None,
) -> None:
    """Let ``app`` answer identity checks; ``service`` instead of the one that ``settings`` name."""
    national = service or national_service(settings)
    app.state.identity_desk = IdentityDesk(database, settings, clock, metrics, national)


def national_service(settings: IdentitySettings) -> NationalService:
    """The guarded way to the service that was set; raises ``DomainError`` for an address that cannot be."""
    return Guarded(HttpNationalService(settings), settings) if settings.url else NotConnected()
