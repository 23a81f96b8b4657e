"""Writing one more entry about a dossier inside a unit of work."""

from __future__ import annotations

from datetime import datetime

from counter_app.domain.bodies import Body, Nature
from counter_app.domain.dossier import Dossier, apply
from counter_app.domain.journal import Basis, EntryDraft, chain, encode_body
from counter_app.services.clock_check import check_clock, time_of_fact
from counter_app.services.office_context import OfficeContext
from counter_app.services.ports import Clock
from counter_app.services.projection import pending_count, refused_count
from counter_app.services.store_ports import UnitOfWork


def record(
    work: UnitOfWork,
    clock: Clock,
    context: OfficeContext,
    dossier: Dossier,
    actor: str,
    event: Body,
    basis: Basis,
    *,
    occurred_at: datetime | None = None,
) -> Dossier:
    """Append ``event`` to the journal and fold it onto ``dossier``; returns the dossier after it.

    ``occurred_at`` is when it truly happened, if that was before now.

    Raises ``DomainError("clock.*")`` for a decision while the clock cannot be believed; what physically
    happened is recorded all the same.
    """
    now = clock.now()
    if event.NATURE is Nature.DECISION:
        check_clock(work, now)
    else:
        now = time_of_fact(work, now)
    draft = EntryDraft(
        kind=event.KIND,
        kind_version=event.VERSION,
        subject=dossier.id,
        audience=tuple(sorted({dossier.office, context.directory.office.id})),
        actor=actor,
        occurred_at=occurred_at or now,
        basis=basis,
        body=encode_body(event.to_body()),
    )
    entry = chain(work.journal.head(), draft, now, context.clock_offset_ms)
    work.journal.append(entry)
    changed = apply(dossier, entry)
    entries = work.journal.of_subject(dossier.id)
    work.dossiers.put(changed, pending=pending_count(entries), refused=refused_count(entries))
    return changed
