"""What stays of a closed dossier at the counter once its retention there has ended.

The counter keeps no archive of its own (NĐ 45/2020 Đ17): after the central system has a closed dossier, what
it says of people is kept no longer than needed (Law 91/2025/QH15 on personal data). What stays is a line of
the ledger without the people: codes, procedure, dates, status, book and line.
"""

from __future__ import annotations

from dataclasses import replace

from counter_app.domain.dossier import Dossier
from counter_app.domain.entries import Delivery
from counter_app.domain.identity_status import IdentityStatus
from counter_app.domain.parties import Party, SubmitterRole
from counter_app.domain.statuses import is_final

_OF_A_PROCEDURE = ("code", "name", "field")


def is_closed(dossier: Dossier) -> bool:
    """Whether nothing more is to happen with it: returned, withdrawn, not received, or struck through."""
    return dossier.cancelled or is_final(dossier.status)


def without_people(dossier: Dossier) -> Dossier:
    """The dossier without what it says of anybody but the clerks."""
    due = dossier.due
    return replace(
        dossier,
        office_name="",
        owner=Party(kind=dossier.owner.kind),
        submitter_role=SubmitterRole.OWNER,
        submitter=None,
        authorisation="",
        procedure={name: dossier.procedure[name] for name in _OF_A_PROCEDURE if name in dossier.procedure},
        components=(),
        files=(),
        signed=(),
        fee={},
        due=None if due is None else {"due_at": due.get("due_at")},
        first_due=None,
        acts=(),
        delivery=Delivery(),
        identity=IdentityStatus(),
        note="",
        cancel_reason="",
        erased=True,
    )
