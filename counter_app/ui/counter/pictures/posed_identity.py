"""An e-ID system and earlier dossiers that are as a picture wants them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, cast

from counter_app.domain.identity import IdentityState
from counter_app.domain.identity_status import CheckAnswer, asked_digest
from counter_app.domain.office import Clerk
from counter_app.domain.statuses import Status
from counter_app.services.bundle import CounterServices
from counter_app.services.draft import Draft
from counter_app.services.identity import IdentityChecks
from counter_app.services.identity_acts import IdentityActs
from counter_app.services.ports import Clock
from counter_app.services.store_ports import DossierRow
from counter_app.ui.counter.pictures import sample_rows


class _Checks:
    """Answers at once."""

    def __init__(self, state: IdentityState, clock: Clock) -> None:
        self._state, self._clock = state, clock

    def check_draft(self, draft: Draft, _clerk: Clerk) -> CheckAnswer:
        transaction = "VN-061123-0917" if self._state.answered else ""
        asked = asked_digest(draft.dossier_id, draft.owner)
        return CheckAnswer(self._state, self._clock.now(), transaction, asked)


class _Acts:
    """As the real ones, but for the earlier dossiers."""

    def __init__(self, real: IdentityActs, earlier: int) -> None:
        self._real, self._earlier = real, earlier

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)

    def earlier_dossiers(self, _number: str, *, excluding: str = "", limit: int = 5) -> Sequence[DossierRow]:  # noqa: ARG002 - the service's
        rows = sample_rows.rows(9)[4 : 4 + self._earlier]
        ended = (Status.RETURNED, Status.RETURNED, Status.IN_PROCESS, Status.RETURNED)
        return [
            replace(row, owner_name="NGUYỄN THỊ MẪU", status=status)
            for row, status in zip(rows, ended[: len(rows)], strict=True)
        ]


def with_identity(services: CounterServices, state: IdentityState, earlier: int) -> CounterServices:
    """The services with this answer, and so many earlier dossiers of whoever comes."""
    return replace(
        services,
        identity=cast("IdentityChecks", _Checks(state, services.clock)),
        identity_acts=cast("IdentityActs", _Acts(services.identity_acts, earlier)),
    )
