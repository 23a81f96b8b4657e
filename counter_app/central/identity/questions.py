"""Whether a question can be asked at all: by whom, for what, about which kind of number."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from counter_app.central.identity.national import Subject
from counter_app.domain.identity import SubjectKind
from counter_app.domain.office import Directory, Role
from counter_app.sync.wire.identity import IdentityCheckRequest

MAY_LOOK_UP: Final = frozenset({Role.CLERK, Role.SUPERVISOR})
"""Who receives dossiers. An administrator runs the machines, which is no purpose (QĐ Lai Châu Đ17 k2)."""

_SHAPES: Final = {
    SubjectKind.PERSONAL_NUMBER: re.compile(r"[0-9]{12}"),
    SubjectKind.TRAVEL_DOCUMENT: re.compile(r"[0-9A-Z]{5,20}"),
    SubjectKind.ORGANISATION_CODE: re.compile(r"[0-9A-Z][0-9A-Z.-]{2,31}"),
}


def refusal(request: IdentityCheckRequest, directory: Directory, now: datetime) -> str:
    """Why a look-up is refused, as one word; empty when it may be made."""
    if not request.dossier.strip():
        return "no_dossier"
    clerk = directory.clerk(request.clerk)
    if clerk is None:
        return "unknown_clerk"
    if not clerk.active:
        return "inactive_clerk"
    if clerk.valid_until is not None and clerk.valid_until <= now:
        return "expired_clerk"
    return "" if clerk.role in MAY_LOOK_UP else "no_right"


def misfit(request: IdentityCheckRequest) -> str:
    """The field that cannot be looked up as it is; empty when all can."""
    return "" if _SHAPES[SubjectKind(request.kind)].fullmatch(request.number) else "number"


def subject_of(request: IdentityCheckRequest) -> Subject:
    """Who is asked for."""
    return Subject(
        SubjectKind(request.kind),
        request.number,
        request.full_name,
        request.birth_date,
        request.sex,
        request.nationality,
    )
