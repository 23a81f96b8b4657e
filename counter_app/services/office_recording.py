"""What counters decide for their whole office: written as entries, sent as all others are."""

from __future__ import annotations

from datetime import datetime

from counter_app.domain.journal import Basis, EntryDraft, chain, encode_body
from counter_app.domain.office import Clerk
from counter_app.domain.office_changes import OfficeChange
from counter_app.services.clock_check import check_clock
from counter_app.services.office_context import OfficeContext
from counter_app.services.store_ports import UnitOfWork


def record_for_office(
    work: UnitOfWork, context: OfficeContext, clerk: Clerk, now: datetime, subject: str, change: OfficeChange
) -> None:
    """Append ``change`` to the journal; raises ``DomainError``: ``clock.*``, ``journal.*``."""
    check_clock(work, now)
    draft = EntryDraft(
        kind=change.KIND,
        kind_version=change.VERSION,
        subject=subject,
        audience=(context.directory.office.id,),
        actor=clerk.id,
        occurred_at=now,
        basis=Basis.COUNTER,
        body=encode_body(change.to_body()),
    )
    work.journal.append(chain(work.journal.head(), draft, now, context.clock_offset_ms))
